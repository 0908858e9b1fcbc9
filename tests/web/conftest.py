"""A real server over the seeds and three awkward documents, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

LONG_TITLE = "关于青禾镇茶园与水库建设情况的报告" * 12
MARKUP = "markup.txt"
AWKWARD = {
    MARKUP: (
        "青禾镇茶园<img src=x onerror=window.owned=1>纪实\n\n"
        "青禾镇的茶园面积是3127亩，<script>window.owned = 1</script>茶农每年采茶两季。"
        "青禾镇有<b onclick=window.owned=1>茶农</b>1846人，分布在九个村。{{window.owned = 1}}\n"
    ),
    "long_title.txt": f"{LONG_TITLE}\n\n青禾镇水库的库容是4815万立方米，供全镇灌溉。\n",
    "astral.txt": ("𠮷野村小记\n\n村里𠀋𠂢𡈽三姓同住。2019年，𠮷野村新建果园7391亩，年年丰收。\n"),
}
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True)
class Server:
    """A running `wenjin serve`: its address, its index, and the documents beside the seeds."""

    url: str
    index: Path
    awkward: Mapping[str, str]

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of `wenjin` on the same index."""
        return subprocess.run(
            wenjin(*arguments, "--index", str(self.index)),
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wenjin(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "rag.cli", *arguments]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENJIN_")}
    root = str(Path(__file__).resolve().parents[2])
    return {**kept, "PYTHONPATH": root, "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def server(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The command itself, as users start it."""
    folder = tmp_path_factory.mktemp("awkward")
    for name, text in AWKWARD.items():
        (folder / name).write_text(text, encoding="utf-8")
    index = tmp_path_factory.mktemp("served") / "index"
    built = subprocess.run(
        wenjin("index", str(seeds), str(folder), "--index", str(index)),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert built.returncode == 0, built.stderr
    port = free_port()
    log = tmp_path_factory.mktemp("log") / "server.log"
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            wenjin("serve", "--index", str(index), "--port", str(port), "--no-browser"),
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(url, process, log)
        yield Server(url, index, AWKWARD)
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text(encoding='utf-8')}")
        try:
            if httpx.get(f"{url}/healthz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.25)
    pytest.fail("the server did not come up within a minute")


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium as Debian packages it, or the one that `CHROMIUM` names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("there is no Chromium to drive the page with: run make browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, server: Server) -> Iterator[OpenPage]:
    """Opens the page in a context of its own.

    Requests to anywhere but the server are stopped and fail the test, and so do errors in the
    page's scripts and whatever the content security policy had to stop.
    """
    contexts: list[BrowserContext] = []
    outside: list[str] = []
    errors: list[str] = []

    def watch(route: Route) -> None:
        if route.request.url.startswith(f"{server.url}/"):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def open_one(
        width: int = 1280, height: int = 800, may_fail: bool = False, **options: object
    ) -> Page:
        settings = {"locale": "zh-CN", "viewport": {"width": width, "height": height}, **options}
        context = chromium.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", watch)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if may_fail:
            page.goto(server.url)
            page.wait_for_selector("#evidence .sheet", state="attached")
            return page
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.goto(server.url)
        page.wait_for_selector("#question textarea")
        page.wait_for_selector("#evidence .sheet", state="attached")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []

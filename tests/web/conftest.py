"""A real server over the seeds and three awkward documents, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from server_start import wait_until_up

from rag.shelf import Library

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
# what comes late on a busy machine still comes
expect.set_options(timeout=20_000)

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True)
class Server:
    """A running `wenjin serve`: its address, index and home, and the documents beside the seeds."""

    url: str
    index: Path
    awkward: Mapping[str, str]
    home: Path

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command of `wenjin` on the same index."""
        return subprocess.run(
            wenjin(*arguments, "--index", str(self.index)),
            env=environment(self.home),
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


def environment(home: Path | None = None) -> dict[str, str]:
    """The environment of a command: no settings of this machine's, and a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENJIN_")}
    root = str(Path(__file__).resolve().parents[2])
    own = {} if home is None else {"WENJIN_HOME": str(home)}
    return {**kept, **own, "PYTHONPATH": root, "PYTHONUTF8": "1"}


@contextmanager
def serving(
    paths: Sequence[Path], folder: Path, home: Path, awkward: Mapping[str, str]
) -> Iterator[Server]:
    """Indexes some folders and serves them, as users do, with a home of its own.

    :param folder: An empty one for all that comes into being.
    :param home: Where the models and the default index are.
    """
    own = folder / "home"
    own.mkdir(parents=True)
    (own / "models").symlink_to(home / "models")
    index = folder / "index"
    # what stands in the default index need not be embedded again
    shutil.copytree(home / "index", index, ignore=shutil.ignore_patterns("*.lock"))
    built = subprocess.run(
        wenjin("index", *map(str, paths), "--index", str(index)),
        env=environment(own),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert built.returncode == 0, built.stderr
    Library(index, own).remember(paths)
    port = free_port()
    log = folder / "server.log"
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            wenjin("serve", "--index", str(index), "--port", str(port), "--no-browser"),
            env=environment(own),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(url, process, log)
        yield Server(url, index, awkward, own)
    finally:
        process.terminate()
        process.wait(timeout=40)
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def server(seeds: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The seeds and a few awkward documents; nothing may change them."""
    folder = tmp_path_factory.mktemp("awkward")
    for name, text in AWKWARD.items():
        (folder / name).write_text(text, encoding="utf-8")
    with serving([seeds, folder], tmp_path_factory.mktemp("served"), home, AWKWARD) as server:
        yield server


@pytest.fixture(scope="session")
def serve_folders() -> Callable[..., AbstractContextManager[Server]]:
    """`serving`, for tests that change what is indexed and need a server of their own."""
    return serving


@pytest.fixture(scope="session")
def browse() -> Callable[..., AbstractContextManager[OpenPage]]:
    """`browsing`, for the same."""
    return browsing


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
    """Opens the page in a context of its own; see `browsing`."""
    with browsing(chromium, server) as open_one:
        yield open_one


@contextmanager
def browsing(chromium: Browser, server: Server) -> Iterator[OpenPage]:
    """Opens pages of a server.

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
        width: int = 1280,
        height: int = 800,
        may_fail: bool = False,
        at: str = "",
        **options: object,
    ) -> Page:
        settings = {"locale": "zh-CN", "viewport": {"width": width, "height": height}, **options}
        context = chromium.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        context.route("**/*", watch)
        page = context.new_page()
        page.set_default_timeout(20_000)
        if not may_fail:
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on(
                "console", lambda line: errors.append(line.text) if line.type == "error" else None
            )
        page.goto(f"{server.url}/{at}")
        page.wait_for_selector("#question textarea", state="attached")
        page.wait_for_selector(".masthead[data-ready]")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert outside == []
    assert errors == []

"""A real server in a process of its own, and the few things a browser does with its library."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
_SMALL = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from small_embedder import install
install()
from rag.cli import main
sys.exit(main(sys.argv[1:]))
"""
_CORES = 2


@dataclass
class Loaded:
    """A running server.

    :ivar functions: the number of the page's function for each event of the library's parts.
    """

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    functions: dict[str, int]

    def resident(self) -> int:
        """Its own memory in bytes, without mapped files: the system takes their pages back."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("RssAnon:"))
        return int(line.split()[1]) * 1024

    def upload(self, client: httpx.Client, name: str, text: str) -> None:
        """As the page does: the file, then the event that begins a build."""
        address = f"{self.url}/api/library/documents"
        told = client.post(address, params={"name": name, "replace": "1"}, content=text.encode())
        if told.status_code != 200 or told.json()["status"] != "added":  # noqa: PLR2004
            raise AssertionError(f"{name} was not added: {told.status_code} {told.text}")
        self._raise(client, "upload", {})

    def remove(self, client: httpx.Client, name: str) -> None:
        """As the page does."""
        self._raise(client, "delete", {"source": name})

    def _raise(self, client: httpx.Client, event: str, data: dict[str, str]) -> None:
        session = os.urandom(6).hex()
        body = {
            "data": [None],
            "fn_index": self.functions[event],
            "session_hash": session,
            "event_data": data,
        }
        client.post(f"{self.url}/gradio_api/queue/join", json=body).raise_for_status()
        with client.stream(
            "GET", f"{self.url}/gradio_api/queue/data", params={"session_hash": session}
        ) as events:
            for line in events.iter_lines():
                if "process_completed" in line or "close_stream" in line:
                    return


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENJIN_")}
    own = {"WENJIN_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return {**kept, **own, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", **more}


def wenjin(small: bool, *arguments: str) -> list[str]:
    """A command of `wenjin`, with the small model or the real one."""
    if small:
        return [sys.executable, "-c", _SMALL, str(ROOT / "tests" / "faults"), *arguments]
    return [sys.executable, "-m", "rag.cli", *arguments]


@contextmanager
def serving(documents: Path, folder: Path, model: str | None) -> Iterator[Loaded]:
    """Indexes a folder of documents and serves it on two cores.

    :param model: The folder of the model; None for the small one.
    """
    home = folder / "home"
    home.mkdir(parents=True)
    settings = environment(home, **({"WENJIN_MODEL": model} if model else {}))
    built = subprocess.run(
        wenjin(model is None, "index", str(documents)),
        env=settings,
        capture_output=True,
        check=False,
    )
    if built.returncode:
        raise AssertionError(built.stderr.decode())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            wenjin(model is None, "serve", "--port", str(port), "--no-browser"),
            env=settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, sorted(os.sched_getaffinity(0))[:_CORES])
    url = f"http://127.0.0.1:{port}"
    try:
        page = _page(url, process, log)
        yield Loaded(url, process, log, _functions(page))
    finally:
        process.kill()
        process.wait(30)


def _page(url: str, process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            found = httpx.get(url, trust_env=False, timeout=30)
            if found.status_code == 200:  # noqa: PLR2004
                return found.text
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not come up: {log.read_text(encoding='utf-8')}")


def _functions(page: str) -> dict[str, int]:
    """The numbers of the page's functions by the events of the library that call them."""
    start = "window.gradio_config = "
    text = page[page.index(start) + len(start) :]
    config: dict[str, Any] = json.JSONDecoder().raw_decode(text)[0]
    names = {part["id"]: part.get("props", {}).get("elem_id") for part in config["components"]}
    return {
        event: dependency["id"]
        for dependency in config["dependencies"]
        for component, event in dependency["targets"]
        if names.get(component) in ("library-add", "library-list")
    }

"""A running server without the page, on a copy of the default index that tests may change."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from index import generations
from index.opening import open_embedded

_SERVE = """
import sys
from rag.settings import load_settings
from web.server import serve
index, home, port, at_once, waiting = sys.argv[1:]
settings = load_settings({"index": index, "home": home, "port": port}, {})
serve(settings, open_browser=False, api_only=True, at_once=int(at_once), waiting=int(waiting))
"""


@dataclass(frozen=True)
class Programs:
    """A running server for programs: its address, its index, and its process."""

    url: str
    index: Path
    process: subprocess.Popen[bytes]
    log: Path


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENJIN_")}
    root = str(Path(__file__).resolve().parents[3])
    return {**kept, "PYTHONPATH": root, "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def copy_index(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a copy of the default index."""

    def copy() -> Path:
        index = tmp_path_factory.mktemp("programs") / "index"
        shutil.copytree(home / "index", index, ignore=shutil.ignore_patterns("*.lock"))
        return index

    return copy


@pytest.fixture(scope="session")
def publish() -> Callable[[Path, str], str]:
    """Publishes a new generation of an index in which each document's title begins otherwise."""

    def publish_one(index: Path, mark: str) -> str:
        store, manifest = open_embedded(index)
        (segment, _), *_ = store.opened()
        store.close()
        counts = manifest.documents, manifest.passages
        with generations.writer(index), generations.draft(index) as draft:
            for name in segment.seal.files:
                shutil.copy(segment.folder / name, draft / name)
            with sqlite3.connect(draft / "store.sqlite") as database:
                database.execute(
                    "UPDATE documents SET info = "
                    "json_set(info, '$.title', ? || json_extract(info, '$.title'))",
                    (mark,),
                )
            database.close()
            ref, _ = generations.keep(index, draft, manifest.model, *counts)
            return generations.publish(index, manifest.model, [ref], *counts)

    return publish_one


@contextmanager
def _running(index: Path, home: Path, log: Path, at_once: int, waiting: int) -> Iterator[Programs]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(index), str(home)]
            + [str(number) for number in (port, at_once, waiting)],
            env=environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if process.poll() is not None:
                pytest.fail(f"the server ended: {log.read_text(encoding='utf-8')}")
            try:
                if httpx.get(f"{url}/healthz", trust_env=False).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.25)
        else:
            pytest.fail("the server did not come up within a minute")
        yield Programs(url, index, process, log)
    finally:
        process.terminate()
        process.wait(timeout=30)
    assert "Traceback" not in log.read_text(encoding="utf-8")


Start = Callable[..., Programs]


@pytest.fixture
def start_programs(home: Path, copy_index: Callable[[], Path], tmp_path: Path) -> Iterator[Start]:
    """Starts a server of the test's own."""
    with_servers = []

    def start(at_once: int, waiting: int) -> Programs:
        running = _running(copy_index(), home, tmp_path / "server.log", at_once, waiting)
        with_servers.append(running)
        return running.__enter__()

    yield start
    for running in with_servers:
        running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def programs(
    home: Path, copy_index: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Programs]:
    """A server that answers one question at a time, with one more in line."""
    log = tmp_path_factory.mktemp("log") / "server.log"
    with _running(copy_index(), home, log, at_once=1, waiting=1) as server:
        yield server


@pytest.fixture(scope="session")
def http(programs: Programs) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=programs.url, timeout=60, trust_env=False) as client:
        yield client

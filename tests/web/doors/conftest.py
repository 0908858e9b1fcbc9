"""Running servers with users and tokens, on a copy of the default index."""

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

import httpx
import pytest
from server_start import wait_until_up

from rag.shelf import Library
from web.access_secrets import hash_password, hash_token, make_token
from web.access_store import AccessStore

ROOT = Path(__file__).resolve().parents[3]
CHANGER, ASKER = "罗文", "asker"
PASSWORDS = {CHANGER: "青禾镇的茶园 3127", ASKER: "correct horse battery"}


@dataclass(frozen=True)
class Doors:
    """A running server: where it is, its home, its log, the tokens of each right, the passwords."""

    url: str
    home: Path
    log: Path
    tokens: Mapping[str, str]
    passwords: Mapping[str, str]

    def client(self, right: str | None = None, **options: object) -> httpx.Client:
        """A client with the token of a right, or with none."""
        headers = {"Authorization": f"Bearer {self.tokens[right]}"} if right else {}
        return httpx.Client(
            base_url=self.url, headers=headers, timeout=60, trust_env=False, **options
        )  # type: ignore[arg-type]

    def logged_in(self, name: str) -> httpx.Client:
        """A client that logged in as a browser does."""
        client = self.client()
        response = client.post("/login", data={"name": name, "secret": self.passwords[name]})
        assert response.status_code == 303, response.text
        return client


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENJIN_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "WENJIN_HOME": str(home), **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path, home: Path, arguments: Sequence[str] = (), users: bool = True, **more: str
) -> Iterator[Doors]:
    """Serves a copy of the default index with a home of its own.

    :param folder: An empty one.
    :param home: Where the models and the default index are.
    :param users: Whether there are users and tokens.
    :param more: Environment variables.
    """
    own, index, log = folder / "home", folder / "index", folder / "server.log"
    own.mkdir(parents=True)
    (own / "models").symlink_to(home / "models")
    shutil.copytree(home / "index", index, ignore=shutil.ignore_patterns("*.lock"))
    Library(index, own).remember([ROOT / "seeds"])
    tokens = make_users(own) if users else {}
    port = free_port()
    with open(log, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rag.cli", "serve", "--no-browser", "--index", str(index)]
            + ["--port", str(port), *arguments],
            env=environment(own, **more),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(url, process, log)
        yield Doors(url, own, log, tokens, PASSWORDS)
    finally:
        process.terminate()
        process.wait(timeout=40)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def make_users(home: Path) -> dict[str, str]:
    store = AccessStore(home)
    for name, password in PASSWORDS.items():
        store.add_user(name, hash_password(password), name == CHANGER)
    tokens = {}
    for right in ("ask", "change"):
        tokens[right] = make_token()
        store.add_token(right, hash_token(tokens[right]), right == "change")
    return tokens


@pytest.fixture(scope="session")
def environment_of() -> Callable[..., dict[str, str]]:
    """`environment`."""
    return environment


@pytest.fixture(scope="session")
def serve_doors(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AbstractContextManager[Doors]]:
    """`serving` in a folder of its own."""

    def start(*arguments: str, users: bool = True, **more: str) -> AbstractContextManager[Doors]:
        folder = tmp_path_factory.mktemp("doors") / "served"
        return serving(folder, home, arguments, users, **more)

    return start


@pytest.fixture(scope="session")
def doors(serve_doors: Callable[..., AbstractContextManager[Doors]]) -> Iterator[Doors]:
    """The page with users and tokens, on this machine's own address."""
    with serve_doors() as server:
        yield server


@pytest.fixture(scope="session")
def public(serve_doors: Callable[..., AbstractContextManager[Doors]]) -> Iterator[Doors]:
    """The API alone, for other machines, behind a proxy on this one; anyone may ask."""
    with serve_doors(
        "--host",
        "0.0.0.0",
        "--api-only",
        WENJIN_OPEN_TO_ALL="ask",
        WENJIN_TRUST_PROXY="127.0.0.1",
        WENJIN_ALLOW_HOST="wenjin.example",
    ) as server:
        yield server

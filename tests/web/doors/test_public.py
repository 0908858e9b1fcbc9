"""A server for other machines: who may be let in, under which names, and through which proxy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Doors

QUESTION = "沁县搬迁了多少人"


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        (["--host", "0.0.0.0"], {}),
        (["--host", "::"], {}),
        (["--host", "192.0.2.1"], {"WENJIN_LANGUAGE": "en"}),
        (["--host", "127.0.0.1"], {"WENJIN_TRUST_PROXY": "127.0.0.1"}),
    ],
)
def test_it_does_not_start_before_anyone_can_log_in(
    tmp_path: Path, environment_of: object, arguments: list[str], more: dict[str, str]
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "rag.cli", "serve", "--no-browser", *arguments],
        env=environment_of(tmp_path, **more),  # type: ignore[operator]
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ended.returncode == 2 and ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "--open-to-all" in ended.stderr and "wenjin user add" in ended.stderr


def test_anyone_may_ask_where_that_was_said_and_not_change(public: Doors) -> None:
    with public.client() as client:
        assert client.post("/api/ask", json={"question": QUESTION}).json()["outcome"] == "answered"
        assert "generation" in client.get("/healthz").json()
        assert client.delete("/api/documents/x.txt").status_code == 403
        assert client.post("/api/library/documents?name=x.txt", content=b"x").status_code == 403
        assert client.get("/openapi.json").json()["security"] == [{"token": []}, {}]
    with public.client("change") as client:
        assert client.delete("/api/documents/x.txt").status_code == 405
    with public.client() as client:
        wrong = {"Authorization": "Bearer wj_wrong"}
        assert client.get("/api/documents", headers=wrong).status_code == 401


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("wenjin.example", 200),
        ("10.1.2.3:7860", 200),
        ("evil.example", 421),
        ("wenjin.example.evil", 421),
    ],
)
def test_it_answers_to_addresses_and_the_names_it_was_told(
    public: Doors, host: str, status: int
) -> None:
    with public.client() as client:
        response = client.get("/api/documents", headers={"Host": host})
    assert response.status_code == status
    assert status == 200 or "--allow-host" in response.json()["error"]


def test_there_is_no_login_page_without_a_page(public: Doors) -> None:
    with public.client() as client:
        for path in ("/login", "/logout"):
            assert client.get(path, headers={"Accept": "text/html"}).status_code == 404
            assert client.post(path, data={"name": "a", "secret": "b"}).status_code == 404


def test_the_word_of_a_proxy_is_taken_only_where_that_was_said(
    doors: Doors, serve_doors: object
) -> None:
    """By the cookie's `Secure`, which a browser gets over https alone."""
    fields = {"name": "asker", "secret": doors.passwords["asker"]}
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    with doors.client() as client:
        cookie = client.post("/login", data=fields, headers=told).headers["set-cookie"]
    assert "Secure" not in cookie and cookie.startswith("wenjin-session=")
    with serve_doors(WENJIN_TRUST_PROXY="127.0.0.1") as server, server.client() as client:  # type: ignore[operator]
        cookie = client.post("/login", data=fields, headers=told).headers["set-cookie"]
        assert "Secure" in cookie and cookie.startswith("__Host-wenjin-session=")

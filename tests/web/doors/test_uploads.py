"""Uploads are limited in number, at once and in all."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import httpx
import pytest
from fastapi import FastAPI

from rag.shelf import Library
from web import shelf_api
from web.shelf_api import make_library_api

T = TypeVar("T")
TEXT = "青禾镇茶园纪实\n\n青禾镇的茶园面积是3127亩，2022年采茶两季。".encode()


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    library = Library(tmp_path / "index", tmp_path)
    library.remember([])
    app = FastAPI()
    app.include_router(make_library_api(SimpleNamespace(shelf=library), "zh"))  # type: ignore[arg-type]
    return app


async def upload(client: httpx.AsyncClient, name: str, content: object = TEXT) -> httpx.Response:
    return await client.post(shelf_api.ADDRESS, params={"name": name}, content=content)  # type: ignore[arg-type]


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Runs some work in a thread of its own, since the browser of other tests keeps a loop in
    this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


def test_a_full_library_takes_no_more_files(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_api, "MOST_FILES", 1)

    async def run() -> list[httpx.Response]:
        async with client_of(app) as client:
            return [await upload(client, name) for name in ("a.txt", "b.txt")]

    first, second = apart(run())
    assert first.json()["status"] == "added"
    assert second.status_code == 409 and "wenjin index" in second.json()["line"]


def test_only_some_files_come_in_at_the_same_time(app: FastAPI) -> None:
    async def run() -> tuple[httpx.Response, list[httpx.Response], httpx.Response]:
        go = asyncio.Event()

        async def slow() -> object:
            yield TEXT
            await go.wait()

        async with client_of(app) as client:
            held = [asyncio.create_task(upload(client, f"{n}.txt", slow())) for n in range(4)]
            await asyncio.sleep(0.2)
            refused = await upload(client, "more.txt")
            go.set()
            return refused, await asyncio.gather(*held), await upload(client, "more.txt")

    refused, held, later = apart(run())
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) > 0
    assert [response.json()["status"] for response in (*held, later)] == ["added"] * 5

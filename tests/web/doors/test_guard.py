"""What stands before every request, with an application that answers whatever it is told to."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from index.errors import WenjinError
from web import body_limit
from web.access import Access
from web.access_options import Doors, read_doors
from web.access_secrets import hash_token, make_token
from web.access_store import AccessStore
from web.body_limit import BodyLimit
from web.errors import error_response
from web.guard import Guard, lock
from web.public_line import hide, without_paths

TOKEN = make_token()
LOCAL = "http://127.0.0.1:7860"


def make(
    home: Path, host: str = "127.0.0.1", doors: Doors | None = None, users: bool = False
) -> FastAPI:
    app = FastAPI(openapi_url=None)

    @app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError(f"a fault in {home}/index")

    @app.get("/api/disk")
    def disk() -> JSONResponse:
        error = WenjinError(
            f"写不进 {home}/index/x.sqlite：满了", f"cannot write {home}/index: full"
        )
        return error_response(error, "en")

    @app.get("/api/plain")
    def plain() -> PlainTextResponse:
        return PlainTextResponse(f"Traceback: {home}", 502)

    @app.post("/api/ask")
    async def ask(request: Request) -> JSONResponse:
        return JSONResponse(len(await request.body()))

    @app.get("/api/client")
    def client(request: Request) -> JSONResponse:
        return JSONResponse([request.client and request.client.host, request.url.scheme])

    store = AccessStore(home)
    if users:
        store.add_token("t", hash_token(TOKEN), may_change=False)
    app.add_middleware(Guard, host=host)
    lock(app, Access(store, doors or Doors(), host == "127.0.0.1"), "zh")
    return app


def send(
    app: FastAPI, method: str, path: str, base: str = LOCAL, **options: object
) -> httpx.Response:
    async def one() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            return await client.request(method, path, **options)  # type: ignore[arg-type]

    return asyncio.run(one())


def is_safe(response: httpx.Response) -> bool:
    headers = response.headers
    return (
        "frame-ancestors 'none'" in headers["content-security-policy"]
        and headers["x-content-type-options"] == "nosniff"
        and headers["x-frame-options"] == "DENY"
        and headers["cross-origin-resource-policy"] == "same-origin"
        and not any(name.startswith("access-control-") for name in headers)
    )


def test_a_fault_is_a_line_with_a_number_that_the_log_has(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make(tmp_path)
    with caplog.at_level(logging.ERROR):
        response = send(app, "GET", "/api/broken", headers={"Accept-Language": "en"})
    assert response.status_code == 500 and is_safe(response)
    line = response.json()["error"]
    number = line.rpartition("(error ")[2].rstrip(")")
    assert len(number) == 8 and number in caplog.text
    assert "RuntimeError" in caplog.text and str(tmp_path) in caplog.text
    for secret in ("RuntimeError", "Traceback", str(tmp_path)):
        assert secret not in response.text


def test_a_path_of_the_server_is_in_the_log_and_in_no_message(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    response = send(make(tmp_path), "GET", "/api/disk")
    assert response.status_code == 503
    assert response.json()["error"] == "cannot write …/index: full"
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("校验不符：/srv/x y/index/1/store.sqlite，请重建", "校验不符：…/store.sqlite，请重建"),
        ("写不进 /srv/x y/index：满了", "写不进 …：满了"),
        ("see /tmp/a/b.json.", "see …/b.json."),
        ("(/usr/lib/python3/x.py)", "(…/x.py)"),
        ("现有的见 /api/documents", "现有的见 /api/documents"),
        (
            "沁县/昔阳/平定 https://x.example/tmp/a 1/2",
            "沁县/昔阳/平定 https://x.example/tmp/a 1/2",
        ),
    ],
)
def test_paths_are_cut_to_the_name_of_the_file(line: str, told: str) -> None:
    hide("/srv/x y/index")
    assert without_paths(line) == told


def test_what_an_application_says_of_itself_is_not_told(tmp_path: Path) -> None:
    for path in ("/api/plain", "/api/nothing", "/nothing", "/gradio_api/upload"):
        response = send(make(tmp_path), "GET", path)
        assert response.json().keys() == {"error"} and is_safe(response)
        assert "detail" not in response.text and "Traceback" not in response.text
    assert send(make(tmp_path), "PATCH", "/api/ask").headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:1", 200),
        ("[::1]:80", 200),
        ("wenjin.example", 200),
        ("WENJIN.example:443", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.168.1.5", 421),
        ("", 421),
        ("[::1", 421),
    ],
)
def test_a_local_server_answers_to_its_own_names(tmp_path: Path, host: str, status: int) -> None:
    app = make(tmp_path, doors=read_doors(allow_host="wenjin.example", environment={}))
    response = send(app, "GET", "/api/client", headers={"Host": host})
    assert response.status_code == status and is_safe(response)


@pytest.mark.parametrize(
    ("host", "status"), [("192.168.1.5:80", 200), ("[fe80::1]", 200), ("evil.example", 421)]
)
def test_a_public_server_answers_to_addresses(tmp_path: Path, host: str, status: int) -> None:
    app = make(tmp_path, "0.0.0.0", read_doors("ask", environment={}))
    assert send(app, "GET", "/api/client", headers={"Host": host}).status_code == status


def test_without_being_told_who_is_let_in_only_this_machine_is(tmp_path: Path) -> None:
    for host, status in (("0.0.0.0", 503), ("127.0.0.1", 404)):
        app = FastAPI()
        app.add_middleware(Guard, host=host)
        assert send(app, "GET", "/api/x").status_code == status


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_a_proxy_before_a_server_without_users_is_noticed(tmp_path: Path, name: str) -> None:
    response = send(make(tmp_path), "GET", "/api/client", headers={name: "1.2.3.4"})
    assert response.status_code == 403 and "--trust-proxy" in response.json()["error"]
    guarded = make(tmp_path, users=True)
    headers = {name: "1.2.3.4", "Authorization": f"Bearer {TOKEN}"}
    assert send(guarded, "GET", "/api/client", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": LOCAL}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:9"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_other_sites_cannot_post(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    response = send(make(tmp_path), "POST", "/api/ask", content=b"x", headers=headers)
    assert response.status_code == status and is_safe(response)


def test_two_ways_to_say_how_long_a_body_is_are_one_too_many(tmp_path: Path) -> None:
    headers = {"Content-Length": "1", "Transfer-Encoding": "chunked"}
    assert (
        send(make(tmp_path), "POST", "/api/ask", content=b"x", headers=headers).status_code == 400
    )


def test_a_websocket_is_not_let_in(tmp_path: Path) -> None:
    sent = []

    async def connect() -> None:
        async def receive() -> dict[str, str]:
            return {"type": "websocket.connect"}

        async def keep(message: dict[str, object]) -> None:
            sent.append(message["type"])

        await make(tmp_path)({"type": "websocket", "path": "/", "headers": []}, receive, keep)

    asyncio.run(connect())
    assert sent == ["websocket.close"]


Body = Callable[[], AsyncIterator[bytes]]


def slow(parts: int, pause: float) -> Body:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(parts):
            await asyncio.sleep(pause)
            yield b"x"

    return body


async def post(app: object, body: Body) -> tuple[int, dict[bytes, bytes]]:
    parts = body()
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        try:
            return {"type": "http.request", "body": await anext(parts), "more_body": True}
        except StopAsyncIteration:
            return {"type": "http.request", "body": b"", "more_body": False}

    async def keep(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/ask",
        "headers": [],
        "query_string": b"",
    }
    await app(scope, receive, keep)  # type: ignore[operator]
    return sent[0]["status"], dict(sent[0]["headers"])  # type: ignore[return-value,call-overload]


@pytest.mark.parametrize(
    ("parts", "pause", "status"),
    [(3, 0.0, 200), (1, 5.0, 408), (100, 0.05, 408)],
    ids=["in time", "a long pause", "a byte now and then"],
)
def test_a_slow_body_is_not_waited_for(parts: int, pause: float, status: int) -> None:
    async def count(scope: object, receive: object, send: object) -> None:
        request = Request(scope, receive)  # type: ignore[arg-type]
        await JSONResponse(len(await request.body()))(scope, receive, send)  # type: ignore[arg-type]

    limited = BodyLimit(count, patience=0.5)  # type: ignore[arg-type]
    found, headers = asyncio.run(asyncio.wait_for(post(limited, slow(parts, pause)), 4))
    assert found == status
    assert status == 200 or headers[b"connection"] == b"close"


def test_a_longer_body_may_take_longer_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(body_limit.LARGER, "/api/ask", 2 * body_limit.LARGEST)
    counted = body_limit._Counted(None, None, 2 * body_limit.LARGEST, 20.0)  # type: ignore[arg-type]
    short = body_limit._Counted(None, None, body_limit.LARGEST, 20.0)  # type: ignore[arg-type]
    assert 30 < counted._last - short._last < 40

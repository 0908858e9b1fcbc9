"""A connection whose client sends or reads too slowly is not held."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from web import server_protocol
from web.server_protocol import BoundedProtocol

PATIENCE = 0.6
BIG = 64 * 2**20


async def _app(scope: dict[str, object], receive: object, send: object) -> None:
    if scope["type"] != "http":
        return
    size = BIG if scope["path"] == "/big" else 2
    headers = [(b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"x" * size})  # type: ignore[operator]


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(server_protocol, "HEAD_PATIENCE", PATIENCE)
    monkeypatch.setattr(server_protocol, "READ_PATIENCE", PATIENCE)
    monkeypatch.setattr(server_protocol, "MOST_CONNECTIONS", 4)
    config = uvicorn.Config(
        _app, http=BoundedProtocol, ws="none", lifespan="off", log_level="error",
        timeout_keep_alive=2, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = threading.Thread(target=asyncio.run, args=(server.serve([listening]),))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()
        server.should_exit = True
        thread.join(10)
    monkeypatch.undo()


def connect(address: tuple[str, int]) -> socket.socket:
    return socket.create_connection(address, timeout=10)


def seconds_until_closed(connection: socket.socket, drip: bytes = b"") -> float:
    """Until the server ends the connection, to which a byte now and then is sent."""
    begin = time.monotonic()
    connection.settimeout(0.1)
    while time.monotonic() - begin < 60:
        try:
            if drip:
                connection.send(drip)
            if not connection.recv(65536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - begin


@pytest.mark.parametrize(
    ("first", "drip"),
    [
        (b"", b""),
        (b"GET / HT", b""),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b""),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"y"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT", b""),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n", b"y"),
    ],
    ids=["nothing", "half a line", "half a head", "a byte now and then", "second", "unread body"],
)
def test_a_slow_client_is_cut_off(address: tuple[str, int], first: bytes, drip: bytes) -> None:
    with connect(address) as connection:
        connection.sendall(first)
        assert PATIENCE * 0.8 < seconds_until_closed(connection, drip) < PATIENCE + 30


def test_a_connection_that_rests_between_two_requests_is_kept(address: tuple[str, int]) -> None:
    with connect(address) as connection:
        for _ in range(2):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while not answer.endswith(b"xx"):
                answer += connection.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(PATIENCE + 0.4)


def test_a_client_that_does_not_read_is_cut_off(address: tuple[str, int]) -> None:
    with connect(address) as connection:
        connection.sendall(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(PATIENCE + 1)
        received = 0
        try:
            while data := connection.recv(2**20):
                received += len(data)
        except OSError:
            pass
        assert received < BIG


def test_one_connection_too_many_is_told_so(address: tuple[str, int]) -> None:
    held = [connect(address) for _ in range(4)]
    time.sleep(0.1)
    with connect(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 503") and b"Retry-After" in answer
        assert b"frame-ancestors 'none'" in answer and "连接太多".encode() in answer
    for one in held:
        one.close()
    time.sleep(0.1)
    with connect(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "request_",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA\x00B: c\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"GET /" + b"a" * 400_000,
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_request_is_a_line(address: tuple[str, int], request_: bytes) -> None:
    with connect(address) as connection:
        connection.sendall(request_)
        answer = b""
        try:
            while data := connection.recv(65536):
                answer += data
        except ConnectionResetError:
            pass
        assert answer == b"" or answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))

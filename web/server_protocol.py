"""HTTP on one connection, with bounds on how slowly and how much a client may send and read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.guard_replies import BARE_POLICY, HEADERS

MOST_CONNECTIONS = 512
"""So many connections are open at the same time; a browser that shows the page holds up to six."""
HEAD_PATIENCE = 10.0
"""So many seconds there are for the head of a request, and as many before the first one."""
READ_PATIENCE = 60.0
"""So many seconds a client may leave what was sent to it unread."""
_BUSY = "too many connections, try again later / 连接太多，请稍后再试"
_WRONG = "this is no HTTP request / 这不是 HTTP 请求"


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol, which by itself waits for the head of a request without end."""

    _head_deadline: asyncio.TimerHandle | None = None
    _read_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._say_and_close(b"503 Service Unavailable", _BUSY, b"Retry-After: 5\r\n")
            return
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting_for_head()
        self._stop_waiting_for_reader()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.is_closing():
            return
        # between two requests the keep-alive timer counts; from a first byte on, this one
        if self._is_amid_head():
            self._await_head()
        else:
            self._stop_waiting_for_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and self._is_amid_head():
            self._await_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._read_deadline is None:
            self._read_deadline = self.loop.call_later(READ_PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        self._stop_waiting_for_reader()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            # in the middle of an answer to what came before
            self.transport.abort()
            return
        self._say_and_close(b"400 Bad Request", _WRONG)

    def _is_amid_head(self) -> bool:
        """Whether the client is to send what nobody else waits for: the head of a request, or the
        rest of a body whose request has been answered."""
        if self.conn.their_state is h11.IDLE:
            return self.cycle is None or bool(self.conn.trailing_data[0])
        is_answered = self.cycle is not None and self.cycle.response_complete
        return is_answered and self.conn.their_state is h11.SEND_BODY

    def _await_head(self) -> None:
        # not once more for each byte, or a byte now and then would hold the connection
        if self._head_deadline is None:
            self._head_deadline = self.loop.call_later(HEAD_PATIENCE, self.transport.abort)

    def _stop_waiting_for_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def _stop_waiting_for_reader(self) -> None:
        if self._read_deadline is not None:
            self._read_deadline.cancel()
            self._read_deadline = None

    def _say_and_close(self, status: bytes, line: str, more: bytes = b"") -> None:
        body = json.dumps({"error": line}, ensure_ascii=False).encode()
        headers: dict[str, Any] = {
            "Content-Type": "application/json",
            "Content-Length": len(body),
            "Connection": "close",
            "Content-Security-Policy": BARE_POLICY,
            **HEADERS,
        }
        head = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
        self.transport.write(b"HTTP/1.1 " + status + b"\r\n" + head + more + b"\r\n" + body)
        self.transport.close()

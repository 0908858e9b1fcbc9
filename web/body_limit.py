"""No request is read beyond a bound, whatever it is for."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import refusal

LARGEST = 1024 * 1024
"""The largest body of any request, in bytes, where `LARGER` does not say otherwise."""
LARGER: dict[str, int] = {}
"""Addresses, by how they begin, that take more; what takes uploads adds its own."""
_THROWN_AWAY = 8 * 1024 * 1024
"""How much of a longer body is still taken in, and thrown away, before it is refused."""


class BodyLimit:
    """ASGI middleware that refuses longer bodies, those too that do not say their length."""

    def __init__(self, app: ASGIApp) -> None:
        """
        :param app: What answers the requests that are short enough.
        """
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((n for start, n in LARGER.items() if scope["path"].startswith(start)), LARGEST)
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:20]) > limit:
            await _refuse(scope, receive, send)
            return
        counted = _Counted(receive, send, limit)
        try:
            await self._app(scope, counted.receive, counted.send)
        except Exception:
            if not counted.is_over:
                raise
        if counted.is_over and not counted.has_begun:
            await _refuse(scope, receive, send)


class _Counted:
    """A request's channels; to the application, a body that is too long is a client that left."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._left = limit
        self.has_begun = False

    @property
    def is_over(self) -> bool:
        return self._left < 0

    async def receive(self) -> Message:
        if self.is_over:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_over else message

    async def send(self, message: Message) -> None:
        if self.is_over and not self.has_begun:
            # the answer is ours to give
            return
        self.has_begun = True
        await self._send(message)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    # a client that is still sending would be cut off before it could read why
    left = _THROWN_AWAY
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            break
    response = refusal(scope, 413, "请求太大", "the request is too large")
    response.headers["Connection"] = "close"
    await response(scope, receive, send)

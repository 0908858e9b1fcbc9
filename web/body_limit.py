"""No request is read beyond a bound, nor for longer than one, whatever it is for."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import refusal

LARGEST = 1024 * 1024
"""The largest body of any request, in bytes, where `LARGER` does not say otherwise."""
LARGER: dict[str, int] = {}
"""Addresses, by how they begin, that take more; what takes uploads adds its own."""
PATIENCE = 20.0
"""So many seconds a body may take at least, and no more than that may pass between its parts."""
SLOWEST = 64 * 1024
"""A longer body may take longer: as long as it would at so many bytes a second."""
_THROWN_AWAY = 8 * 1024 * 1024
"""How much of a longer body is still taken in, and thrown away, before it is refused."""
_REASONS = {
    413: ("请求太大", "the request is too large"),
    408: ("请求发得太慢", "the request was sent too slowly"),
}


class BodyLimit:
    """ASGI middleware that refuses longer bodies, those too that do not say their length, and slow
    ones, so that nobody can hold a worker by sending a byte now and then."""

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        """
        :param app: What answers the requests that are short enough.
        :param patience: In place of `PATIENCE`.
        """
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((n for start, n in LARGER.items() if scope["path"].startswith(start)), LARGEST)
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:20]) > limit:
            await self._refuse(scope, receive, send, 413)
            return
        counted = _Counted(receive, send, limit, self._patience)
        try:
            await self._app(scope, counted.receive, counted.send)
        except Exception:
            if counted.reason is None:
                raise
        if counted.reason is not None and not counted.has_begun:
            await self._refuse(scope, receive, send, counted.reason)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if status == 413:
            # a client that is still sending would be cut off before it could read why
            try:
                await asyncio.wait_for(_throw_away(receive), self._patience)
            except TimeoutError:
                status = 408
        response = refusal(scope, status, *_REASONS[status])
        response.headers["Connection"] = "close"
        await response(scope, receive, send)


class _Counted:
    """A request's channels; to the application, a body that is too long is a client that left.

    `reason` is the status with which a body is refused, None for one that is not.
    """

    def __init__(self, receive: Receive, send: Send, limit: int, patience: float) -> None:
        self._receive = receive
        self._send = send
        self._left = limit
        self._patience = patience
        self._last = time.monotonic() + patience + limit / SLOWEST * (limit > LARGEST)
        self._is_whole = False
        self.reason: int | None = None
        self.has_begun = False

    async def receive(self) -> Message:
        if self.reason is not None:
            return {"type": "http.disconnect"}
        if self._is_whole:
            # all that is still to come is that the client leaves, however long that takes
            return await self._receive()
        wait = min(self._patience, self._last - time.monotonic())
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, wait))
        except TimeoutError:
            self.reason = 408
            return {"type": "http.disconnect"}
        self._left -= len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._left < 0:
            self.reason = 413
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if self.reason is not None and not self.has_begun:
            # the answer is ours to give
            return
        self.has_begun = True
        await self._send(message)


async def _throw_away(receive: Receive) -> None:
    left = _THROWN_AWAY
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body"):
            return

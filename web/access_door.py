"""The inner door: who a request is from, what it demands, and whether they may."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import WenjinError
from web.access import Access
from web.access_events import Events, find_events
from web.access_rights import Caller, Right
from web.errors import refusal
from web.login import ADDRESSES, Login, session_id
from web.public_line import public_line

CALLER = "wenjin.caller"
"""Under this name a request's scope says who it is from."""
_FREE = re.compile(r"/(?:wenjin/.*|favicon\.ico|robots\.txt)")
_HEALTH = "/healthz"
_JOIN = "/gradio_api/queue/join"
_READING_POSTS = frozenset({"/api/ask", "/api/ask/stream", "/mcp"})
_GRADIO = "/gradio_api/"
_SESSION = re.compile(r"[\w-]{1,64}", re.ASCII)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing, by RFC 9110; the routes answer most of them with 405."""
_STATIC = ("/assets/", "/static/", "/svelte/", "/wenjin/", "/theme.css", "/favicon.ico")


class Door:
    """ASGI middleware behind which everybody is known and may do what they ask for.

    Reading demands the right to ask. Whatever else there is under `/api/`, now or later, demands
    the right to change the library, and so do the events of the page that do so.
    """

    def __init__(
        self,
        app: ASGIApp,
        access: Access,
        language: str,
        routes: Callable[[], Collection[BaseRoute]],
        has_page: bool,
    ) -> None:
        """
        :param app: What answers.
        :param access: Who is let in.
        :param language: That of the login page where the browser asks for none.
        :param routes: The application's routes, among which is the page.
        :param has_page: Whether there is one; without it nobody logs in, and programs bring tokens.
        """
        self._app = app
        self._access = access
        self._login = Login(access, language) if has_page else None
        self._routes = routes
        self._events: Events | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].rstrip("/") or "/"
        if path in ADDRESSES:
            login = self._login if self._access.is_protected() else None
            # Gradio would answer here too
            nothing = refusal(scope, 404, "这个地址没有内容", "there is nothing at this address")
            await (login or nothing)(scope, receive, send)
            return
        if _FREE.fullmatch(path):
            await self._app(scope, receive, send)
            return
        try:
            caller = self._access.caller(Headers(scope=scope), session_id(scope))
        except WenjinError as error:
            line = public_line(error, "zh"), public_line(error, "en")
            await refusal(scope, 503, *line)(scope, receive, send)
            return
        if caller is None:
            if path == _HEALTH:
                await self._app(scope, receive, _Terse(send))
                return
            await _ask_to_log_in(scope, self._login is not None)(scope, receive, send)
            return
        scope[CALLER] = caller
        if not self._access.is_protected():
            await self._answer(caller, path, scope, receive, send)
            return
        await self._answer(caller, path, scope, receive, _Private(send, path))

    async def _answer(
        self, caller: Caller, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if not caller.may(_demanded(scope["method"], path)):
            await _not_allowed(scope)(scope, receive, send)
            return
        if path == _JOIN and scope["method"] == "POST":
            body = await _read(receive)
            if body is None:
                return
            event, refused = self._check_event(scope, caller, body)
            if refused is not None:
                await refused(scope, receive, send)
                return
            scope, receive = _replayed(scope, event, receive)
        await self._app(scope, receive, send)

    def _check_event(
        self, scope: Scope, caller: Caller, body: bytes
    ) -> tuple[bytes, Response | None]:
        """What of an event is handed on, or why it is not."""
        try:
            event = json.loads(body, object_pairs_hook=_no_twice, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            event = None
        if not isinstance(event, dict):
            return b"", refusal(
                scope, 400, "请求应为 JSON 对象", "the request should be a JSON object"
            )
        if self._events is None:
            self._events = find_events(self._routes())
        known = self._events.find(event.get("fn_index"))
        if known is None:
            return b"", refusal(scope, 404, "页面没有这个事件", "the page has no such event")
        if not caller.may(known.right):
            return b"", _not_allowed(scope)
        values, session = event.get("data"), event.get("session_hash")
        if not isinstance(values, list) or len(values) != known.values:
            return b"", refusal(
                scope, 400, "data 与页面的事件不符", "data is not what the page's event takes"
            )
        if not isinstance(session, str) or not _SESSION.fullmatch(session):
            return b"", refusal(scope, 400, "session_hash 不对", "session_hash is wrong")
        # what was checked is what is handed on, whoever reads JSON in another way
        return json.dumps(event).encode(), None


def caller_of(scope: Scope) -> Caller | None:
    """Who a request is from, as far as the door let them in."""
    found = scope.get(CALLER)
    return found if isinstance(found, Caller) else None


def _demanded(method: str, path: str) -> Right:
    is_reading = method in _SAFE or path in _READING_POSTS
    return Right.ASK if is_reading or path.startswith(_GRADIO) else Right.CHANGE


async def _read(receive: Receive) -> bytes | None:
    """A request's body, whose length was bounded before; None where the client left."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _replayed(scope: Scope, body: bytes, receive: Receive) -> tuple[Scope, Receive]:
    """A request with another body."""
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name not in (b"content-length", b"transfer-encoding")
    ]
    headers.append((b"content-length", str(len(body)).encode()))
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return {**scope, "headers": headers}, replay


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _ask_to_log_in(scope: Scope, has_page: bool) -> Response:
    accepts = Headers(scope=scope).get("accept", "")
    if has_page and scope["method"] in ("GET", "HEAD") and "text/html" in accepts:
        # a path of this server's own; anything odd in it leads to the page
        return RedirectResponse(f"/login?to={quote(scope['path'], safe='')}", 303)
    response = refusal(
        scope,
        401,
        "请先登录：浏览器在 /login，程序用 Authorization: Bearer 令牌",
        "log in first: browsers at /login, programs with Authorization: Bearer TOKEN",
    )
    response.headers["WWW-Authenticate"] = 'Bearer realm="wenjin"'
    return response


def _not_allowed(scope: Scope) -> Response:
    return refusal(
        scope,
        403,
        "只能提问：改动文库和运行评测需要另外的权限（wenjin user add --may-change）",
        "you may only ask: changing the library and running evaluations takes another right "
        "(wenjin user add --may-change)",
    )


class _Private:
    """Sends a response that no cache may keep for others."""

    def __init__(self, send: Send, path: str) -> None:
        self._send = send
        self._is_static = path.startswith(_STATIC)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and not self._is_static:
            MutableHeaders(scope=message).setdefault("Cache-Control", "private, no-store")
        await self._send(message)


class _Terse:
    """Sends of a health report only whether the server is well."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._status = 200

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            return
        if message.get("more_body"):
            return
        words = {200: "ok", 503: "stopping"}
        body = json.dumps({"status": words.get(self._status, "failed")}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        await self._send(
            {"type": "http.response.start", "status": self._status, "headers": headers}
        )
        await self._send({"type": "http.response.body", "body": body})

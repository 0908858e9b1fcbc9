"""How every response leaves: with safe headers, errors as one line, the page dressed."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from web.access_door import caller_of
from web.errors import refusal
from web.login_page import asset_address
from web.marks import escape

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'nonce-{nonce}'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Gradio compiles its templates at run time, hence `unsafe-eval`; inline scripts and handlers run
only with the nonce, so that markup that slipped through would still be dead."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # with `no-referrer` a browser would not say either which site a form was sent from
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no page."""
_SCRIPT = re.compile(r"<script(?=[\s>])")
_LONGEST_ERROR = 64 * 1024
_LINES = {
    400: ("请求有误", "the request is wrong"),
    404: ("这个地址没有内容", "there is nothing at this address"),
    405: ("这个地址不接受这种请求", "this address does not take such a request"),
    422: ("请求的内容或参数不对", "what the request carries, or a parameter, is wrong"),
    503: ("现在太忙，请稍后再试", "too busy at the moment; try again later"),
}
_STATUS = {422: 400}


class Reply:
    """Sends the response to one request.

    An error that is not told in a line of ours yet is held back until :meth:`finish` tells it so.
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, dress: Callable[[str], str] | None
    ) -> None:
        """
        :param scope: The request's.
        :param dress: Makes the page's HTML out of what Gradio sends for it.
        """
        self._scope = scope
        self._receive = receive
        self._send = send
        self._dress = dress if scope["path"] == "/" else None
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = bytearray()
        self._is_error = False
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
            if self._is_error or self._dress is not None:
                self._start = message
                return
        elif self._start is not None:
            if len(self._body) <= _LONGEST_ERROR or not self._is_error:
                self._body += message.get("body", b"")
            if not message.get("more_body") and not self._is_error:
                await self._send_page()
            return
        self.has_begun = True
        await self._send(message)

    async def finish(self) -> None:
        """Sends an error that was held back."""
        if self._start is None or not self._is_error:
            return
        start, self._start = self._start, None
        status = start["status"]
        self.has_begun = True
        if _is_told(bytes(self._body)):
            await self._send(start)
            await self._send({"type": "http.response.body", "body": bytes(self._body)})
            return
        line = _LINES.get(status, _LINES[400] if status < 500 else _LINES[503])
        response = refusal(self._scope, _STATUS.get(status, status), *line)
        for name in ("allow", "retry-after", "www-authenticate"):
            value = MutableHeaders(scope=start).get(name)
            if value is not None:
                response.headers[name] = value
        await self.answer(response)

    async def answer(self, response: object) -> None:
        """Sends a response in the place of whatever was held back."""
        self._start, self._body, self._is_error, self._dress = None, bytearray(), False, None

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._set_headers(message)
            self.has_begun = True
            await self._send(message)

        await response(self._scope, self._receive, send)  # type: ignore[operator]

    def _begin(self, message: Message) -> None:
        self._set_headers(message)
        headers = MutableHeaders(scope=message)
        # server-sent events have begun before anything can go wrong
        self._is_error = message["status"] >= 400 and "html" not in headers.get("content-type", "")
        if self._is_error:
            self._dress = None
        elif self._dress is not None:
            headers["Cache-Control"] = "no-store"

    def _set_headers(self, message: Message) -> None:
        message.setdefault("headers", [])
        headers = MutableHeaders(scope=message)
        for name in [name for name in headers.keys() if name.startswith("access-control-")]:
            del headers[name]
        for name, value in HEADERS.items():
            headers[name] = value
        if message["status"] >= 400:
            headers.setdefault("Cache-Control", "no-store")
        if "json" in headers.get("content-type", "") or message["status"] >= 400:
            headers.setdefault("Content-Security-Policy", BARE_POLICY)
        headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=self._nonce))

    async def _send_page(self) -> None:
        start, self._start = self._start, None
        if start is None or self._dress is None:
            return
        page = _personal(self._dress(self._body.decode()), self._scope)
        body = _SCRIPT.sub(f'<script nonce="{self._nonce}"', page).encode()
        headers = MutableHeaders(scope=start)
        if self._body:
            headers["Content-Length"] = str(len(body))
        self.has_begun = True
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body if self._body else b""})


def _is_told(body: bytes) -> bool:
    """Whether an error is a JSON object of ours already, or of a protocol that has its own."""
    if len(body) > _LONGEST_ERROR:
        return False
    if body in (b"", b"null"):
        return body == b"null"
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "detail" not in found


def _personal(page: str, scope: Scope) -> str:
    """The page for one caller: what it offers is what they may do."""
    caller = caller_of(scope)
    if caller is None or (caller.name is None and caller.may_change):
        return page
    marks = f' data-may-change="{"yes" if caller.may_change else "no"}"'
    if caller.by_session and caller.name is not None:
        marks += f' data-user="{escape(caller.name)}"'
    head = (
        f'<link rel="stylesheet" href="{asset_address("access.css")}">'
        f'<script src="{asset_address("access.js")}"></script>'
    )
    page = page.replace("<html", f"<html{marks}", 1)
    return page.replace("</head>", f"{head}</head>", 1)

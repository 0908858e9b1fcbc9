"""What stands before every request: who may ask, what may be asked for, and the headers."""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.body_limit import BodyLimit
from web.errors import refusal

# Gradio answers many more addresses (files, uploads, a proxy, its own API); the page needs these.
_OPEN = re.compile(
    r"/(?:|api/.*|openapi\.json|mcp|metrics|healthz|wenjin/.*|assets/.*|static/.*|svelte/.*|theme\.css|config|manifest\.json|"
    r"favicon\.ico|robots\.txt|gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|startup-events|"
    r"info|reset|cancel|app_id))/?"
)
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'nonce-{nonce}'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Gradio compiles its templates at run time, hence `unsafe-eval`; inline scripts and handlers run
only with the nonce, so that markup that slipped through would still be dead."""
_SCRIPT = re.compile(r"<script(?=[\s>])")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware that lets in what the page and the API need and sets safe headers.

    On a loopback address it answers only requests that name the machine itself as host: otherwise a
    page elsewhere could point a name of its own at 127.0.0.1 and read the documents. Changes are
    taken from the page's own origin only.
    """

    def __init__(self, app: ASGIApp, host: str, dress: Callable[[str], str] | None = None) -> None:
        """
        :param app: What answers the requests that are let in.
        :param host: The address the server listens on.
        :param dress: Makes the page's HTML out of what Gradio sends for it; None where there is
            no page.
        """
        self._app = BodyLimit(app)
        self._dress = dress
        self._local = is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _Sender(send, None))
            return
        await self._app(
            scope, receive, _Sender(send, self._dress if scope["path"] == "/" else None)
        )

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._local and not is_loopback(_without_port(host)):
            return refusal(
                scope,
                421,
                "本机的问津只应答本机的地址，例如 127.0.0.1；要让别的机器访问，请另设 --host",
                "this server answers to its own address only, such as 127.0.0.1; set --host to let "
                "other machines in",
            )
        origin = headers.get("origin")
        if scope["method"] not in ("GET", "HEAD") and origin is not None:
            if origin.partition("://")[2] != host:
                return refusal(
                    scope,
                    403,
                    "不接受来自其他网站的请求",
                    "requests from other sites are not taken",
                )
        if not _OPEN.fullmatch(scope["path"]):
            return refusal(scope, 404, "这个地址没有内容", "there is nothing at this address")
        return None


def is_loopback(host: str) -> bool:
    """Whether a host name or address means the machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


class _Sender:
    """Sends a response with the headers added, and the page with a nonce on its scripts."""

    def __init__(self, send: Send, dress: Callable[[str], str] | None) -> None:
        self._send = send
        self._dress = dress
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=self._nonce))
            if self._dress is not None:
                headers["Cache-Control"] = "no-store"
                self._start = message
                return
        elif self._dress is not None and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start, self._dress(self._body.decode()))
            return
        await self._send(message)

    async def _send_page(self, start: Message, page: str) -> None:
        body = _SCRIPT.sub(f'<script nonce="{self._nonce}"', page).encode()
        headers = MutableHeaders(scope=start)
        if self._body:
            headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body if self._body else b""})

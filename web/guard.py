"""What stands before every request: which requests are taken at all, and from where."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.access import Access
from web.access_door import Door
from web.access_options import Doors
from web.body_limit import BodyLimit
from web.errors import refusal
from web.guard_replies import Reply
from web.public_line import unexpected

# Gradio answers many more addresses (files, uploads, a proxy, its own API); the page needs these.
_OPEN = re.compile(
    r"/(?:|api/.*|openapi\.json|mcp|metrics|healthz|login|logout|wenjin/.*|assets/.*|static/.*|"
    r"svelte/.*|theme\.css|favicon\.ico|robots\.txt|"
    r"gradio_api/(?:queue/(?:join|data)|heartbeat/[^/]+|reset|cancel|app_id))/?"
)
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_FOREIGN = ("cross-site", "same-site")


class Guard:
    """ASGI middleware that lets in what the page and the API need and sets safe headers.

    On a loopback address it answers only requests that name the machine itself as host: otherwise a
    page elsewhere could point a name of its own at 127.0.0.1 and read the documents. On any other
    it answers to addresses, the machine's own name and the names it was told. Changes are taken
    from the page's own origin only. Who may do what is the `Door`'s business, for which the
    application needs to be told by :func:`lock`; without that only this machine is answered.
    """

    def __init__(self, app: ASGIApp, host: str, dress: Callable[[str], str] | None = None) -> None:
        """
        :param app: What answers the requests that are let in.
        :param host: The address the server listens on.
        :param dress: Makes the page's HTML out of what Gradio sends for it; None where there is
            no page.
        """
        self._app = app
        self._inner: ASGIApp | None = None
        self._dress = dress
        self._local = is_loopback(host)
        self._own_names = frozenset({socket.gethostname().lower(), host.lower()})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # nothing here speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        reply = Reply(scope, receive, send, self._dress)
        access: Access | None = getattr(scope["app"].state, "access", None)
        refused = self._refusal(scope, access)
        if refused is not None:
            await reply.answer(refused)
            return
        try:
            await self._behind(scope["app"], access)(scope, receive, reply)
            await reply.finish()
        except ClientDisconnect:
            return
        except Exception as error:
            fault = unexpected(error, "a request could not be answered")
            if reply.has_begun:
                # half an answer cannot be taken back; the client sees that it is cut off
                return
            await reply.answer(refusal(scope, 500, fault.chinese, fault.english))

    def _behind(self, app: FastAPI, access: Access | None) -> ASGIApp:
        if self._inner is None:
            inner = self._app
            if access is not None:
                has_page = self._dress is not None
                inner = Door(inner, access, app.state.language, lambda: app.routes, has_page)
            self._inner = BodyLimit(inner)
        return self._inner

    def _refusal(self, scope: Scope, access: Access | None) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        doors = Doors() if access is None else access.doors
        if not self._is_known(_without_port(host).lower(), doors):
            return refusal(
                scope,
                421,
                "问津不应答这个主机名；要用它，请加上 --allow-host 主机名",
                "this server does not answer to that host name; to use it, add --allow-host NAME",
            )
        if "transfer-encoding" in headers and "content-length" in headers:
            return refusal(
                scope,
                400,
                "请求不能同时有 Content-Length 和 Transfer-Encoding",
                "a request has either Content-Length or Transfer-Encoding",
            )
        if access is None and not self._local:
            return refusal(scope, 503, "还没有设好谁可以进", "it is not set yet who is let in")
        is_open = access is None or not access.is_protected()
        if is_open and any(name in headers for name in _FORWARDED):
            return refusal(
                scope,
                403,
                "请求经过了代理：请先用 wenjin user add 建立用户，并加上 --trust-proxy 代理的地址",
                "the request came through a proxy: make users with wenjin user add, and add "
                "--trust-proxy ADDRESS",
            )
        if scope["method"] not in ("GET", "HEAD") and _is_foreign(headers, host):
            return refusal(
                scope, 403, "不接受来自其他网站的请求", "requests from other sites are not taken"
            )
        if not _OPEN.fullmatch(scope["path"]):
            return refusal(scope, 404, "这个地址没有内容", "there is nothing at this address")
        return None

    def _is_known(self, name: str, doors: Doors) -> bool:
        if is_loopback(name) or name in doors.hosts:
            return True
        # a page elsewhere can only point a name at this server, never one of its addresses
        return not self._local and (name in self._own_names or _is_address(name))


def lock(app: FastAPI, access: Access, language: str) -> None:
    """Tells an application who is let in.

    :param language: That of the login page where the browser asks for none.
    """
    app.state.access = access
    app.state.language = language


def is_loopback(host: str) -> bool:
    """Whether a host name or address means the machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(_bare(host)).is_loopback
    except ValueError:
        return False


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(_bare(host))
    except ValueError:
        return False
    return True


def _bare(host: str) -> str:
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def _is_foreign(headers: Headers, host: str) -> bool:
    """Whether a page of another site sent a request."""
    origin = headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2] != host
    return headers.get("sec-fetch-site") in _FOREIGN


def _without_port(host: str) -> str:
    if host.startswith("["):
        inside, end, _ = host.partition("]")
        return inside + end if end else ""
    return host.partition(":")[0]

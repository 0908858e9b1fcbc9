"""Logging in and out: the login page's form, the cookie, and where it leads."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from index.errors import WenjinError
from web.access import Access, LoginRefused
from web.login_page import POLICY, render_login
from web.login_texts import tell
from web.public_line import public_line
from web.request import language_of
from web.spoken import COOKIE
from web.texts import LANGUAGES

ADDRESSES = ("/login", "/logout")
_LARGEST = 8 * 1024
_FIELDS = 8
_AT_ONCE = 2
"""So many passwords are checked at the same time: each takes 64 MiB."""
_IN_LINE = 16
_INSIDE = re.compile(r"/(?![/\\])[\w%./~-]{0,400}", re.ASCII)
_YEAR = 365 * 24 * 3600


class Login:
    """ASGI application that answers `/login` and `/logout`."""

    def __init__(self, access: Access, language: str) -> None:
        """
        :param access: Who may log in.
        :param language: That of the page where the browser asks for none.
        """
        self._access = access
        self._language = language
        self._checking = asyncio.Semaphore(_AT_ONCE)
        self._there = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._answer(request)
        response.headers["Cache-Control"] = "no-store"
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD", "POST"):
            return _only(request, "GET, POST")
        if request.url.path.rstrip("/") == "/logout":
            return self._log_out(request) if request.method == "POST" else _only(request, "POST")
        if request.method == "POST":
            return await self._log_in(request)
        language = self._spoken(request, request.query_params.get("lang", ""))
        to = _inside(request.query_params.get("to", ""))
        return _page(language, 200, to=to, remember="lang" in request.query_params)

    async def _log_in(self, request: Request) -> Response:
        try:
            fields = await _fields(request)
        except ValueError:
            return _page(self._spoken(request, ""), 400, tell(self._spoken(request, ""), "wrong"))
        language = self._spoken(request, fields.get("lang", ""))
        name, secret = fields.get("name", ""), fields.get("secret", "")
        to = _inside(fields.get("to", ""))
        if self._there >= _IN_LINE:
            return _too_often(language, _AT_ONCE, name, to)
        self._there += 1
        try:
            async with self._checking:
                found = await run_in_threadpool(
                    self._access.log_in, name, secret, client_address(request.scope)
                )
        except WenjinError as error:
            public_line(error, language)
            return _page(language, 503, tell(language, "unreadable"), name, to)
        finally:
            self._there -= 1
        if isinstance(found, LoginRefused):
            if found.wait:
                return _too_often(language, found.wait, name, to)
            return _page(language, 401, tell(language, "wrong"), name, to)
        before = session_id(request.scope)
        if before:
            self._access.log_out(before)
        response = RedirectResponse(to, 303)
        is_secure = request.scope["scheme"] == "https"
        response.set_cookie(
            cookie_name(request.scope),
            found.session_id,
            httponly=True,
            samesite="strict",
            secure=is_secure,
            path="/",
        )
        return response

    def _log_out(self, request: Request) -> Response:
        found = session_id(request.scope)
        if found:
            self._access.log_out(found)
        response = RedirectResponse("/login", 303)
        response.delete_cookie(
            cookie_name(request.scope),
            httponly=True,
            samesite="strict",
            secure=request.scope["scheme"] == "https",
        )
        return response

    def _spoken(self, request: Request, wanted: str) -> str:
        if wanted in LANGUAGES:
            return wanted
        chosen = request.cookies.get(COOKIE, "")
        return chosen if chosen in LANGUAGES else language_of(request, self._language)


def cookie_name(scope: Scope) -> str:
    """The name of the session's cookie; over https one that only this very host can set."""
    return "__Host-wenjin-session" if scope["scheme"] == "https" else "wenjin-session"


def session_id(scope: Scope) -> str | None:
    """The session that a request's cookie names, if any."""
    return Request(scope).cookies.get(cookie_name(scope))


def client_address(scope: Scope) -> str:
    """Where a request came from."""
    client = scope.get("client")
    return client[0] if client else ""


async def _fields(request: Request) -> Mapping[str, str]:
    """The fields of a form.

    :raises ValueError: It is no such form, or too large.
    """
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST:
                raise ValueError
    except ClientDisconnect:
        raise ValueError from None
    fields = parse_qs(
        body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
    )
    return {name: values[0] for name, values in fields.items()}


def _inside(to: str) -> str:
    """Where to go on to: an address of this server, or its page."""
    return to if _INSIDE.fullmatch(to) and not to.startswith(ADDRESSES) else "/"


def _page(
    language: str,
    status: int,
    problem: str = "",
    name: str = "",
    to: str = "/",
    remember: bool = False,
) -> Response:
    headers = {"Content-Security-Policy": POLICY}
    response = HTMLResponse(render_login(language, problem, name, to), status, headers)
    if remember:
        response.set_cookie(COOKIE, language, max_age=_YEAR, path="/", samesite="strict")
    return response


def _too_often(language: str, wait: int, name: str, to: str) -> Response:
    response = _page(language, 429, tell(language, "wait", wait=wait), name, to)
    response.headers["Retry-After"] = str(wait)
    return response


def _only(request: Request, methods: str) -> Response:
    from web.errors import refusal

    response = refusal(
        request.scope, 405, f"这个地址只接受 {methods}", f"this address takes {methods} only"
    )
    response.headers["Allow"] = methods
    return response

"""Which language a request of the page is answered in."""

from __future__ import annotations

from starlette.requests import Request

from web.texts import LANGUAGES

COOKIE = "wenjin-language"
"""Holds the language a reader chose in the page."""


def spoken(request: Request, default: str) -> str:
    """The language chosen in the page; else the default."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else default

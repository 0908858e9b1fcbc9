"""What went wrong as an answer to a program: a status, and one line in its language."""

from __future__ import annotations

from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope

from index.errors import UsageError, WenjinError
from web.desk import Busy, Gone, Stopping
from web.public_line import public_line, unexpected
from web.request import TooLarge, language_of
from web.sources import NotThere

STATUS: dict[type[WenjinError], int] = {
    NotThere: 404,
    TooLarge: 413,
    UsageError: 400,
    Stopping: 503,
    Busy: 429,
    WenjinError: 503,
}
_CLIENT_LEFT = 499
"""Nobody reads it; servers' logs know it by this number."""


def error_line(error: Exception, language: str) -> str:
    """What to say of an error, in one line; a fault of ours goes to the log as well."""
    if isinstance(error, WenjinError):
        return public_line(error, language)
    return unexpected(error, "a request could not be answered").message(language)


def error_response(error: Exception, language: str) -> JSONResponse:
    """The answer to a request that failed."""
    if isinstance(error, Gone | ClientDisconnect):
        return JSONResponse(None, status_code=_CLIENT_LEFT)
    if isinstance(error, HTTPException):
        raise error
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else None
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    return JSONResponse({"error": error_line(error, language)}, status_code=status, headers=headers)


def refusal(scope: Scope, status: int, chinese: str, english: str) -> JSONResponse:
    """The answer to a request that is not let in; in Chinese where it asks for no language."""
    spoken = language_of(Request(scope), "zh")
    return JSONResponse({"error": english if spoken == "en" else chinese}, status_code=status)

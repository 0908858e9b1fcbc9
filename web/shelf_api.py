"""Uploading a document: one request a file, answered with what was understood of it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from index.errors import WenjinError
from rag.shelf import LARGEST, NameTaken
from web.asking import PROGRAM_FAILED
from web.body_limit import LARGER
from web.facts_line import facts_line
from web.spoken import spoken
from web.texts import say
from web.work import Work

ADDRESS = "/api/library/documents"
_OVERHEAD = 1024
LARGER[ADDRESS] = LARGEST + _OVERHEAD


class _TooLarge(Exception):
    """More bytes came than a document may have."""


def make_library_api(work: Work, language: str) -> APIRouter:
    """The address that the library's drop zone sends files to.

    :param language: That of messages where the page has chosen none.
    """
    api = APIRouter(include_in_schema=False)

    @api.post(ADDRESS)
    async def add(request: Request, name: str, replace: bool = False) -> Response:
        """Takes a file's bytes as the body: `added` with its facts, `exists`, or `refused`."""
        words = spoken(request, language)
        with tempfile.TemporaryDirectory(prefix="wenjin-") as folder:
            path = Path(folder) / "upload"
            try:
                await _receive(request.stream(), path)
            except _TooLarge:
                line = say(words, "too_large", largest=LARGEST // 2**20)
                return JSONResponse({"status": "refused", "line": line}, 413)
            found = await run_in_threadpool(_add, work, name, path, replace, words)
        return JSONResponse(found)

    return api


async def _receive(chunks: AsyncIterator[bytes], path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        async for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise _TooLarge
            file.write(chunk)


def _add(work: Work, name: str, path: Path, replace: bool, language: str) -> dict[str, Any]:
    if not path.stat().st_size:
        return {"status": "refused", "line": say(language, "upload_empty")}
    try:
        info = work.shelf.add(name, path, replace)
    except NameTaken as error:
        return {"status": "exists", "line": error.message(language)}
    except WenjinError as error:
        return {"status": "refused", "line": " ".join(error.message(language).split())}
    except (RecursionError, ValueError):
        return {"status": "refused", "line": PROGRAM_FAILED.message(language)}
    return {"status": "added", "title": info.title, "line": facts_line(info, language)}

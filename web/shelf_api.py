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
from web.body_limit import LARGER
from web.facts_line import facts_line
from web.public_line import public_line, unexpected
from web.spoken import spoken
from web.texts import say
from web.work import Work

ADDRESS = "/api/library/documents"
_OVERHEAD = 1024
LARGER[ADDRESS] = LARGEST + _OVERHEAD
MOST_FILES = 5000
"""So many uploaded files a library holds; a larger collection is indexed from a folder."""
_AT_ONCE = 4
"""So many files are taken in at the same time, each with a copy on the disk until it is read."""
_RETRY_AFTER = 5
_FULL = (
    f"上传的文件已有 {MOST_FILES} 个，不再接收；更多的文档请用 wenjin index 文件夹",
    f"{MOST_FILES} files were uploaded and no more are taken; use wenjin index FOLDER for more",
)
_BUSY = (
    "同时上传的文件太多，请稍后再传",
    "too many files are coming in at the same time; try again later",
)


class _TooLarge(Exception):
    """More bytes came than a document may have."""


def make_library_api(work: Work, language: str) -> APIRouter:
    """The address that the library's drop zone sends files to.

    :param language: That of messages where the page has chosen none.
    """
    api = APIRouter(include_in_schema=False)
    coming: set[object] = set()

    @api.post(ADDRESS)
    async def add(request: Request, name: str, replace: bool = False) -> Response:
        """Takes a file's bytes as the body: `added` with its facts, `exists`, or `refused`."""
        words = spoken(request, language)
        if len(coming) >= _AT_ONCE:
            return _refused(_BUSY, words, 429)
        if not replace and len(work.shelf.uploaded()) >= MOST_FILES:
            return _refused(_FULL, words, 409)
        this = object()
        coming.add(this)
        try:
            return await take(request, name, replace, words)
        finally:
            coming.discard(this)

    async def take(request: Request, name: str, replace: bool, words: str) -> Response:
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


def _refused(line: tuple[str, str], language: str, status: int) -> Response:
    headers = {"Retry-After": str(_RETRY_AFTER)} if status == 429 else None
    said = line[1] if language == "en" else line[0]
    return JSONResponse({"status": "refused", "line": said}, status, headers)


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
        return {"status": "exists", "line": public_line(error, language)}
    except WenjinError as error:
        return {"status": "refused", "line": public_line(error, language)}
    except (RecursionError, ValueError) as error:
        fault = unexpected(error, "an uploaded file could not be read")
        return {"status": "refused", "line": fault.message(language)}
    return {"status": "added", "title": info.title, "line": facts_line(info, language)}

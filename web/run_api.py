"""Uploading a question set, and the report of a run as a file."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse, Response

from index.errors import WenjinError
from web.body_limit import LARGER
from web.public_line import public_line
from web.spoken import spoken
from web.texts import say
from web.work import Work

ADDRESS = "/api/runs/sets"
LARGEST_SET = 8 * 2**20
"""The largest question set that is taken, in bytes: some twenty thousand questions."""
LARGER[ADDRESS] = LARGEST_SET
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


def make_run_api(work: Work, language: str) -> APIRouter:
    """The addresses beside the evaluation view.

    :param language: That of messages where the page has chosen none.
    """
    api = APIRouter(include_in_schema=False)

    @api.post(ADDRESS)
    async def add_set(request: Request, name: str) -> Response:
        """Takes a question set's bytes as the body: `added`, or `refused` with the reason."""
        data = await request.body()
        return JSONResponse(
            await run_in_threadpool(_add, work, name, data, spoken(request, language))
        )

    @api.get("/api/runs/{name}/report")
    def report(name: str, request: Request, download: bool = False) -> Response:
        """The report of a run, as a file to keep with `?download=1`."""
        path = work.run.folder / name / "report.html"
        if name not in work.run.runs() or not path.is_file():
            return JSONResponse({"error": "no such run"}, 404)
        return FileResponse(
            path,
            media_type="text/html",
            filename=f"wenjin-eval-{name}.html",
            content_disposition_type="attachment" if download else "inline",
            headers={"Content-Security-Policy": _POLICY},
        )

    return api


def _add(work: Work, name: str, data: bytes, language: str) -> dict[str, Any]:
    try:
        count = work.run.add_set(name, data)
    except WenjinError as error:
        return {"status": "refused", "line": public_line(error, language)}
    return {"status": "added", "line": say(language, "set_added", count=count)}

"""The HTTP API: ask, the documents, and whether the server is well."""

from __future__ import annotations

import json
import logging
from urllib.parse import quote as url_quote

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from index.errors import UsageError, WenjinError
from rag.assistant import Assistant
from web.asking import PROGRAM_FAILED

_log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
"""The largest request that is read, in bytes: a long history fits many times over."""
LONGEST_HISTORY = 100


def make_api(assistant: Assistant, language: str) -> APIRouter:
    """The routes of the API.

    :param language: That of error messages, `zh` or `en`, where the request does not ask for one.
    """
    api = APIRouter()

    @api.post("/api/ask")
    async def ask(request: Request) -> Response:
        """Answers `{"question": str, "history": [str]?}` with the JSON contract."""
        spoken = _language(request, language)
        try:
            question, history = _read_request(await _body(request))
            answer = await run_in_threadpool(assistant.ask, question, history)
        except UsageError as error:
            return _error(error, 400, spoken)
        except WenjinError as error:
            return _error(error, 503, spoken)
        except Exception:
            _log.exception("a question could not be answered")
            return _error(PROGRAM_FAILED, 500, spoken)
        return JSONResponse(answer.to_dict())

    @api.get("/api/documents")
    def documents() -> Response:
        """What the index knows of each document."""
        return JSONResponse(
            [
                {
                    "source": info.source,
                    "title": info.title,
                    "places": list(info.places),
                    "date": info.date,
                    "authors": list(info.authors),
                    "characters": info.characters,
                    "passages": info.passages,
                    "damage": info.damage,
                    "encoding": info.encoding,
                }
                for info in assistant.documents()
            ]
        )

    @api.get("/api/documents/{source:path}")
    def document(source: str, request: Request, download: bool = False) -> Response:
        """A document's original as text, as a file to keep with `?download=1`."""
        try:
            original = assistant.document(source).original
        except KeyError:
            problem = WenjinError(f"没有这篇文档：{source}", f"there is no such document: {source}")
            return _error(problem, 404, _language(request, language))
        # a name of one's own and nothing else: what the document is called must not become a header
        name = url_quote(source.rsplit("/", 1)[-1], safe="")
        kind = "attachment" if download else "inline"
        return Response(
            original.encode(),
            media_type="text/plain; charset=utf-8",
            headers={
                "Content-Disposition": f"{kind}; filename*=UTF-8''{name}",
                "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            },
        )

    @api.get("/healthz")
    def healthz() -> Response:
        """Whether questions can be answered, and from which generation of the index."""
        return JSONResponse(
            {
                "status": "ok",
                "generation": assistant.generation,
                "documents": len(assistant.documents()),
            }
        )

    return api


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise UsageError(
                f"请求太大，最多 {LARGEST_BODY // 1024} KiB",
                f"the request is too large, at most {LARGEST_BODY // 1024} KiB are taken",
            )
    return bytes(body)


def _read_request(body: bytes) -> tuple[str, list[str]]:
    wanted = '{"question": "…", "history": ["…"]}'
    problem = UsageError(f"请求应为 JSON：{wanted}", f"the request should be JSON: {wanted}")
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise problem from error
    if not isinstance(data, dict) or not isinstance(data.get("question"), str):
        raise problem
    history = data.get("history") or []
    if not isinstance(history, list) or not all(isinstance(asked, str) for asked in history):
        raise problem
    return data["question"], history[-LONGEST_HISTORY:]


def _language(request: Request, default: str) -> str:
    wanted = request.headers.get("accept-language", "").strip().lower()
    return next((name for name in ("zh", "en") if wanted.startswith(name)), default)


def _error(error: WenjinError, status: int, language: str) -> Response:
    message = " ".join(error.message(language).split())
    return JSONResponse({"error": message}, status_code=status)

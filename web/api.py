"""The HTTP API: ask, the documents, whether the server is well, and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote as url_quote

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.routing import Match, Route

from index.errors import UsageError
from index.store import DocumentInfo, StoredDocument
from web.access_contract import with_doors
from web.contract import (
    AnswerModel,
    AskRequest,
    DocumentModel,
    ErrorModel,
    HealthModel,
    WholeDocumentModel,
)
from web.desk import Desk
from web.errors import error_response
from web.following import Following
from web.mcp_door import McpDoor
from web.metrics import CONTENT_TYPE
from web.public_line import public_line
from web.request import language_of, read_request
from web.sources import NotThere, check_sources, no_document
from web.stream import AnswerStream

_TITLE = "问津 WenJin"
_VERSION = "1"
_ASK_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": AskRequest.model_json_schema()}},
    }
}
_STREAM = {
    "description": "Events: `stage` (`{stage: search | read | decide}`) as each begins, then one "
    "`answer` with the same JSON as `/api/ask`, or one `error`",
    "content": {
        "text/event-stream": {
            "schema": {
                "type": "object",
                "properties": {
                    "event": {"enum": ["stage", "answer", "error"]},
                    "data": {"type": "string", "contentMediaType": "application/json"},
                },
            }
        }
    },
}
_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}
_PLAIN_NAMES = (".txt", ".md")
"""A document of another type is kept as text under its name and .txt: what is served is its text,
and a page saved from here must not run as one."""


def make_api(desk: Desk, language: str) -> APIRouter:
    """The routes for programs.

    :param desk: Where questions line up.
    :param language: That of error messages, `zh` or `en`, where the request does not ask for one.
    """
    api = APIRouter(route_class=_one_line_errors(language))

    @api.post(
        "/api/ask",
        summary="Ask a question",
        responses={200: {"model": AnswerModel}, **_errors(400, 404, 413, 429, 500, 503)},
        openapi_extra=_ASK_BODY,
    )
    async def ask(request: Request) -> Response:
        asked = await read_request(request)
        check_sources(desk.live, asked.within)
        with Following(desk, asked, request.receive) as following:
            return JSONResponse((await following.answer()).to_dict())

    @api.post(
        "/api/ask/stream",
        summary="Ask a question and follow its stages",
        response_class=Response,
        responses={200: _STREAM, **_errors(400, 404, 413, 429, 500, 503)},
        openapi_extra=_ASK_BODY,
    )
    async def stream(request: Request) -> Response:
        asked = await read_request(request)
        check_sources(desk.live, asked.within)
        following = Following(desk, asked, request.receive)
        return AnswerStream(following, language_of(request, language))

    @api.get(
        "/api/documents",
        summary="The documents of the index",
        responses={200: {"model": list[DocumentModel]}, **_errors(500)},
    )
    def documents() -> Response:
        return JSONResponse([_info(info) for info in desk.live.documents()])

    @api.get(
        "/api/documents/{source:path}/original",
        summary="A document's text, character for character",
        response_class=Response,
        responses={200: _TEXT, **_errors(400, 404, 500)},
    )
    def original(source: str, download: bool = False) -> Response:
        document = _document(desk, source)[0]
        return Response(
            document.original.encode(),
            media_type="text/plain; charset=utf-8",
            headers={
                "Content-Disposition": _disposition(source, download),
                "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            },
        )

    @api.get(
        "/api/documents/{source:path}",
        summary="A document and how it was read",
        responses={200: {"model": WholeDocumentModel}, **_errors(404, 500)},
    )
    def document(source: str) -> Response:
        return JSONResponse(_whole(*_document(desk, source)))

    @api.get(
        "/healthz",
        summary="Whether questions can be answered, and from which generation",
        responses={200: {"model": HealthModel}, 503: {"model": HealthModel}},
    )
    def healthz(request: Request) -> Response:
        problem = desk.live.problem
        with desk.live.use() as assistant:
            state = {
                "status": "stopping" if desk.is_closed else "ok",
                "generation": assistant.generation,
                "documents": len(assistant.documents()),
                "problem": problem and public_line(problem, language_of(request, language)),
            }
        return JSONResponse(state, status_code=503 if desk.is_closed else 200)

    @api.get(
        "/metrics",
        summary="Counts and times in Prometheus' text format",
        response_class=Response,
        responses={200: _TEXT},
    )
    def metrics() -> Response:
        return Response(desk.metrics.render(), media_type=CONTENT_TYPE)

    description: dict[str, Any] = {}

    @api.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> Response:
        if not description:
            description.update(get_openapi(title=_TITLE, version=_VERSION, routes=api.routes))
        return JSONResponse(with_doors(description, request))

    api.routes.append(Route("/mcp", endpoint=McpDoor(desk, language), include_in_schema=False))
    api.routes.append(Route("/api/{rest:path}", endpoint=_Otherwise(api, language)))
    return api


def _one_line_errors(language: str) -> type[APIRoute]:
    """Routes whose errors are one line in the language of the request."""

    class OneLineErrors(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def handle_plainly(request: Request) -> Response:
                try:
                    return await handle(request)
                except RequestValidationError:
                    problem = UsageError(
                        "地址里的参数不对：download 只能是 0 或 1",
                        "a parameter of the address is wrong: download is 0 or 1",
                    )
                    return error_response(problem, language_of(request, language))
                except Exception as error:
                    return error_response(error, language_of(request, language))

            return handle_plainly

    return OneLineErrors


class _Otherwise:
    """Answers what no route of the API does: 404, or 405 where the address takes other methods."""

    def __init__(self, api: APIRouter, language: str) -> None:
        self._api = api
        self._language = language

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        allowed = {
            method
            for route in self._api.routes
            if isinstance(route, APIRoute) and route.matches(scope)[0] is Match.PARTIAL
            for method in route.methods or ()
        }
        spoken = language_of(Request(scope), self._language)
        if allowed:
            methods = ", ".join(sorted(allowed))
            problem = UsageError(f"这个地址只接受 {methods}", f"this address takes {methods} only")
            response = error_response(problem, spoken)
            response.status_code = 405
            response.headers["Allow"] = methods
        else:
            nothing = NotThere(
                "这个地址没有内容，见 /openapi.json", "nothing here; see /openapi.json"
            )
            response = error_response(nothing, spoken)
        await response(scope, receive, send)


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorModel} for status in statuses}


def _document(desk: Desk, source: str) -> tuple[StoredDocument, str]:
    """A document and the generation it is from."""
    with desk.live.use() as assistant:
        try:
            return assistant.document(source), assistant.generation
        except KeyError:
            raise NotThere(*no_document(source)) from None


def _disposition(source: str, download: bool) -> str:
    # a name of one's own and nothing else: what the document is called must not become a header
    name = PurePosixPath(source.replace("\\", "/")).name
    if not name.lower().endswith(_PLAIN_NAMES):
        name += ".txt"
    return f"{'attachment' if download else 'inline'}; filename*=UTF-8''{url_quote(name, safe='')}"


def _info(info: DocumentInfo) -> dict[str, Any]:
    return {
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


def _whole(document: StoredDocument, generation: str) -> dict[str, Any]:
    original = document.original
    return {
        **_info(document.info),
        "generation": generation,
        "pages": list(document.pages),
        "blocks": [
            {
                "role": block.role.value,
                "spans": [list(span) for span in block.spans],
                "text": "".join(original[start:end] for start, end in block.spans),
            }
            for block in document.blocks
        ],
        "damaged": [
            {
                "start": damage.start,
                "end": damage.end,
                "kind": damage.kind,
                "reading": damage.reading,
            }
            for damage in document.damage
        ],
    }

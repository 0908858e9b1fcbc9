"""What the doors add to the OpenAPI description: how to say who one is, and their refusals."""

from __future__ import annotations

import copy
from typing import Any

from starlette.requests import Request

from web.access import Access

_SCHEME = "token"
_REFUSALS = {
    "401": "Nobody is let in with what the request carries",
    "403": "It is not allowed with the right of the token, or came from another site",
    "408": "The body was sent too slowly",
    "413": "The request is too large",
    "421": "The server does not answer to that host name",
}
_WITH_BODY = ("408", "413")
_FREE = "/healthz"


def with_doors(description: dict[str, Any], request: Request) -> dict[str, Any]:
    """The description of the API as it is for this server.

    :param description: That of the routes; it is not changed.
    :param request: One to the server, which knows who is let in.
    """
    described = copy.deepcopy(description)
    access: Access | None = getattr(request.app.state, "access", None)
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status, meaning in _REFUSALS.items():
                if method == "get" and status in _WITH_BODY:
                    continue
                operation["responses"].setdefault(status, _refusal(meaning))
            if path == _FREE:
                operation["security"] = []
    if access is not None and access.is_protected():
        schemes = described.setdefault("components", {}).setdefault("securitySchemes", {})
        schemes[_SCHEME] = {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of `wenjin token new`",
        }
        needed: list[dict[str, list[str]]] = [{_SCHEME: []}]
        if access.doors.open_to_all is not None:
            needed.append({})
        described["security"] = needed
    return described


def _refusal(meaning: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ErrorModel"}
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}

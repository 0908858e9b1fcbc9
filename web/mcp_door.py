"""The tools over HTTP at `/mcp`, loaded when first asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from web.desk import Desk
from web.request import LARGEST_BODY

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer


class McpDoor:
    """Streamable HTTP without sessions: each request stands alone and gets one JSON answer.

    Hosts and origins are the guard's business, as for every other address.
    """

    def __init__(self, desk: Desk, language: str) -> None:
        """
        :param desk: Where questions line up.
        :param language: That of errors and citations, `zh` or `en`.
        """
        self._desk = desk
        self._language = language
        self._server: MCPServer | None = None
        self._loading = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            # a stream the server could speak on first: it has nothing to say unasked
            refusal = PlainTextResponse("POST only", 405, headers={"Allow": "POST"})
            await refusal(scope, receive, send)
            return
        async with self._loading:
            if self._server is None:
                self._server = await asyncio.to_thread(self._load)
        app = self._server.streamable_http_app(
            streamable_http_path=scope["path"],
            json_response=True,
            stateless_http=True,
            max_request_body_size=LARGEST_BODY,
            host="",
        )
        manager = self._server.session_manager
        async with manager.run():
            await app(scope, receive, send)

    def _load(self) -> MCPServer:
        # the package takes longer to import than all else that the API needs
        from web.mcp_tool import make_mcp

        return make_mcp(self._desk, self._language)

"""The application: the Gradio page and the HTTP API on one FastAPI app."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import FileResponse

from rag.settings import Settings
from web.api import make_api
from web.desk import Desk
from web.guard import Guard
from web.page import Page
from web.run_api import make_run_api
from web.shelf_api import make_library_api
from web.shell import ASSETS, make_dress
from web.work import Work

_SESSIONS = 128
"""How many open pages are remembered; the one that was idle longest begins anew. Gradio keeps some 100 KiB for
each, and 10,000 of them."""


def make_app(desk: Desk, settings: Settings) -> FastAPI:
    """The page at `/` and the API beside it.

    :param desk: Where questions line up.
    :param settings: Its language is the page's until the reader chooses; its host decides who is
        answered.
    """
    app = FastAPI(title="WenJin", docs_url=None, redoc_url=None, openapi_url=None)
    work = Work(desk, settings)
    app.include_router(make_library_api(work, settings.language))
    app.include_router(make_run_api(work, settings.language))
    app.include_router(make_api(desk, settings.language))
    app.mount("/wenjin", StaticFiles(directory=ASSETS))

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> FileResponse:
        return FileResponse(ASSETS / "favicon.svg", media_type="image/svg+xml")

    blocks = Page(desk, settings, work).blocks
    blocks.state_session_capacity = _SESSIONS
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        theme=gr.themes.Base(
            font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
        ),
    )
    app.add_middleware(Guard, host=settings.host, dress=make_dress(settings.language))
    return app

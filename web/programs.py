"""The application without the page: the API alone, which needs no Gradio."""

from __future__ import annotations

from fastapi import FastAPI

from rag.settings import Settings
from web.api import make_api
from web.desk import Desk
from web.guard import Guard


def make_programs_app(desk: Desk, settings: Settings) -> FastAPI:
    """The API and nothing else.

    :param desk: Where questions line up.
    :param settings: Its language is that of errors; its host decides who is answered.
    """
    app = FastAPI(title="WenJin", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(make_api(desk, settings.language))
    app.add_middleware(Guard, host=settings.host)
    return app

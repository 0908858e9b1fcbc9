"""The Gradio page: the masthead with its tabs, and a view under each."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.settings import Settings
from web.ask_view import AskView
from web.desk import Desk
from web.evaluate_view import EvaluateView
from web.events import QUIET, html, kept, sent
from web.masthead import render_masthead
from web.scope import Scope
from web.shelf_view import LibraryView
from web.texts import LANGUAGES, say
from web.work import Work


class Page:
    """Puts the views together. Only what concerns all of them is here: language, where to look."""

    def __init__(self, desk: Desk, settings: Settings, work: Work) -> None:
        """
        :param desk: What answers.
        :param settings: Its language is the page's until the reader chooses.
        :param work: What goes on in the background, the same for every open page.
        """
        self._desk = desk
        self._default = settings.language
        with gr.Blocks(
            title=say(settings.language, "title_ask"), analytics_enabled=False, fill_width=True
        ) as self.blocks:
            self._language = kept(settings.language)
            masthead = render_masthead(len(desk.documents()), None, settings.language, False)
            self._masthead = html("masthead", masthead)
            self._ask = AskView(desk, settings, self._language)
            self._library = LibraryView(desk, settings, work, self._language)
            self._evaluate = EvaluateView(desk, settings, work, self._language)
            self._connect()

    def _connect(self) -> None:
        self._ask.connect(self._masthead)
        self._library.connect(self._masthead, self._ask)
        self._evaluate.connect()
        self._ask.connect_opening(self._evaluate.results)
        self._ask.narrow.input(
            self._choose,
            [self._language],
            [*self._ask.chosen, self._masthead],
            trigger_mode="always_last",
            **QUIET,
        )
        views = (self._ask, self._library, self._evaluate)
        inputs = [self._language, *(item for view in views for item in view.kept)]
        outputs = [self._language, self._masthead, *(item for view in views for item in view.drawn)]
        self._masthead.click(self._speak, inputs, outputs, **QUIET)
        self.blocks.load(self._greet, inputs, outputs, **QUIET)

    def _choose(self, language: str, event: gr.EventData) -> tuple[Any, ...]:
        scope, line = self._ask.choose(language, event)
        return scope, line, self._draw_masthead(scope, language)

    def _speak(self, event: gr.EventData, language: str, *state: Any) -> tuple[Any, ...]:
        wanted = sent(event).get("to")
        return self._draw(wanted if wanted in LANGUAGES else language, state)

    def _greet(self, request: gr.Request, language: str, *state: Any) -> tuple[Any, ...]:
        wanted = request.cookies.get("wenjin-language")
        return self._draw(wanted if wanted in LANGUAGES else language, state)

    def _draw(self, language: str, state: tuple[Any, ...]) -> tuple[Any, ...]:
        drawn: list[Any] = []
        views = (self._ask, self._library, self._evaluate)
        for view in views:
            own, state = state[: len(view.kept)], state[len(view.kept) :]
            if view is self._ask:
                scope = own[-1]
            drawn += view.draw(language, *own)
        return (language, self._draw_masthead(scope, language), *drawn)

    def _draw_masthead(self, scope: Scope, language: str) -> str:
        documents = self._desk.documents()
        within = scope.within(documents)
        return render_masthead(len(documents), None if within is None else len(within), language)

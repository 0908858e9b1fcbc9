"""The library view: its documents, adding and removing them, and a document's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from index.errors import WenjinError
from rag.settings import Settings
from web.ask_view import AskView
from web.desk import Desk
from web.document_page import render_document_page
from web.events import QUIET, html, kept, sent
from web.marks import escape
from web.masthead import render_masthead
from web.narrow import render_narrow
from web.public_line import public_line
from web.scope import Scope
from web.shelf_render import render_build, render_documents, render_drop_zone
from web.texts import say
from web.work import Work

_EVERY = 0.8
"""In so many seconds an open page looks again at how a build stands."""


class LibraryView:
    """Lays out the library and answers its events; see `AskView` for `kept` and `drawn`."""

    def __init__(self, desk: Desk, settings: Settings, work: Work, language: gr.State) -> None:
        """
        :param desk: Whose documents these are.
        :param work: The library and its builder.
        :param language: The language of the open page.
        """
        self._desk = desk
        self._work = work
        self._language = language
        spoken = settings.language
        self._source = kept(None)
        self._opened = kept(False)
        self._seen = kept(0)
        with gr.Column(elem_id="library"):
            self._title = html("library-title", _draw_title(spoken))
            self._drop = html("library-add", "")
            self._progress = html("library-progress", "")
            self._notice = html("library-notice", "")
            self._list = html("library-list", "")
            self._document = html("library-document", "")
            self._timer = gr.Timer(_EVERY, active=False)
        self.kept = [self._source, self._opened]
        self.drawn = [
            self._title, self._drop, self._progress, self._list, self._document, self._timer,
        ]  # fmt: skip

    def connect(self, masthead: gr.HTML, ask: AskView) -> None:
        """Answers what is clicked and dropped, and follows a build.

        :param masthead: Drawn anew when the documents change, and so is where `ask` looks.
        """
        shown = [self._drop, self._progress, self._notice, self._list, self._timer]
        for raised, handle in (
            (self._drop.upload, self._build),
            (self._list.submit, self._build),
            (self._list.delete, self._remove),
            (self._list.undo, self._restore),
        ):
            raised(handle, [self._language], shown, **QUIET)
        self._list.expand(
            self._show,
            [self._language, ask.scope],
            [*shown, self._opened, masthead, ask.narrow],
            **QUIET,
        )
        self._document.select(self._open, [self._language], [self._document, self._source], **QUIET)
        self._timer.tick(
            self._tick,
            [self._language, self._seen, ask.scope],
            [self._progress, self._timer, self._seen, self._drop, self._list, masthead, ask.narrow],
            **QUIET,
        )

    def draw(self, language: str, source: str | None, opened: bool) -> tuple[Any, ...]:
        """Everything in a language, for `drawn`; the documents once they have been looked at."""
        return (
            _draw_title(language),
            render_drop_zone(self._work.shelf, language),
            render_build(self._work.builder.state, language),
            self._draw_list(language) if opened else "",
            self._draw_document(source, language),
            gr.Timer(active=self._work.builder.state.running),
        )

    def _build(self, language: str) -> tuple[Any, ...]:
        return self._change(language, lambda: None)

    def _remove(self, language: str, event: gr.EventData) -> tuple[Any, ...]:
        source = str(sent(event).get("source", ""))
        documents = self._desk.documents()
        return self._change(language, lambda: self._work.shelf.remove(source, documents))

    def _restore(self, language: str, event: gr.EventData) -> tuple[Any, ...]:
        key = str(sent(event).get("key", ""))
        return self._change(language, lambda: self._work.shelf.restore(key))

    def _change(self, language: str, change: Callable[[], None]) -> tuple[Any, ...]:
        """Changes the library and begins a build, or says why not."""
        try:
            change()
        except WenjinError as error:
            line = f'<p class="problem" role="alert">{escape(public_line(error, language))}</p>'
            return gr.skip(), gr.skip(), line, gr.skip(), gr.skip()
        self._work.builder.start()
        return self._look(language)

    def _show(self, language: str, scope: Scope) -> tuple[Any, ...]:
        """The library as it is now: another page, or the command line, may have changed it."""
        return (*self._look(language), True, *self._draw_counts(language, scope))

    def _draw_counts(self, language: str, scope: Scope) -> tuple[str, str]:
        documents = self._desk.documents()
        within = scope.within(documents)
        chosen = None if within is None else len(within)
        return (
            render_masthead(len(documents), chosen, language),
            render_narrow(documents, scope, language),
        )

    def _look(self, language: str) -> tuple[Any, ...]:
        state = self._work.builder.state
        return (
            render_drop_zone(self._work.shelf, language),
            render_build(state, language),
            "",
            self._draw_list(language),
            gr.Timer(active=state.running),
        )

    def _open(self, language: str, event: gr.EventData) -> tuple[str, str | None]:
        source = sent(event).get("source")
        source = source if isinstance(source, str) and source else None
        return self._draw_document(source, language), source

    def _tick(self, language: str, seen: int, scope: Scope) -> tuple[Any, ...]:
        state = self._work.builder.state
        progress = render_build(state, language)
        timer = gr.skip() if state.running else gr.Timer(active=False)
        if state.number == seen:
            return (progress, timer, seen, *[gr.skip()] * 4)
        return (
            progress,
            timer,
            state.number,
            render_drop_zone(self._work.shelf, language),
            self._draw_list(language),
            *self._draw_counts(language, scope),
        )

    def _draw_list(self, language: str) -> str:
        return render_documents(self._desk.documents(), self._work.shelf, language)

    def _draw_document(self, source: str | None, language: str) -> str:
        return render_document_page(source, self._desk.document, language)


def _draw_title(language: str) -> str:
    return f'<h2 class="view-title">{say(language, "library_title")}</h2>'

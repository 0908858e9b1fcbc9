"""The application: the Gradio page and the HTTP API on one FastAPI app."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import FileResponse

from index.errors import UsageError
from rag.assistant import Assistant
from rag.question import check_question
from rag.settings import Settings
from web.api import make_api
from web.asking import ask_in_stages
from web.evidence import render_evidence
from web.examples import find_examples
from web.export import export_markdown
from web.guard import Guard
from web.marks import escape
from web.masthead import render_masthead
from web.render import render_busy_line, render_conversation
from web.selection import LIBRARY, Selection, read_selection
from web.shell import ASSETS, make_dress
from web.texts import LANGUAGES, say
from web.turns import Turn, find_turn, history_before, next_turn, with_turn

_RAISE_EVENTS = """
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-event]');
  if (target) trigger(target.dataset.event, {...target.dataset});
});
"""
"""A button in our HTML raises the event it names, with what it carries."""
_IDLE_SESSION = 6 * 3600
_AT_ONCE = 4
"""How many questions are answered at the same time; the others wait in line."""


def make_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """The page at `/` and the API beside it.

    :param assistant: What answers.
    :param settings: Its language is the page's until the reader chooses; its host decides who is
        answered.
    """
    app = FastAPI(title="WenJin", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(make_api(assistant, settings.language))
    app.mount("/wenjin", StaticFiles(directory=ASSETS))

    @app.get("/favicon.ico", include_in_schema=False)
    def favicon() -> FileResponse:
        return FileResponse(ASSETS / "favicon.svg", media_type="image/svg+xml")

    gr.mount_gradio_app(
        app,
        Page(assistant, settings.language).blocks,
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


class Page:
    """The Gradio page: conversation and question box on the left, evidence on the right."""

    def __init__(self, assistant: Assistant, language: str) -> None:
        """
        :param assistant: What answers.
        :param language: `zh` or `en`, until the reader chooses.
        """
        self._assistant = assistant
        self._default = language
        with gr.Blocks(
            title=say(language, "page_title"), analytics_enabled=False, fill_width=True
        ) as self.blocks:
            self._lay_out()
            self._connect()

    def _lay_out(self) -> None:
        language = self._default
        self._turns = gr.State([], time_to_live=_IDLE_SESSION)
        self._shown = gr.State(LIBRARY, time_to_live=_IDLE_SESSION)
        self._language = gr.State(language, time_to_live=_IDLE_SESSION)
        self._masthead = self._html("masthead", self._draw_masthead(language))
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk"):
                self._conversation = self._html(
                    "conversation", self._draw_conversation([], language)
                )
                self._notice = self._html("notice", "")
                with gr.Row(elem_id="asking"):
                    self._box = gr.Textbox(
                        elem_id="question",
                        label=say(language, "box"),
                        placeholder=say(language, "placeholder"),
                        lines=1,
                        max_lines=6,
                        container=False,
                        autofocus=True,
                        html_attributes=gr.InputHTMLAttributes(
                            enterkeyhint="send", autocomplete="off", spellcheck=False
                        ),
                    )
                    self._send = gr.Button(say(language, "send"), elem_id="send", variant="primary")
                self._status = self._html("status", "")
                self._file = self._html("file", "")
            with gr.Column(elem_id="reading"):
                self._evidence = self._html("evidence", self._draw_evidence(LIBRARY, [], language))

    @staticmethod
    def _html(name: str, value: str) -> gr.HTML:
        return gr.HTML(value, elem_id=name, js_on_load=_RAISE_EVENTS, apply_default_css=False)

    def _connect(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        told = [self._notice, self._conversation, self._status, self._turns]
        seen = [self._evidence, self._shown]
        asked = {
            "inputs": [self._box, self._turns, self._shown, self._language],
            "outputs": [self._box, *told, *seen],
            "concurrency_limit": _AT_ONCE,
            "concurrency_id": "ask",
            **quiet,
        }
        typed = gr.on([self._box.submit, self._send.click], self._ask, trigger_mode="once", **asked)
        clicked = self._conversation.submit(self._ask_again, trigger_mode="once", **asked)
        for source in (self._masthead, self._conversation, self._evidence):
            source.select(self._select, [self._turns, self._language], seen, **quiet)
        everything = [
            self._language, self._masthead, self._conversation, self._notice, self._status,
            self._box, self._send, *seen,
        ]  # fmt: skip
        self._masthead.clear(
            self._start_anew,
            [self._language],
            [self._turns, self._conversation, self._notice, self._status, *seen],
            cancels=[typed, clicked],
            **quiet,
        )
        self._conversation.download(
            self._export, [self._turns, self._language], [self._file], **quiet
        )
        self._masthead.click(
            self._speak, [self._turns, self._shown, self._language], everything, **quiet
        )
        self.blocks.load(
            self._greet, [self._turns, self._shown, self._language], everything, **quiet
        )

    def _ask(
        self, question: str, turns: list[Turn], shown: Selection, language: str
    ) -> Iterator[tuple[Any, ...]]:
        question = question if isinstance(question, str) else ""
        try:
            check_question(question)
        except UsageError as error:
            # the box is left as it is, so that nothing of what was typed is lost
            yield (gr.skip(), self._line(error.message(language)), *[gr.skip()] * 5)
            return
        turn = next_turn(turns, question.strip())
        yield from self._answer(turn, turns, shown, language, box="")

    def _ask_again(
        self,
        question: str,
        turns: list[Turn],
        shown: Selection,
        language: str,
        event: gr.EventData,
    ) -> Iterator[tuple[Any, ...]]:
        """An example, a failed question once more, or a follow-up as it stands."""
        data = event._data if isinstance(event._data, dict) else {}
        example = data.get("question")
        if isinstance(example, str):
            yield from self._ask(example, turns, shown, language)
            return
        number = str(data.get("alone", data.get("again", "")))
        old = find_turn(turns, int(number)) if number.isascii() and number.isdigit() else None
        if old is None:
            yield (gr.skip(),) * 7
            return
        alone = old.alone or "alone" in data
        turn = next_turn(turns, old.question, alone)
        yield from self._answer(turn, turns, shown, language, box=gr.skip())

    def _answer(
        self, turn: Turn, turns: list[Turn], shown: Selection, language: str, box: Any
    ) -> Iterator[tuple[Any, ...]]:
        """The page at each stage of an answer; the answer and its evidence come together."""
        history = history_before(turns, turn)
        for step in ask_in_stages(self._assistant, turn, history):
            turns = with_turn(turns, step)
            evidence = (gr.skip(), gr.skip())
            if step.answer is not None:
                # without a quote the pane must not go on showing the evidence of another answer
                shown = Selection(turn=step.number, quote=1) if step.answer.quotes else LIBRARY
                evidence = (self._draw_evidence(shown, turns, language), shown)
            yield (
                box,
                "",
                self._draw_conversation(turns, language),
                self._draw_status(step, language),
                turns,
                *evidence,
            )
            box = gr.skip()

    def _select(
        self, turns: list[Turn], language: str, event: gr.EventData
    ) -> tuple[str, Selection]:
        shown = read_selection(event._data)
        return self._draw_evidence(shown, turns, language), shown

    def _start_anew(self, language: str) -> tuple[Any, ...]:
        return (
            [],
            self._draw_conversation([], language),
            "",
            "",
            self._draw_evidence(LIBRARY, [], language),
            LIBRARY,
        )

    def _export(self, turns: list[Turn], language: str) -> str:
        """A link to the conversation as a file, which the page's script follows at once.

        It differs from click to click, so that the same conversation can be saved twice.
        """
        data = base64.b64encode(export_markdown(turns, language).encode()).decode()
        return (
            f'<a download="wenjin-{secrets.token_hex(3)}.md" tabindex="-1" aria-hidden="true" '
            f'href="data:text/markdown;charset=utf-8;base64,{data}"></a>'
        )

    def _speak(
        self, turns: list[Turn], shown: Selection, language: str, event: gr.EventData
    ) -> tuple[Any, ...]:
        wanted = event._data.get("to") if isinstance(event._data, dict) else None
        return self._draw_all(turns, shown, wanted if wanted in LANGUAGES else language)

    def _greet(
        self, turns: list[Turn], shown: Selection, language: str, request: gr.Request
    ) -> tuple[Any, ...]:
        wanted = request.cookies.get("wenjin-language")
        return self._draw_all(turns, shown, wanted if wanted in LANGUAGES else language)

    def _draw_all(self, turns: list[Turn], shown: Selection, language: str) -> tuple[Any, ...]:
        return (
            language,
            self._draw_masthead(language),
            self._draw_conversation(turns, language),
            "",
            "",
            gr.update(label=say(language, "box"), placeholder=say(language, "placeholder")),
            gr.update(value=say(language, "send")),
            self._draw_evidence(shown, turns, language),
            shown,
        )

    def _draw_masthead(self, language: str) -> str:
        return render_masthead(len(self._assistant.documents()), language)

    def _draw_conversation(self, turns: list[Turn], language: str) -> str:
        documents = self._assistant.documents()
        return (
            f'<div role="region" aria-label="{say(language, "conversation")}">'
            + render_conversation(turns, find_examples(documents), len(documents), language)
            + "</div>"
        )

    def _draw_status(self, turn: Turn, language: str) -> str:
        line = render_busy_line(turn, len(self._assistant.documents()), language)
        return f'<p role="status">{line}</p>'

    def _draw_evidence(self, shown: Selection, turns: list[Turn], language: str) -> str:
        return render_evidence(
            shown, turns, self._assistant.documents(), self._assistant.document, language
        )

    @staticmethod
    def _line(message: str) -> str:
        return f'<p role="alert">{escape(message)}</p>'

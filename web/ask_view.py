"""The ask view: conversation and question box on the left, evidence on the right."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from typing import Any

import gradio as gr

from index.errors import UsageError, WenjinError
from rag.question import check_question
from rag.settings import Settings
from web.asking import ask_in_stages
from web.desk import Desk
from web.events import QUIET, html, kept, number, sent
from web.evidence import render_evidence
from web.examples import find_examples
from web.export import EXPORTS, MARKDOWN
from web.flagging import keep_draft
from web.marks import escape
from web.narrow import describe_scope, render_narrow, render_scope_line
from web.public_line import public_line
from web.render import render_busy_line, render_conversation
from web.scope import EVERYTHING, Scope, read_scope
from web.selection import LIBRARY, Selection, read_selection
from web.texts import say
from web.turns import Turn, find_turn, history_before, next_turn, replaced, with_turn

_AT_ONCE = 4
"""How many questions are answered at the same time; the others wait in line."""
_LONGEST_HISTORY = 20


class AskView:
    """Lays out the ask view and answers its events.

    `kept` are the values of an open page that :meth:`draw` needs, `drawn` what it draws.
    """

    def __init__(self, desk: Desk, settings: Settings, language: gr.State) -> None:
        """
        :param desk: What answers.
        :param language: The language of the open page.
        """
        self._desk = desk
        self._home = settings.home
        self._default = settings.language
        self._language = language
        self._lay_out()
        self.kept = [self._turns, self._shown, self._scope]
        self.drawn = [
            self._conversation, self._notice, self._status, self._box, self._send, self._evidence,
            self._narrow, self._scope_line,
        ]  # fmt: skip

    @property
    def scope(self) -> gr.State:
        """Where this open page looks."""
        return self._scope

    @property
    def narrow(self) -> gr.HTML:
        """What raises `input` when another scope is chosen."""
        return self._narrow

    def _lay_out(self) -> None:
        language = self._default
        self._turns = kept([])
        self._shown = kept(LIBRARY)
        self._scope = kept(EVERYTHING)
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk"):
                self._conversation = html("conversation", self._draw_conversation([], language))
                self._notice = html("notice", "")
                self._scope_line = html("scope", "")
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
                self._status = html("status", "")
                self._file = html("file", "")
            with gr.Column(elem_id="reading"):
                self._evidence = html("evidence", self._draw_evidence(LIBRARY, [], language))
        self._narrow = html("narrow", render_narrow(self._desk.documents(), EVERYTHING, language))

    def connect(self, masthead: gr.HTML) -> None:
        """Answers what is clicked and typed.

        :param masthead: What raises `clear` for a new conversation.
        """
        told = [self._notice, self._conversation, self._status, self._turns]
        seen = [self._evidence, self._shown]
        asked = {
            "inputs": [self._box, self._turns, self._shown, self._scope, self._language],
            "outputs": [self._box, *told, *seen],
            "concurrency_limit": _AT_ONCE,
            "concurrency_id": "ask",
            **QUIET,
        }
        typed = gr.on([self._box.submit, self._send.click], self._ask, trigger_mode="once", **asked)
        clicked = self._conversation.submit(self._ask_again, trigger_mode="once", **asked)
        for source in (self._conversation, self._evidence):
            source.select(self._select, [self._turns, self._language], seen, **QUIET)
        masthead.clear(
            self._start_anew,
            [self._language],
            [self._turns, self._conversation, self._notice, self._status, *seen],
            cancels=[typed, clicked],
            **QUIET,
        )
        self._conversation.download(
            self._export, [self._turns, self._language], [self._file], **QUIET
        )
        self._conversation.edit(
            self._call_wrong,
            [self._turns, self._language],
            [self._notice, self._conversation, self._turns],
            **QUIET,
        )

    def connect_opening(self, source: gr.HTML) -> None:
        """Asks a question of another view: `submit` with `question` and `history`."""
        source.submit(
            self._open_question,
            [self._turns, self._shown, self._language],
            [self._notice, self._conversation, self._status, self._turns, self._evidence, self._shown],
            concurrency_limit=_AT_ONCE,
            concurrency_id="ask",
            **QUIET,
        )  # fmt: skip

    def draw(
        self, language: str, turns: list[Turn], shown: Selection, scope: Scope
    ) -> tuple[Any, ...]:
        """Everything in a language, for `drawn`."""
        documents = self._desk.documents()
        return (
            self._draw_conversation(turns, language),
            "",
            "",
            gr.update(label=say(language, "box"), placeholder=say(language, "placeholder")),
            gr.update(value=say(language, "send")),
            self._draw_evidence(shown, turns, language),
            render_narrow(documents, scope, language),
            render_scope_line(scope, documents, language),
        )

    def choose(self, language: str, event: gr.EventData) -> tuple[Scope, str]:
        """The scope that was ticked, and the line that says so."""
        scope = read_scope(event._data)
        return scope, render_scope_line(scope, self._desk.documents(), language)

    @property
    def chosen(self) -> list[Any]:
        """What :meth:`choose` gives."""
        return [self._scope, self._scope_line]

    def _ask(
        self, question: str, turns: list[Turn], shown: Selection, scope: Scope, language: str
    ) -> Iterator[tuple[Any, ...]]:
        question = question if isinstance(question, str) else ""
        problem = self._problem(question, scope, language)
        if problem:
            # the box is left as it is, so that nothing of what was typed is lost
            yield (gr.skip(), _line(problem), *[gr.skip()] * 5)
            return
        turn = next_turn(turns, question.strip(), looked_in=self._looked_in(scope, language))
        yield from self._answer(turn, turns, shown, scope, language, box="")

    def _problem(self, question: str, scope: Scope, language: str) -> str:
        """Why a question cannot be asked, in a line; empty where it can."""
        try:
            check_question(question)
        except UsageError as error:
            return error.message(language)
        documents = self._desk.documents()
        if scope.within(documents) == frozenset():
            return say(language, "scope_none", names=describe_scope(scope, documents, language))
        return ""

    def _looked_in(self, scope: Scope, language: str) -> tuple[int, str] | None:
        documents = self._desk.documents()
        within = scope.within(documents)
        if within is None:
            return None
        return len(within), describe_scope(scope, documents, language)

    def _ask_again(
        self,
        question: str,
        turns: list[Turn],
        shown: Selection,
        scope: Scope,
        language: str,
        event: gr.EventData,
    ) -> Iterator[tuple[Any, ...]]:
        """An example, a failed question once more, or a follow-up as it stands."""
        data = sent(event)
        example = data.get("question")
        if isinstance(example, str):
            yield from self._ask(example, turns, shown, scope, language)
            return
        wanted = number(data.get("alone", data.get("again", "")))
        old = find_turn(turns, wanted) if wanted is not None else None
        problem = self._problem(old.question, scope, language) if old is not None else ""
        if old is None or problem:
            yield (gr.skip(), _line(problem), *[gr.skip()] * 5)
            return
        before = () if "alone" in data else old.before
        alone = old.alone or "alone" in data
        looked_in = self._looked_in(scope, language)
        turn = next_turn(turns, old.question, alone, looked_in, before)
        yield from self._answer(turn, turns, shown, scope, language, box=gr.skip())

    def _open_question(
        self, turns: list[Turn], shown: Selection, language: str, event: gr.EventData
    ) -> Iterator[tuple[Any, ...]]:
        """A question of a question set, with the earlier ones it follows up on, in all documents."""
        data = sent(event)
        question, before = data.get("question"), _strings(data.get("history"))
        if not isinstance(question, str) or self._problem(question, EVERYTHING, language):
            yield (gr.skip(),) * 6
            return
        turn = next_turn(turns, question, True, before=before[-_LONGEST_HISTORY:])
        for step in self._answer(turn, turns, shown, EVERYTHING, language, box=gr.skip()):
            yield step[1:]

    def _answer(
        self,
        turn: Turn,
        turns: list[Turn],
        shown: Selection,
        scope: Scope,
        language: str,
        box: Any,
    ) -> Iterator[tuple[Any, ...]]:
        """The page at each stage of an answer; the answer and its evidence come together."""
        history = history_before(turns, turn)
        within = scope.within(self._desk.documents())
        for step in ask_in_stages(self._desk, turn, history, within):
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

    def _call_wrong(
        self, turns: list[Turn], language: str, event: gr.EventData
    ) -> tuple[Any, Any, Any]:
        data = sent(event)
        wanted = number(data.get("turn"))
        turn = find_turn(turns, wanted) if wanted is not None else None
        if turn is None or turn.answer is None or turn.flagged:
            return gr.skip(), gr.skip(), gr.skip()
        try:
            keep_draft(self._home, turns, turn, data.get("comment"))
        except WenjinError as error:
            return _line(public_line(error, language)), gr.skip(), gr.skip()
        turns = replaced(turns, turn.called_wrong())
        return "", self._draw_conversation(turns, language), turns

    def _export(self, turns: list[Turn], language: str, event: gr.EventData) -> str:
        """A link to the conversation as a file, which the page's script follows at once.

        It differs from click to click, so that the same conversation can be saved twice.
        """
        export = EXPORTS.get(str(sent(event).get("format")), MARKDOWN)
        data = base64.b64encode(export.write(turns, language)).decode()
        return (
            f'<a download="wenjin-{secrets.token_hex(3)}{export.suffix}" tabindex="-1" '
            f'aria-hidden="true" href="data:{export.media_type};base64,{data}"></a>'
        )

    def _draw_conversation(self, turns: list[Turn], language: str) -> str:
        documents = self._desk.documents()
        return (
            f'<div role="region" aria-label="{say(language, "conversation")}">'
            + render_conversation(turns, find_examples(documents), len(documents), language)
            + "</div>"
        )

    def _draw_status(self, turn: Turn, language: str) -> str:
        line = render_busy_line(turn, len(self._desk.documents()), language)
        return f'<p role="status">{line}</p>'

    def _draw_evidence(self, shown: Selection, turns: list[Turn], language: str) -> str:
        return render_evidence(shown, turns, self._desk.documents(), self._desk.document, language)


def _line(message: str) -> str:
    return f'<p role="alert">{escape(message)}</p>' if message else ""


def _strings(text: object) -> list[str]:
    """The texts of a JSON list in what a browser sent; none where it is something else."""
    try:
        items = json.loads(text) if isinstance(text, str) else []
    except ValueError:
        return []
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []

"""The evaluation view: runs a question set in the background and shows what it came to."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.settings import Settings
from web.desk import Desk
from web.evaluate_choice import NEWEST, Choice, read_choice
from web.evaluate_render import render_form, render_results, render_run_progress
from web.events import QUIET, html, kept, sent
from web.run_job import SEEDS, SPLITS
from web.texts import say
from web.work import Work

_EVERY = 0.8
"""In so many seconds an open page looks again at how a run stands."""


class EvaluateView:
    """Lays out the evaluation view and answers its events; see `AskView` for `kept` and `drawn`.

    Results are drawn when the view is opened, not before: reading a run takes a moment.
    """

    def __init__(self, desk: Desk, settings: Settings, work: Work, language: gr.State) -> None:
        """
        :param desk: What answers.
        :param work: What runs question sets.
        :param language: The language of the open page.
        """
        self._job = work.run
        self._language = language
        spoken = settings.language
        self._choice = kept(NEWEST)
        self._opened = kept(False)
        self._seen = kept(0)
        with gr.Column(elem_id="evaluate"):
            self._title = html("evaluate-title", _draw_title(spoken))
            self._form = html("evaluate-form", "")
            self._progress = html("evaluate-progress", "")
            self.results = html("evaluate-results", "")
            self._timer = gr.Timer(_EVERY, active=False)
        self.kept = [self._choice, self._opened]
        self.drawn = [self._title, self._form, self._progress, self.results, self._timer]

    def connect(self) -> None:
        """Answers what is clicked and chosen, and follows a run."""
        going = [self._form, self._progress, self._timer]
        self._form.submit(self._start, [self._language], going, **QUIET)
        self._form.stop(self._stop, [self._language], going, **QUIET)
        self._form.upload(self._follow, [self._language], going, **QUIET)
        self.results.expand(
            self._open,
            [self._language, self._choice],
            [*going, self.results, self._opened],
            **QUIET,
        )
        self.results.input(
            self._choose,
            [self._language],
            [self.results, self._choice],
            trigger_mode="always_last",
            **QUIET,
        )
        self._timer.tick(
            self._tick,
            [self._language, self._seen],
            [*going, self._seen, self.results, self._choice],
            **QUIET,
        )

    def draw(self, language: str, choice: Choice, opened: bool) -> tuple[Any, ...]:
        """Everything in a language, for `drawn`."""
        form, progress, timer = self._follow(language)
        results = render_results(self._job, choice, language) if opened else ""
        return _draw_title(language), form, progress, results, timer

    def _start(self, language: str, event: gr.EventData) -> tuple[Any, ...]:
        data = sent(event)
        split = data.get("split")
        self._job.start(str(data.get("set", SEEDS)), split if split in SPLITS else SPLITS[0])
        return self._follow(language)

    def _stop(self, language: str) -> tuple[Any, ...]:
        self._job.stop()
        return self._follow(language)

    def _follow(self, language: str) -> tuple[Any, ...]:
        state = self._job.state
        return (
            render_form(self._job.sets(), state, language),
            render_run_progress(state, language),
            gr.Timer(active=state.running),
        )

    def _open(self, language: str, choice: Choice) -> tuple[Any, ...]:
        return (*self._follow(language), render_results(self._job, choice, language), True)

    def _choose(self, language: str, event: gr.EventData) -> tuple[str, Choice]:
        choice = read_choice(event._data)
        return render_results(self._job, choice, language), choice

    def _tick(self, language: str, seen: int) -> tuple[Any, ...]:
        state = self._job.state
        progress = render_run_progress(state, language)
        if state.number == seen:
            # the form only changes at the beginning and the end
            timer = gr.skip() if state.running else gr.Timer(active=False)
            return gr.skip(), progress, timer, seen, gr.skip(), gr.skip()
        form, _, timer = self._follow(language)
        if state.name is None:
            return form, progress, timer, state.number, gr.skip(), gr.skip()
        choice = Choice(run=state.name)
        results = render_results(self._job, choice, language)
        return form, progress, timer, state.number, results, choice


def _draw_title(language: str) -> str:
    return (
        f'<h2 class="view-title">{say(language, "evaluate_title")}</h2>'
        f'<p class="facts">{say(language, "evaluate_more")}</p>'
    )

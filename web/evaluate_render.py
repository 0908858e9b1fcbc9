"""The evaluation view as HTML: the form that starts a run, and what a run came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from index.errors import WenjinError
from web.evaluate_choice import Choice
from web.evaluate_failures import render_failures, select, verdict_name
from web.evaluate_figures import (
    baseline_values,
    measure_figures,
    measure_name,
    render_figures,
    shares_by_tag,
    tag_figures,
)
from web.marks import escape
from web.public_line import public_line, unexpected
from web.run_api import ADDRESS, LARGEST_SET
from web.run_job import SEEDS, SPLITS, RunJob, RunState
from web.shelf_render import progress_bar
from web.texts import say

if TYPE_CHECKING:
    from eval.compare import Change, Comparison
    from eval.run import Run

_CHANGES = 40
"""How many questions that ended differently are listed of each kind."""


def render_form(sets: Sequence[str], state: RunState, language: str) -> str:
    """The choice of a set, and the button that starts or stops a run."""
    options = [(name, say(language, "set_seeds") if name == SEEDS else name) for name in sets]
    halves = [(split, say(language, f"half_{split}")) for split in SPLITS]
    go = (
        f'<button type="button" class="quiet" data-event="stop">{say(language, "run_stop")}</button>'
        if state.running
        else f'<button type="button" class="quiet strong" data-event="submit">'
        f"{say(language, 'run_start')}</button>"
    )
    data = (
        f'data-address="{ADDRESS.lstrip("/")}" data-largest="{LARGEST_SET}" '
        f'data-large="{say(language, "too_large", largest=LARGEST_SET // 2**20)}" '
        f'data-uploading="{say(language, "uploading")}" data-understanding="{say(language, "run_load")}" '
        f'data-lost="{say(language, "upload_lost")}" data-replace=""'
    )
    return (
        f'<div class="run-form" data-form>{select("set", say(language, "question_set"), options, "")}'
        f"{select('split', say(language, 'half'), halves, 'all')}{go}"
        f'<div class="drop slim" data-drop {data}><label class="pick">'
        f'<input type="file" accept=".jsonl"><span>{say(language, "set_upload")}</span></label></div>'
        f'</div><ul class="uploads" aria-label="{say(language, "upload_results")}" '
        f'aria-live="polite"></ul>'
    )


def render_run_progress(state: RunState, language: str) -> str:
    """How the run stands, or why the last one was not finished."""
    if state.running:
        key = {"load": "run_load", "asking": "run_asking", "measure": "run_measure"}[state.stage]
        words = say(language, key, done=state.done, total=state.total, right=state.right)
        done = state.done if state.stage == "asking" else 0
        total = state.total if state.stage == "asking" else 0
        return (
            f'<div class="progress" role="status"><p>{words}</p>'
            f"{progress_bar(done, total, say(language, 'run_progress'))}</div>"
        )
    if state.problem is not None:
        why = escape(public_line(state.problem, language))
        return f'<p class="problem" role="alert">{say(language, "run_failed", why=why)}</p>'
    if state.stopped:
        return f'<p class="explain" role="status">{say(language, "run_stopped")}</p>'
    return ""


def render_results(job: RunJob, choice: Choice, language: str) -> str:
    """A run with its measures, failures and what changed against another."""
    runs = job.runs()
    if not runs:
        return f'<p class="explain">{say(language, "runs_none")}</p>'
    name = choice.run if choice.run in runs else runs[0]
    against = choice.against if choice.against in runs and choice.against != name else ""
    head = _choices(job, runs, name, against, language)
    try:
        run = job.read(name)
        before = job.read(against) if against else None
    except (WenjinError, OSError) as error:
        known = isinstance(error, WenjinError)
        fault = error if known else unexpected(error, "a run could not be shown")
        line = public_line(fault, language)
        return (
            f'<div data-form data-changes="input">{head}'
            f'<p class="problem" role="alert">{escape(line)}</p></div>'
        )
    return (
        f'<div data-form data-changes="input">{head}{_summary(run, language)}'
        f"{_figures(run, before, language)}{_comparison(job, run, before, language)}"
        f"{render_failures(run, choice, language)}</div>"
    )


def _choices(job: RunJob, runs: Sequence[str], name: str, against: str, language: str) -> str:
    named = [(run, _run_name(run, job.about(run), language)) for run in runs]
    others = [("", say(language, "compare_none")), *(item for item in named if item[0] != name)]
    address = f"api/runs/{escape(name)}/report"
    return (
        f'<div class="run-choice">{select("run", say(language, "runs"), named, name)}'
        f"{select('against', say(language, 'compare_with'), others, against)}"
        f'<a class="quiet" href="{address}" target="_blank" rel="noopener">'
        f"{say(language, 'report_open')}</a>"
        f'<a class="quiet" href="{address}?download=1" download>'
        f"{say(language, 'report_download')}</a></div>"
    )


def _run_name(run: str, about: Mapping[str, Any] | None, language: str) -> str:
    if about is None:
        return run
    right = about["measures"].get("right", {}).get("value", 0.0)
    return say(
        language,
        "run_named",
        when=str(about["created"])[:16].replace("T", " "),
        name=about["set"]["name"],
        split=about["set"]["split"],
        right=f"{100 * right:.1f}",
    )


def _summary(run: Run, language: str) -> str:
    right = sum(bool(one["right"]) for one in run.predictions.values())
    line = say(language, "run_summary", right=right, count=len(run.predictions))
    broken = run.about["must_broken"]
    must = (
        say(language, "must_broken", count=len(broken)) if broken else say(language, "must_whole")
    )
    name = "broken" if broken else "whole"
    return f'<p class="run-summary"><strong>{line}</strong> <span class="must {name}">{must}</span></p>'


def _figures(run: Run, before: Run | None, language: str) -> str:
    if before is not None:
        values = {n: m["value"] for n, m in before.about["measures"].items()}
        tags, tick = shares_by_tag(before), "tick_run"
        more = ""
    else:
        found = baseline_values(run.about)
        values, tags = found or {}, {}
        tick = "tick_baseline" if found is not None else "tick_none"
        more = "" if found is not None else f" {say(language, 'other_set')}"
    tag_tick = "tick_run" if before is not None else "tick_none"
    return (
        f"<section><h3>{say(language, 'measures')}</h3>"
        f'<p class="facts">{say(language, tick)}{more}</p>'
        f"{render_figures(measure_figures(run.about, values, language), language)}</section>"
        f"<section><h3>{say(language, 'measures_by_tag')}</h3>"
        f'<p class="facts">{say(language, tag_tick)}</p>'
        f"{render_figures(tag_figures(run, tags, language), language)}</section>"
    )


def _comparison(job: RunJob, run: Run, before: Run | None, language: str) -> str:
    if before is None:
        return ""
    found = job.compare(before.folder.name, run.folder.name)
    title = f"<h3>{say(language, 'comparison_title')}</h3>"
    if not found.questions:
        return f'<section>{title}<p class="explain">{say(language, "nothing_paired")}</p></section>'
    kinds = (
        ("broke", found.broke),
        ("got_better", found.got_better),
        ("otherwise", found.otherwise),
    )
    changes = "".join(_changes(key, items, language) for key, items in kinds)
    return f"<section>{title}{_differences(found, language)}{changes}</section>"


def _differences(found: Comparison, language: str) -> str:
    from eval.measures import MEASURES
    from eval.tables import shown

    rows = []
    for item in found.differences:
        unit = MEASURES[item.name].unit
        by = f"{item.better:+.0f} ms" if unit == "ms" else f"{100 * item.better:+.1f}"
        p = "" if item.p is None else f"{item.p:.3f}{' *' if item.is_more_than_chance else ''}"
        sign = "better" if item.better > 0 else "worse" if item.better < 0 else ""
        rows.append(
            f'<tr><th scope="row">{escape(measure_name(item.name, language))}</th>'
            f'<td class="number">{shown(item.name, item.before)}</td>'
            f'<td class="number">{shown(item.name, item.after)}</td>'
            f'<td class="number {sign}">{by}</td><td class="number">{p}</td></tr>'
        )
    head = "".join(
        f'<th scope="col"{"" if key == "col_measure" else " class=number"}>{say(language, key)}</th>'
        for key in ("col_measure", "col_before", "col_after", "col_better", "col_p")
    )
    name = say(language, "comparison_title")
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table class="plain">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        f'<p class="facts">{say(language, "more_than_chance")}</p>'
    )


def _changes(key: str, changes: Sequence[Change], language: str) -> str:
    rows = "".join(
        f"<li><code>{escape(change.id)}</code> {escape(change.question)} "
        f'<span class="facts">{escape(verdict_name(change.before, language))} → '
        f"{escape(verdict_name(change.after, language))}</span></li>"
        for change in changes[:_CHANGES]
    )
    title = say(language, key, count=len(changes))
    if not changes:
        return f'<p class="facts">{title}</p>'
    return f'<details id="changes-{key}"><summary>{title}</summary><ul>{rows}</ul></details>'

"""The figures of a run as small multiples: bar, interval, and the tick of what came before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from index.errors import WenjinError
from web.marks import escape
from web.texts import has, say

if TYPE_CHECKING:
    from eval.run import Run

SHOWN = (
    "right", "success@1", "success@5", "mrr", "first_quote", "f1", "contained", "quote_precision",
    "verbatim", "abstention_recall", "wrongly_declined", "ece", "latency_p50", "latency_p95",
)  # fmt: skip
"""The measures that are drawn; the report has them all."""


@dataclass(frozen=True)
class Figure:
    """One figure: what it is called, its share (0..1) and interval, of how many questions.

    `before` is what it is held against, None for nothing; `words` is the value as people read it.
    """

    label: str
    value: float
    count: int
    words: str
    low: float | None = None
    high: float | None = None
    before: float | None = None
    meaning: str = ""
    is_share: bool = True


def render_figures(figures: list[Figure], language: str) -> str:
    """The figures side by side."""
    return f'<ul class="multiples">{"".join(_figure(f, language) for f in figures)}</ul>'


def _figure(figure: Figure, language: str) -> str:
    head = (
        f'<span class="label" title="{escape(figure.meaning)}">{escape(figure.label)}</span>'
        f'<span class="value">{escape(figure.words)}</span>'
        f'<span class="facts">{say(language, "n_questions", count=figure.count)}</span>'
    )
    return f"<li>{head}{_plot(figure, language) if figure.is_share else ''}</li>"


def _plot(figure: Figure, language: str) -> str:
    interval = tick = ""
    if figure.low is not None and figure.high is not None:
        left, width = figure.low * 100, max(0.5, (figure.high - figure.low) * 100)
        interval = f'<span class="interval" style="left:{left:.1f}%;width:{width:.1f}%"></span>'
    if figure.before is not None:
        tick = f'<i style="left:{max(0.0, min(1.0, figure.before)) * 100:.1f}%"></i>'
    width = max(0.0, min(1.0, figure.value)) * 100
    return (
        f'<span class="plot" role="img" aria-label="{escape(_described(figure, language))}">'
        f'<span class="bar" style="width:{width:.1f}%"></span>{interval}{tick}</span>'
    )


def _described(figure: Figure, language: str) -> str:
    values: dict[str, Any] = {
        "name": figure.label, "value": figure.words, "count": figure.count,
    }  # fmt: skip
    if figure.low is not None and figure.high is not None:
        values.update(low=_percent(figure.low), high=_percent(figure.high))
        line = say(language, "figure_bar", **values)
    else:
        line = say(language, "figure_plain", **values)
    if figure.before is not None:
        line += say(language, "figure_before", value=_percent(figure.before))
    return line


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def measure_name(name: str, language: str) -> str:
    """What a measure is called."""
    key = f"measure_{name}"
    return say(language, key) if has(key) else name


def measure_figures(
    about: Mapping[str, Any], before: Mapping[str, float], language: str
) -> list[Figure]:
    """The measures of a run.

    :param about: Its run.json.
    :param before: The values they are held against, by name.
    """
    from eval.measures import MEASURES
    from eval.tables import shown

    figures = []
    for name in SHOWN:
        figure = about["measures"].get(name)
        if figure is None:
            continue
        low, high = figure.get("interval", (None, None))
        is_share = MEASURES[name].unit == "share"
        label = measure_name(name, language)
        if not MEASURES[name].higher and is_share:
            label += f" · {say(language, 'lower_is_better')}"
        words = shown(name, figure["value"]) + (" %" if is_share else "")
        figures.append(
            Figure(
                label, figure["value"], figure["count"], words, low, high, before.get(name),
                MEASURES[name].meaning, is_share,
            )
        )  # fmt: skip
    return figures


def tag_figures(run: Run, before: Mapping[str, float], language: str) -> list[Figure]:
    """The share of right ones of each tag, the worst first.

    :param before: The shares they are held against, by tag.
    """
    from eval.tags import TAGS

    figures = [
        Figure(tag, share, count, _percent(share), low, high, before.get(tag), TAGS.get(tag, ""))
        for tag, share, count, low, high in _shares_by_tag(run)
    ]
    return sorted(figures, key=lambda figure: figure.value)


def _shares_by_tag(run: Run) -> tuple[tuple[str, float, int, float, float], ...]:
    from eval.tags import TAGS

    right: dict[str, list[float]] = {tag: [] for tag in TAGS}
    for one in run.predictions.values():
        for tag in one["tags"]:
            right.setdefault(tag, []).append(float(one["right"]))
    return tuple(_share(tag, tuple(values)) for tag, values in right.items() if values)


@lru_cache(maxsize=512)
def _share(tag: str, values: tuple[float, ...]) -> tuple[str, float, int, float, float]:
    from eval.statistics import bootstrap_mean

    spread = bootstrap_mean(values)
    return tag, sum(values) / len(values), len(values), spread.low, spread.high


def shares_by_tag(run: Run) -> dict[str, float]:
    """The share of right ones of each tag of a run."""
    return {tag: share for tag, share, *_ in _shares_by_tag(run)}


def baseline_values(about: Mapping[str, Any]) -> dict[str, float] | None:
    """The baseline's measures, None where it is of another set or half, or cannot be read."""
    from eval.cli import BASELINE
    from eval.gate import read_baseline

    try:
        baseline = read_baseline(BASELINE)
    except WenjinError:
        return None
    asked, wanted = about["set"], baseline["set"]
    if any(asked.get(key) != wanted.get(key) for key in ("sha256", "split")):
        return None
    return {name: entry["value"] for name, entry in baseline["measures"].items()}

"""The short text of a run and of a comparison, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from eval.compare import Change, Comparison
from eval.measures import MEASURES

COLUMNS: dict[str, str] = {
    "right": "right",
    "success@1": "hit@1",
    "success@5": "hit@5",
    "first_quote": "quote",
    "contained": "holds",
    "f1": "F1",
    "wrongly_declined": "missed",
}
"""What the tables by document and by tag show, with a short heading; run.json has the rest."""


def shown(name: str, value: float | None) -> str:
    """A measure's value as people read it: percent, or milliseconds."""
    if value is None:
        return "–"
    if MEASURES[name].unit == "ms":
        return f"{value:.0f} ms"
    return f"{100 * value:.1f}"


def print_run(console: Console, about: Mapping[str, Any]) -> None:
    """All measures, then the chosen ones by document and by tag, then what `must` lost."""
    head = Table(title="评测 · all measures (%)", title_justify="left", box=SIMPLE_HEAD)
    head.add_column("measure")
    for column in ("value", "95 %", "n"):
        head.add_column(column, justify="right")
    for name, figure in about["measures"].items():
        edges = figure.get("interval")
        spread = " – ".join(shown(name, edge) for edge in edges) if edges else ""
        head.add_row(name, shown(name, figure["value"]), spread, str(figure["count"]))
    console.print(head)
    for title, key in (("by document", "by_document"), ("by tag", "by_tag")):
        table = Table(
            title=title,
            title_justify="left",
            box=SIMPLE_HEAD,
            collapse_padding=True,
            pad_edge=False,
        )
        table.add_column("", no_wrap=True)
        for column in ("n", *COLUMNS.values()):
            table.add_column(column, justify="right")
        for group, figures in about[key].items():
            cells = [shown(name, figures.get(name, {}).get("value")) for name in COLUMNS]
            table.add_row(group, str(figures["questions"]), *cells)
        console.print(table)
    verdicts = "，".join(f"{name} {count}" for name, count in about["verdicts"].items())
    console.print(verdicts)
    if about["must_broken"]:
        broken = " ".join(about["must_broken"])
        console.print(f"must 未过 · must broken: {broken}", style="bold red")


def print_comparison(console: Console, comparison: Comparison) -> None:
    """The measures side by side, then every question that ended differently."""
    table = Table(
        title=f"对比 · {comparison.questions} questions in both",
        title_justify="left",
        box=SIMPLE_HEAD,
    )
    table.add_column("measure")
    for column in ("before", "after", "better by", "p", "n"):
        table.add_column(column, justify="right")
    for d in comparison.differences:
        by = f"{d.better:+.0f} ms" if MEASURES[d.name].unit == "ms" else f"{100 * d.better:+.1f}"
        p = "" if d.p is None else f"{d.p:.4f}{' *' if d.is_more_than_chance else ''}"
        table.add_row(d.name, shown(d.name, d.before), shown(d.name, d.after), by, p, str(d.count))
    console.print(table)
    console.print("* 不像是偶然 · more than chance (paired randomisation, p < 0.05)")
    _print_changes(console, "变好 · got better", comparison.got_better)
    _print_changes(console, "变坏 · broke", comparison.broke)
    _print_changes(console, "错法不同 · wrong in another way", comparison.otherwise)
    for title, ids in (
        ("只在前者 · only before", comparison.only_before),
        ("只在后者 · only after", comparison.only_after),
    ):
        if ids:
            console.print(f"{title}: {len(ids)}")


def _print_changes(console: Console, title: str, changes: Iterable[Change]) -> None:
    changes = tuple(changes)
    console.print(f"{title}: {len(changes)}", style="bold")
    for change in changes:
        must = " [must]" if change.must else ""
        console.print(
            f"  {change.id}{must} {change.question}\n"
            f"    {change.before}: {change.answer_before or '–'} → "
            f"{change.after}: {change.answer_after or '–'}",
            markup=False,
            highlight=False,
        )

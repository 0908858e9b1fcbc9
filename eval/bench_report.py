"""What a benchmark found: figures with intervals, as a table and as a JSON file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from eval.run import RunError
from eval.statistics import bootstrap_mean, percentile
from eval.surroundings import PACKAGES, processor, versions
from index.generations import Model


@dataclass(frozen=True)
class Figure:
    """One figure: its unit is `share` (0..1), `ms` or `number`; `interval` is the 95 % one."""

    value: float
    count: int
    interval: tuple[float, float] | None = None
    unit: str = "share"

    def shown(self) -> str:
        """As people read it: percent, milliseconds or a number."""
        if isnan(self.value):
            return "–"
        if self.unit == "ms":
            return f"{self.value:.1f} ms"
        if self.unit == "number":
            return f"{self.value:g}"
        return f"{100 * self.value:.1f}"

    def shown_with_interval(self) -> str:
        """The same, the 95 % interval in brackets."""
        if self.interval is None:
            return self.shown()
        return f"{self.shown()} ({100 * self.interval[0]:.1f}–{100 * self.interval[1]:.1f})"

    def shown_with_margin(self) -> str:
        """The same, half the width of the interval behind it."""
        if self.interval is None:
            return self.shown()
        return f"{self.shown()} ±{50 * (self.interval[1] - self.interval[0]):.1f}"


@dataclass(frozen=True)
class Report:
    """A finished benchmark: `rows` are named lines of the table, each with its figures; `notes`
    say what is exact and what is not; `settings` what it was run with."""

    benchmark: str
    rows: Mapping[str, Mapping[str, Figure]]
    settings: Mapping[str, Any]
    notes: Sequence[str] = field(default_factory=tuple)


def mean(values: Sequence[float]) -> Figure:
    """The mean of some values with its bootstrap interval."""
    if not values:
        return Figure(float("nan"), 0)
    interval = bootstrap_mean(values)
    return Figure(sum(values) / len(values), len(values), (interval.low, interval.high))


def times(milliseconds: Sequence[float]) -> dict[str, Figure]:
    """The median and the 95th percentile of some times."""
    return {
        f"p{share}": Figure(percentile(milliseconds, share), len(milliseconds), unit="ms")
        for share in (50, 95)
        if milliseconds
    }


def machine(model: Model) -> dict[str, Any]:
    """What could explain a difference between two machines, without naming a folder or a user."""
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "model": {"name": Path(model.name).name, "fingerprint": model.fingerprint},
        "machine": {
            "system": platform.system(),
            "machine": platform.machine(),
            "processor": processor(),
            "cores": os.cpu_count(),
        },
        "versions": {"python": platform.python_version(), **versions(PACKAGES)},
    }


def print_report(console: Console, report: Report) -> None:
    """The table, with half the width of each 95 % interval, and the notes."""
    columns = _columns(report)
    table = Table(title=report.benchmark, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for name, figures in report.rows.items():
        table.add_row(
            name, *(figures[c].shown_with_margin() if c in figures else "" for c in columns)
        )
    console.print(table)
    for note in report.notes:
        console.print(f"· {note}", highlight=False, markup=False)


def write_report(folder: Path, report: Report, model: Model) -> Path:
    """Writes the JSON file of a report into a folder.

    :returns: The file.
    :raises RunError: It cannot be written.
    """
    about = {
        "benchmark": report.benchmark,
        **machine(model),
        "settings": dict(report.settings),
        "figures": {
            name: {column: _figure(figure) for column, figure in figures.items()}
            for name, figures in report.rows.items()
        },
        "notes": list(report.notes),
    }
    path = folder / f"{'-'.join(report.benchmark.split())}.json"
    return write_text(path, json.dumps(about, ensure_ascii=False, indent=1) + "\n")


def write_table(path: Path, report: Report, title: str) -> Path:
    """Writes the table of a report as Markdown, without times, which belong to one machine.

    :returns: The file.
    :raises RunError: It cannot be written.
    """
    columns = [
        column
        for column in _columns(report)
        if any(column in row and row[column].unit != "ms" for row in report.rows.values())
    ]
    lines = [f"# {title}", "", *_markdown(report, columns), ""]
    lines += [f"- {note}" for note in report.notes]
    return write_text(path, "\n".join(lines) + "\n")


def write_text(path: Path, text: str) -> Path:
    """Writes a file and the folders above it.

    :raises RunError: It cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"写不进 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}"
        ) from error
    return path


def _columns(report: Report) -> list[str]:
    return list(dict.fromkeys(column for row in report.rows.values() for column in row))


def _markdown(report: Report, columns: Sequence[str]) -> Iterable[str]:
    yield f"| {report.benchmark} | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for name, figures in report.rows.items():
        cells = [figures[c].shown_with_interval() if c in figures else "" for c in columns]
        yield f"| {name} | {' | '.join(cells)} |"


def _figure(figure: Figure) -> dict[str, Any]:
    places = 4 if figure.unit == "share" else 2
    shown: dict[str, Any] = {
        "value": None if isnan(figure.value) else round(figure.value, places),
        "count": figure.count,
        "unit": figure.unit,
    }
    if figure.interval is not None:
        shown["interval"] = [round(edge, places) for edge in figure.interval]
    return shown

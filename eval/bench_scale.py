"""`wenjin bench scale`: what an index costs as the number of articles grows.

Every size is built by the program itself in a process of its own, and answered from by another, so
that memory is that of one task alone. The indexes are kept: a size that is there is only measured,
and one that was broken off is taken up where it was.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from eval.bench_data import articles, load_news_questions
from eval.bench_news import draw
from eval.bench_report import Figure, Report, write_text
from eval.bench_scale_plot import growth_plot
from eval.run import RunError
from index.errors import UsageError
from rag.settings import Settings

SIZES = (1_000, 10_000, 68_221)
_MIB = 2**20


@dataclass(frozen=True)
class Build:
    """How an index was built: over all runs that it took, `complete` once the last one ended.

    `seconds` is the time of those runs, `peak` the most memory that any of them held, in bytes.
    """

    seconds: float = 0.0
    peak: int = 0
    documents: int = 0
    passages: int = 0
    complete: bool = False


def run(
    data: Path,
    settings: Settings,
    *,
    sizes: Sequence[int],
    questions: int,
    keep: Path,
    out: Path | None,
) -> Report:
    """Builds what is missing and measures every size.

    :param data: The benchmark data.
    :param sizes: Numbers of articles; more than there are counts as all.
    :param questions: How many questions are put to each index.
    :param keep: Where the indexes are kept.
    :param out: A folder for the table and the plot; None for neither.
    :raises WenjinError: The data is missing, a number is out of range, or a build failed.
    """
    if questions < 1 or not sizes or min(sizes) < 1:
        raise UsageError("数目至少是 1", "numbers are at least 1")
    asked = [question.question for question in draw(load_news_questions(data), questions)]
    found: dict[str, dict[str, Figure]] = {}
    files: dict[str, dict[str, int]] = {}
    for size in sorted(set(sizes)):
        folder = _folder(keep, size)
        build = _build(data, settings, folder, size)
        measured = _child("measure", _task(folder, settings, questions=asked))
        name = f"{build.documents:,}"
        files[name] = _files(folder / "index")
        found[name] = _figures(build, measured, sum(files[name].values()), len(asked))
    report = Report(
        "scale",
        _by_cost(found),
        {"sizes": list(sizes), "questions": questions, "files": files},
        _notes(files),
    )
    if out is not None:
        write_text(out / "scale.md", table(report))
        write_text(out / "scale.svg", growth_plot(report.rows))
    return report


def build_all(data: Path, settings: Settings, keep: Path) -> Path:
    """The index of all articles, made if it is not there.

    :raises WenjinError: The data is missing or the build failed.
    """
    folder = _folder(keep, SIZES[-1])
    _build(data, settings, folder, SIZES[-1])
    return folder / "index"


def _folder(keep: Path, size: int) -> Path:
    return keep / f"scale-{size}"


def table(report: Report) -> str:
    """The figures as Markdown, a row a cost and a column a number of articles."""
    sizes = list(dict.fromkeys(size for row in report.rows.values() for size in row))
    lines = [
        f"| articles | {' | '.join(sizes)} |",
        f"|---|{'---:|' * len(sizes)}",
        *(
            f"| {cost} | {' | '.join(row[size].shown() for size in sizes)} |"
            for cost, row in report.rows.items()
        ),
        "",
        *(f"- {note}" for note in report.notes),
    ]
    return "\n".join(lines) + "\n"


def _by_cost(found: Mapping[str, Mapping[str, Figure]]) -> dict[str, dict[str, Figure]]:
    costs = dict.fromkeys(cost for figures in found.values() for cost in figures)
    return {cost: {size: figures[cost] for size, figures in found.items()} for cost in costs}


def _build(data: Path, settings: Settings, folder: Path, size: int) -> Build:
    """Builds an index of so many articles, unless it is there."""
    record = folder / "build.json"
    done = Build(**json.loads(record.read_text(encoding="utf-8"))) if record.is_file() else Build()
    if done.complete:
        return done
    source = folder / "articles.jsonl"
    if not source.is_file():
        _write_articles(data, source, size)
    started = time.monotonic()
    try:
        built = _child("build", _task(folder, settings, source=str(source)), watched=True)
        done = replace(
            done,
            complete=True,
            documents=built["documents"],
            passages=built["passages"],
            peak=max(done.peak, built["peak"]),
        )
    finally:
        # an interrupted run counts too: what it did is not done again
        done = replace(done, seconds=done.seconds + time.monotonic() - started)
        write_text(record, json.dumps(asdict(done)) + "\n")
    return done


def _write_articles(data: Path, path: Path, size: int) -> None:
    lines = [
        json.dumps({"id": article.id, "text": article.text}, ensure_ascii=False)
        for article in islice(articles(data), size)
    ]
    beside = path.with_suffix(".part")
    write_text(beside, "\n".join(lines) + "\n")
    beside.replace(path)


def _task(folder: Path, settings: Settings, **more: Any) -> dict[str, Any]:
    return {
        "home": str(settings.home),
        "model": settings.model,
        "index": str(folder / "index"),
        **more,
    }


def _child(name: str, task: Mapping[str, Any], *, watched: bool = False) -> dict[str, Any]:
    """What a process of its own found out; see `eval.bench_scale_worker`.

    :param watched: The process shows how it gets on.
    """
    command = [sys.executable, "-m", "eval.bench_scale_worker", name]
    ended = subprocess.run(
        command,
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        stderr=None if watched else subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        said = (ended.stderr or "").strip().splitlines()[-1:]
        raise RunError(
            f"子进程 {name} 没有做完：{''.join(said) or ended.returncode}",
            f"the child process {name} did not finish: {''.join(said) or ended.returncode}",
        )
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def _figures(
    build: Build, measured: Mapping[str, Any], size: int, questions: int
) -> dict[str, Figure]:
    def number(value: float, places: int = 0) -> Figure:
        return Figure(round(value, places), 1, unit="number")

    times = {
        f"{kind} {share}": Figure(measured[kind][share], questions, unit="ms")
        for kind in ("search", "answer")
        for share in ("p50", "p95")
    }
    return {
        "passages": number(build.passages),
        "build min": number(build.seconds / 60, 1),
        "articles/s": number(build.documents / build.seconds, 1),
        "passages/s": number(build.passages / build.seconds, 1),
        "build MiB": number(build.peak / _MIB),
        "disk MiB": number(size / _MIB, 1),
        "open": Figure(measured["open"], 1, unit="ms"),
        "server MiB": number(measured["resident"] / _MIB),
        **times,
        "add one": Figure(measured["add"], 1, unit="ms"),
        "remove one": Figure(measured["remove"], 1, unit="ms"),
    }


def _files(index: Path) -> dict[str, int]:
    """The bytes of an index by name of file, the largest first; digits aside, so that the parts
    of one kind are one."""
    sizes: dict[str, int] = {}
    for path in index.rglob("*"):
        if path.is_file():
            name = "".join("#" if c.isdigit() else c for c in path.name)
            sizes[name] = sizes.get(name, 0) + path.stat().st_size
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def _notes(files: Mapping[str, Mapping[str, int]]) -> list[str]:
    notes = [
        "build: wall time of all runs, reading and embedding included; build MiB: the most that "
        "the building process held at once",
        "open: opening the index with models and tables, before the first question; server MiB: "
        "resident after all questions, mapped files included",
        "search: dense and BM25 for 100 candidates each, without embedding the question; answer: "
        "a whole question",
        "add one, remove one: from the article's text to a new generation opened, in a process "
        "that has done it once",
    ]
    for name, found in files.items():
        total = sum(found.values()) or 1
        shares = ", ".join(
            f"{kind} {count / _MIB:.1f} MiB" for kind, count in found.items() if count > total / 200
        )
        notes.append(f"disk at {name}: {shares}")
    return notes

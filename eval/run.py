"""Running a question set and keeping the run as a folder.

RUN/run.json            settings, model and index, machine, versions, all measures
RUN/predictions.jsonl   each question with the full answer, the gold and the verdict
RUN/report.html         for reading
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.groups import by_document, by_tag
from eval.measures import MEASURES, Measured, measure_all
from eval.question_set import Question
from eval.verdict import Judged, judge
from index.errors import WenjinError

FORMAT = 1
"""Raised whenever an older WenJin could not read a newer run, or the reverse."""

Ask = Callable[[str, Sequence[str]], Mapping[str, Any]]
"""From a question and its history to the answer of the JSON contract."""


class RunError(WenjinError):
    """A run that cannot be written or read."""


@dataclass(frozen=True)
class Run:
    """A run that was read from its folder.

    `about` is run.json, `predictions` the lines of predictions.jsonl by the question's id.
    """

    folder: Path
    about: Mapping[str, Any]
    predictions: Mapping[str, Mapping[str, Any]]


def ask_all(
    questions: Iterable[Question],
    ask: Ask,
    originals: Mapping[str, str],
    done: Callable[[Judged], None] = lambda judged: None,
) -> list[Judged]:
    """Every question asked, in order, and judged.

    A question that fails has no result and counts as wrong; the run goes on.

    :param done: Called after each question, for a progress bar.
    """
    found = []
    for question in questions:
        result: Mapping[str, Any] | None = None
        error = ""
        begin = time.perf_counter()
        try:
            result = ask(question.question, question.history)
        except Exception as failure:  # one broken answer must not hide the rest of the run
            error = f"{type(failure).__name__}: {failure}"
        taken = (time.perf_counter() - begin) * 1000
        found.append(judge(question, result, originals, taken, error))
        done(found[-1])
    return found


def describe(
    judged: Sequence[Judged], settings: Mapping[str, Any], interval: bool = True
) -> dict[str, Any]:
    """What run.json holds.

    :param settings: What the run was made with: set, index, model, machine, versions.
    :param interval: Whether to compute the 95 % intervals, which takes seconds.
    """
    return {
        "format": FORMAT,
        **settings,
        "verdicts": dict(Counter(j.verdict.value for j in judged).most_common()),
        "must_broken": [
            j.question.id for j in judged if "must" in j.question.tags and not j.verdict.is_right
        ],
        "measures": {
            name: _figure(m) for name, m in measure_all(judged, interval=interval).items()
        },
        "by_document": _grouped(by_document(judged)),
        "by_tag": _grouped(by_tag(judged)),
    }


def _grouped(groups: Mapping[str, Sequence[Judged]]) -> dict[str, Any]:
    return {
        group: {
            "questions": len(members),
            **{n: _figure(m) for n, m in measure_all(members, interval=False).items()},
        }
        for group, members in groups.items()
    }


def _figure(measured: Measured) -> dict[str, Any]:
    measure = MEASURES[measured.name]
    places = 1 if measure.unit == "ms" else 4
    figure: dict[str, Any] = {"value": round(measured.value, places), "count": measured.count}
    if measured.interval is not None:
        interval = (measured.interval.low, measured.interval.high)
        figure["interval"] = [round(edge, places) for edge in interval]
    return figure


def prediction(judged: Judged) -> dict[str, Any]:
    """One line of predictions.jsonl."""
    each = {
        name: value
        for name, measure in MEASURES.items()
        if measure.one is not None and (value := measure.one(judged)) is not None
    }
    return {
        **judged.question.to_dict(),
        "verdict": judged.verdict.value,
        "right": judged.verdict.is_right,
        "values": {name: round(value, 4) for name, value in each.items()},
        "milliseconds": None if judged.milliseconds is None else round(judged.milliseconds, 2),
        "error": judged.error,
        "result": judged.result,
    }


def write_run(folder: Path, judged: Sequence[Judged], about: Mapping[str, Any]) -> None:
    """Writes run.json and predictions.jsonl.

    :param about: As `describe` makes it.
    :raises RunError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "predictions.jsonl").open("w", encoding="utf-8") as file:
            for one in judged:
                file.write(json.dumps(prediction(one), ensure_ascii=False) + "\n")
        text = json.dumps(about, ensure_ascii=False, indent=1)
        (folder / "run.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"写不进文件夹 {folder}：{error.strerror}",
            f"cannot write to {folder}: {error.strerror}",
        ) from error


def read_run(folder: Path) -> Run:
    """A run as `write_run` left it.

    :raises RunError: It is no run, or one of another format.
    """
    try:
        about = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        lines = (folder / "predictions.jsonl").read_text(encoding="utf-8").split("\n")
        predictions = {p["id"]: p for line in lines if line.strip() for p in (json.loads(line),)}
        form = about["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(
            f"{folder} 不是一次评测的文件夹；请给出 wenjin eval 写出的文件夹",
            f"{folder} is not the folder of a run; give one that wenjin eval wrote",
        ) from error
    if form != FORMAT:
        raise RunError(
            f"{folder} 的格式是 {form}，这个版本读 {FORMAT}；请重新评测",
            f"{folder} has format {form}, this version reads {FORMAT}; run the evaluation again",
        )
    return Run(folder, about, predictions)

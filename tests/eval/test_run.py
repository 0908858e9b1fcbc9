"""A run: asked, written, read again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from eval_cases import ORIGINALS, SETTINGS, answer, declined, question, unanswerable

from eval.question_set import Question
from eval.run import RunError, ask_all, describe, prediction, read_run, write_run
from eval.verdict import Judged, Verdict

QUESTIONS: list[Question] = [
    question("a", tags={"how_many", "must"}),
    question("b", question="坏的"),
    unanswerable("c", question="没有的"),
]


def ask(asked: str, history: Sequence[str]) -> Mapping[str, Any]:
    if asked == "坏的":
        raise ValueError("boom")
    return declined() if asked == "没有的" else answer()


def run(tmp_path: Path) -> tuple[list[Judged], dict[str, Any]]:
    judged = ask_all(QUESTIONS, ask, ORIGINALS)
    about = describe(judged, SETTINGS)
    write_run(tmp_path / "run", judged, about)
    return judged, about


def test_a_question_that_fails_counts_as_wrong_and_the_run_goes_on(tmp_path: Path) -> None:
    judged, about = run(tmp_path)
    assert [one.verdict for one in judged] == [
        Verdict.RIGHT, Verdict.NO_RESULT, Verdict.RIGHTLY_DECLINED,
    ]  # fmt: skip
    assert judged[1].error == "ValueError: boom"
    assert about["measures"]["right"]["value"] == pytest.approx(2 / 3, abs=1e-4)


def test_each_question_is_reported_as_it_is_done() -> None:
    seen: list[str] = []
    ask_all(QUESTIONS, ask, ORIGINALS, lambda one: seen.append(one.question.id))
    assert seen == ["a", "b", "c"]


def test_history_is_handed_on() -> None:
    got: list[tuple[str, ...]] = []

    def remember(asked: str, history: Sequence[str]) -> Mapping[str, Any]:
        got.append(tuple(history))
        return answer()

    ask_all([question(history=("先前的问题",))], remember, ORIGINALS)
    assert got == [("先前的问题",)]


def test_a_run_survives_writing_and_reading(tmp_path: Path) -> None:
    judged, about = run(tmp_path)
    found = read_run(tmp_path / "run")
    assert found.about == json.loads(json.dumps(about))
    assert list(found.predictions) == ["a", "b", "c"]
    assert found.predictions["a"] == json.loads(json.dumps(prediction(judged[0])))
    assert found.predictions["a"]["result"]["quotes"][0]["source"] == "a.txt"
    assert found.predictions["b"]["error"] == "ValueError: boom"


def test_broken_must_questions_are_named() -> None:
    judged = ask_all(QUESTIONS, lambda q, h: declined(), ORIGINALS)
    assert describe(judged, SETTINGS)["must_broken"] == ["a"]


def test_groups(tmp_path: Path) -> None:
    _, about = run(tmp_path)
    assert list(about["by_document"]) == ["a.txt", "none"]
    assert about["by_document"]["a.txt"]["questions"] == 2
    assert set(about["by_tag"]) == {"how_many", "must", "near_miss"}


def test_what_is_no_run_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="wenjin eval"):
        read_run(tmp_path)
    run(tmp_path)
    path = tmp_path / "run" / "run.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**about, "format": 99}), encoding="utf-8")
    with pytest.raises(RunError, match="99"):
        read_run(tmp_path / "run")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunError):
        write_run(tmp_path / "file", [], {})

"""Two runs compared."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval_cases import ORIGINALS, SETTINGS, answer, declined, question, unanswerable
from rich.console import Console

from eval.compare import compare
from eval.run import Run, ask_all, describe, read_run, write_run
from eval.tables import print_comparison, print_run

QUESTIONS = [
    *(question(f"q{at}", question=f"第{at}问", tags={"must", "how_many"}) for at in range(20)),
    unanswerable("none", question="没有的"),
]


def make(folder: Path, wrong: set[str], questions: Sequence[Any] = QUESTIONS) -> Run:
    def ask(asked: str, history: Sequence[str]) -> Mapping[str, Any]:
        if asked == "没有的":
            return declined()
        return answer("9人") if asked in wrong else answer()

    judged = ask_all(questions, ask, ORIGINALS)
    write_run(folder, judged, describe(judged, SETTINGS))
    return read_run(folder)


def test_what_got_better_and_what_broke(tmp_path: Path) -> None:
    found = compare(
        make(tmp_path / "a", {"第1问", "第2问"}), make(tmp_path / "b", {"第2问", "第3问"})
    )
    assert [change.id for change in found.got_better] == ["q1"]
    assert [change.id for change in found.broke] == ["q3"]
    assert found.broke[0].must
    assert (found.broke[0].answer_before, found.broke[0].answer_after) == ("6524人", "9人")
    assert found.questions == 21
    right = next(d for d in found.differences if d.name == "right")
    assert right.better == 0 and not right.is_more_than_chance


def test_a_large_difference_is_more_than_chance(tmp_path: Path) -> None:
    many = {f"第{at}问" for at in range(12)}
    found = compare(make(tmp_path / "a", set()), make(tmp_path / "b", many))
    contained = next(d for d in found.differences if d.name == "contained")
    assert contained.is_more_than_chance and contained.better < 0
    p50 = next(d for d in found.differences if d.name == "latency_p50")
    assert p50.p is None and not p50.is_more_than_chance


def test_only_the_same_questions_are_paired(tmp_path: Path) -> None:
    changed = [question("q0", question="改了的"), *QUESTIONS[1:5]]
    found = compare(
        make(tmp_path / "a", set(), QUESTIONS[:5]), make(tmp_path / "b", set(), changed)
    )
    assert found.questions == 4
    assert (found.only_before, found.only_after) == (("q0",), ("q0",))


def test_the_texts_for_the_terminal(tmp_path: Path) -> None:
    before, after = make(tmp_path / "a", set()), make(tmp_path / "b", {"第3问"})
    text = io.StringIO()
    console = Console(file=text, width=160)
    print_run(console, after.about)
    print_comparison(console, compare(before, after))
    shown = text.getvalue()
    assert "must broken: q3" in shown
    assert "q3 [must] 第3问" in shown
    assert "right: 6524人 → wrong_answer: 9人" in shown

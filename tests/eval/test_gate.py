"""The gate closes on what is worse and stays open otherwise."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from eval_cases import ORIGINALS, SETTINGS, answer, declined, question, unanswerable

from eval.gate import BaselineError, check_gate, closed, make_baseline, read_baseline
from eval.run import ask_all, describe


def about(wrong: int = 0) -> dict[str, Any]:
    """A run of fifty questions, the first ones wrong; the last two are `must`."""
    return copy.deepcopy(_about(wrong))


@cache
def _about(wrong: int) -> dict[str, Any]:
    questions = [
        question(f"q{at}", question=str(at), tags={"must"} if at >= 48 else {"how_many"})
        for at in range(50)
    ]

    def ask(asked: str, history: Sequence[str]) -> Mapping[str, Any]:
        if asked == "?":
            return declined()
        bad = int(asked) < wrong
        return answer("9人" if bad else "6524人", confidence=0.0 if bad else 1.0)

    judged = ask_all([*questions, unanswerable(question="?")], ask, ORIGINALS)
    return describe(judged, SETTINGS, interval=False)


def test_the_same_run_passes() -> None:
    assert check_gate(about(), make_baseline(about())).is_open


def test_a_better_run_passes() -> None:
    assert check_gate(about(0), make_baseline(about(5))).is_open


def test_a_fall_beyond_the_tolerance_closes_and_is_named() -> None:
    gate = check_gate(about(5), make_baseline(about()))
    assert {"right", "f1", "contained"} <= {fall.name for fall in gate.falls}
    message = closed(gate).message("en")
    assert "right 0.9020 (baseline 1.0000, tolerance 0.0100)" in message
    assert "--accept" in message and "\n" not in message


def test_a_fall_within_the_tolerance_passes() -> None:
    baseline = make_baseline(about())
    for entry in baseline["measures"].values():
        entry["tolerance"] = 0.5
    assert check_gate(about(5), baseline).is_open


def test_a_broken_must_closes_alone() -> None:
    worse = about()
    worse["must_broken"] = ["q48"]
    gate = check_gate(worse, make_baseline(about()))
    assert gate.falls == () and gate.broken == ("q48",)
    assert "must q48" in closed(gate).message("zh")
    assert check_gate(worse, make_baseline(worse)).is_open


def test_lower_is_better_where_it_is() -> None:
    baseline = make_baseline(about())
    worse = about()
    worse["measures"]["wrongly_declined"]["value"] = 0.2
    assert [fall.name for fall in check_gate(worse, baseline).falls] == ["wrongly_declined"]


def test_a_missing_measure_closes() -> None:
    worse = about()
    del worse["measures"]["verbatim"]
    (fall,) = check_gate(worse, make_baseline(about())).falls
    assert fall.found is None
    assert "verbatim –" in closed(check_gate(worse, make_baseline(about()))).message("en")


def test_halves_are_not_mixed() -> None:
    other = about()
    other["set"]["split"] = "tune"
    with pytest.raises(BaselineError, match="--split all"):
        check_gate(other, make_baseline(about()))


def test_a_baseline_survives_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(make_baseline(about())), encoding="utf-8")
    assert read_baseline(path) == make_baseline(about())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"measures": {"speed": {}}, "must_broken": []}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match="--accept"):
        read_baseline(path)

"""Comparing answers: CMRC's measures against an independent count, and whole numbers."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.text_match import character_f1, contained, exact_match, tokens


def test_units() -> None:
    assert tokens("２,０１８年增長34.4%，達 GDP 第1位。") == (
        "2018", "年", "增", "长", "34.4", "%", "达", "gdp", "第", "1", "位",
    )  # fmt: skip


def test_exact_match_folds_and_drops_punctuation() -> None:
    assert exact_match("“產(chǎn)業(yè)”扶貧", ["产业扶贫"]) == 1.0
    assert exact_match("6524人。", ["2474户", "6524人"]) == 1.0
    assert exact_match("6524", ["6524人"]) == 0.0


def test_f1_of_the_longest_common_run() -> None:
    # given 2474 户 6524 人 (4 units), accepted 6524 人 (2): run 2, precision 1/2, recall 1
    assert character_f1("2474户6524人", ["6524人"]) == pytest.approx(2 / 3)
    # a common subsequence that is no run does not count: 甲乙丙 against 甲丙 shares a run of one
    assert character_f1("甲乙丙", ["甲丙"]) == pytest.approx(
        2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2)
    )
    assert character_f1("", ["6524人"]) == 0.0
    assert character_f1("6524人", ["错", "6524人"]) == 1.0


@given(st.text("甲乙丙丁戊", max_size=12), st.text("甲乙丙丁戊", min_size=1, max_size=12))
def test_f1_agrees_with_difflib(left: str, right: str) -> None:
    run = SequenceMatcher(None, left, right, autojunk=False).find_longest_match().size
    precision, recall = run / len(left) if left else 0.0, run / len(right)
    expected = 2 * precision * recall / (precision + recall) if run else 0.0
    assert character_f1(left, [right]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "accepted", "held"),
    [
        ("共2474戶6524人", "6524人", True),
        ("共16524人", "6524人", False),
        ("共6524.5人", "6524人", False),
        ("占20.8%", "0.8%", False),
        ("占20.8%", "20.8", True),
        ("128", "182", False),
        ("增长1,234元", "1234元", True),
        ("7241人，2829户", "2829户；7241人", True),
        ("7241人", "2829户；7241人", False),
        ("", "6524人", False),
        ("什么都有", "，", False),
    ],
)
def test_contained_takes_numbers_and_parts_whole(text: str, accepted: str, held: bool) -> None:
    assert contained(text, [accepted]) is held

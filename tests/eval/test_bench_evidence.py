"""Answer and evidence F1 of ExpMRC, by hand-counted examples."""

from __future__ import annotations

import pytest

from eval.bench_evidence import bag_f1, tokens


def test_a_chinese_character_is_a_token_and_so_is_a_run_of_others() -> None:
    assert tokens("《XEvil》于2.5版的改编，the A-1") == {
        **dict.fromkeys("于版的改编", 1),
        "xevil": 1,
        "2.5": 1,
        "1": 1,
    }


@pytest.mark.parametrize(
    ("given", "references", "expected"),
    [
        ("伤病困扰", ["伤病困扰"], 1.0),
        ("由于伤病困扰", ["伤病困扰"], 2 * 4 / 10),
        ("困扰伤病", ["伤病困扰"], 1.0),  # a bag has no order, unlike the run of CMRC
        ("人人", ["人"], 2 * 1 / 3),  # what is said twice is matched once
        ("甲", ["乙", "甲乙"], 2 * 1 / 3),  # the best reference counts
        ("", ["甲"], 0.0),
        ("。", ["，"], 1.0),
        ("甲", [], 0.0),
    ],
)
def test_f1_of_bags(given: str, references: list[str], expected: float) -> None:
    assert bag_f1(given, references) == pytest.approx(expected)

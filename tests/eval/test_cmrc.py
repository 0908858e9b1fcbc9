"""Exact match and F1 as CMRC 2018 defines them."""

from __future__ import annotations

import pytest

from eval.cmrc import exact_match, f1, score, tokens


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("《问津》，1963年", ["问", "津", "1963", "年"]),
        ("The Beatles 乐队", ["the", "beatles", "乐", "队"]),
        ("  ", []),
        ("3.6亿元", ["3.6", "亿", "元"]),
    ],
)
def test_tokens_are_characters_and_runs_of_others(answer: str, expected: list[str]) -> None:
    assert tokens(answer) == expected


def test_marks_and_case_do_not_count() -> None:
    assert exact_match("「beatles」", ["Beatles"]) == 1
    assert exact_match("1963年。", ["1964年", "1963年"]) == 1
    assert exact_match("1963", ["1963年"]) == 0


def test_overlap_is_one_unbroken_run() -> None:
    # 一二 and 四五 are shared, but only one of the runs counts: 2 of 4 and 2 of 5.
    assert f1("一二四五", ["一二三四五"]) == pytest.approx(2 * 0.5 * 0.4 / 0.9)


def test_the_best_reference_counts() -> None:
    assert f1("6524人", ["2474户", "6524人"]) == 1
    assert f1("", ["6524人"]) == 0
    assert f1("无关", ["6524人"]) == 0


def test_means_are_per_cent_over_all_questions() -> None:
    result = score([("1963年", ["1963年"]), ("", ["1990年"])])
    assert (result.exact, result.f1, result.count) == (50, 50, 2)

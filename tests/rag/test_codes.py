"""A code's siblings answer nothing about it."""

from __future__ import annotations

import pytest

from rag.codes import codes, tells_another_code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("故障E3与A-12", [("e", "3"), ("a", "12")]),
        ("S3系列", [("s", "3")]),
        ("产于PM2.5超标的2023年", []),
        ("编号AB12345", []),
        ("12号", []),
    ],
)
def test_codes_of_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    ("question", "before", "sentence", "another"),
    [
        ("显示E3是什么故障", "", "E1传感器故障,请联系售后。", True),
        ("显示e3是什么故障", "", "E3传感器故障,请联系售后。", False),
        ("E3和E1有何不同", "", "E1与E3都会停机。", False),
        ("S2多少钱", "【S3】\n", "售价:2399元", True),
        ("S2多少钱", "S2已停产,推出S3。\n", "售价:2399元", True),
        ("S3多少钱", "S2已停产,推出S3。\n", "售价:2399元", False),
        ("S2多少钱", "", "售价:2399元", False),
        ("S2多少钱", "E1传感器故障。", "售价:2399元", False),
        ("多少钱", "【S3】\n", "售价:2399元", False),
    ],
)
def test_what_is_told_of_a_sibling(
    question: str, before: str, sentence: str, another: bool
) -> None:
    assert tells_another_code(question, before + sentence, sentence) is another

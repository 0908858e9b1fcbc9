from __future__ import annotations

import pytest

from rag.changes import find_changes, is_not_reached, wanted_end
from rag.figures import find_figures


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("月租多少钱", 1),
        ("月租现在多少钱", 1),
        ("月租涨到了多少", 1),
        ("原来月租多少钱", -1),
        ("月租以前是多少", -1),
        ("月租涨了多少", 0),
        ("比去年多多少", 0),
        ("降幅是多少", 0),
    ],
)
def test_which_end_is_asked_for(question: str, end: int) -> None:
    assert wanted_end(question) == end


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("月租由150元调到200元。", [("150元", "200元")]),
        ("车程由原来的3小时缩短为50分钟。", [("3小时", "50分钟")]),
        ("收入由2016年的3200元增加到2021年的9100元。", [("3200元", "9100元")]),
        ("由12户增加到300人。", []),
        ("预算150元,调到200元。", []),
        ("由150元。调到200元。", []),
    ],
)
def test_the_two_ends_of_a_change(text: str, ends: list[tuple[str, str]]) -> None:
    changes = find_changes(text, find_figures(text))
    assert [(text[a.start : a.end], text[b.start : b.end]) for a, b in changes] == ends


@pytest.mark.parametrize(
    ("question", "told", "is_not"),
    [
        ("发生率降到多少", "贫困发生率", True),
        ("发生率降到了多少", "贫困发生率下降为", False),
        ("收入提高到多少", "人均纯收入由2014年的1907元增加到2020年的", False),
        ("收入提高到多少", "人均纯收入由2014年的", True),
        ("发生率降了多少", "贫困发生率", False),
        ("发生率是多少", "贫困发生率", False),
    ],
)
def test_what_was_reached(question: str, told: str, is_not: bool) -> None:
    assert is_not_reached(question, told) is is_not

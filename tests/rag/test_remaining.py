from __future__ import annotations

import pytest

from rag.remaining import remaining_fit


@pytest.mark.parametrize(
    ("question", "before", "after", "fit"),
    [
        ("还差几户", "还差", "", 1),
        ("还缺多少钱", "缺口", "", 1),
        ("剩下几间没装", "其余", "未装", 1),
        ("还有几户没签", "", "未签", 1),
        ("还差几户", "已签", "", -1),
        ("还剩多少只", "降到", "", 0),
        ("还差几户", "该楼", "", 0),
        ("已签了几户", "还差", "", -1),
        ("签了几户", "尚未签", "", -1),
        ("签了几户", "已签", "", 0),
        ("没签的有几户", "尚未签", "", 0),
        ("该楼有多少户", "还差", "", 0),
    ],
)
def test_what_is_left_and_what_is_done(question: str, before: str, after: str, fit: int) -> None:
    assert remaining_fit(question, before, after) == fit

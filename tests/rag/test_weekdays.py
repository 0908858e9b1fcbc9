"""Days of the week in questions and sentences."""

from __future__ import annotations

import pytest

from rag.weekdays import tells_other_days, weekdays


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周三", {3}),
        ("星期天与礼拜一", {7, 1}),
        ("周一至周五", {1, 2, 3, 4, 5}),
        ("周一到五", {1, 2, 3, 4, 5}),
        ("周五、周六", {5, 6}),
        ("周末", {6, 7}),
        ("工作日", {1, 2, 3, 4, 5}),
        ("3个工作日内", set()),
        ("每天", {1, 2, 3, 4, 5, 6, 7}),
        ("周围", set()),
    ],
)
def test_days_that_are_named(text: str, days: set[int]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize(
    ("question", "sentence", "others"),
    [
        ("周日能看门诊吗", "周六:上午8:00—11:30。", True),
        ("周三几点开门", "周一至周五9:00开门。", False),
        ("周六几点开门", "周一至周五9:00开门。", True),
        ("周三开门吗", "周一闭馆。", False),
        ("周三开门吗", "每天9:00开门。", False),
        ("周三开门吗", "9:00开门。", False),
        ("星期几开门", "周六开门。", False),
    ],
)
def test_other_days(question: str, sentence: str, others: bool) -> None:
    assert tells_other_days(question, sentence) is others

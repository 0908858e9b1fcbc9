from __future__ import annotations

import pytest

from rag.figures import find_figures
from rag.intervals import asks_interval, find_intervals, with_intervals


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("滤网多久洗一次", True),
        ("几天浇一次水", True),
        ("隔几个月检查一回", True),
        ("一年检查几次", False),
        ("洗一次要多久", False),
        ("多久能洗完", False),
    ],
)
def test_how_often_is_asked(question: str, asks: bool) -> None:
    assert asks_interval(question) is asks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("滤网每两周清洗一次", ["每两周"]),
        ("教室每天消毒,每隔3个月大扫除", ["每天", "每隔3个月"]),
        ("滤芯每3-6个月更换", ["每3-6个月"]),
        ("每半年体检一次", ["每半年"]),
        ("每周二、周四收单", []),
        ("每周一收单", []),
        ("平均每年增长3%", []),
        ("每次20秒,每人3份", []),
    ],
)
def test_intervals_keep_their_every(text: str, found: list[str]) -> None:
    assert [text[f.start : f.end] for f in find_intervals(text)] == found


def test_an_interval_takes_the_place_of_the_time_in_it() -> None:
    text = "每两周清洗,每次3小时"
    figures = with_intervals(find_figures(text), find_intervals(text))
    assert [text[f.start : f.end] for f in figures] == ["每两周", "3小时"]

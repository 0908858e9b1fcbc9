"""Dates, years and quantities of English questions."""

from __future__ import annotations

import pytest

from rag.english_figures import figures


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("on february 25, 2021 it opened", ["2021年2月25日"]),
        ("on 25th march 2020", ["2020年3月25日"]),
        ("the 3rd of october", ["10月3日"]),
        ("in may 2019", ["2019年5月"]),
        ("by the end of 2014", ["2014年底"]),
        ("from 2016 to 2020", ["2016年", "2020年"]),
        ("in five years", ["五年"]),
        ("2,300 yuan and two months", ["2300元", "两个月"]),
        ("2014年 and 2015", ["2014年", "2015年"]),
        ("it may be so in march", []),
        ("12020 or 2020s", []),
    ],
)
def test_figures_are_written_in_chinese(text: str, chinese: list[str]) -> None:
    assert [figure.words[0] for figure in figures(text)] == chinese


def test_a_number_may_be_written_in_figures_too() -> None:
    assert figures("over five years")[0].words == ("五年", "5年")

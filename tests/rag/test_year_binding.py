from __future__ import annotations

import pytest

from rag.figures import find_figures
from rag.year_binding import bind_years, year_fit

CHANGE = "粮食总产量由2015年的12.4万吨提高到2021年的15.8万吨,单产增长6%。"
NO_YEARS = "2019年,失业率从5.2%降到3.8%。"
TWO = "2017年,接待游客30万人次;2022年,接待游客达81万人次。"


def fits(sentence: str, years: tuple[int, ...], question: str = "是多少") -> dict[str, float]:
    figures = find_figures(sentence)
    bound = bind_years(sentence, figures)
    return {
        sentence[f.start : f.end]: year_fit(question, years, bound.get(f.start)) for f in figures
    }


@pytest.mark.parametrize(
    ("sentence", "year", "theirs", "others"),
    [
        (CHANGE, 2015, "12.4万吨", "15.8万吨"),
        (CHANGE, 2021, "15.8万吨", "12.4万吨"),
        (NO_YEARS, 2019, "3.8%", "5.2%"),
        (TWO, 2017, "30万人次", "达81万人次"),
        (TWO, 2022, "达81万人次", "30万人次"),
        ("比2018年多收了40吨,2020年收粮300吨。", 2020, "300吨", "40吨"),
    ],
)
def test_the_figure_of_the_year_asked_for_fits_best(
    sentence: str, year: int, theirs: str, others: str
) -> None:
    found = fits(sentence, (year,))
    assert found[theirs] > found[others]


def test_the_figure_of_another_year_is_denied() -> None:
    assert fits(CHANGE, (2021,))["12.4万吨"] == -1.0
    assert fits(TWO, (2022,))["30万人次"] == -1.0


def test_a_range_of_years_holds_those_within() -> None:
    sentence = "2016年至2019年,累计植树5000亩。"
    assert fits(sentence, (2018,))["5000亩"] == 1.0
    assert fits(sentence, (2020,))["5000亩"] == -1.0


def test_what_is_told_since_a_year_is_not_denied_for_later_ones() -> None:
    assert fits("2013年以来,修路120公里。", (2018,))["120公里"] == 0.0


@pytest.mark.parametrize(
    ("question", "best"), [("失业率降到多少", "3.8%"), ("失业率原来是多少", "5.2%")]
)
def test_without_a_year_the_question_says_which_end_of_the_change(question: str, best: str) -> None:
    found = fits("失业率从5.2%降到3.8%。", (), question)
    assert max(found, key=lambda figure: found[figure]) == best

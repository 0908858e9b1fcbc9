from __future__ import annotations

import pytest

from rag.amounts import agree, answer_amounts, common_unit, find_amounts
from rag.figures import Dimension


@pytest.mark.parametrize(
    ("text", "value", "base", "unit"),
    [
        ("2.3万人", 23000.0, 23000.0, "人"),
        ("37467名", 37467.0, 37467.0, "人"),
        ("一百二十八户", 128.0, 128.0, "户"),
        ("1.86亿元", 1.86e8, 1.86e8, "元"),
        ("646公里", 646.0, 646000.0, "米"),
        ("30亩", 30.0, 20000.0, "平方米"),
        ("3成", 3.0, 30.0, "%"),
        ("2018年5月", 2018.0, 20180500.0, "年"),
        ("151个", 151.0, 151.0, ""),
        ("78座", 78.0, 78.0, ""),
    ],
)
def test_an_amount_is_a_number_in_a_unit(text: str, value: float, base: float, unit: str) -> None:
    amount = find_amounts(text)[0]
    assert (amount.value, amount.unit) == (value, unit)
    assert amount.base == pytest.approx(base)


def test_what_follows_tells_what_a_bare_number_counts() -> None:
    amount = answer_amounts("59万", "全市59万贫困人口全部脱贫")[0]
    assert (amount.unit, amount.dimension) == ("人", Dimension.PERSON)


def test_a_traditional_answer_is_folded() -> None:
    assert answer_amounts("1.86億元", "投放小額貸款1.86億元")[0].value == pytest.approx(1.86e8)


def test_a_damaged_figure_is_no_amount() -> None:
    assert find_amounts("□.8万人") == ()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2.3万人", "23000人", True),
        ("2.3万人", "22960人", True),
        ("2.3万人", "23400人", True),
        ("2.3万人", "23600人", False),
        ("近4万人", "39988人", True),
        ("近4万人", "26000人", False),
        ("5000余人", "5200人", True),
        ("5000余人", "6200人", False),
        ("128名", "一百二十八人", True),
        ("1212平方公里", "181.8万亩", True),
        ("6亿元", "6亿元左右", True),
        ("60.8万人", "59万人", False),
        ("120户", "120人", False),
        ("2018年", "2018年5月", True),
        ("2018年3月", "2018年5月", False),
        ("2018年", "2019年", False),
    ],
)
def test_rounding_is_no_difference(first: str, second: str, same: bool) -> None:
    a, b = find_amounts(first)[0], find_amounts(second)[0]
    assert agree(a, b) is same
    assert agree(b, a) is same


def test_households_are_not_compared_with_people() -> None:
    people, both, households = (find_amounts(t) for t in ("39988人", "2474户6524人", "5819户"))
    assert common_unit([people, both], Dimension.PERSON) == "人"
    assert common_unit([people, households], Dimension.PERSON) is None
    assert common_unit([people, ()], Dimension.PERSON) is None


def test_what_is_asked_is_compared_first() -> None:
    groups = [find_amounts("2474户6524人"), find_amounts("1399户4198人")]
    assert common_unit(groups, Dimension.PERSON) == "人"
    assert common_unit(groups, Dimension.HOUSEHOLD) == "户"

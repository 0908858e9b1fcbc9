from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figures import Dimension, find_dates, find_figures, parse_number


def found(text: str) -> list[tuple[str, float, Dimension]]:
    return [(text[f.start : f.end], f.value, f.dimension) for f in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("128", 128),
        ("1,079.53", 1079.53),
        ("一百二十八", 128),
        ("两千零五", 2005),
        ("十五", 15),
        ("二〇二〇", 2020),
        ("三万五千", 35000),
        ("一亿二千万", 120_000_000),
        ("三点六", 3.6),
    ],
)
def test_numbers_in_digits_and_in_characters(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert parse_number(text) is None or isinstance(parse_number(text), float)


@given(st.text(alphabet="0123456789.,万亿余多人户元年月日一二十百近%"))
def test_figures_lie_in_the_text_and_in_order(text: str) -> None:
    figures = find_figures(text)
    assert all(0 <= f.start < f.end <= len(text) for f in figures)
    assert [f.start for f in figures] == sorted(f.start for f in figures)


def test_unit_scale_and_qualifier_belong_to_the_figure() -> None:
    assert found("投入近6亿元,惠及14.06万人,5000余名干部,达96%以上") == [
        ("近6亿元", 6e8, Dimension.MONEY),
        ("14.06万人", 140600, Dimension.PERSON),
        ("5000余名", 5000, Dimension.PERSON),
        ("达96%以上", 96, Dimension.PERCENT),
    ]


def test_units_in_letters_end_where_the_letters_end() -> None:
    assert found("重14.6kg,电压220V,5G网络,2GB内存,耗电3千瓦时,40度") == [
        ("14.6kg", 14.6, Dimension.MASS),
        ("220V", 220, Dimension.VOLTAGE),
        ("5G", 5, Dimension.COUNT),
        ("2GB", 2, Dimension.COUNT),
        ("3千瓦时", 3, Dimension.COUNT),
        ("40度", 40, Dimension.COUNT),
    ]


def test_a_bound_keeps_its_denial() -> None:
    assert [text for text, *_ in found("不超过20元,不得少于3天,超过60天,不足8天,不满5天")] == [
        "不超过20元",
        "不得少于3天",
        "超过60天",
        "不足8天",
        "不满5天",
    ]


def test_neighbouring_figures_are_two() -> None:
    assert [text for text, *_ in found("2474户6524人")] == ["2474户", "6524人"]


def test_a_chinese_numeral_needs_a_unit() -> None:
    assert found("一方水土养不好一方人") == []


def test_dates() -> None:
    text = "2021年2月25日召开,2016年至2019年,3月6日"
    assert [text[d.start : d.end] for d in find_dates(text)] == [
        "2021年2月25日",
        "2016年",
        "2019年",
        "3月6日",
    ]


def test_years_and_halves_are_stretches_of_time() -> None:
    assert [
        (text, value)
        for text, value, dimension in found("每1万公里或一年,半年一换,保修三年,减为一年半")
        if dimension is Dimension.DURATION
    ] == [("一年", 1), ("半年", 0.5), ("三年", 3), ("一年半", 1.5)]
    assert found("小学三年级,上半年,这一年,学年制") == []


def test_a_limit_of_time_keeps_its_within() -> None:
    assert [
        text for text, *_ in found("5个工作日内放款,24小时之内复查,三年内还清,一天内容很多")
    ] == [
        "5个工作日内",
        "24小时之内",
        "三年内",
        "一天",
    ]


@pytest.mark.parametrize(
    "figure",
    [
        "2.0兆帕",
        "95毫米汞柱",
        "9毫摩尔每升",
        "50毫克",
        "512GB",
        "300兆",
        "85分",
        "30目",
        "10克拉",
        "3000转/分",
    ],
)
def test_a_figure_keeps_its_unit_of_science_and_trade(figure: str) -> None:
    assert [text for text, *_ in found(f"为{figure},合格。")] == [figure]


def test_divided_is_no_mark() -> None:
    assert [text for text, *_ in found("用时5分钟,分5批,占3分之1,20分成两半")] == [
        "5分钟",
        "5批",
        "3",
        "1",
        "20",
    ]

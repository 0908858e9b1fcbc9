from __future__ import annotations

import time

import pytest

from rag.figures import find_figures
from rag.ranges import End, asked_end, find_ranges, with_ranges, with_units


def ranges(text: str) -> list[str]:
    return [text[r.whole.start : r.whole.end] for r in find_ranges(text, find_figures(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("成鱼重3—5斤,长30-45厘米", ["3—5斤", "30-45厘米"]),
        ("可在16%至28%之间调节", ["16%至28%"]),
        ("每轮20到30秒", ["20到30秒"]),
        ("每丛结果7~9枚", ["7~9枚"]),
        ("约4—6个月", ["约4—6个月"]),
        ("海拔1,100至2,400米", ["1,100至2,400米"]),
        ("押金3-5万元", ["3-5万元"]),
        ("晾晒三到五天", ["三到五天"]),
        ("租金80元至120元", ["80元至120元"]),
        ("刑期3年至7年", ["3年至7年"]),
    ],
)
def test_two_numbers_with_a_dash_are_one_figure(text: str, found: list[str]) -> None:
    assert ranges(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "电话0351-4001122转8人",
        "9:00—15:30开放",
        "型号K-20台",
        "3-5月施工",
        "2018-2020年",
        "从3万人到5万人",
        "参见第3-5条",
        "比分5-3个",
        "3户到5个村",
        "2024-03-16日",
        "30,40厘米",
    ],
)
def test_a_telephone_number_a_date_a_time_and_a_change_are_no_range(text: str) -> None:
    assert ranges(text) == []


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("温度最低可以调到多少", End.LOW),
        ("至少要几天", End.LOW),
        ("最多能住几个人", End.HIGH),
        ("每件最高赔多少钱", End.HIGH),
        ("要几天", None),
        ("最低多少、最高多少", None),
        ("最低生活保障是多少钱", None),
        ("最大的养殖场有多少只羊", None),
    ],
)
def test_the_end_that_is_asked_for(question: str, end: End | None) -> None:
    assert asked_end(question) is end


@pytest.mark.parametrize(
    ("end", "unit", "kept"),
    [
        (None, None, "16%至28%"),
        (End.LOW, None, "16%"),
        (End.HIGH, None, "28%"),
    ],
)
def test_the_end_asked_for_stands_for_the_range(
    end: End | None, unit: str | None, kept: str
) -> None:
    text = "湿度16%至28%。"
    assert [text[f.start : f.end] for f in with_ranges(text, find_figures(text), end, unit)] == [
        kept
    ]


def test_a_lower_end_without_unit_stands_alone_only_where_the_question_names_the_unit() -> None:
    text = "每轮20到30秒"
    figures = find_figures(text)
    assert [text[f.start : f.end] for f in with_ranges(text, figures, End.LOW, "秒")] == ["20"]
    assert [text[f.start : f.end] for f in with_ranges(text, figures, End.LOW)] == ["20到30秒"]


def test_the_lower_end_is_measured_in_the_unit_of_the_upper() -> None:
    text = "每晚180到260元"
    assert [(f.value, f.unit) for f in with_units(text, find_figures(text))] == [
        (180, "元"),
        (260, "元"),
    ]


@pytest.mark.parametrize("text", ["12-15个、" * 1500, "1," * 5000, "一二三" * 3000, "-" * 10000])
def test_a_long_text_takes_no_long_time(text: str) -> None:
    start = time.process_time()
    with_ranges(text, find_figures(text))
    asked_end(text)
    assert time.process_time() - start < 3

from __future__ import annotations

import pytest

from rag.follow_up import complete


def text(question: str, *history: str) -> str | None:
    completed = complete(question, history)
    return completed.text if completed else None


def test_another_place_is_put_in() -> None:
    assert text("那昔阳呢", "沁县搬迁了多少人") == "昔阳搬迁了多少人"


def test_another_year_is_put_in() -> None:
    assert text("2020年呢？", "2016年昔阳收入多少") == "2020年昔阳收入多少"


def test_a_chain_of_follow_ups() -> None:
    assert text("那永和呢", "沁县搬迁了多少人", "那昔阳呢") == "永和搬迁了多少人"


def test_what_points_back_keeps_the_words_before_and_asks_its_own() -> None:
    completed = complete("他是哪个学校派来的", ["方山县的副县长是谁"])
    assert completed is not None
    assert "副县长" in completed.text
    assert completed.asks == "他是哪个学校派来的"


def test_what_speaks_of_the_county_takes_over_its_name() -> None:
    assert text("全县脱贫人数是多少", "昔阳县是哪年脱贫的") == "昔阳县 全县脱贫人数是多少"


@pytest.mark.parametrize(
    "question", ["马金莲得了什么奖", "火星上有几个月亮", "永和县的面积有多大", "吕梁呼叫过谁"]
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert text(question, "昔阳县是哪年脱贫的") is None


def test_without_a_history_nothing_is_carried_over() -> None:
    assert text("那昔阳呢") is None

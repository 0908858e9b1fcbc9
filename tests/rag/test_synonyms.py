"""Everyday words and what reports write for them."""

from __future__ import annotations

from rag.coverage import Words
from rag.synonyms import _GROUPS, synonyms


def test_a_word_is_put_otherwise() -> None:
    assert "务工" in synonyms("外出打工的人")["打工"]
    assert "打工" not in synonyms("外出打工的人")["打工"]
    assert synonyms("这是为什么") == {}


def test_the_longer_word_is_meant() -> None:
    assert set(synonyms("小额贷款发放")) == {"小额贷款"}


def test_what_stands_for_a_word_counts_a_little_less() -> None:
    words = Words({"打工": 2.0, "人数": 2.0}, others={"打工": frozenset({"务工"})})
    assert words.share("外出打工人数") == 1.0
    assert words.share("外出务工人数") == 0.9
    assert words.share("外出旅游人数") == 0.5


def test_a_group_has_two_words_and_more() -> None:
    groups = [line.split() for line in _GROUPS.strip().splitlines()]
    assert all(len(set(group)) > 1 for group in groups)


def test_a_day_of_the_week_has_several_names() -> None:
    assert "周日" in synonyms("星期天开门吗")["星期天"]
    assert "周三" in synonyms("礼拜三开门吗")["礼拜三"]
    assert "周六" not in synonyms("星期天开门吗")["星期天"]


def test_less_and_more() -> None:
    assert "下降" in synonyms("鸟为什么变少")["变少"]
    assert "增加" in synonyms("鸟为什么变多")["变多"]

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.follow_up import complete, with_place, with_topic


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
    "question",
    [
        "牛寺乡那个山里的村子怎么搬走的",
        "马金莲得了什么奖",
        "火星上有几个月亮",
        "永和县的面积有多大",
        "吕梁呼叫过谁",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert text(question, "昔阳县是哪年脱贫的") is None


def test_another_thing_is_asked_of_the_same_place() -> None:
    assert text("那县长呢？", "沁县的县委书记是谁？") == "沁县 县长 是谁"
    assert text("那教育呢", "昔阳县财政为脱贫投了多少钱") == "昔阳县 教育 投了多少钱"


def test_a_place_takes_the_stead_of_one_of_its_own_level() -> None:
    assert text("那中阳呢", "吕梁的文水县结对帮扶哪个县") == "吕梁的中阳结对帮扶哪个县"


def test_what_was_asked_before_is_not_asked_again() -> None:
    assert text("投了多少钱？", "沁县搬迁了多少人") == "沁县搬迁 投了多少钱?"


@pytest.mark.parametrize(
    "question",
    [
        "各地分别有多少所小学",
        "这几篇报道的记者都有谁",
        "“这里的水是甜的”是谁说的",
        "李正印遍访了多少个贫困村",
    ],
)
def test_what_asks_of_everything_or_quotes_is_left_alone(question: str) -> None:
    assert text(question, "昔阳县是哪年脱贫的") is None


def test_questions_that_stand_alone_are_hardly_ever_changed() -> None:
    """Each question of the set that was asked without a history, after another one of it."""
    lines = (Path(__file__).parents[2] / "eval" / "seeds.jsonl").read_text(encoding="utf-8")
    alone = [
        entry["question"]
        for entry in map(json.loads, lines.splitlines())
        if not entry["history"] and entry["answerable"]
    ]
    changed = [
        question
        for place, question in enumerate(alone)
        if complete(question, [alone[place - 7]]) is not None
    ]
    assert len(changed) <= 0.01 * len(alone), changed


def test_without_a_history_nothing_is_carried_over() -> None:
    assert text("那昔阳呢") is None


def test_all_that_is_asked_of_a_thing_is_carried_over() -> None:
    assert text("那另一批呢", "第一批消费券几点开始发放？") == "另一批 几点开始发放"
    assert text("那另一批呢", "第一批消费券啥时候发放？") == "另一批 什么时候发放"


@pytest.mark.parametrize(
    ("question", "history", "meant"),
    [
        ("村集体一年能挣多少", "青河县南滩村的第一书记是谁", "青河县南滩村 村集体一年能挣多少"),
        ("资助金额一共多少", "沁县资助学生多少人次", "沁县 资助金额一共多少"),
        ("昔阳县资助了多少", "沁县资助学生多少人次", None),
        ("各县资助了多少", "沁县资助学生多少人次", None),
        ("资助金额一共多少", "什么是一码清", None),
    ],
)
def test_a_question_that_finds_nothing_is_put_with_the_place(
    question: str, history: str, meant: str | None
) -> None:
    found = with_place(question, [history])
    assert (found.text if found else None) == meant


def test_a_question_goes_on_with_then() -> None:
    completed = complete("那带动了几个村", ["沁县建了多少座电站"])
    assert completed is not None and completed.text == "沁县建 座电站 带动了几个村"
    assert complete("那里有多少人", ["沁县有多少贫困户"]) is not None
    assert complete("那曲有多少人口", ["沁县建了多少座电站"]) is None


def test_a_question_with_all_its_parts_takes_over_nothing() -> None:
    completed = complete("那后来的新桥是谁带头修的？", ["老石桥是谁主持修的"])
    assert completed is not None and completed.text == "后来的新桥是谁带头修的?"
    assert text("那后来的新桥是谁带头修的", "沁县的老石桥是谁修的") == "沁县 后来的新桥是谁带头修的"
    assert text("那书记是谁派的", "老石桥在哪个村") != "书记是谁派的"


def test_others_and_what_should_be_do_not_point_back() -> None:
    assert text("其他城市的住宿标准是多少", "出差伙食补贴多少钱") is None
    assert text("晕车的孩子应该提前告诉谁", "研学什么时候集合") is None


def test_what_is_asked_is_asked_of_another_thing() -> None:
    assert text("Pro款呢", "标准款哪天能买到") == "Pro款 哪天能买到"
    assert text("滤芯呢", "过滤网多久洗一次") == "滤芯 多久洗一次"


@pytest.mark.parametrize(
    ("question", "history", "meant"),
    [
        ("分布在几个村", "沁县的农家乐有多少家", "沁县的农家乐 家 分布在几个村"),
        ("一共投进去多少钱", "光伏电站有几座", "光伏电站 座 一共投进去多少钱"),
        ("村里的老支书为修路的事总共跑了多少趟县城", "光伏电站有几座", None),
        ("昔阳分布在几个村", "沁县的农家乐有多少家", None),
        ("哪些地方有农家乐", "沁县的农家乐有多少家", None),
    ],
)
def test_a_short_question_may_be_about_what_was_spoken_of(
    question: str, history: str, meant: str | None
) -> None:
    found = with_topic(question, [history])
    assert (found.text if found else None) == meant

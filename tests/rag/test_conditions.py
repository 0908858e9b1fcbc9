"""What holds for the value that a question gives."""

from __future__ import annotations

import pytest

from index.folding import fold
from rag.conditions import echoes, judge

LEAVE = "任教满2年不满5年的，每年进修3天；满5年不满8年的，6天；满8年的，12天。"
TRIP = "出差2天（含）以内由科长签字，超过2天不足7天的由处长签字，7天及以上的报院长签字。"
WATER = "月用水18吨及以下的部分每吨2.1元，18吨至25吨的部分3.2元，超过25吨的部分6元。"
PARKING = "停车2小时以内免费，之后每小时3元。"
TICKET = "身高1.2米以下儿童免票，1.2米（含）至1.5米半价，超过1.5米购全票。70岁以上老人免票。"
FINE = "迟到15分钟以内的扣20元，超过15分钟不足1小时的扣50元，1小时以上的按旷工处理。"
SUBSIDY = "人均月收入低于800元的，每月补助400元；800元以上不满1500元的，每月补助200元。"
SALE = "消费满200元减20元，满500元减60元。"


def _holding(question: str, text: str) -> str:
    asked, folded = fold(question).text, fold(text).text
    return "|".join(folded[a:b].strip(",的;。") for a, b in judge(asked, folded).holding)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("我在学校教了6年书，进修有几天？", LEAVE, "6天"),
        ("任教满8年的能进修几天", LEAVE, "12天"),
        ("教了三年半，每年进修几天", LEAVE, "每年进修3天"),
        ("出差5天谁签字？", TRIP, "由处长签字"),
        ("出差2天要谁签字", TRIP, "由科长签字"),
        ("出差两周谁签字", TRIP, "报院长签字"),
        ("超过7天的出差找谁签字", TRIP, "报院长签字"),
        ("我家这个月用了二十吨水，水费一吨多少钱", WATER, "部分3.2元"),
        ("用了18吨水每吨多少钱", WATER, "部分每吨2.1元"),
        ("停90分钟收不收钱", PARKING, "免费"),
        ("停三个小时怎么收费", PARKING, "小时3元"),
        ("孩子一米三，买什么票？", TICKET, "半价"),
        ("孩子身高115厘米要买票吗", TICKET, "儿童免票"),
        ("我爸75岁了，要买票吗", TICKET, "老人免票"),
        ("迟到半小时扣多少钱", FINE, "扣50元"),
        ("我们家人均月收入1200元，能补助多少", SUBSIDY, "每月补助200元"),
        ("人均月收入1000元每月能补多少", SUBSIDY, "每月补助200元"),
        ("教了1年能进修几天", "任教1年以下的，不进修；1年以上的，2天。", "不进修|2天"),
        ("买了三百块钱的东西，能减多少", SALE, "减20元"),
    ],
)
def test_what_holds(question: str, text: str, expected: str) -> None:
    assert _holding(question, text) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("每年进修几天？", LEAVE),
        ("2021年进修几天", LEAVE),
        ("进修6天要教几年书", LEAVE),
        ("近3年进修了几天", LEAVE),
        ("有多少家人均月收入超过800元", SUBSIDY),
        ("水费一吨多少钱", WATER),
        ("10多年教龄进修几天", LEAVE),
        ("教了3年和6年的分别进修几天", LEAVE),
        ("在学校教了6年书，进修有几天", "每年进修6天。事假全年不得超过12天。"),
        ("停车20分钟要交钱吗", "逾期10天以内每天收0.1元，超过10天不足30天的停借。"),
        ("新增就业4万人了吗", "新增就业3.5万人以上。"),
    ],
)
def test_nothing_is_judged(question: str, text: str) -> None:
    assert judge(fold(question).text, fold(text).text).stated == ()
    assert judge(fold(question).text, fold(text).text).holding == ()


def test_verdicts() -> None:
    text = fold(TRIP).text
    conditions = judge("出差5天谁签字", text)

    def verdict(words: str) -> int:
        return conditions.verdict(text.index(words), text.index(words) + len(words))

    assert verdict("处长") == 1
    assert verdict("科长") == verdict("院长") == -1
    assert verdict("出差") == verdict("7天") == 0
    assert verdict("签字,超过") == 0


def test_what_is_asked_beside_the_value_is_left_alone() -> None:
    text = fold("70岁以上老人免票，学生半价。").text
    conditions = judge("20岁的学生票价多少", text)
    at = text.index("半价")
    assert conditions.verdict(at, at + 2) == 0
    assert conditions.verdict(text.index("免票"), text.index("免票") + 2) == -1


def test_what_is_laid_down_for_others() -> None:
    text = fold(LEAVE).text
    conditions = judge("教了6年进修几天", text)
    assert conditions.is_for_others(0, text.index(";"))
    assert not conditions.is_for_others(text.index(";"), len(text))


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("干了12年,年假几天", "超过12天", True),
        ("干了12年,年假几天", "10天", False),
        ("请5天假扣几天", "5天", False),
        ("年假有12天吗", "3个月", False),
        ("2012年年假几天", "2012天", False),
    ],
)
def test_echoes(question: str, answer: str, expected: bool) -> None:
    assert echoes(question, answer) is expected


def test_limits_are_no_answers_unless_one_is_asked_for() -> None:
    text = fold(TRIP).text
    at = text.index("7天")
    assert judge("教了6年书,出差几天", text).limits_in(at, at + 2)
    assert not judge("教了6年书,出差满几天要院长签字", text).limits_in(at, at + 2)
    assert not judge("处长签字要出差3天,科长签几天", fold(LEAVE).text).limits_in(4, 9)
    assert not judge("出差几天", text).limits_in(at, at + 2)

"""What is told of one of a closed set holds of no other of it."""

from __future__ import annotations

import pytest

from rag.siblings import is_in_clause_of_sibling, tells_sibling


@pytest.mark.parametrize(
    ("question", "before", "sentence", "answer", "refused"),
    [
        ("产假有几天", "", "婚假10天,一次休完。", "10天", True),
        ("产假有几天", "", "男员工陪产假15天。", "15天", True),
        ("产假有几天", "", "产假98天。", "98天", False),
        ("婚假产假各几天", "", "丧假3天。", "3天", False),
        ("年假有几天", "", "事假不发工资,全年不超过12天。", "12天", True),
        ("年假有几天", "请事假须事先说明。", "3天以内由经理批准。", "3天", True),
        ("年假有几天", "请事假须说明。年休假由部门安排。", "满10年的10天。", "10天", False),
        ("末班车几点", "", "首班7:20。", "7:20", True),
        ("末班车几点", "首班7:20。", "票价48元,15:40发车。", "15:40", False),
        ("下午几点关门", "", "上午8:00开门,11:30关门。", "11:30", True),
        ("下午几点关门", "", "17:30关门。", "17:30", False),
        ("周末加班几倍工资", "", "工作日加班按1.5倍发。", "1.5倍", True),
        ("周末几天内答复", "", "3个工作日内答复。", "3个工作日", False),
        ("专家号多少钱", "", "普通门诊8元。", "8元", True),
        ("押金多少", "", "每月租金2000元。", "2000元", True),
        ("二等奖几名", "", "一等奖1名,奖金500元。", "1名", True),
        ("最低多少度", "", "最高气温32度。", "32度", True),
        ("面试在哪天", "笔试合格者另行通知。", "时间为5月3日。", "5月3日", True),
    ],
)
def test_another_of_the_set(
    question: str, before: str, sentence: str, answer: str, refused: bool
) -> None:
    at = sentence.index(answer)
    assert tells_sibling(question, before, sentence, at, at + len(answer)) is refused


def test_the_clause_that_is_of_another() -> None:
    sentence = "首班7:20,末班15:40,票价48元。"
    first, last, fare = (sentence.index(s) for s in ("7:20", "15:40", "48元"))
    assert is_in_clause_of_sibling("最晚一班几点", sentence, first, first + 4)
    assert not is_in_clause_of_sibling("最晚一班几点", sentence, last, last + 5)
    assert not is_in_clause_of_sibling("最晚一班几点", sentence, fare, fare + 3)
    assert not is_in_clause_of_sibling("一天几班", sentence, first, first + 4)


@pytest.mark.parametrize(
    ("question", "sentence", "answer", "refused"),
    [
        ("女员工有几天假", "男员工陪产假15天。", "15天", True),
        ("男员工有几天假", "男员工陪产假15天。", "15天", False),
        ("他妻子叫什么", "父亲在县城开店,母亲沈氏教书。", "沈氏", True),
        ("全省生产总值多少", "全市生产总值1286亿元,增长5%。", "1286亿元", True),
        ("全市生产总值多少", "全市生产总值1286亿元,增长5%。", "1286亿元", False),
        ("字母有几个", "女生12人。", "12人", False),
    ],
)
def test_what_excludes_each_other(question: str, sentence: str, answer: str, refused: bool) -> None:
    at = sentence.index(answer)
    assert tells_sibling(question, "", sentence, at, at + len(answer)) is refused

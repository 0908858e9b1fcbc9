from __future__ import annotations

import pytest

from rag.aims import asks_for_aim, tells_aim


@pytest.mark.parametrize(
    ("sentence", "answer", "written", "aim"),
    [
        ("力争三年内建成果园5000亩。", "5000亩", None, True),
        ("预计年底产值达到3亿元,带动就业200人。", "200人", None, True),
        ("计划投资1.2亿元,目前已完成4000万元。", "1.2亿元", None, True),
        ("计划投资1.2亿元,目前已完成4000万元。", "4000万元", None, False),
        ("到2030年,森林覆盖率达到45%。", "45%", 2021, True),
        ("到2018年,森林覆盖率达到41%。", "41%", 2021, False),
        ("产量由2015年的3万吨增长到2022年的5万吨。", "5万吨", 2021, False),
        ("将320名孤儿全部纳入保障。", "320名", None, False),
        ("明年将新增床位300张。", "300张", None, True),
        ("去年收粮8000吨。", "8000吨", 2021, False),
    ],
)
def test_what_is_to_come_is_told_from_what_has_come(
    sentence: str, answer: str, written: int | None, aim: bool
) -> None:
    start = sentence.index(answer)
    assert tells_aim(sentence, start, start + len(answer), written) is aim


@pytest.mark.parametrize(
    ("question", "aim"),
    [("到2030年森林覆盖率要达到多少", True), ("计划投资多少", True), ("投资了多少", False)],
)
def test_questions_that_ask_for_a_plan(question: str, aim: bool) -> None:
    assert asks_for_aim(question) is aim

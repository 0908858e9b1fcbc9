"""Answers of the wrong kind."""

from __future__ import annotations

import pytest

from rag.other_kind import is_of_another_kind
from rag.question import read_question


@pytest.mark.parametrize(
    ("question", "answer", "form"),
    [
        ("涨价谁不同意", "4票", -1.0),
        ("涨价谁不同意", "9.4万元", -1.0),
        ("他妻子叫什么名字", "张三(1908-1986),字平之,某县人,工程师。", -1.0),
        ("最后定在几号", "7:20", -1.0),
        ("哪年出生的", "卢展明", -1.0),
        ("什么时候开会", "三楼阅览室", -1.0),
        ("几点开门", "25元", -1.0),
        ("在哪里集合", "7:20到校", 0.0),
        ("在哪里集合", "4月24日", 0.0),
        ("在哪里集合", "48元", 0.0),
    ],
)
def test_plainly_of_another_kind(question: str, answer: str, form: float) -> None:
    assert is_of_another_kind(read_question(question), answer, form)


@pytest.mark.parametrize(
    ("question", "answer", "form"),
    [
        ("涨价谁不同意", "洪波", 0.5),
        ("大桥由谁修建", "中铁12局", -1.0),
        ("谁签了字", "58户", -1.0),
        ("什么时候拆线", "伤口长好以后", -1.0),
        ("最后定在几号", "4月24日", 1.0),
        ("几点开门", "天亮前", -1.0),
        ("在哪里看病", "1号楼一楼西侧", 0.0),
        ("抽血在几楼", "2楼", 0.0),
        ("多少钱", "7:20", -1.0),
    ],
)
def test_what_may_be_an_answer(question: str, answer: str, form: float) -> None:
    assert not is_of_another_kind(read_question(question), answer, form)

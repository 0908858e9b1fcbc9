"""What is told of one thing is no answer about what excludes it."""

from __future__ import annotations

import pytest

from rag.counterparts import tells_counterpart


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
    assert tells_counterpart(question, sentence, at, at + len(answer)) is refused

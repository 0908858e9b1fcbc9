"""Words that a text says where a question does not: 位于 where it is asked 在哪, 面积 for 多大."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension
from rag.question import Kind, Question

_WHERE = lazy_pattern(r"(?:位于|坐落于?|地处|在|是|处于)?\s*$")


def cues(question: Question) -> str:
    """What is searched for beside a question's own words; empty for most questions."""
    if question.kind is Kind.PLACE and _WHERE.fullmatch(question.words.strip(" 的?？")):
        return "位于 地处"
    if question.dimension is Dimension.AREA and "面积" not in question.text:
        return "面积"
    if question.dimension is Dimension.AGE and "岁" not in question.text:
        return "岁"
    return ""

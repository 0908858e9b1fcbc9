from __future__ import annotations

import pytest

from rag.figures import Dimension
from rag.question import read_question


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("夺冠的南瓜有多重", [(Dimension.MASS, "南瓜")]),
        ("园区规划多大，进了几家厂", [(Dimension.AREA, "园区规划"), (Dimension.COUNT, "厂")]),
        ("展馆面积多大，比去年多多少", [(Dimension.AREA, "展馆面积"), (Dimension.AREA, "去年")]),
        ("麦田和稻田分别收了多少", [(None, "麦田"), (None, "稻田")]),
        ("请了几个医生", [(Dimension.PERSON, "医生")]),
        ("派了几个干部工作队", [(Dimension.COUNT, "干部工作队")]),
        ("办了几个医生培训班", [(Dimension.COUNT, "医生培训班")]),
    ],
)
def test_each_figure_asked_for_has_its_dimension_and_noun(
    question: str, asked: list[tuple[Dimension | None, str]]
) -> None:
    assert [(part.dimension, part.noun) for part in read_question(question).parts] == asked


def test_the_second_of_two_is_a_share_where_the_question_says_so() -> None:
    first, second = read_question("销售额是多少，同比增长了百分之几").parts
    assert first.noun == "销售额"
    assert second.dimension is Dimension.PERCENT

from __future__ import annotations

import pytest

from rag.cues import cues
from rag.question import read_question


@pytest.mark.parametrize(
    ("question", "cue"),
    [
        ("永和县在哪儿", "位于 地处"),
        ("永和县位于哪里？", "位于 地处"),
        ("永和县的枣卖到了哪里", ""),
        ("永和县多大", "面积"),
        ("永和县面积多大", ""),
        ("他多大年纪", "岁"),
        ("沁县搬迁了多少人", ""),
    ],
)
def test_what_a_text_says_where_the_question_does_not(question: str, cue: str) -> None:
    assert cues(read_question(question)) == cue

"""Where a name comes from."""

from __future__ import annotations

import pytest

from rag.kinds import Kind, find_kind
from rag.naming import asks_naming, only_tells_naming, tells_naming


@pytest.mark.parametrize(
    "question",
    [
        "白眉鸭这个名字怎么来的",
        "村子为什么叫槐树湾",
        "村名的由来",
        "桥为何取名同心桥",
        "怎么得名的",
    ],
)
def test_a_name_is_asked_after(question: str) -> None:
    assert asks_naming(question)
    assert find_kind(question)[0] is Kind.WHY


@pytest.mark.parametrize("question", ["村长叫什么名字", "为什么不开门", "桥名叫什么", "人怎么来的"])
def test_no_name_is_asked_after(question: str) -> None:
    assert not asks_naming(question)


@pytest.mark.parametrize(
    "sentence",
    ["因眉纹醒目而得名。", "河边有槐,遂以槐树湾为村名。", "取永结同心之意。", "故名石上鸭。"],
)
def test_a_sentence_that_tells_it(sentence: str) -> None:
    assert tells_naming(sentence)


def test_a_reason_of_another_thing() -> None:
    assert not tells_naming("因降雨,工期推迟。")
    assert only_tells_naming("因眉纹醒目而得名。")
    assert not only_tells_naming("数量减少的原因是截流。")

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UsageError
from index.opening import open_embedded
from rag.coverage import question_words
from rag.question import read_question
from rag.understanding import Understanding


@pytest.fixture(scope="module")
def understanding(home: Path) -> Iterator[Understanding]:
    store, _ = open_embedded(home / "index")
    yield Understanding(store)
    store.close()


def test_what_needs_no_change_is_shown_as_it_was_typed(understanding: Understanding) -> None:
    understood = understanding.read("沁县搬迁了多少人")
    assert understood.shown is None
    assert understood.question.text == "沁县搬迁了多少人"


def test_a_wrong_character_is_mended_and_said(understanding: Understanding) -> None:
    assert understanding.read("吕粱市脱贫人口").shown == "吕梁市脱贫人口"


def test_pinyin_is_read_as_the_words_of_the_index(understanding: Understanding) -> None:
    assert understanding.read("qinxian banqian le duoshao ren").shown == "沁县搬迁了多少人"


def test_a_follow_up_leans_on_a_question_in_pinyin(understanding: Understanding) -> None:
    understood = understanding.read("那昔阳呢", ["qinxian banqian le duoshao ren"])
    assert understood.shown == "昔阳搬迁了多少人"


def test_an_empty_question_is_refused(understanding: Understanding) -> None:
    with pytest.raises(UsageError):
        understanding.read("  ？", ["沁县搬迁了多少人"])


@pytest.mark.parametrize(
    ("question", "strange"),
    [
        ("沁县的GDP是多少", True),
        ("吕梁2020年GDP总量是多少", True),
        ("沁县的面积有多大", False),
        ("沁县搬迁了多少人", False),
    ],
)
def test_what_the_documents_have_no_words_for(home: Path, question: str, strange: bool) -> None:
    store = open_embedded(home / "index")[0]
    words = question_words(read_question(question), store)
    assert (words.are_strange or words.lack_a_name) is strange
    store.close()

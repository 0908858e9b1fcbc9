from __future__ import annotations

import pytest

from index.words import Dictionary, QuestionWords

TEXT = "沁县投入扶贫资金3.6亿元,2474户6524人实现了新居梦,段柳村接通了Wi-Fi网络"


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary(["段柳村", "沁县"])


def test_figures_keep_their_unit(dictionary: Dictionary) -> None:
    terms = dictionary.terms(TEXT)
    assert {"3.6", "3.6亿元", "6524人", "2474户"} <= set(terms)


def test_names_given_are_words(dictionary: Dictionary) -> None:
    assert {"段柳村", "沁县"} <= set(dictionary.terms(TEXT))
    assert "段柳村" not in Dictionary().terms(TEXT)


def test_latin_words_are_lowered_and_whole(dictionary: Dictionary) -> None:
    assert "wi-fi" in dictionary.terms(TEXT)


def test_a_question_is_cut_like_the_text(dictionary: Dictionary) -> None:
    words = dictionary.words_in(TEXT)
    question = QuestionWords(lambda found: {w: words[w] for w in found if w in words})
    assert question.terms(TEXT) == dictionary.terms(TEXT)


def test_a_word_the_index_lacks_falls_into_characters(dictionary: Dictionary) -> None:
    question = QuestionWords(lambda found: {})
    assert question.terms("贫困村") == ["贫", "困", "村", "贫困_", "困村_"]

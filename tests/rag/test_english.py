"""English questions put into Chinese key words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pytest

from rag.english import Passages, is_english, translate
from rag.english_asking import asking
from rag.english_forms import forms


class Texts:
    """Passages given as texts."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    @property
    def size(self) -> int:
        return len(self._texts)

    def holding(self, words: Collection[str]) -> Mapping[str, Passages]:
        found = {
            word: np.array([i for i, text in enumerate(self._texts) if word in text])
            for word in words
        }
        return {word: numbers for word, numbers in found.items() if len(numbers)}


RELOCATION = Texts(
    "沁县易地扶贫搬迁2474户6524人,住进新居",
    "太原市搬迁2829户",
    "永和县国土面积1212平方公里",
    "全县贫困人口全部脱贫,贫困村退出",
    "建设光伏电站59座,村级电站",
    "转移就业人员,转移支付",
)


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("How many people did Qin County relocate?", "沁县 搬迁 多少人"),
        ("How many households were relocated in Taiyuan?", "太原 搬迁 多少户"),
        ("What is the area of Yonghe County?", "永和县 面积 多大"),
        ("How many photovoltaic power stations were built?", "建设 多少光伏电站"),
    ],
)
def test_a_question_becomes_key_words_of_the_documents(question: str, chinese: str) -> None:
    translation = translate(question, RELOCATION)
    assert translation is not None
    assert translation.text == chinese


def test_a_word_of_whose_gloss_all_stands_in_the_question_is_meant() -> None:
    translation = translate("How many people were lifted out of poverty?", RELOCATION)
    assert translation is not None
    assert translation.text == "脱贫 多少人"
    assert dict(translation.words)["poverty"][0] in ("脱贫", "贫困")


def test_words_that_neighbours_form_together_are_found() -> None:
    translation = translate("How many poor villages withdrew?", RELOCATION)
    assert translation is not None
    assert "贫困村" in translation.text


def test_a_word_that_no_document_knows_keeps_its_commonest_meaning() -> None:
    translation = translate("How many airports are there in Taiyuan?", RELOCATION)
    assert translation is not None
    assert translation.text == "太原 多少机场"


def test_years_and_unknown_names_stay_as_they_are() -> None:
    translation = translate("How many people did Zzyzx relocate in 2020?", RELOCATION)
    assert translation is not None
    assert "2020" in translation.text
    assert "Zzyzx" in translation.text


@pytest.mark.parametrize(
    "question",
    ["沁县搬迁了多少人", "xiyang xian tuopin le duoshao ren", "taiyuan", "2020", "5G", "how 多少"],
)
def test_what_is_not_english_is_left_alone(question: str) -> None:
    assert not is_english(question)
    assert translate(question, RELOCATION) is None


def test_an_empty_index_still_gives_a_question() -> None:
    translation = translate("When was the school founded?", Texts())
    assert translation is not None
    assert translation.text.endswith("什么时候")


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("how many people moved", "多少人"),
        ("how many poor households are there", "多少户"),
        ("how many times did they meet", "多少次"),
        ("how much money was spent", "多少钱"),
        ("how much did it cost", "多少钱"),
        ("what percentage of villages have water", "百分之多少"),
        ("when was it founded", "什么时候"),
        ("in which year did it open", "哪年"),
        ("who wrote the report", "作者 谁"),
        ("who is the mayor", "谁"),
        ("where is the school", "哪里"),
        ("why did they leave", "为什么"),
        ("what is the population of the county", "人口 多少人"),
        ("how long did it last", "多长时间"),
        ("how did they do it", "怎么"),
        ("school buildings", ""),
    ],
)
def test_what_is_asked_for(text: str, chinese: str) -> None:
    assert asking(text).chinese == chinese


def test_what_is_counted_is_named() -> None:
    text = "how many village clinics were built"
    asked = asking(text)
    assert asked.chinese == "多少"
    assert asked.counted is not None
    assert text[slice(*asked.counted)] == "clinics"


def test_forms_are_those_that_the_dictionary_knows() -> None:
    known = {"relocate", "city", "find", "found", "stop", "build"}.__contains__
    assert forms("relocated", known) == ("relocate",)
    assert forms("cities", known) == ("city",)
    assert forms("found", known) == ("found", "find")
    assert forms("stopped", known) == ("stop",)
    assert forms("built", known) == ("build",)


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("which relocated more people, |||||||||| or |||||||", "哪个 人 更多"),
        ("which county has a larger area, |||||| or |||||?", "哪个 更大"),
        ("which village is the largest?", "哪个"),
    ],
)
def test_a_comparison_of_places_is_asked_for_as_one(question: str, chinese: str) -> None:
    assert asking(question).chinese == chinese

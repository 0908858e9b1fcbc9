"""English questions put into Chinese key words."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pytest

from index.folding import fold
from rag.english import Passages, is_english, translate
from rag.english_asking import asking
from rag.english_forms import derived, forms


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
CLINICS = Texts(
    "沁县五年来,建设标准化村卫生室248个,配备村医295人",
    "太原建成20个集中安置点,选择灵活的地点",
    "永和开展直播带货,销售农产品221.7万元",
    "发挥社会主义制度的优势,两年来一切关注民生",
    "吕梁退耕还林242.43万亩,2014年底有贫困村1439个",
    "昔阳县财政投入19.72亿元用于脱贫事业,生产水平提高",
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
    texts = Texts("全县植树三千棵", "全县种地", "树荫")
    translation = translate("How many trees did they plant?", texts)
    assert translation is not None
    assert dict(translation.words)["plant"][0] == "植树"


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        (
            "How many standardized village clinics were built in Qin County?",
            "沁县 标准化 建设 多少村卫生室",
        ),
        (
            "How many centralised resettlement sites were built in Taiyuan?",
            "太原 建成 多少集中安置点",
        ),
        (
            "How much money did Xiyang's budget spend on poverty relief?",
            "昔阳 财政 投入 脱贫 多少钱",
        ),
        ("How much farm produce was sold by live streaming?", "农产品 销售 直播 多少"),
        ("How many people were lifted out of poverty?", "脱贫 多少人"),
    ],
)
def test_words_of_public_life_are_what_the_news_calls_them(question: str, chinese: str) -> None:
    translation = translate(question, CLINICS)
    assert translation is not None
    assert translation.text == chinese


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("How many mu has Lüliang returned to forest (退耕还林)?", "吕梁 退耕还林 多少亩"),
        ("How many 村医 are there in Qin County?", "沁县 多少村医"),
        ("How many clinics (卫生室) does Qin County have?", "沁县 卫生室 多少"),
        ("Who wrote 《太原 2020 答卷》?", "《太原2020答卷》 作者 谁"),
    ],
)
def test_chinese_words_of_an_english_question_are_kept(question: str, chinese: str) -> None:
    translation = translate(fold(question).text, CLINICS)
    assert translation is not None
    assert translation.text == chinese


def test_a_phrase_is_missing_where_a_word_of_it_is() -> None:
    translation = translate("What is the unemployment rate?", Texts("就业率高", "率先"))
    assert translation is not None
    assert translation.text == "失业率 百分之多少"


def test_a_seldom_sense_of_one_character_does_not_hide_that_a_word_is_missing() -> None:
    translation = translate("How much grain was harvested?", Texts("五年来", "收获很多"))
    assert translation is not None
    assert "粮食" in translation.text


def test_a_part_of_a_gloss_does_not_hide_that_a_word_is_missing() -> None:
    translation = translate("How many kindergartens are there?", Texts("入园率达96%", "儿童"))
    assert translation is not None
    assert translation.text == "多少幼儿园"


def test_no_word_is_formed_across_a_word_between_or_of_two_characters() -> None:
    translation = translate("How many party members set up a main site?", CLINICS)
    assert translation is not None
    assert "会主" not in translation.text
    between = translate("How did they cut the interest?", CLINICS)
    assert between is not None
    assert "切关注" not in between.text


def test_dates_and_numbers_are_written_in_chinese() -> None:
    translation = translate(
        "How many poor villages did Luliang have at the end of 2014 or in five years?", CLINICS
    )
    assert translation is not None
    assert "2014年底" in translation.text
    assert "五年" in translation.text


class Gaps(Texts):
    """Texts whose numbers have gaps, as where documents were taken out of an index."""

    def holding(self, words: Collection[str]) -> Mapping[str, Passages]:
        return {word: 10 * numbers for word, numbers in super().holding(words).items()}


def test_numbers_of_passages_may_have_gaps() -> None:
    texts = Gaps("太原市搬迁2829户", "沁县扶贫")
    translation = translate("How many households were relocated in Taiyuan?", texts)
    assert translation is not None
    assert translation.text == "太原 搬迁 多少户"


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
    [
        "沁县搬迁了多少人",
        "xiyang xian tuopin le duoshao ren",
        "taiyuan",
        "2020",
        "5G",
        "how 多少",
        "《How are you》这首歌是谁唱的",
        "沁县 has how many 贫困村呢",
        "5G基站 in 太原",
        "DO I 排放标准",
    ],
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
        ("how much money did they make", "多少钱"),
        ("how much grain did they sell", "多少"),
        ("what is the gdp of the county", "多少"),
        ("what was the poverty incidence", "百分之多少"),
        ("what is the biggest price drop", "多少"),
        ("what was |||||||'s income", "多少钱"),
        ("what does it mean", "什么意思"),
        ("how many square metres of housing", "多少平方米"),
        ("school buildings", ""),
    ],
)
def test_what_is_asked_for(text: str, chinese: str) -> None:
    assert asking(text).chinese == chinese


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("how many village clinics were built", "clinics"),
        ("how many foreign tourists came to see it", "tourists"),
        ("how many students took the exam", "students"),
        ("how many graduates found jobs", "graduates"),
        ("how many newly built roads are there", "roads"),
        ("how much grain is there", "grain"),
    ],
)
def test_what_is_counted_is_named(text: str, noun: str) -> None:
    asked = asking(text)
    assert asked.chinese == "多少"
    assert asked.counted is not None
    start, end = asked.counted
    assert text[start:end].endswith(noun)


def test_forms_are_those_that_the_dictionary_knows() -> None:
    known = {"relocate", "city", "find", "found", "stop", "build"}.__contains__
    assert forms("relocated", known) == ("relocate",)
    assert forms("cities", known) == ("city",)
    assert forms("found", known) == ("found", "find")
    assert forms("stopped", known) == ("stop",)
    assert forms("built", known) == ("build",)


def test_british_spellings_are_forms_too() -> None:
    known = {"centralize", "labor", "enrollment", "center", "tour"}.__contains__
    assert forms("centralised", known) == ("centralize",)
    assert forms("labour", known) == ("labor",)
    assert forms("enrolment", known) == ("enrollment",)
    assert forms("centres", known) == ("center",)
    assert forms("tour", known) == ("tour",)


def test_words_of_one_stem_are_found() -> None:
    known = {"standardize", "standardization", "resettle", "relocate", "industry"}.__contains__
    assert derived("standardized", known) == ("standardization",)
    assert derived("resettlement", known) == ("resettle",)
    assert derived("relocation", known) == ("relocate",)
    assert derived("industrial", known) == ("industry",)
    assert derived("relocated", known) == ()


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

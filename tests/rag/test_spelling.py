from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.spelling import Speller
from tests.rag.spelling_index import TEXTS, IndexOfTexts

SEEDS_QUESTIONS = Path(__file__).parents[2] / "eval" / "seeds.jsonl"


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(IndexOfTexts(TEXTS))


def text(speller: Speller, question: str) -> str | None:
    correction = speller.correct(question)
    return correction.text if correction else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("户工月收入多少", "护工月收入多少"),
        ("沁线搬迁了多少人", "沁县搬迁了多少人"),
        ("吕粱市培训了多少护工", "吕梁市培训了多少护工"),
        ("昔阳光付电站有几座", "昔阳光伏电站有几座"),
        ("沁县搬签了多少人", "沁县搬迁了多少人"),
        ("太原选派了多少名甘部", "太原选派了多少名干部"),
        ("下川村有多少贫困护", "下川村有多少贫困户"),
    ],
)
def test_a_wrong_character_is_put_right(speller: Speller, typed: str, meant: str) -> None:
    assert text(speller, typed) == meant


def test_a_change_is_told_as_typed_and_as_meant(speller: Speller) -> None:
    correction = speller.correct("沁县搬签了多少人")
    assert correction is not None
    assert correction.changes == (("搬签", "搬迁"),)


class ManyTexts(IndexOfTexts):
    """An index that holds some texts a thousand times, and one text once."""

    def __init__(self, texts: Sequence[str], once: str) -> None:
        super().__init__(texts)
        self._held = Counter({term: 1000 * held for term, held in self._held.items()})
        self._held.update(IndexOfTexts([once]).held(IndexOfTexts([once])._held))
        self.size = 300_000


def test_what_stands_together_once_in_many_texts_stands_there_by_chance() -> None:
    texts = [*TEXTS, "搬迁户都有了新居。"]
    assert (
        text(Speller(ManyTexts(texts, "这条航线搬到了别处。")), "沁线搬迁了多少人")
        == "沁县搬迁了多少人"
    )


def test_two_words_are_put_right(speller: Speller) -> None:
    assert text(speller, "沁线的光付电站有几座") == "沁县的光伏电站有几座"


@pytest.mark.parametrize(
    "question",
    [
        "沁县搬迁了多少人",
        "马金莲得了什么奖",  # a name
        "皇后全氏是哪里人",  # 全氏 is said like 全市
        "《吕粱山》是谁写的",  # a title is meant as it stands
        "高氏前肛鳗有几列牙齿",  # a term nobody knows
        "成纪县在哪里",  # what stands before 县 is a name
        "今天天气怎么样",
        "入住的人有多少",  # a word, though not one of the index
        "？",
        "",
    ],
)
def test_what_may_well_be_right_is_left_alone(speller: Speller, question: str) -> None:
    assert speller.correct(question) is None


def test_a_place_that_no_text_names_is_recognised(speller: Speller) -> None:
    assert text(speller, "惜阳县面积") == "昔阳县面积"
    assert text(speller, "武相县脱贫了多少人") == "武乡县脱贫了多少人"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qinxian banqian le duoshao ren", "沁县搬迁了多少人"),
        ("qinxianbanqianleduoshaoren", "沁县搬迁了多少人"),
        ("qin xian ban qian le duo shao ren", "沁县搬迁了多少人"),
        ("Qinxian banqian", "沁县搬迁"),
        ("taiyuan xuanpai ganbu duoshao", "太原选派干部多少"),
        ("luliang hugong yue shouru", "吕梁护工月收入"),
        ("lüliang hugong", "吕梁护工"),
        ("lyuliang hugong", "吕梁护工"),
        ("Lǚliáng hùgōng", "吕梁护工"),
        ("wuxiang xian banqian le duoshao ren", "武乡县搬迁了多少人"),
        ("xi'an you duoshao ren", "西安有多少人"),
        ("xiyang 2016 nian pinkun fashenglv", "昔阳2016年贫困发生率"),
    ],
)
def test_pinyin_is_read(speller: Speller, typed: str, meant: str) -> None:
    assert text(speller, typed) == meant


def test_pinyin_among_chinese_is_read(speller: Speller) -> None:
    correction = speller.correct("沁县banqian了多少人")
    assert correction is not None
    assert correction.text == "沁县搬迁了多少人"
    assert correction.changes == (("banqian", "搬迁"),)


def test_what_is_no_pinyin_stays_as_typed(speller: Speller) -> None:
    assert text(speller, "taiyuan gdp duoshao") == "太原 gdp 多少"


@pytest.mark.parametrize(
    "question",
    [
        "iPhone多少钱",
        "banana多少钱",
        "banana",
        "GDP是多少",
        "When was Qin County founded?",
        "a",
        "H1N1",
    ],
)
def test_english_is_left_alone(speller: Speller, question: str) -> None:
    assert speller.correct(question) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Qin County搬迁了多少人", "沁县搬迁了多少人"),
        ("Lüliang City有多少护工", "吕梁市有多少护工"),
        ("Shaanxi有多少护工", "陕西有多少护工"),
    ],
)
def test_english_names_of_places_are_read(speller: Speller, typed: str, meant: str) -> None:
    assert text(speller, typed) == meant


def test_villages_of_the_index_are_found_in_english(speller: Speller) -> None:
    found = speller.places_in_latin("How many people live in Xiachuan Village?")
    assert [place.name for place in found] == ["下川村"]


def test_the_index_decides_between_places_of_one_spelling() -> None:
    elsewhere = Speller(IndexOfTexts(["陆良县在曲靖。", "陆良的面积"]))
    assert [place.name for place in elsewhere.places_in_latin("in Luliang")] == ["陆良"]


@given(st.text(alphabet="沁县搬签户工 ab'üǚnİgæ1。《》“q", max_size=40))
def test_any_text_is_taken(question: str) -> None:
    correction = Speller(IndexOfTexts(TEXTS[:1])).correct(question)
    assert correction is None or correction.text


def test_a_known_question_costs_one_look_up() -> None:
    index = IndexOfTexts(TEXTS)
    Speller(index).correct("沁县搬迁了多少人")
    assert index.looked_up == 1


def test_nothing_slow_is_imported_for_a_question() -> None:
    code = (
        "import sys, types; from rag.spelling import Speller;"
        "index = types.SimpleNamespace(size=1, words=lambda: {'护工': 1}, held=lambda terms: {'护工': 1});"
        "print(Speller(index).correct('qinxian hugong').text, 'pypinyin' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.stdout.split() == ["沁县护工", "False"]


def test_questions_spelt_right_are_not_touched(seeds: Path) -> None:
    files = sorted(seeds.glob("*.txt"))
    paragraphs = [
        line for path in files for line in path.read_text("utf-8", errors="replace").split("\n")
    ]
    speller = Speller(IndexOfTexts([line for line in paragraphs if line.strip()]))
    with SEEDS_QUESTIONS.open(encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines]
    clean = [
        question["question"]
        for question in questions
        if not {"pinyin", "misspelt", "english"} & set(question["tags"])
    ]
    changed = {question: text(speller, question) for question in clean}
    assert {q: t for q, t in changed.items() if t is not None} == {}

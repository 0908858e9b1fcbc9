from __future__ import annotations

from rag.list_noun import names_others
from rag.lists import find_lists
from rag.question import read_question
from rag.short_answers import shape

PARADE = "镇里请来“金龙”“银虎”两支舞狮队和“红绸”腰鼓队助兴。"


def others(question: str, sentence: str) -> bool:
    return names_others(question, sentence, find_lists(sentence)[0].items)


def test_a_list_of_other_things_than_are_asked_for() -> None:
    assert others("哪两支腰鼓队来了", PARADE)
    assert not others("哪两支舞狮队来了", PARADE)


def test_another_word_for_the_same_is_no_other_thing() -> None:
    assert not others("出了哪三个办法", "实行包户、包山、包路三项举措。")
    assert not others("哪几个国家参加", "来自秘鲁、智利、老挝的选手到场。")


def test_places_are_asked_for_and_none_is_listed() -> None:
    assert others("要建成哪几个县", "县委、县政府高度重视。")
    assert not others("要建成哪几个县", "建成“样板县”、“示范县”。")
    assert not others("支援了哪几个县", "支援了岚县、兴县。")


def test_such_a_list_has_not_the_form() -> None:
    start = PARADE.index("“金龙”")
    span = (start, start + len("“金龙”“银虎”"))
    assert shape(read_question("哪两支腰鼓队来了"), PARADE, span).form == -1.0
    assert shape(read_question("哪两支舞狮队来了"), PARADE, span).form == 1.0


def test_a_word_for_anything_is_no_name_of_what_is_listed() -> None:
    sentence = "新建“东棚”“西棚”两处车棚,那些地方都通了电。"
    assert not others("建在哪两个地方", sentence)
    assert not others("建了哪两个东西", sentence)

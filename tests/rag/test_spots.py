"""Floors, rooms and doors."""

from __future__ import annotations

import pytest

from rag.question import read_question
from rag.short_answers import candidates, shape
from rag.spots import spots_in


@pytest.mark.parametrize(
    ("sentence", "spots"),
    [
        ("安排在三楼阅览室自习。", ["三楼阅览室"]),
        ("急诊位于1号楼一楼西侧。", ["1号楼一楼西侧"]),
        ("请在南门接,北门不开。", ["南门", "北门"]),
        ("车停在东门停车场,每天20元。", ["东门停车场"]),
        ("1至6号楼停水。", ["1至6号楼"]),
        ("三层意思,一层层讲。", []),
        ("楼市升温,第二层次的人才。", []),
    ],
)
def test_spots_of_a_sentence(sentence: str, spots: list[str]) -> None:
    assert [sentence[a:b] for a, b in spots_in(sentence)] == spots


def test_a_room_has_the_form_of_a_place_and_attending_has_not() -> None:
    question, sentence = read_question("不参加的学生待在哪"), "不参加的照常到校,在三楼阅览室自习。"
    room, attends = sentence.index("三楼"), sentence.index("照常")
    assert (room, room + 5) in candidates(question, sentence)
    assert shape(question, sentence, (room, room + 5)).form == 1.0
    assert shape(question, sentence, (attends, attends + 4)).form == -1.0


def test_a_town_is_no_room() -> None:
    assert candidates(read_question("在哪个镇"), "在柳林镇政府三楼会议室开会。") == []

from __future__ import annotations

import pytest

from rag.latin_places import SmallPlaces, places_in_latin
from rag.pronunciation import readings


def named(text: str) -> list[tuple[str, str]]:
    return [(text[place.start : place.end], place.name) for place in places_in_latin(text)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("people in Qin County were moved", [("Qin County", "沁县")]),
        ("Xiyang", [("Xiyang", "昔阳")]),
        ("Lüliang City", [("Lüliang City", "吕梁市")]),
        ("lvliang shi", [("lvliang shi", "吕梁市")]),
        ("luliang", [("luliang", "吕梁")]),
        ("Lyuliang Prefecture", [("Lyuliang Prefecture", "吕梁市")]),
        ("Lǚliáng", [("Lǚliáng", "吕梁")]),
        ("qinxian", [("qinxian", "沁县")]),
        ("Qin Xian County", [("Qin Xian County", "沁县")]),
        ("Taiyuan's villages", [("Taiyuan's", "太原")]),
        ("Xi'an and Tai Yuan", [("Xi'an", "西安"), ("Tai Yuan", "太原")]),
        ("in Xiyang, Jinzhong", [("Xiyang", "昔阳"), ("Jinzhong", "晋中")]),
        ("Inner Mongolia", [("Inner Mongolia", "内蒙古")]),
        ("太原和Loufan", [("Loufan", "娄烦")]),
    ],
)
def test_a_place_is_found(text: str, places: list[tuple[str, str]]) -> None:
    assert named(text) == places


@pytest.mark.parametrize(
    "text", ["can you guide me to the change", "Guide me", "Qin", "xian", "沁县搬迁了多少人", ""]
)
def test_what_names_no_place(text: str) -> None:
    assert named(text) == []


def test_an_english_word_is_a_place_with_its_kind() -> None:
    assert named("people of Guide County") == [("Guide County", "贵德县")]


def test_the_places_an_index_knows_come_first() -> None:
    found = places_in_latin("Luliang", lambda name: name == "陆良")
    assert [place.name for place in found] == ["陆良"]


def test_small_places_need_their_kind() -> None:
    small = SmallPlaces(["下川村"], lambda name: [r.syllables for r in readings(name)])
    assert places_in_latin("Xiachuan Village", small=small)[0].name == "下川村"
    assert places_in_latin("xiachuancun", small=small)[0].name == "下川村"
    assert places_in_latin("Xiachuan", small=small) == []

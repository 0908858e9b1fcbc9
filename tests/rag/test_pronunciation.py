from __future__ import annotations

import pytest

from rag.pronunciation import Likeness, Reading, alike, characters_read, is_syllable, readings


def test_a_word_is_read_as_a_dictionary_says() -> None:
    assert list(readings("银行")) == [Reading(("yin", "hang"), usual=True)]


def test_characters_of_several_readings_make_several() -> None:
    found = list(readings("长治"))
    assert Reading(("chang", "zhi"), usual=False) in found
    assert found[0].usual


def test_an_unknown_character_has_no_reading() -> None:
    assert list(readings("沁x")) == []


@pytest.mark.parametrize(
    ("typed", "meant", "likeness"),
    [
        ("户", "护", Likeness.SAME),
        ("签", "迁", Likeness.SAME),
        ("源", "原", Likeness.SAME),
        ("相", "乡", Likeness.SAME),
        ("胡", "护", Likeness.TONE),
        ("是", "四", Likeness.NEAR),
        ("兰", "南", Likeness.NEAR),
    ],
)
def test_what_sounds_alike(typed: str, meant: str, likeness: Likeness) -> None:
    assert alike(typed)[meant] is likeness
    assert alike(meant)[typed] is likeness


def test_what_sounds_otherwise() -> None:
    assert "县" not in alike("太")
    assert "县" not in alike("县")


def test_syllables() -> None:
    assert is_syllable("lv")
    assert is_syllable("zhuang")
    assert not is_syllable("the")
    assert not is_syllable("ng")
    assert "沁" in characters_read("qin")
    assert characters_read("the") == ""

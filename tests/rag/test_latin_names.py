from __future__ import annotations

from collections.abc import Collection

import pytest

from rag.latin_names import names_in_latin

HELD = {"黄娜": 5, "黄那": 1, "周国": 3, "国强": 3, "周国强": 3, "花湖": 4, "难得": 2, "王娜": 1}
ENGLISH = frozenset({"who", "can", "long", "men", "airport", "nan"})


def holding(words: Collection[str]) -> dict[str, range]:
    return {word: range(HELD[word]) for word in words if word in HELD}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("When was Huang Na born?", ["黄娜"]),
        ("What did Zhou Guoqiang say?", ["周国强"]),
        ("What did Zhou Guo-Qiang say?", ["周国强"]),
        ("How large is Huahu Airport?", ["花湖"]),
        ("Who met Huang Na and Zhou Guoqiang?", ["黄娜", "周国强"]),
        ("Who met Li Ming?", []),
        ("Can Long Men come?", []),
        ("who met huang na", []),
    ],
)
def test_names_in_pinyin_are_found_as_the_documents_write_them(
    question: str, names: list[str]
) -> None:
    found = names_in_latin(question, (), ENGLISH.__contains__, holding)
    assert [name.name for name in found] == names


def test_what_is_understood_already_is_left_alone() -> None:
    question = "When was Huang Na born?"
    assert names_in_latin(question, [(9, 14)], ENGLISH.__contains__, holding) == []

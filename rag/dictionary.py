"""The English-Chinese table.

A line is `key TAB whole TAB part`. `key` is an English word or phrase in lower case; `whole` are
Chinese words of which the key is a gloss, `part` those with a gloss in which it stands among two or
three telling words. An item is the word, a digit (how much the sense counts, 0 to 9) and, in `part`,
a digit for the number of telling words and one for the gloss; items are separated by blanks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.sorted_table import SortedTable

PATH = Path(__file__).parent / "data" / "english_chinese.txt"


@dataclass(frozen=True)
class Meaning:
    """A Chinese word for an English one: `weight` (0..1) falls from an entry's first sense to its
    last; `words` is how many telling words its gloss has, 1 where the key is all of it; `gloss`
    tells the glosses of a word apart."""

    word: str
    weight: float
    words: int = 1
    gloss: int = 0


@dataclass(frozen=True)
class Meanings:
    """What a key means: the words it is a whole gloss of, and those it is a part of."""

    whole: tuple[Meaning, ...] = ()
    part: tuple[Meaning, ...] = ()


class Dictionary:
    """A table opened for look-ups. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._table = SortedTable(path)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def find(self, key: str) -> Meanings:
        """What a word or phrase in lower case means; nothing where the table lacks it."""
        fields = self._table.fields(key)
        if not fields:
            return Meanings()
        whole, part = fields
        return Meanings(
            tuple(Meaning(item[:-1], _weight(item[-1])) for item in whole.split()),
            tuple(
                Meaning(item[:-3], _weight(item[-3]), int(item[-2]), int(item[-1]))
                for item in part.split()
            ),
        )


@cache
def open_dictionary() -> Dictionary:
    """The table that is installed; opened once."""
    return Dictionary(PATH)


def line_of(key: str, whole: list[Meaning], part: list[Meaning]) -> str:
    """The line of the table for a key."""
    first = " ".join(f"{meaning.word}{_digit(meaning.weight)}" for meaning in whole)
    second = " ".join(f"{item.word}{_digit(item.weight)}{item.words}{item.gloss}" for item in part)
    return f"{key}\t{first}\t{second}"


def _digit(weight: float) -> int:
    return min(9, round(weight * 9))


def _weight(digit: str) -> float:
    return int(digit) / 9

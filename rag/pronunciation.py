"""How Chinese characters and words are read in Mandarin, and what sounds alike.

The readings are a table made from pypinyin (`rag/data/build_readings.py`), which takes half a
second to import itself; the table is read on first use, in some hundredths of a second.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data" / "readings.txt.xz"
_TONES = "1234"
_VOWELS = frozenset("aeiouv")
_MOST_READINGS = 4
LONGEST_SYLLABLE = 6

Syllables = tuple[str, ...]


class Likeness(IntEnum):
    """How alike two readings are; more is less alike."""

    SAME = 0
    """Tone and all."""
    TONE = 1
    """But for the tone."""
    NEAR = 2
    """But for sounds that many speakers do not tell apart (zh and z, n and l, an and ang)."""


class _Table(NamedTuple):
    characters: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    by_syllable: dict[str, str]
    by_near_syllable: dict[str, str]


class Reading(NamedTuple):
    """A way to read a word: its syllables without tones, and whether it is the usual one."""

    syllables: Syllables
    usual: bool


def readings(word: str) -> Iterator[Reading]:
    """How a word can be read, the usual way first; nothing if a character is unknown.

    Characters with several readings make several of the word, where no dictionary says which of
    them it has.
    """
    table = _table()
    fixed = table.words.get(word)
    if fixed is not None:
        yield Reading(tuple(without_tone(s) for s in fixed), usual=True)
        return
    try:
        options = [table.characters[character] for character in word]
    except KeyError:
        return
    seen: set[Syllables] = set()
    for choice in product(*options):
        syllables = tuple(without_tone(syllable) for syllable in choice)
        if syllables not in seen:
            yield Reading(syllables, usual=not seen)
            seen.add(syllables)
            if len(seen) == _MOST_READINGS:
                return


def characters_read(syllable: str) -> str:
    """The characters that have this syllable (without tone) as a reading."""
    return _table().by_syllable.get(syllable, "")


def is_syllable(letters: str) -> bool:
    """Whether the letters (ü as v) are one syllable of Mandarin."""
    return letters in _table().by_syllable


@cache
def alike(character: str) -> Mapping[str, Likeness]:
    """The characters that sound like this one, without itself."""
    table = _table()
    found: dict[str, Likeness] = {}
    for reading in table.characters.get(character, ()):
        syllable = without_tone(reading)
        for other in table.by_near_syllable.get(_near(syllable), ""):
            likeness = min(_likeness(reading, heard) for heard in table.characters[other])
            found[other] = min(likeness, found.get(other, likeness))
    found.pop(character, None)
    return found


def without_tone(reading: str) -> str:
    """A syllable without the digit of its tone."""
    return reading.rstrip(_TONES)


def _likeness(reading: str, other: str) -> Likeness:
    if reading == other:
        return Likeness.SAME
    same = without_tone(reading) == without_tone(other)
    return Likeness.TONE if same else Likeness.NEAR


_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def _near(syllable: str) -> str:
    """One spelling for all syllables that are easily taken for each other."""
    for broad, narrow in _INITIALS:
        if syllable.startswith(broad):
            syllable = narrow + syllable[len(broad) :]
            break
    for broad, narrow in _FINALS:
        if syllable.endswith(broad):
            return syllable[: -len(broad)] + narrow
    return syllable


@cache
def _table() -> _Table:
    text = lzma.decompress(_DATA.read_bytes()).decode("utf-8")
    single, several = (_read(part) for part in text.split("\n\n"))
    by_syllable: dict[str, dict[str, None]] = {}
    by_near: dict[str, dict[str, None]] = {}
    for character, heard in single.items():
        for reading in heard:
            syllable = without_tone(reading)
            if not _VOWELS.intersection(syllable):
                continue
            by_syllable.setdefault(syllable, {})[character] = None
            by_near.setdefault(_near(syllable), {})[character] = None
    return _Table(
        single,
        several,
        {syllable: "".join(found) for syllable, found in by_syllable.items()},
        {syllable: "".join(found) for syllable, found in by_near.items()},
    )


def _read(lines: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in lines.split("\n"):
        word, *heard = line.split(" ")
        table[word] = tuple(heard)
    return table

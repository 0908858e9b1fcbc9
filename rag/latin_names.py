"""Names of people and things that an English question spells in pinyin, found in the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Sized
from itertools import product
from typing import NamedTuple

from index.lazy_pattern import lazy_pattern
from index.roles import SURNAMES
from rag.pronunciation import LONGEST_SYLLABLE, characters_read

Holding = Callable[[Collection[str]], Mapping[str, Sized]]

_RUN = lazy_pattern(r"(?<![A-Za-z])[A-Z][a-z']+(?:[ -][A-Z][a-z']+){0,2}(?![A-Za-z])")
_SYLLABLES = (2, 4)


class LatinName(NamedTuple):
    """A name as it stands in a question, and as the documents write it."""

    start: int
    end: int
    name: str


def names_in_latin(
    text: str,
    taken: Sequence[tuple[int, int]],
    is_word: Callable[[str], bool],
    holding: Holding,
) -> list[LatinName]:
    """The names that a question in English spells in pinyin and the documents know.

    A run of capitalised words counts whose letters are two to four syllables; a single word only
    if it is none of English. Of what it may be, the name is taken that stands in the most passages,
    one that begins with a surname first.

    :param taken: Ranges of the text that are understood already.
    :param is_word: Whether English has a word.
    :param holding: The passages that hold each of some words; see `PassageStore.holding`.
    """
    found = []
    for start, end in _spelt(text):
        if any(start < b and a < end for a, b in taken):
            continue
        words = re.split(r"[ -]", text[start:end].lower().replace("'", ""))
        if all(map(is_word, words)) and (len(words) == 1 or start == 0):
            continue
        best = max(_written(words, holding), key=_likely, default=None)
        if best is not None:
            found.append(LatinName(start, end, best[0]))
    return found


def _spelt(text: str) -> Iterator[tuple[int, int]]:
    """The runs of capitalised words that can be cut into syllables (Huahu in Huahu Airport)."""
    for run in _RUN.finditer(text):
        start = end = None
        for word in re.finditer(r"[A-Za-z']+", run[0]):
            if _cuts(word[0].lower().replace("'", "")):
                start, end = word.start() if start is None else start, word.end()
            elif start is not None:
                break
        if start is not None and end is not None:
            yield run.start() + start, run.start() + end


def _likely(written: tuple[str, int]) -> tuple[bool, int]:
    return written[0][0] in SURNAMES, written[1]


def _written(words: Sequence[str], holding: Holding) -> Iterator[tuple[str, int]]:
    """What the words may be in Chinese, with how many passages hold it."""
    for parts in product(*map(_cuts, words)):
        syllables = [syllable for part in parts for syllable in part]
        if not _SYLLABLES[0] <= len(syllables) <= _SYLLABLES[1]:
            continue
        names = set(characters_read(syllables[0]))
        held: Mapping[str, Sized] = {}
        for syllable in syllables[1:]:
            names = {name + character for name in names for character in characters_read(syllable)}
            held = holding(names)
            names = set(held)
        yield from ((name, len(held[name])) for name in names)


def _cuts(word: str) -> list[tuple[str, ...]]:
    """The ways to cut a word into syllables."""
    if not word:
        return [()]
    return [
        (word[:size], *rest)
        for size in range(min(LONGEST_SYLLABLE, len(word)), 0, -1)
        if characters_read(word[:size])
        for rest in _cuts(word[size:])
    ]

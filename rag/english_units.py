"""The words and phrases of an English question, and what they may mean in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from index.lazy_pattern import lazy_pattern
from rag.dictionary import Dictionary, Meaning
from rag.english_forms import derived, forms, tokens

Stand = Callable[[Collection[str]], bool]


@dataclass(frozen=True)
class Unit:
    """A word or phrase of the question and what it may mean, with how well (0..1).

    `general` is what it means where none of that stands in the documents. Of a unit `as_it_is`
    nothing else may be meant.
    """

    english: str
    start: int
    meanings: Mapping[str, float]
    general: tuple[str, ...]
    as_it_is: bool = False


QUESTION_WORDS = frozenset("how what when where who whom whose why which".split())
"""They mark a question; one that no asking took says nothing."""
_EMPTY = QUESTION_WORDS | frozenset(
    "the a an of in is are was were be been being did do does has have had by to for on at from with and or"
    " as it its this that these those there their they them he she his her him you your we our us i my me into"
    " through during after before since until between among over under about than then so if will would can"
    " could should may might must not no any some each every all both up out off down please tell know many"
    " much s also only just get got give gave given make made take took taken go goes went come came now ever"
    " total totally altogether overall according article text document report following kind type sort"
    " name called said say says because".split()
)
_UNFINISHED = frozenset("the a an of in to for by at from on with and or is was".split())
"""No phrase ends with these: the "in" of "built in" belongs to what follows."""
_LONGEST_PHRASE = 4
_PART = {(1, 2): 0.3, (1, 3): 0.15, (2, 3): 0.6, (2, 2): 0.95, (3, 3): 0.95}
"""What a word counts of whose gloss so many of so many telling words stand in the question."""
_MOSTLY = 0.6
"""What a word counts at least of whose gloss most telling words stand in the question."""
_OTHER_FORM = 0.8
"""What a meaning of a word's base form counts against one of the form as it stands."""
_DERIVED_FORM = 0.6
"""The same for a word of its stem that is another part of speech."""
_GRAMMAR = frozenset("了的是在和与及或等为被把将")
"""Characters that stand in nearly every sentence and tell nothing."""
_WORD = lazy_pattern(r"[a-z0-9]+(?:['.,][a-z0-9]+)*%?")


def find_units(text: str, dictionary: Dictionary, stand: Stand) -> list[Unit]:
    """The phrases and words to look for, in order."""
    found: list[Unit] = []
    for part in re.finditer(r"[^|?!;:()\"]+", text):
        words = [
            (match.group().removesuffix("'s"), part.start() + match.start())
            for match in _WORD.finditer(part.group())
        ]
        position = 0
        while position < len(words):
            length, unit = _longest(words[position : position + _LONGEST_PHRASE], dictionary, stand)
            if unit is not None:
                found.append(unit)
            position += length
    return _with_parts(found, dictionary, stand)


def _longest(
    words: Sequence[tuple[str, int]], dictionary: Dictionary, stand: Stand
) -> tuple[int, Unit | None]:
    """The longest phrase at the start of some words of which a meaning stands in the documents,
    or else the first word; how many words that is, and the unit, None for an empty word.

    A phrase that does not stand there is taken where one of its words does not either: 失业率 is
    missing, while 率 alone would be found anywhere.
    """
    first, start = words[0]
    missing: tuple[int, Unit] | None = None
    for length in range(len(words), 1, -1):
        if first in _EMPTY or words[length - 1][0] in _UNFINISHED:
            continue
        meanings = _phrase([word for word, _ in words[:length]], dictionary)
        if not meanings:
            continue
        english = " ".join(word for word, _ in words[:length])
        found = length, Unit(english, start, meanings, tuple(meanings), as_it_is=True)
        if stand(meanings):
            return found
        missing = missing or found
    if first in _EMPTY:
        return 1, None
    if missing is not None and any(
        not stand(_meanings(word, dictionary))
        for word, _ in words[: missing[0]]
        if word not in _EMPTY
    ):
        return missing
    meanings = _meanings(first, dictionary)
    return 1, Unit(first, start, meanings, tuple(meanings))


def _meanings(word: str, dictionary: Dictionary) -> dict[str, float]:
    """What a word may mean, and for less what others of its stem do (standardized: 标准化)."""
    known = dictionary.__contains__
    found: dict[str, float] = {}
    inflected = [(form, _OTHER_FORM if i else 1.0) for i, form in enumerate(forms(word, known))]
    for form, share in [*inflected, *((form, _DERIVED_FORM) for form in derived(word, known))]:
        for meaning in dictionary.find(form).whole:
            if meaning.word in _GRAMMAR:
                continue
            found[meaning.word] = max(share * meaning.weight, found.get(meaning.word, 0.0))
    return found


def _phrase(words: Sequence[str], dictionary: Dictionary) -> dict[str, float]:
    options = [(word, *forms(word, dictionary.__contains__)[:2]) for word in words]
    for combination in product(*map(dict.fromkeys, options)):
        whole = dictionary.find(" ".join(combination)).whole
        if whole:
            return {meaning.word: meaning.weight for meaning in whole}
    return {}


def has_meaning(dictionary: Dictionary, word: str) -> bool:
    return any(dictionary.find(form).whole for form in forms(word, dictionary.__contains__))


def _with_parts(units: list[Unit], dictionary: Dictionary, stand: Stand) -> list[Unit]:
    """Adds words in whose glosses words of the question stand beside others.

    Of "to lift oneself out of poverty" both telling words stand in "lifted out of poverty", so
    that it is meant; in "escaped poverty" one does, so that it may be, but not where the word is
    telling by being missing: of a foreign tourist no 大班 (foreign manager) is meant.
    """
    parts: list[dict[tuple[str, int, int], Meaning]] = []
    for unit in units:
        found: dict[tuple[str, int, int], Meaning] = {}
        for token in () if unit.as_it_is else tokens(unit.english):
            for form in forms(token, dictionary.__contains__):
                for meaning in dictionary.find(form).part:
                    key = (meaning.word, meaning.words, meaning.gloss)
                    found.setdefault(key, meaning)
        parts.append(found)
    counts: dict[tuple[str, int, int], int] = {}
    for found in parts:
        for key in found:
            counts[key] = counts.get(key, 0) + 1
    result = []
    for unit, found in zip(units, parts, strict=True):
        meanings = dict(unit.meanings)
        general = unit.general or tuple(
            word for word, _, _ in sorted(found, key=lambda key: key[1])
        )
        least = 0.0 if not unit.meanings or stand(unit.meanings) else _MOSTLY
        for (word, size, gloss), meaning in found.items():
            share = _PART.get((min(counts[word, size, gloss], size), size), 0.0)
            if share >= least:
                meanings[word] = max(meanings.get(word, 0.0), share * meaning.weight)
        result.append(replace(unit, meanings=meanings, general=general))
    return result

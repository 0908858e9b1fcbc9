"""English questions put into Chinese key words that stand in the indexed documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.lazy_pattern import lazy_pattern
from index.words import is_han
from rag.dictionary import Dictionary, Meaning, open_dictionary
from rag.english_asking import Asking, asking
from rag.english_forms import forms, tokens
from rag.latin_names import names_in_latin
from rag.latin_places import places_in_latin

Passages = npt.NDArray[np.integer]
Scores = npt.NDArray[np.float64]
Stand = Callable[[Collection[str]], bool]


class Vocabulary(Protocol):
    """Which passages hold which words."""

    @property
    def size(self) -> int:
        """The number of passages."""
        ...

    def holding(self, words: Collection[str]) -> Mapping[str, Passages]:
        """The numbers of the passages that hold a word, for each word that any holds."""
        ...


@dataclass(frozen=True)
class Translation:
    """An English question in Chinese: `text` is what is searched and shown, `words` the Chinese
    words considered for each English word or phrase, the chosen one first."""

    text: str
    words: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class _Unit:
    """A word or phrase of the question and what it may mean, with how well (0..1)."""

    english: str
    start: int
    meanings: Mapping[str, float]
    general: tuple[str, ...]


_LATIN = lazy_pattern(r"[a-z]+")
_QUESTION_WORDS = frozenset("how what when where who whom whose why which".split())
_EMPTY = frozenset(
    "the a an of in is are was were be been being did do does has have had by to for on at from with and or"
    " as it its this that these those there their they them he she his her him you your we our us i my me into"
    " through during after before since until between among over under about than then so if will would can"
    " could should may might must not no any some each every all both up out off down please tell know many"
    " much s also only just get got give gave given make made take took taken go goes went come came now ever"
    " total totally altogether overall according article text document report following kind type sort"
    " name called said say says".split()
)
_MARKS = frozenset(
    "the of is are was were did do does has have had and by there many much for from with".split()
)
_UNFINISHED = frozenset("the a an of in to for by at from on with and or is was".split())
"""No phrase ends with these: the "in" of "built in" belongs to what follows."""
_LONGEST_PHRASE = 4
_SHORTEST_KNOWN = 4
_PART = {(1, 2): 0.3, (1, 3): 0.15, (2, 3): 0.6, (2, 2): 0.95, (3, 3): 0.95}
"""What a word counts of whose gloss so many of so many telling words stand in the question."""
_OTHER_FORM = 0.8
"""What a meaning of a word's base form counts against one of the form as it stands."""
_SINGLE = 0.6
"""What a single character counts against a longer word: it has too many senses."""
_TOGETHER = 1.4
_FREQUENT = 0.2
_LONGEST_COMPOUND = 5
_NEAREST = 5
_ALSO = 0.5
_MOST_ALSO = 3


def is_english(text: str, dictionary: Dictionary | None = None) -> bool:
    """Whether a folded question is English: Latin letters only, with words that mark a sentence
    or that an English dictionary knows."""
    lowered = text.lower()
    words = _LATIN.findall(lowered)
    if not words or any(map(is_han, text)):
        return False
    if any(word in _QUESTION_WORDS or word in _MARKS for word in words):
        return True
    taken = [range(start, end) for start, end, _ in places_in_latin(text)]
    rest = [
        match.group()
        for match in _LATIN.finditer(lowered)
        if not any(match.start() in span for span in taken)
    ]
    dictionary = dictionary or open_dictionary()
    known = [
        word for word in rest if len(word) >= _SHORTEST_KNOWN and _has_meaning(dictionary, word)
    ]
    return bool(known) and 2 * len(known) > len(rest)


def translate(
    question: str, vocabulary: Vocabulary, dictionary: Dictionary | None = None
) -> Translation | None:
    """An English question as Chinese key words, None where it is not English.

    Each word or phrase is looked up in CC-CEDICT. Of what it may mean, the word is chosen that
    stands in the documents together with what the other words may mean. A word of which nothing
    stands there is given its commonest meaning, since it is telling that it is missing.

    :param question: Folded.
    :param vocabulary: The passages that may answer.
    """
    dictionary = dictionary or open_dictionary()
    if not is_english(question, dictionary):
        return None
    places = [
        (start, end, chinese)
        for start, end, chinese in places_in_latin(
            question, lambda name: bool(vocabulary.holding([name]))
        )
    ]
    places += names_in_latin(
        question,
        [(start, end) for start, end, _ in places],
        lambda word: _has_meaning(dictionary, word),
        vocabulary.holding,
    )
    lowered = question.lower()
    asked = asking(_masked(lowered, [(start, end) for start, end, _ in places]))
    masked = _masked(lowered, [*((start, end) for start, end, _ in places), *asked.used])
    units = _units(masked, dictionary, lambda words: bool(vocabulary.holding(words)))
    names = [chinese for _, _, chinese in places]
    words = {word for unit in units for word in unit.meanings}
    held = vocabulary.holding({*words, *names})
    units = [_held(unit, held) for unit in units]
    compounds = _compounds(units)
    held = {**held, **vocabulary.holding(compounds)}
    units = _with_compounds(units, {word: pair for word, pair in compounds.items() if word in held})
    chosen = _choose(units, [held[name] for name in names if name in held], held, vocabulary.size)
    return Translation(
        _text(question, names, units, chosen, asked),
        tuple((unit.english, words) for unit, words in zip(units, chosen, strict=True) if words),
    )


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


_WORD = lazy_pattern(r"[a-z0-9]+(?:['.,][a-z0-9]+)*%?")


def _units(text: str, dictionary: Dictionary, stand: Stand) -> list[_Unit]:
    """The phrases and words to look for, in order."""
    found: list[_Unit] = []
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
    return _with_parts(found, dictionary)


def _longest(
    words: Sequence[tuple[str, int]], dictionary: Dictionary, stand: Stand
) -> tuple[int, _Unit | None]:
    """The longest phrase at the start of some words of which a meaning stands in the documents,
    or else the first word; how many words that is, and the unit, None for an empty word."""
    first, start = words[0]
    for length in range(len(words), 1, -1):
        if first in _EMPTY or words[length - 1][0] in _UNFINISHED:
            continue
        meanings = _phrase([word for word, _ in words[:length]], dictionary)
        if meanings and stand(meanings):
            english = " ".join(word for word, _ in words[:length])
            return length, _Unit(english, start, meanings, tuple(meanings))
    if first in _EMPTY:
        return 1, None
    meanings = {}
    for i, form in enumerate(forms(first, dictionary.__contains__)):
        for meaning in dictionary.find(form).whole:
            weight = meaning.weight * (_OTHER_FORM if i else 1.0)
            meanings[meaning.word] = max(weight, meanings.get(meaning.word, 0.0))
    return 1, _Unit(first, start, meanings, tuple(meanings))


def _phrase(words: Sequence[str], dictionary: Dictionary) -> dict[str, float]:
    options = [(word, *forms(word, dictionary.__contains__)[:2]) for word in words]
    for combination in product(*map(dict.fromkeys, options)):
        whole = dictionary.find(" ".join(combination)).whole
        if whole:
            return {meaning.word: meaning.weight for meaning in whole}
    return {}


def _has_meaning(dictionary: Dictionary, word: str) -> bool:
    return any(dictionary.find(form).whole for form in forms(word, dictionary.__contains__))


def _with_parts(units: list[_Unit], dictionary: Dictionary) -> list[_Unit]:
    """Adds words in whose glosses words of the question stand beside others.

    Of "to lift oneself out of poverty" both telling words stand in "lifted out of poverty", so
    that it is meant; in "escaped poverty" one does, so that it may be.
    """
    parts: list[dict[tuple[str, int, int], Meaning]] = []
    for unit in units:
        found: dict[tuple[str, int, int], Meaning] = {}
        for token in tokens(unit.english):
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
        for (word, size, gloss), meaning in found.items():
            share = _PART.get((min(counts[word, size, gloss], size), size), 0.0)
            meanings[word] = max(meanings.get(word, 0.0), share * meaning.weight)
        result.append(_Unit(unit.english, unit.start, meanings, general))
    return result


def _held(unit: _Unit, held: Mapping[str, Passages]) -> _Unit:
    meanings = {word: weight for word, weight in unit.meanings.items() if word in held}
    return _Unit(unit.english, unit.start, meanings, unit.general)


def _compounds(units: Sequence[_Unit]) -> dict[str, tuple[int, float]]:
    """Words that what neighbouring words may mean form together (村 and 级 form 村级), each with
    the number of the first of the two and how well they fit."""
    found: dict[str, tuple[int, float]] = {}
    meant = {word for unit in units for word in unit.meanings}
    for i, (first, second) in enumerate(pairwise(units)):
        if second.english.endswith("ed"):
            continue
        both = first.meanings.keys() & second.meanings.keys()
        for a, b in product(first.meanings.keys() - both, second.meanings.keys() - both):
            crossing = a[-1] + b[0]
            # 脱 and 贫困 do not form 脱贫困, where 脱贫 is meant
            if len(a + b) > _LONGEST_COMPOUND or (crossing != a + b and crossing in meant):
                continue
            weight = min(1.0, _TOGETHER * (first.meanings[a] * second.meanings[b]) ** 0.5)
            if a != b and weight > found.get(a + b, (0, 0.0))[1]:
                found[a + b] = (i, weight)
    return found


def _with_compounds(units: list[_Unit], compounds: Mapping[str, tuple[int, float]]) -> list[_Unit]:
    meanings = [dict(unit.meanings) for unit in units]
    for word, (i, weight) in compounds.items():
        for each in meanings[i : i + 2]:
            each[word] = max(weight, each.get(word, 0.0))
    return [
        _Unit(unit.english, unit.start, each, unit.general)
        for unit, each in zip(units, meanings, strict=True)
    ]


def _choose(
    units: Sequence[_Unit], places: Sequence[Passages], held: Mapping[str, Passages], size: int
) -> list[tuple[str, ...]]:
    """For each unit the words to search with, the best first.

    What a word of the question may mean counts by how much of the rest of the question stands
    in the passages that hold it.
    """
    total: Scores = np.zeros(size)
    own: list[Scores] = []
    for unit in units:
        best: Scores = np.zeros(size)
        for word, weight in unit.meanings.items():
            found = held[word]
            best[found] = np.maximum(best[found], weight * _rarity(len(found), size))
        own.append(best)
        total += best
    for found in places:
        total[found] += 2 * _rarity(len(found), size)
    chosen = []
    for unit, best in zip(units, own, strict=True):
        scores = {}
        for word, weight in unit.meanings.items():
            found = held[word]
            rest = np.sort((total - best)[found])[-_NEAREST:]
            use = (_SINGLE if len(word) == 1 else 1.0) * (1.0 + _FREQUENT * np.log(len(found)))
            scores[word] = float(use * weight * (1.0 + rest.mean()))
        ordered = sorted(scores, key=lambda word: (-scores[word], word))
        if not ordered:
            chosen.append(unit.general[:1])
            continue
        least = _ALSO * scores[ordered[0]]
        chosen.append(tuple(word for word in ordered if scores[word] >= least)[: 1 + _MOST_ALSO])
    return chosen


def _rarity(holding: int, size: int) -> float:
    return float(np.log1p((size - holding + 0.5) / (holding + 0.5)))


def _text(
    question: str,
    places: Sequence[str],
    units: Sequence[_Unit],
    chosen: Sequence[tuple[str, ...]],
    asked: Asking,
) -> str:
    words: list[str] = []
    counted = ""
    for unit, meanings in zip(units, chosen, strict=True):
        length = len(unit.english)
        word = meanings[0] if meanings else question[unit.start : unit.start + length]
        if asked.counted and unit.start < asked.counted[1] <= unit.start + length:
            counted = word
        else:
            words.append(word)
    asks = asked.chinese + counted
    others = dict.fromkeys((*places, *words))
    kept = [
        word
        for word in others
        if word not in asks and not any(word != other and word in other for other in others)
    ]
    return " ".join([*kept, asks] if asks else kept)

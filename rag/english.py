"""English questions put into Chinese key words that stand in the indexed documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.lazy_pattern import lazy_pattern
from index.words import is_han
from rag.dictionary import Dictionary, open_dictionary
from rag.english_asking import Asking, asking
from rag.english_figures import EnglishFigure, figures
from rag.english_units import QUESTION_WORDS, Unit, find_units, has_meaning
from rag.latin_names import names_in_latin
from rag.latin_places import places_in_latin

Passages = npt.NDArray[np.integer]
Scores = npt.NDArray[np.float64]


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


_LATIN = lazy_pattern(r"[a-z]+")
_WORK = lazy_pattern(r"《[^《》]*》")
_CHINESE = lazy_pattern(r"《[^《》]*》|[\u3400-\u9fff\uf900-\ufaff]+")
_BETWEEN = lazy_pattern(
    r"(?<=[a-z])(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])(?=[a-z])", re.IGNORECASE
)
"""Where a folded text has lost the blank between an English and a Chinese word."""
_CHINESE_SENTENCE = lazy_pattern(r"[的了是吗呢谁哪几]|多少|什么|怎|如何|何时|为何")
"""What no Chinese word quoted in an English sentence has, but a Chinese sentence does."""
_HAN_PER_WORD = 2
"""So many characters say about as much as one English word."""
_FRAME, _ASKING_FRAME = 4, 2
"""So many English words at least make a sentence with Chinese words in it English; fewer will do
where one of them asks."""
_MARKS = frozenset(
    "the of is are was were did do does has have had and by there many much for from with".split()
)
_SHORTEST_KNOWN = 4
_SINGLE = 0.45
"""What a single character counts against a longer word: it has too many senses."""
_TOGETHER = 1.4
_AMONG_LIKELIEST = 0.5
"""What a single character counts at least against the likeliest meaning."""
_FREQUENT = 0.2
_LIKELY = 0.4
"""What a meaning at least counts that forms a word with that of the next word."""
_SHORTEST_COMPOUND, _LONGEST_COMPOUND = 3, 5
_NEAREST = 5
_APART = 0.25
"""What a word that never stands with the rest keeps, of the nearness of the one that does most."""
_ALSO = 0.5
_MOST_ALSO = 3


def is_english(text: str, dictionary: Dictionary | None = None) -> bool:
    """Whether a folded question is English: it has words that mark an English sentence or that an
    English dictionary knows. Chinese words may stand in it so long as the sentence is not theirs.
    """
    lowered = text.lower()
    words = _LATIN.findall(lowered)
    if not words:
        return False
    marked = any(word in QUESTION_WORDS or word in _MARKS for word in words)
    if any(map(is_han, text)):
        text = _WORK.sub("", text)
        least = _FRAME if QUESTION_WORDS.isdisjoint(words) else _ASKING_FRAME
        framed = len(words) >= max(least, sum(map(is_han, text)) / _HAN_PER_WORD)
        return marked and framed and not _CHINESE_SENTENCE.search(text)
    if marked:
        return True
    taken = [range(start, end) for start, end, _ in places_in_latin(text)]
    rest = [
        match.group()
        for match in _LATIN.finditer(lowered)
        if not any(match.start() in span for span in taken)
    ]
    dictionary = dictionary or open_dictionary()
    known = [
        word for word in rest if len(word) >= _SHORTEST_KNOWN and has_meaning(dictionary, word)
    ]
    return bool(known) and 2 * len(known) > len(rest)


def translate(
    question: str, vocabulary: Vocabulary, dictionary: Dictionary | None = None
) -> Translation | None:
    """An English question as Chinese key words, None where it is not English.

    Each word or phrase is looked up in a table made from CC-CEDICT and the terms of public life.
    Dates and Chinese words of the question are kept as they are. Of what it may mean, the word is chosen that
    stands in the documents together with what the other words may mean. A word of which nothing
    stands there is given its commonest meaning, since it is telling that it is missing.

    :param question: Folded.
    :param vocabulary: The passages that may answer.
    """
    dictionary = dictionary or open_dictionary()
    if not is_english(question, dictionary):
        return None
    question = _BETWEEN.sub(" ", question)
    latin = _masked(question, [match.span() for match in _WORK.finditer(question)])
    places = [
        (start, end, chinese)
        for start, end, chinese in places_in_latin(
            latin, lambda name: bool(vocabulary.holding([name]))
        )
    ]
    places += names_in_latin(
        latin,
        [(start, end) for start, end, _ in places],
        lambda word: has_meaning(dictionary, word),
        vocabulary.holding,
    )
    lowered = latin.lower()
    asked = asking(_masked(lowered, [(start, end) for start, end, _ in places]))
    masked = _masked(lowered, [*((start, end) for start, end, _ in places), *asked.used])
    dates = figures(masked)
    masked = _masked(masked, [(start, end) for start, end, _ in dates])
    units = find_units(masked, dictionary, lambda words: bool(vocabulary.holding(words)))
    units = _with_chinese([*units, *_as_units(dates, lowered)], question)
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


def _with_chinese(units: Sequence[Unit], question: str) -> list[Unit]:
    """The units with the Chinese words of the question among them.

    What a Chinese word in brackets says again ("returned to forest (退耕还林)") is left to it.
    """
    chinese = [
        Unit(match.group(), match.start(), {match.group(): 1.0}, (match.group(),), as_it_is=True)
        for match in _CHINESE.finditer(question)
    ]
    said = {
        character
        for unit in chinese
        if question[: unit.start].endswith("(")
        and question.startswith(")", unit.start + len(unit.english))
        for character in unit.english
    }
    kept = [unit for unit in units if said.isdisjoint("".join(unit.meanings))]
    return sorted([*kept, *chinese], key=lambda unit: unit.start)


def _as_units(dates: Sequence[EnglishFigure], text: str) -> list[Unit]:
    return [
        Unit(text[start:end], start, dict.fromkeys(words, 1.0), words, as_it_is=True)
        for start, end, words in dates
    ]


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _held(unit: Unit, held: Mapping[str, Passages]) -> Unit:
    """The unit with those of its meanings that stand in the documents.

    A single character stands there anyway: it must be among the likelier meanings, or else 年, an
    old word for grain, would be taken where 粮食 is missing.
    """
    least = _AMONG_LIKELIEST * max(unit.meanings.values(), default=0.0)
    meanings = {
        word: weight
        for word, weight in unit.meanings.items()
        if word in held and (len(word) > 1 or weight >= least)
    }
    return replace(unit, meanings=meanings)


def _compounds(units: Sequence[Unit]) -> dict[str, tuple[int, float]]:
    """Words that what neighbouring words may mean form together (村 and 级 form 村级), each with
    the number of the first of the two and how well they fit."""
    found: dict[str, tuple[int, float]] = {}
    meant = {word for unit in units for word in unit.meanings}
    for i, (first, second) in enumerate(pairwise(units)):
        if second.english.endswith("ed") or not _is_next(first, second):
            continue
        both = first.meanings.keys() & second.meanings.keys()
        for a, b in product(_likely(first) - both, _likely(second) - both):
            crossing = a[-1] + b[0]
            # two characters stand together by chance (会主 in 社会主义), and 脱 and 贫困 do not
            # form 脱贫困, where 脱贫 is meant
            if not _SHORTEST_COMPOUND <= len(a + b) <= _LONGEST_COMPOUND or crossing in meant:
                continue
            weight = min(1.0, _TOGETHER * (first.meanings[a] * second.meanings[b]) ** 0.5)
            if weight > found.get(a + b, (0, 0.0))[1]:
                found[a + b] = (i, weight)
    return found


def _likely(unit: Unit) -> set[str]:
    return {word for word, weight in unit.meanings.items() if weight >= _LIKELY}


def _is_next(first: Unit, second: Unit) -> bool:
    """Whether no word stands between two units."""
    return second.start - first.start - len(first.english) <= len("'s ")


def _with_compounds(units: list[Unit], compounds: Mapping[str, tuple[int, float]]) -> list[Unit]:
    meanings = [dict(unit.meanings) for unit in units]
    for word, (i, weight) in compounds.items():
        for each in meanings[i : i + 2]:
            each[word] = max(weight, each.get(word, 0.0))
    return [replace(unit, meanings=each) for unit, each in zip(units, meanings, strict=True)]


def _choose(
    units: Sequence[Unit], places: Sequence[Passages], held: Mapping[str, Passages], size: int
) -> list[tuple[str, ...]]:
    """For each unit the words to search with, the best first.

    What a word of the question may mean counts by how much of the rest of the question stands
    in the passages that hold it.
    """
    # numbers are not counts: those of documents taken out since stay unused
    numbers = 1 + max((int(found.max()) for found in held.values()), default=-1)
    total: Scores = np.zeros(numbers)
    own: list[Scores] = []
    for unit in units:
        best: Scores = np.zeros(numbers)
        for word, weight in unit.meanings.items():
            found = held[word]
            best[found] = np.maximum(best[found], weight * _rarity(len(found), size))
        own.append(best)
        total += best
    for found in places:
        total[found] += 2 * _rarity(len(found), size)
    chosen = []
    for unit, best in zip(units, own, strict=True):
        rest = total - best
        near = {word: _nearness(rest[held[word]]) for word in unit.meanings}
        apart = 1.0 + _APART * max(near.values(), default=0.0)
        scores = {
            word: _use(word, len(held[word])) * weight * (apart + near[word])
            for word, weight in unit.meanings.items()
        }
        ordered = sorted(scores, key=lambda word: (-scores[word], word))
        if not ordered:
            chosen.append(unit.general[:1])
            continue
        least = _ALSO * scores[ordered[0]]
        chosen.append(tuple(word for word in ordered if scores[word] >= least)[: 1 + _MOST_ALSO])
    return chosen


def _nearness(rest: Scores) -> float:
    """How much of the rest of the question stands with a word, by what does in each passage that
    holds it: in the best one, and in the nearest few."""
    nearest = np.sort(rest)[-_NEAREST:]
    return float(nearest[-1] + nearest.mean()) / 2


def _use(word: str, holding: int) -> float:
    return (_SINGLE if len(word) == 1 else 1.0) * (1.0 + _FREQUENT * float(np.log(holding)))


def _rarity(holding: int, size: int) -> float:
    return float(np.log1p((size - holding + 0.5) / (holding + 0.5)))


def _text(
    question: str,
    places: Sequence[str],
    units: Sequence[Unit],
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
    # 集中安置点 is what is counted, where 安置点 is that is asked for
    counted = (
        max((word for word in words if word.endswith(counted)), default=counted, key=len)
        if counted
        else ""
    )
    asks = asked.chinese + counted
    others = dict.fromkeys((*places, *words))
    kept = [
        word
        for word in others
        if word not in asks and not any(word != other and word in other for other in others)
    ]
    return " ".join([*kept, asks] if asks else kept)

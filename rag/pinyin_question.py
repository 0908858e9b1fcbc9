"""Questions typed in pinyin, wholly or partly: the Chinese words they mean.

The letters are cut into syllables in every way they can be; over the syllables lies a lattice of
the words that are read so (of the index, of questions, of places and of Chinese at large), and the
best path through it is taken (Z. Chen and K.-F. Lee, "A New Statistical Approach To Chinese Pinyin
Input", ACL 2000), scored by :class:`rag.word_model.WordModel`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import product
from math import log
from typing import NamedTuple

from index.divisions import divisions
from index.lazy_pattern import lazy_pattern
from index.word_segmentation import frequency
from index.words import PAIR, is_han
from rag.pronunciation import (
    LONGEST_SYLLABLE,
    Syllables,
    characters_read,
    is_syllable,
    readings,
)
from rag.word_model import QUESTION_WORDS, WordModel

_LETTERS = r"A-Za-zÀ-ÖØ-öø-ÿĀ-ž\u01cd-\u01dc"
_RUN = lazy_pattern(rf"[{_LETTERS}]+(?:[ '’‘]+[{_LETTERS}]+)*")
_TOKEN = lazy_pattern(rf"[{_LETTERS}]+")

_MOST_SYLLABLES = 6
_BEST_WORDS, _BEST_CHARACTERS = 8, 12
_BEAM = 40
_PAIR = 2
_OTHER_READING = log(0.1)
_OTHER_READING_ALONE = log(0.005)
_SPELLED_U = log(0.3)
_ACROSS_TOKENS = -2.5
_INSIDE_TOKEN = -0.4
_NO_APOSTROPHE = -4.0
_AFTER_FIGURE = 4.0
_COUNTED = frozenset("年月日号个人名户万亿元岁次家座所块天")
_ENGLISH = frozenset(
    "the of is was were does did what who when where which why how many much people and to for "
    "from with by there this that has have had are it its their they not all which whose".split()
)
_SHARE_OF_PINYIN = 0.75
_SHARE_OF_WORDS = 0.6
_MOST_RUNS = 32
"""So many runs of Latin words are read in a question; each costs a walk through the index's words."""


class _Option(NamedTuple):
    word: str
    score: float


class _Edge(NamedTuple):
    start: int
    end: int
    options: tuple[_Option, ...]


class _Path(NamedTuple):
    score: float
    last: str
    word: str
    before: _Path | None


@dataclass(frozen=True)
class Read:
    """A text with its pinyin read, and what was typed and read, run by run."""

    text: str
    changes: tuple[tuple[str, str], ...]


class PinyinReader:
    """Reads pinyin by the words of an index."""

    def __init__(self, model: WordModel) -> None:
        self._model = model

    def read(self, text: str) -> Read | None:
        """The text with its pinyin in characters; None where it has none.

        What is not pinyin (names of firms, English) stays as typed. A text in English, by its
        words, is left alone.
        """
        runs = [match for match in _RUN.finditer(text) if len(match.group()) > 1][:_MOST_RUNS]
        if not runs or not is_chinese(text):
            return None
        parts: list[str] = []
        changes: list[tuple[str, str]] = []
        at = 0
        mixed = any(map(is_han, text))
        for run in runs:
            before, after = text[: run.start()].rstrip(), text[run.end() :].lstrip()
            said = self._run(run.group(), before[-1:], after[:1], mixed)
            parts += [text[at : run.start()], said]
            at = run.end()
            if said != run.group():
                changes.append((run.group(), said))
        parts.append(text[at:])
        if not changes:
            return None
        # Spaces between Chinese words were meant; those between pinyin words only tell them apart.
        whole = "".join(parts)
        return Read(whole if mixed else _SEAM.sub("", whole), tuple(changes))

    def _run(self, run: str, before: str, after: str, mixed: bool) -> str:
        """One run of Latin words: stretches of pinyin tokens are read, others kept."""
        said: list[str] = []
        stretch: list[str] = []
        tokens = run.replace("’", "'").replace("‘", "'").split()
        for i, token in enumerate([*tokens, ""]):
            if token and is_pinyin(token) and not (mixed and token.isupper()):
                stretch.append(token)
                continue
            if stretch:
                follows = after if i == len(tokens) else ""
                precedes = said[-1][-1] if said else before
                said.append(self._decode(stretch, precedes, follows, mixed) or " ".join(stretch))
                stretch = []
            if token:
                said.append(token)
        return " ".join(said)

    def _decode(self, tokens: Sequence[str], before: str, after: str, mixed: bool) -> str | None:
        letters, seams, hard = _joined(tokens)
        edges = self._edges(letters, seams, hard)
        self._fetch(edges, len(letters), before, after)
        path = self._best(edges, len(letters), seams, before, after)
        if path is None:
            return None
        words: list[str] = []
        step: _Path | None = path
        while step is not None and step.word:
            words.append(step.word)
            step = step.before
        said = "".join(reversed(words))
        # Among Chinese, or alone, Latin letters may be a foreign name that only looks like pinyin.
        sure = sum(
            len(word)
            for word in words
            if len(word) > 1 and (self._is_sure(word) or (not mixed and frequency(word)))
        )
        lone = sum(1 for word in words if word in QUESTION_WORDS and len(word) == 1)
        if (mixed or len(tokens) == 1) and sure < _SHARE_OF_WORDS * (len(said) - lone):
            return None
        return said

    def _is_sure(self, word: str) -> bool:
        return bool(self._model.holds(word)) or word in QUESTION_WORDS or word in _places_said()

    def _edges(self, letters: str, seams: frozenset[int], hard: frozenset[int]) -> list[_Edge]:
        spelled = [
            (start, *spelling)
            for start in range(len(letters))
            for spelling in _spellings(letters, start, hard)
        ]
        indexed = self._indexed({syllable for _, _, found, _ in spelled for syllable in found})
        made: dict[tuple[int, int], dict[str, float]] = {}
        for start, end, syllables, cost in spelled:
            across = sum(start < seam < end for seam in seams) if _is_cut(seams, start, end) else 0
            slot = made.setdefault((start, end), {})
            for word, extra in (*indexed.get(syllables, ()), *_general(syllables)):
                score = cost + extra + _ACROSS_TOKENS * across
                slot[word] = max(slot.get(word, score), score)
        self._model.fetch({word for slot in made.values() for word in slot})
        edges: list[_Edge] = []
        for (start, end), slot in made.items():
            if not slot:
                continue
            scored = [_Option(word, self._model.score(word) + cost) for word, cost in slot.items()]
            most = _BEST_CHARACTERS if len(scored[0].word) == 1 else _BEST_WORDS
            edges.append(_Edge(start, end, tuple(nlargest(most, scored, key=_by_score))))
        return edges

    def _indexed(self, heard: Iterable[str]) -> Mapping[Syllables, list[tuple[str, float]]]:
        """The words of the index, of questions and of places made of these syllables.

        They are sought anew for each question: to go through the words of a large index takes
        some hundredths of a second, to keep all of them by their readings would take seconds.
        """
        table = {key: list(found) for key, found in _place_readings().items()}
        characters = frozenset("".join(map(characters_read, heard)))
        for word in (*self._model.words(), *QUESTION_WORDS):
            if (
                word[0] in characters
                and word[-1] in characters
                and len(word) <= _MOST_SYLLABLES
                and characters.issuperset(word)
            ):
                other = _OTHER_READING if len(word) > 1 else _OTHER_READING_ALONE
                for reading in readings(word):
                    cost = 0.0 if reading.usual else other
                    table.setdefault(reading.syllables, []).append((word, cost))
        return table

    def _fetch(self, edges: Sequence[_Edge], length: int, before: str, after: str) -> None:
        """Looks up all pairs of characters that may meet at a seam of two words."""
        firsts: dict[int, set[str]] = {length: {after}}
        lasts: dict[int, set[str]] = {0: {before}}
        for edge in edges:
            firsts.setdefault(edge.start, set()).update(o.word[0] for o in edge.options)
            lasts.setdefault(edge.end, set()).update(o.word[-1] for o in edge.options)
        self._model.fetch(
            a + b + PAIR
            for seam, found in lasts.items()
            for a in found
            for b in firsts.get(seam, ())
            if a and b
        )

    def _best(
        self, edges: Sequence[_Edge], length: int, seams: frozenset[int], before: str, after: str
    ) -> _Path | None:
        by_start: dict[int, list[_Edge]] = {}
        for edge in edges:
            by_start.setdefault(edge.start, []).append(edge)
        beams: dict[int, dict[str, _Path]] = {0: {before: _Path(0.0, before, "", None)}}
        for position in range(length):
            beam = nlargest(_BEAM, beams.get(position, {}).values(), key=_by_score)
            for edge in by_start.get(position, ()) if beam else ():
                inside = 0.0 if edge.end in seams or edge.end == length else _INSIDE_TOKEN
                slot = beams.setdefault(edge.end, {})
                for option in edge.options:
                    path = self._extended(beam, option, inside, position == 0)
                    known = slot.get(path.last)
                    if known is None or path.score > known.score:
                        slot[path.last] = path
        ends = beams.get(length, {}).values()
        return max(
            ends, key=lambda path: path.score + self._model.beside(path.last, after), default=None
        )

    def _extended(
        self, beam: Sequence[_Path], option: _Option, inside: float, first: bool
    ) -> _Path:
        best, score = beam[0], -1e18
        for path in beam:
            reached = path.score + self._model.beside(path.last, option.word[0])
            if reached > score:
                best, score = path, reached
        if first and best.last.isdigit() and option.word[0] in _COUNTED:
            score += _AFTER_FIGURE
        return _Path(score + option.score + inside, option.word[-1], option.word, best)


def _by_score(item: _Option | _Path) -> float:
    return item.score


_SEAM = lazy_pattern(r"(?<=[㐀-鿿])\s+(?=[0-9])|(?<=[0-9㐀-鿿])\s+(?=[㐀-鿿])")


def is_chinese(text: str) -> bool:
    """Whether the Latin words of a text may be pinyin, and are no English sentence."""
    tokens = _TOKEN.findall(text)
    if any(token.lower() in _ENGLISH for token in tokens):
        return False
    if any(map(is_han, text)):
        return True
    letters = sum(map(len, tokens))
    return sum(len(t) for t in tokens if is_pinyin(t)) >= _SHARE_OF_PINYIN * letters


def _spelled(token: str) -> str:
    """Small letters without marks, as many as the token has, ü as v."""
    return "".join(_plain(letter) for letter in token)


@cache
def _plain(letter: str) -> str:
    marks = unicodedata.normalize("NFD", letter.lower())
    return "v" if marks[0] == "u" and "\u0308" in marks else marks[0]


def is_pinyin(token: str) -> bool:
    """Whether a token can be cut into syllables."""
    return all(part and _cuts(_spelled(part)) for part in token.split("'"))


@cache
def _cuts(letters: str) -> bool:
    reached = {0}
    for start in range(len(letters)):
        if start in reached:
            for size in range(1, LONGEST_SYLLABLE + 1):
                if start + size <= len(letters) and _heard(letters[start : start + size]):
                    reached.add(start + size)
    return len(letters) in reached


@cache
def _heard(letters: str) -> tuple[tuple[str, float], ...]:
    """The syllables that letters may spell, each with its cost; lu may be lü, lyu always is."""
    heard: list[tuple[str, float]] = []
    if is_syllable(letters):
        heard.append((letters, 0.0))
    if letters[:2] in ("lu", "nu") and is_syllable(letters[0] + "v" + letters[2:]):
        heard.append((letters[0] + "v" + letters[2:], _SPELLED_U))
    if letters in ("lyu", "nyu"):
        heard.append((letters[0] + "v", 0.0))
    if letters in ("jv", "qv", "xv", "yv"):
        heard.append((letters[0] + "u", 0.0))
    return tuple(heard)


def _joined(tokens: Sequence[str]) -> tuple[str, frozenset[int], frozenset[int]]:
    """The letters of tokens in one, where tokens meet, and where syllables must (apostrophes)."""
    letters = ""
    seams: set[int] = set()
    hard: set[int] = set()
    for token in tokens:
        if letters:
            seams.add(len(letters))
        for i, part in enumerate(token.split("'")):
            if i:
                hard.add(len(letters))
            letters += _spelled(part)
    return letters, frozenset(seams), frozenset(hard | seams)


def _spellings(
    letters: str, start: int, hard: frozenset[int]
) -> Iterator[tuple[int, Syllables, float]]:
    """The ways to cut syllables from a place on: where they end, they, and their cost."""
    stack: list[tuple[int, Syllables, float]] = [(start, (), 0.0)]
    while stack:
        at, syllables, cost = stack.pop()
        if syllables:
            yield at, syllables, cost
        if len(syllables) == _MOST_SYLLABLES:
            continue
        unmarked = at and at not in hard and letters[at : at + 1] in tuple("aeo")
        for end in range(at + 1, min(at + LONGEST_SYLLABLE, len(letters)) + 1):
            for syllable, extra in _heard(letters[at:end]):
                price = extra + (_NO_APOSTROPHE if unmarked else 0.0)
                stack.append((end, (*syllables, syllable), cost + price))
            if end in hard:
                break


def _is_cut(seams: frozenset[int], start: int, end: int) -> bool:
    """Whether a word over several tokens begins or ends within one: then they are no syllables
    set apart, and the seams were meant."""
    inside = any(start < seam < end for seam in seams)
    return inside and not ((start in seams or start == 0) and (end in seams))


@cache
def _general(syllables: Syllables) -> tuple[tuple[str, float], ...]:
    """The characters, and words of two, of the general dictionary that are read so, each with
    what it costs that the reading is not the usual one."""
    if len(syllables) == 1:
        return tuple(
            (
                character,
                0.0 if next(readings(character)).syllables == syllables else _OTHER_READING_ALONE,
            )
            for character in characters_read(syllables[0])
            if frequency(character)
        )
    if len(syllables) != _PAIR:
        return ()
    return tuple(
        (word, 0.0 if reading.usual else _OTHER_READING)
        for word in map("".join, product(*map(characters_read, syllables)))
        if frequency(word)
        for reading in readings(word)
        if reading.syllables == syllables
    )


@cache
def _place_readings() -> dict[Syllables, list[tuple[str, float]]]:
    """Names of divisions by their pinyin: 太原, 太原市; a lone syllable only with its kind."""
    table: dict[Syllables, list[tuple[str, float]]] = {}
    for division in divisions():
        syllables = tuple(division.pinyin.split(" "))
        rest = division.name[len(syllables) :]
        if len(syllables) > 1 and len(syllables) == len(division.short):
            table.setdefault(syllables, []).append((division.short, 0.0))
        if len(rest) == 1 and division.name != division.short or len(syllables) == 1 and rest:
            for reading in readings(rest):
                table.setdefault((*syllables, *reading.syllables), []).append((division.name, 0.0))
                break
    return {key: sorted(set(found)) for key, found in table.items()}


@cache
def _places_said() -> frozenset[str]:
    return frozenset(word for found in _place_readings().values() for word, _ in found)

"""One wrong character in a word of a question, put right by what the index knows.

A noisy channel (M. Kernighan, K. Church and W. Gale, "A Spelling Correction Program Based on a
Noisy Channel Model", COLING 1990): what was typed is taken for another word only where that is
likelier, by more than the mistake is unlikely. Words that are known are left alone; a word of
Chinese that only the index does not have, unless it stands beside a word that the index has
beside the other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf
from typing import NamedTuple

import jieba

from index.gazetteer import names
from index.lazy_pattern import lazy_pattern
from index.word_segmentation import frequency
from index.words import PAIR
from rag.pronunciation import Likeness, alike
from rag.word_model import QUESTION_WORDS, WordModel

_RUN = lazy_pattern(r"[㐀-鿿]{2,}")
_LONGEST_WORD = 6
_LONGEST_RUN = 120
_LONGEST_CHANGED = 4
_COMMON = 2000
GAP = "*"
_KINDS = frozenset("省市县区旗州镇乡村路街站桥河江山湖岛寺庙")
_MOST_CHANGES = 2

CHANNEL = {Likeness.SAME: -6.0, Likeness.TONE: -7.0, Likeness.NEAR: -9.0}
"""The logarithm of how often a character is typed for one that sounds so like it."""
LEAST_GAIN = 3.0
"""How much likelier the other word must be where nothing beside it speaks for it."""
LEAST_GAIN_BESIDE = 1.5
"""The same where it stands in the index beside what it stands beside in the question."""
LEAST_GAIN_OF_WORD = 4.0
"""The same where what was typed is a word too; nothing is enough without such a neighbour."""
LEAST_GAIN_ELSEWHERE = 5.0
"""The same for a place that the index does not speak of, and beside a lone character."""

_ASKING = frozenset("的了是哪几谁么吗呢多少被把这那")
_KEPT = _ASKING | frozenset("在有和与为何从到对向由于及或不没个之以其此该时氏")
"""Characters that ask or join, and are not taken for mistakes; words hold none that asks."""
_QUOTED = lazy_pattern(r"《[^》]*》|〈[^〉]*〉|“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"")


@dataclass(frozen=True)
class Change:
    """A word put right: half-open range of the text as typed, and what it is to be."""

    start: int
    end: int
    word: str
    gain: float

    @property
    def places(self) -> range:
        """The places it covers."""
        return range(self.start, self.end)


class _Token(NamedTuple):
    start: int
    word: str

    @property
    def end(self) -> int:
        return self.start + len(self.word)


class Corrector:
    """Corrects words by the words of an index."""

    def __init__(self, model: WordModel) -> None:
        self._model = model

    def changes(self, text: str) -> list[Change]:
        """The changes to a folded question, in order; none where every word is known."""
        found: list[Change] = []
        # A title or a quotation is meant as it stands.
        open_text = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
        for run in _RUN.finditer(open_text):
            if len(run.group()) > _LONGEST_RUN:
                continue
            current = run.group()
            done: list[Change] = []
            while len(done) < _MOST_CHANGES:
                change = self._change(current, done)
                if change is None:
                    break
                current = current[: change.start] + change.word + current[change.end :]
                done.append(change)
            found += [
                Change(run.start() + c.start, run.start() + c.end, c.word, c.gain) for c in done
            ]
        return sorted(found, key=lambda change: change.start)

    def _change(self, run: str, done: Sequence[Change]) -> Change | None:
        """The likeliest change to a run of Chinese characters, if one is likely enough."""
        self._model.fetch(_pieces(run))
        tokens, score = self._segment(run)
        places = self._strange(run, tokens)
        if not places:
            return None
        candidates = self._candidates(run, tokens, places - {i for c in done for i in c.places})
        best: Change | None = None
        for (place, character), cost in candidates.items():
            other = run[:place] + character + run[place + 1 :]
            self._model.fetch(_pieces(other))
            read, reached = self._segment(other)
            at = next(i for i, token in enumerate(read) if token.start <= place < token.end)
            gain = reached + cost - score
            if gain < self._least(run, tokens, read, at, place):
                continue
            if best is None or gain > best.gain:
                best = Change(read[at].start, read[at].end, read[at].word, gain)
        return best

    def _strange(self, run: str, tokens: Sequence[_Token]) -> set[int]:
        """The places of characters that may be wrong: those in no word that the index has, and
        that stand beside no telling character as anywhere in the index."""
        firm = {
            i for token in tokens if self._is_firm(token) for i in range(token.start, token.end)
        }

        def stands(left: int) -> bool:
            pair = run[left : left + 2]
            return not _KEPT.intersection(pair) and self._model.stand_together(*pair)

        return {
            i
            for i in range(len(run))
            if i not in firm
            and run[i] not in _KEPT
            and not (i > 0 and stands(i - 1))
            and not (i + 1 < len(run) and stands(i))
        }

    def _is_firm(self, token: _Token) -> bool:
        word = token.word
        known = self._model.holds(word) or word in QUESTION_WORDS or word in names()
        return len(word) > 1 and bool(known)

    def _candidates(
        self, run: str, tokens: Sequence[_Token], places: set[int]
    ) -> dict[tuple[int, str], float]:
        """The characters that would make a known word at a place, with the channel's cost."""
        inner = {
            i for token in tokens if self._is_firm(token) for i in range(token.start + 1, token.end)
        }
        beside = {
            (place, character): (
                run[place - 1] + character + PAIR if place else "",
                character + run[place + 1] + PAIR if place + 1 < len(run) else "",
            )
            for place in places
            for character in alike(run[place])
        }
        self._model.fetch(pair for pairs in beside.values() for pair in pairs if pair)
        made: dict[tuple[int, str], list[str]] = {}
        for place in places:
            sounding = alike(run[place])
            for start, end in _windows(place, len(run), inner):
                typed = run[start:end]
                gap = typed[: place - start] + GAP + typed[place - start + 1 :]
                for character in _names_with_gap().get(gap, ""):
                    if character in sounding:
                        made.setdefault((place, character), [])
        for (place, character), pairs in beside.items():
            # Neighbours in a word that the index has stand together in it.
            if any(self._model.holds(pair) for pair in pairs):
                made.setdefault((place, character), []).extend(
                    run[start:place] + character + run[place + 1 : end]
                    for start, end in _windows(place, len(run), inner)
                )
        self._model.fetch(word for words in made.values() for word in words)
        return {
            (place, character): CHANNEL[alike(run[place])[character]]
            for (place, character), words in made.items()
            if not words or any(map(self._model.holds, words))
        }

    def _least(
        self,
        run: str,
        tokens: Sequence[_Token],
        read: Sequence[_Token],
        at: int,
        place: int,
    ) -> float:
        """The gain that is asked of a change, from the word it makes and what stands beside it."""
        word = read[at]
        if len(word.word) == 1 or not (self._model.holds(word.word) or word.word in names()):
            return inf
        typed = run[word.start : word.end]
        if _ASKING.intersection(typed):
            return inf
        supported = alone = False
        for step in (-1, 1):
            if not 0 <= at + step < len(read):
                continue
            beside = read[at + step].word
            together = self._stands_beside(word.word, beside, step)
            if not together and len(beside) == 1 and beside not in _KEPT:
                alone = True
                if _is_loose(read, at, step):
                    return inf
            known = len(beside) > 1 and self._model.holds(beside) > 0
            stood = self._stands_beside(typed, beside, step)
            supported = supported or (together and known and not stood)
        old = next(token for token in tokens if token.start <= place < token.end)
        if len(old.word) > 1 or is_general(typed):
            return LEAST_GAIN_OF_WORD if supported else inf
        if not self._model.holds(word.word) or (alone and word.word not in names()):
            return LEAST_GAIN_ELSEWHERE
        return LEAST_GAIN_BESIDE if supported else LEAST_GAIN

    def _stands_beside(self, word: str, beside: str, step: int) -> bool:
        """Whether the characters at the seam of two words stand together in the index."""
        seam = (beside[-1], word[0]) if step < 0 else (word[-1], beside[0])
        return self._model.stand_together(*seam)

    def _segment(self, run: str) -> tuple[list[_Token], float]:
        """The likeliest words of a run and the logarithm of their probability."""
        model = self._model
        reached: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(run) + 1):
            options = []
            for start in range(max(0, end - _LONGEST_WORD), end):
                word = run[start:end]
                if end - start > 1 and not model.is_word(word):
                    continue
                seam = model.beside(run[start - 1], run[start]) if start else 0.0
                options.append((reached[start][0] + model.score(word) + seam, start))
            reached.append(max(options))
        tokens: list[_Token] = []
        end = len(run)
        while end:
            start = reached[end][1]
            tokens.append(_Token(start, run[start:end]))
            end = start
        return tokens[::-1], reached[-1][0]


def _pieces(run: str) -> set[str]:
    """What is looked up for a run: its substrings that may be words, and its pairs."""
    words = {
        run[start : start + size]
        for start in range(len(run))
        for size in range(1, min(_LONGEST_WORD, len(run) - start) + 1)
    }
    return words | {a + b + PAIR for a, b in zip(run, run[1:], strict=False)}


def _is_loose(read: Sequence[_Token], at: int, step: int) -> bool:
    """Whether a lone character beside a word may be part of a longer name with it: a rare one, one
    with another lone one behind, or one that tells what the name is of."""
    word = read[at + step].word
    if frequency(word) < _COMMON or (word in _KINDS and read[at].word not in names()):
        return True
    beyond = at + 2 * step
    if not 0 <= beyond < len(read):
        return False
    return len(read[beyond].word) == 1 and read[beyond].word not in _KEPT


def _windows(place: int, length: int, inner: set[int]) -> Iterator[tuple[int, int]]:
    """The short stretches of a run that hold a place, and cut into no firm word."""
    for size in range(2, _LONGEST_CHANGED + 1):
        for start in range(max(0, place - size + 1), min(place, length - size) + 1):
            if start not in inner and start + size not in inner:
                yield start, start + size


@cache
def _names_with_gap() -> Mapping[str, str]:
    """By each name of a place without one character, what that character is or may be."""
    table: dict[str, str] = {}
    for name in names():
        if len(name) <= _LONGEST_CHANGED:
            for i, character in enumerate(name):
                gap = name[:i] + GAP + name[i + 1 :]
                table[gap] = table.get(gap, "") + character
    return table


@lru_cache(maxsize=8192)
def is_general(word: str) -> bool:
    """Whether the general dictionary has a word, however rare.

    The whole of it is only searched for a word that is about to be changed: to load it takes
    most of a second, to look through its file some milliseconds.
    """
    return frequency(word) > 0 or word in names() or f"\n{word} ".encode() in _whole_dictionary()


@cache
def _whole_dictionary() -> bytes:
    with jieba.get_dict_file() as file:
        return bytes(file.read())

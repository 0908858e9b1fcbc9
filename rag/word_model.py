"""How likely words are in a question put to an index: its own text, and Chinese at large."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from math import log
from typing import Protocol

from index.gazetteer import names
from index.word_segmentation import frequency
from index.words import PAIR

__all__ = ["QUESTION_WORDS", "IndexedTerms", "WordModel"]


class IndexedTerms(Protocol):
    """What of an index's vocabulary the model asks for."""

    @property
    def size(self) -> int:
        """The number of passages."""
        ...

    def words(self) -> Mapping[str, int]:
        """Every Chinese word that is a search term, with the number of passages that hold it."""
        ...

    def held(self, terms: Collection[str]) -> Mapping[str, int]:
        """Those of the terms (also pairs of neighbouring characters, which end in `PAIR`) that
        the index has, with the number of passages that hold each."""
        ...


QUESTION_WORDS = frozenset(
    "多少 几 谁 什么 哪 哪里 哪儿 哪个 哪些 哪年 哪一年 哪月 哪天 哪位 哪家 哪种 哪几个 哪几年 哪两个 哪三个 哪几 哪所 哪支 哪一个 第几 几支 几批 几万 几亿 何时 何地 何人 何处 几个 几名 几户 "
    "几人 几年 几月 几次 几天 几家 几座 几所 几岁 多大 多长 多高 多远 多久 多重 多宽 为什么 为何 为啥 怎么 怎样 怎么样 "
    "如何 什么时候 什么时间 什么地方 什么人 什么样 是谁 是什么 是多少 有多少 有几个 有哪些 有什么 多少钱 多少人 多少个 "
    "多少户 多少年 是否 是不是 有没有 能不能 可以 一共 总共 共有 总计 大约 大概 分别 吗 呢 了 的 是 有 在 和 到 从 与 被 "
    "请问 告诉 我 你 他 她 它 这 这个 年 月 日 人 个 名 户 万 亿 元".split()
)
"""Words that questions are made of, whatever they are about."""

_GENERAL_TOTAL = 60_101_967
_WORDS_IN_PASSAGE = 60
_SHARE = 0.7
_ASKING = 5e-4
_FULL_NAME, _SHORT_NAME = 300, 60
_NEVER_SEEN = 0.2
_BESIDE = 2.5
_BY_CHANCE = 20_000
"""In so many passages any two characters may come to stand side by side once."""


class WordModel:
    """A unigram model of words, half from an index and half from a dictionary of Chinese, with
    a bonus where two words stand side by side as their characters do in the index.

    It remembers what it has looked up: make one for each question.
    """

    def __init__(self, index: IndexedTerms) -> None:
        self._index = index
        self._held: dict[str, int] = {}
        self._asked: set[str] = set()
        self._total = max(1, index.size) * _WORDS_IN_PASSAGE

    def fetch(self, terms: Iterable[str]) -> None:
        """Looks terms up together, so that scoring need not ask for each."""
        missing = set(terms) - self._asked
        if missing:
            self._held.update(self._index.held(missing))
            self._asked |= missing

    def holds(self, word: str) -> int:
        """How many passages hold a fetched word."""
        return self._held.get(word, 0)

    def stand_together(self, before: str, after: str) -> bool:
        """Whether two characters stand side by side in the index (their pair must be fetched), and
        more often than any two do by chance in so many passages."""
        return self._held.get(before + after + PAIR, 0) > self._index.size / _BY_CHANCE

    def is_word(self, text: str) -> bool:
        """Whether a fetched string is a word of the index, of a question or of Chinese at large."""
        return bool(
            self._held.get(text) or frequency(text) or text in names() or text in QUESTION_WORDS
        )

    def score(self, word: str) -> float:
        """The logarithm of a fetched word's probability."""
        own = self._held.get(word, 0) / self._total
        count = max(float(frequency(word)), _as_name(word), _NEVER_SEEN)
        likely = _SHARE * own + (1 - _SHARE) * count / _GENERAL_TOTAL
        return log(max(likely, _ASKING) if word in QUESTION_WORDS else likely)

    def beside(self, before: str, after: str) -> float:
        """What the score gains where one character follows another at the seam of two words."""
        return _BESIDE if self.stand_together(before, after) else 0.0

    def words(self) -> Mapping[str, int]:
        """All words of the index; see :meth:`IndexedTerms.words`."""
        return self._index.words()


@cache
def _as_name(word: str) -> float:
    """How often a name of a place counts as seen."""
    found = names().get(word, ())
    if not found:
        return 0.0
    if any(division.name == word for division in found):
        return _FULL_NAME
    return _NEVER_SEEN if all(division.is_word for division in found) else _SHORT_NAME

"""Words and search terms of folded Chinese text.

jieba's dictionary takes most of a second to load. A question needs only those of its substrings
that are words, so an index keeps the words of its own documents in a table, and a question is
cut by a jieba tokenizer that holds what a look-up of its substrings returned.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jieba

from index.lazy_pattern import lazy_pattern

jieba.setLogLevel(logging.ERROR)

PAIR = "_"
"""Ends a term that is a pair of neighbouring characters, to tell it from a word."""

MAX_WORD = 12
"""The longest word looked up, in characters; longer dictionary entries are rare sayings."""

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_RUN = lazy_pattern(rf"[{_HAN}]+|[0-9]+(?:[.,][0-9]+)*%?|[a-z]+(?:[-'&.][a-z0-9]+)*")
_FIGURE = lazy_pattern(rf"([0-9]+(?:\.[0-9]+)?)([十百千万亿]*)[多余]?([{_HAN}]?)")

Frequencies = Mapping[str, int]


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one (unified or compatibility ideograph, plane 0)."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff"


class Dictionary:
    """jieba's whole dictionary with further words; loads in 0.8 s, for building an index."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        """
        :param extra: Words to know besides jieba's own, such as names of places.
        """
        self._tokenizer: Any = jieba.Tokenizer()
        self._tokenizer.initialize()
        for word in extra:
            self._tokenizer.add_word(word)

    def words_in(self, text: str) -> dict[str, int]:
        """The words that occur in a folded text, each with its frequency."""
        found: dict[str, int] = {}
        for run in _han_runs(text):
            for start, ends in self._tokenizer.get_DAG(run).items():
                for end in ends:
                    word = run[start : end + 1]
                    frequency = self._tokenizer.FREQ.get(word, 0)
                    if frequency and len(word) <= MAX_WORD:
                        found[word] = frequency
        return found

    def terms(self, text: str) -> list[str]:
        """The search terms of a folded text; see :func:`terms`."""
        return terms(text, self._tokenizer)


class QuestionWords:
    """Cuts questions with the words of an index."""

    def __init__(self, lookup: Callable[[list[str]], Frequencies]) -> None:
        """
        :param lookup: Given candidate strings, returns those that are words of the index with
            their frequencies; called once a question.
        """
        self._lookup = lookup

    def terms(self, text: str) -> list[str]:
        """The search terms of a folded question; see :func:`terms`."""
        return terms(text, self._tokenizer(text))

    def telling(self, text: str) -> list[tuple[str, str]]:
        """The words that tell what a folded question is about, each with its search term.

        Words of two characters and more, Latin words and figures. Where the index does not know a
        word it falls into characters; each two of them that stand together count as one.
        """
        found: list[tuple[str, str]] = []
        tokenizer = self._tokenizer(text)
        for run in _RUN.findall(text.lower()):
            if not is_han(run[0]):
                found.append((run, run.replace(",", "")))
                continue
            single = ""
            for word in tokenizer.cut(run, HMM=False):
                if len(word) > 1:
                    found.append((word, word))
                elif single:
                    found.append((single + word, single + word + PAIR))
                single = word if len(word) == 1 else ""
        return found

    def _tokenizer(self, text: str) -> Any:
        """A jieba tokenizer that knows the words of the index that a text may hold."""
        candidates = {
            run[start : start + length]
            for run in _han_runs(text)
            for start in range(len(run))
            for length in range(1, min(MAX_WORD, len(run) - start) + 1)
        }
        known: dict[str, int] = {}
        for word, frequency in self._lookup(sorted(candidates)).items():
            for length in range(1, len(word)):
                known.setdefault(word[:length], 0)
            known[word] = frequency
        tokenizer: Any = jieba.Tokenizer()
        tokenizer.FREQ, tokenizer.total, tokenizer.initialized = known, _TOTAL, True
        return tokenizer


_TOTAL = 60_101_967
"""Sum of the frequencies in jieba's dictionary, by which its language model divides."""


def terms(text: str, tokenizer: Any) -> list[str]:
    """The search terms of a folded text, in order and with repetitions.

    Words and the shorter words inside them (jieba's cut for search engines, without guessing
    unknown words: a guess depends on what stands around), pairs of neighbouring characters (a
    mistyped or unknown word still shares some), Latin words, figures, and figures with their
    unit (`14.06万人`).
    """
    lowered = text.lower()
    found: list[str] = []
    for run in _RUN.findall(lowered):
        if is_han(run[0]):
            found.extend(tokenizer.cut_for_search(run, HMM=False))
            found.extend(a + b + PAIR for a, b in zip(run, run[1:], strict=False))
        else:
            found.append(run.replace(",", ""))
    found.extend(
        figure + scale + unit for figure, scale, unit in _FIGURE.findall(lowered) if scale or unit
    )
    return found


def _han_runs(text: str) -> set[str]:
    return {run for run in _RUN.findall(text.lower()) if is_han(run[0])}

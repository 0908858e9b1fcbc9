"""How ordinary a piece of Chinese is: the cost of its cheapest cut into words."""

from __future__ import annotations

import logging
import math
from functools import cache, lru_cache
from typing import Any

import jieba

from index.folding import fold_text
from index.lazy_pattern import lazy_pattern

jieba.setLogLevel(logging.ERROR)

MARK_COST = 4.0
"""Cost of a common mark, in nats: about one character in fifty."""

LATIN_COST = 8.0
"""Cost of a run of Latin letters or figures, whatever its length."""

ODD_COST = 14.0
"""Cost of any other symbol: about one character in a million."""

_LONGEST_WORD = 6
_MARKS = frozenset("\n ,、。;:!?“”‘’()《》·—…%□")
_LATIN = lazy_pattern("[0-9A-Za-z.]+")


def cost(text: str) -> float:
    """The cost in nats of a short text: low for ordinary Chinese, high for random characters.

    The text is cut into the words of jieba's dictionary so that the sum of their negative log
    probabilities is smallest (a unigram model); a character that is in no word costs as much as
    the rarest word. Traditional characters count as their simplified forms.
    """
    text = "".join(map(plain, text))
    frequencies, total = _frequencies()
    rarest = math.log(total)
    costs = [0.0] + [math.inf] * len(text)
    for start, char in enumerate(text):
        here = costs[start]
        latin = _LATIN.match(text, start)
        if char in _MARKS:
            options = {start + 1: MARK_COST}
        elif latin:
            options = {latin.end(): LATIN_COST}
        else:
            odd = rarest if char.isalpha() else ODD_COST
            options = {start + 1: odd}
            for end in range(start + 1, min(start + _LONGEST_WORD, len(text)) + 1):
                count = frequencies.get(text[start:end], 0)
                if count:
                    options[end] = rarest - math.log(count)
        for end, more in options.items():
            costs[end] = min(costs[end], here + more)
    return costs[-1]


@lru_cache(maxsize=32768)
def plain(char: str) -> str:
    """The folded form of one character."""
    return fold_text(char) or char


def is_word(text: str) -> bool:
    """Whether a folded text is a word of the dictionary."""
    return _frequencies()[0].get(text, 0) > 0


@cache
def _frequencies() -> tuple[dict[str, int], int]:
    tokenizer: Any = jieba.dt
    tokenizer.initialize()
    return tokenizer.FREQ, tokenizer.total

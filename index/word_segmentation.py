"""Where words end in a few characters of Chinese: unigram segmentation over a dictionary.

The words and their counts are jieba's (`index/data/README.md`), without its rarest, in a form that
loads fast enough for the first question after a start.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from functools import cache
from math import log
from pathlib import Path

__all__ = ["frequency", "segment"]

_DATA = Path(__file__).parent / "data" / "words.txt.xz"
_LONGEST_WORD = 4
_NONE: Mapping[str, int] = {}


@cache
def _dictionary() -> tuple[dict[str, int], float]:
    total, *groups = lzma.decompress(_DATA.read_bytes()).decode("utf-8").split("\n")
    counts: dict[str, int] = {}
    for group in groups:
        count, *words = group.split(" ")
        counts.update(dict.fromkeys(words, int(count)))
    return counts, log(int(total))


def frequency(word: str) -> int:
    """How often the dictionary counts `word`, in 60 million words; 0 if it is none."""
    return _dictionary()[0].get(word, 0)


def segment(text: str, also: Mapping[str, int] = _NONE) -> list[str]:
    """The likeliest sequence of dictionary words, or single characters, that makes `text`.

    :param text: a window of some characters; time grows with its length.
    :param also: further words with their counts, on the scale of the dictionary's 60 million.
    """
    counts, log_total = _dictionary()
    longest = max(_LONGEST_WORD, *map(len, also), 0)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - longest), end):
            word = text[start:end]
            count = max(counts.get(word, 0), also.get(word, 0))
            if count or end - start == 1:
                options.append((best[start][0] + log(count or 1) - log_total, start))
        best.append(max(options))
    words: list[str] = []
    end = len(text)
    while end:
        start = best[end][1]
        words.append(text[start:end])
        end = start
    return words[::-1]

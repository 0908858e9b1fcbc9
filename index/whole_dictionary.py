"""The words that passages are cut with when they are put into an index."""

from __future__ import annotations

from functools import cache

from index.divisions import place_words
from index.words import Dictionary


@cache
def whole_dictionary() -> Dictionary:
    """jieba's words and the names of places; loaded once a process, in some 1.3 s."""
    return Dictionary(place_words())

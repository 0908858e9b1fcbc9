"""Administrative divisions of China: the list of them, and finding them in a text."""

from __future__ import annotations

from index.gazetteer import Division, Level, by_code, divisions, lookup, place_words, ranked
from index.places import PlaceMention, find_places

__all__ = [
    "Division", "Level", "PlaceMention", "by_code", "divisions", "find_places", "lookup",
    "place_words", "ranked",
]  # fmt: skip

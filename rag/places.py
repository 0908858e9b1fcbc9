"""Whether a passage speaks of the place a question names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.divisions import Division, lookup
from index.places import PlaceMention
from index.store import DocumentInfo, StoredPassage


def place_score(
    asked: Sequence[PlaceMention], stored: StoredPassage, document: DocumentInfo
) -> float:
    """How a passage fits the places of a question: 1 where it is about all of them, -1 none.

    A passage is about a place if it names it, or if its document is about the place or a part of
    it (a question on 太原 is open to 娄烦). A document about a larger place (吕梁 for 石楼) counts
    only where the passage names the smaller one. 0 where the question names no place.
    """
    if not asked:
        return 0.0
    home = home_divisions(document.places)
    scores = [_fits(mention.divisions, stored.passage.text, home) for mention in asked]
    return sum(scores) / len(scores)


@lru_cache(maxsize=8192)
def home_divisions(places: tuple[str, ...]) -> tuple[Division, ...]:
    """The division that a document is about, if any.

    :param places: The names of its place and of what that lies in, as its `DocumentInfo` has them.
    """
    larger = [division for name in places[1:] for division in lookup(name)]
    return tuple(found for name in places[:1] for found in lookup(name, within=larger)[:1])


def _fits(asked: Sequence[Division], text: str, home: Sequence[Division]) -> float:
    if any(place.is_within(division) for place in home for division in asked):
        return 1.0
    if any(division.short in text or division.name in text for division in asked):
        return 0.8
    return -1.0

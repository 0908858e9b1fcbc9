"""Passages that say what a better one says already: wire copies, a paragraph taken over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from index.lazy_pattern import lazy_pattern

_Item = TypeVar("_Item")

_SHINGLE = 4
_SHARE = 0.85
"""A passage is a copy where so much of its shingles stands in the better one."""
_FIGURE = lazy_pattern(r"[0-9]+(?:\.[0-9]+)?")
_LEAST = 24
"""A shorter passage (a caption, a byline) says too little to be told from another like it."""


def without_copies(
    items: Iterable[_Item], text_of: Callable[[_Item], str], limit: int
) -> list[tuple[_Item, list[_Item]]]:
    """The first `limit` items that say something new, each with the copies it stands for.

    An item is a copy of one before it if nearly all of its stretches of four characters stand
    there (containment of shingles, Broder 1997, "On the Resemblance and Containment of
    Documents") and all of its figures do: a copy with another number is news.

    :param items: Best first; no more are looked at than are needed.
    :param text_of: The folded text of an item.
    """
    kept: list[tuple[_Item, list[_Item]]] = []
    seen: list[tuple[frozenset[str], frozenset[str]]] = []
    for item in items:
        text = text_of(item)
        shingles = frozenset(text[i : i + _SHINGLE] for i in range(len(text) - _SHINGLE + 1))
        figures = frozenset(_FIGURE.findall(text))
        if len(text) >= _LEAST:
            original = next(
                (
                    place
                    for place, (others, numbers) in enumerate(seen)
                    if figures <= numbers and len(shingles & others) >= _SHARE * len(shingles)
                ),
                None,
            )
            if original is not None:
                kept[original][1].append(item)
                continue
        if len(kept) == limit:
            break
        kept.append((item, []))
        seen.append((shingles, figures))
    return kept

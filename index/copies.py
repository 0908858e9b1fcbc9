"""Paragraphs that stand in a document more than once, as scans and web pages have them."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from index.rejoin import looks_cut
from index.units import Unit

__all__ = ["find_copies"]

_SHORTEST = 8
"""Letters and digits below which two equal lines may be equal by chance: a heading, a cell."""
_SHORTEST_CUT = 16
"""The same for a copy that breaks off."""
_MOST_CANDIDATES = 8
_NOT_WORD = lazy_pattern(r"[\W_]+")


def find_copies(units: list[Unit]) -> dict[int, Unit]:
    """Which units repeat an earlier one, or are repeated by it only in part.

    :return: the unit that is repeated, by the `id` of the one that repeats it. Of a pair the
        longer is the original, so that a copy cut at its end never stands for the whole.
    """
    repeats: dict[int, Unit] = {}
    by_text: dict[str, Unit] = {}
    by_start: dict[str, list[tuple[str, Unit]]] = {}
    for unit in units:
        if unit.style is not None:
            continue
        key = _NOT_WORD.sub("", unit.text)
        if len(key) < _SHORTEST:
            continue
        original = by_text.setdefault(key, unit)
        if original is not unit:
            repeats[id(unit)] = original
            continue
        if len(key) >= _SHORTEST_CUT:
            _match_start(unit, key, by_start, repeats)
    return {copy: _root(original, repeats) for copy, original in repeats.items()}


def _match_start(
    unit: Unit, key: str, by_start: dict[str, list[tuple[str, Unit]]], repeats: dict[int, Unit]
) -> None:
    """Note `unit` as a copy that breaks off, or an earlier one as a copy of `unit` that does."""
    candidates = by_start.setdefault(key[:_SHORTEST_CUT], [])
    for other_key, other in candidates:
        if id(other) in repeats:
            continue
        if looks_cut(unit.text) and other_key.startswith(key):
            repeats[id(unit)] = other
            return
        if looks_cut(other.text) and key.startswith(other_key):
            repeats[id(other)] = unit
    if len(candidates) < _MOST_CANDIDATES:
        candidates.append((key, unit))


def _root(unit: Unit, repeats: dict[int, Unit]) -> Unit:
    while id(unit) in repeats:
        unit = repeats[id(unit)]
    return unit

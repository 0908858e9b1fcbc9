"""Which segments to merge, so that they stay few and nothing is written over and over.

Segments are sorted into tiers by their size, each tier `FANOUT` times as large as the one below;
when a tier has `FANOUT` segments they become one of a higher tier (the logarithmic method, as in
Lucene and in log-structured merge trees). A passage is so written again only once a tier. The
smallest segments, which cost next to nothing, are always made one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

SMALL = 2_000
"""Segments of fewer passages are merged at once."""
FANOUT = 4
_DEAD = 0.25
"""A segment of whose passages more than this share were removed is written without them."""


@dataclass(frozen=True)
class Size:
    """How many passages a segment has, and how many of them were not removed."""

    passages: int
    live: int


def plan(sizes: Sequence[Size], budget: int | None = None) -> list[list[int]]:
    """Which segments are to become one each.

    :param sizes: Those of all segments.
    :param budget: How many passages may be written in all; None for as many as it takes.
    :returns: Groups of positions in `sizes`; a group of one is written without what was removed.
    """
    left = sum(size.passages for size in sizes) if budget is None else budget
    groups = [[at] for at in range(len(sizes))]
    live = [size.live for size in sizes]
    while group := _next(groups, live, left):
        left -= _size(group, live)
        groups = [other for other in groups if not set(other) <= set(group)] + [group]
    chosen = [group for group in groups if len(group) > 1]
    for at, size in sorted(enumerate(sizes), key=lambda item: item[1].live):
        if [at] in groups and size.live < (1 - _DEAD) * size.passages and size.live <= left:
            left -= size.live
            chosen.append([at])
    return chosen


def _next(groups: Sequence[list[int]], live: Sequence[int], budget: int) -> list[int]:
    """The cheapest merge that is due and within the budget; empty where none is."""
    tiers: defaultdict[int, list[list[int]]] = defaultdict(list)
    for group in groups:
        tiers[_tier(_size(group, live))].append(group)
    for tier in sorted(tiers):
        if len(tiers[tier]) >= (FANOUT if tier else 2):
            merged = sorted(at for group in tiers[tier] for at in group)
            return merged if _size(merged, live) <= budget else []
    return []


def _size(group: Sequence[int], live: Sequence[int]) -> int:
    return sum(live[at] for at in group)


def _tier(live: int) -> int:
    return 0 if live < SMALL else 1 + int(log(live / SMALL, FANOUT))

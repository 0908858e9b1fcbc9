"""Retrieval measures over evidence spans: recall at k, reciprocal rank, nDCG at ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from eval.evidence import Need, covers

DEPTH = 10
"""How many passages of a ranking count; the JSON contract gives as many."""


@dataclass(frozen=True)
class Ranking:
    """Which needs each retrieved passage covers, best passage first.

    `needs` counts the needs of the question (at least one); `covers[r]` are the numbers of the
    needs that the passage at rank r + 1 covers whole.
    """

    needs: int
    covers: tuple[frozenset[int], ...]

    def recall(self, k: int) -> float:
        """The share of needs that one of the first k passages covers."""
        found = frozenset[int]().union(*self.covers[:k])
        return len(found) / self.needs

    def success(self, k: int) -> float:
        """1.0 where one of the first k passages covers a need, else 0.0."""
        return float(any(self.covers[:k]))

    @property
    def reciprocal_rank(self) -> float:
        """1 / the rank of the first passage that covers a need, 0 where none of ten does.

        Source: Voorhees 1999, "The TREC-8 Question Answering Track Report".
        """
        for at, found in enumerate(self.covers[:DEPTH], 1):
            if found:
                return 1 / at
        return 0.0

    @property
    def ndcg(self) -> float:
        """Discounted gain of the first ten over the best possible, both with 1 / log2(rank + 1).

        A passage's gain is the number of needs it covers first, so that showing one thing twice
        earns nothing; the best ranking shows one need a passage, from the top. Capped at 1, where
        one passage covers several. Source: Järvelin and Kekäläinen 2002, "Cumulated Gain-Based
        Evaluation of IR Techniques".
        """
        seen: set[int] = set()
        gain = 0.0
        for at, found in enumerate(self.covers[:DEPTH], 1):
            gain += len(found - seen) / log2(at + 1)
            seen |= found
        best = sum(1 / log2(at + 1) for at in range(1, min(self.needs, DEPTH) + 1))
        return min(1.0, gain / best)


def rank(
    wanted: Sequence[Need], passages: Sequence[Mapping[str, Any]], originals: Mapping[str, str]
) -> Ranking:
    """The retrieved passages of one answer against its needs (at least one)."""
    found = []
    for passage in passages:
        span = (passage["start"], passage["end"])
        original = originals.get(passage["source"], "")
        found.append(
            frozenset(
                number
                for number, need in enumerate(wanted)
                if any(covers(place, passage["source"], span, original) for place in need.places)
            )
        )
    return Ranking(len(wanted), tuple(found))

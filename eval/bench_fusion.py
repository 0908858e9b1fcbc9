"""Ways to make one score of two, each over the candidates of one question.

Definitions and names after Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
Retrieval" (TOIS 2023); reciprocal rank fusion is Cormack, Clarke and Büttcher (SIGIR 2009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Fusion = Callable[[Scores, Scores], Scores]
"""From the cosines and the BM25 scores of the candidates to what they are ranked by."""

RRF_K = 60
RRF_DEPTH = 100
"""A candidate further down a list earns nothing by it, as in a fusion of two lists so long."""


def standard(scores: Scores) -> Scores:
    """The distance from the mean in standard deviations; zeros where all are equal."""
    return np.asarray((scores - scores.mean()) / (float(scores.std()) or 1.0))


def min_max(scores: Scores) -> Scores:
    """The place between the least and the greatest score, 0 to 1."""
    low, high = float(scores.min()), float(scores.max())
    return np.asarray((scores - low) / ((high - low) or 1.0))


def reciprocal_ranks(scores: Scores) -> Scores:
    """1 / (60 + rank), 0 beyond the depth of a list."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.where(ranks <= RRF_DEPTH, 1 / (RRF_K + ranks), 0.0)


def weighted_sum(
    normalise: Callable[[Scores], Scores], lexical_share: float
) -> Callable[[Scores, Scores], Scores]:
    """A convex combination: the share (0..1) goes to BM25, the rest to the cosine."""

    def fuse(dense: Scores, lexical: Scores) -> Scores:
        return (1 - lexical_share) * normalise(dense) + lexical_share * normalise(lexical)

    return fuse


FUSIONS: Mapping[str, Fusion] = {
    "dense": lambda dense, lexical: dense,
    "bm25": lambda dense, lexical: lexical,
    "rrf": weighted_sum(reciprocal_ranks, 0.5),
    "min-max": weighted_sum(min_max, 0.5),
    "standard": weighted_sum(standard, 0.5),
}
"""The fusions without anything to fit."""

FITTED: Mapping[str, Callable[[Scores], Scores]] = {
    "weighted min-max": min_max,
    "weighted standard": standard,
}
"""The fusions whose weight is fitted on another set, by how they normalise."""

SHARES = tuple(round(0.05 * step, 2) for step in range(2, 19))
"""The weights that are tried: 0.1 to 0.9."""

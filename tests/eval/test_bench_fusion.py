"""Fusion functions, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import zscore

from eval.bench_fusion import FUSIONS, min_max, reciprocal_ranks, standard, weighted_sum

DENSE = np.array([0.9, 0.8, 0.7])
LEXICAL = np.array([1.0, 5.0, 2.0])


def test_standard_scores_are_scipys() -> None:
    np.testing.assert_allclose(standard(LEXICAL), zscore(LEXICAL))
    assert not standard(np.ones(3)).any()


def test_min_max_runs_from_zero_to_one() -> None:
    np.testing.assert_allclose(min_max(LEXICAL), [0, 1, 0.25])
    assert not min_max(np.ones(3)).any()


def test_reciprocal_ranks_end_with_the_list() -> None:
    np.testing.assert_allclose(reciprocal_ranks(LEXICAL), [1 / 63, 1 / 61, 1 / 62])
    assert list(reciprocal_ranks(-np.arange(102.0))[99:]) == [pytest.approx(1 / 160), 0, 0]


def test_each_fusion_ranks_by_what_it_says() -> None:
    best = {name: int(np.argmax(fuse(DENSE, LEXICAL))) for name, fuse in FUSIONS.items()}
    assert best == {"dense": 0, "bm25": 1, "rrf": 1, "min-max": 1, "standard": 1}


def test_a_weight_is_the_share_of_bm25() -> None:
    np.testing.assert_allclose(weighted_sum(min_max, 0)(DENSE, LEXICAL), min_max(DENSE))
    np.testing.assert_allclose(weighted_sum(min_max, 1)(DENSE, LEXICAL), min_max(LEXICAL))
    np.testing.assert_allclose(
        weighted_sum(min_max, 0.25)(DENSE, LEXICAL),
        0.75 * min_max(DENSE) + 0.25 * min_max(LEXICAL),
    )

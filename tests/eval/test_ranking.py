"""Retrieval measures against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from eval_cases import ORIGINALS, passage, question
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import label_ranking_average_precision_score, ndcg_score

from eval.evidence import needs
from eval.ranking import Ranking, rank


def ranking(needs: int, *covers: set[int]) -> Ranking:
    return Ranking(needs, tuple(frozenset(found) for found in covers))


def test_by_hand() -> None:
    found = ranking(2, set(), {1}, {1}, {0})
    assert [found.recall(k) for k in (1, 2, 3, 4)] == [0, 0.5, 0.5, 1]
    assert [found.success(k) for k in (1, 2)] == [0, 1]
    assert found.reciprocal_rank == 1 / 2
    ideal = 1 + 1 / np.log2(3)
    assert found.ndcg == pytest.approx((1 / np.log2(3) + 1 / np.log2(5)) / ideal)


def test_nothing_found_is_zero() -> None:
    for found in (ranking(1), ranking(1, set(), set())):
        assert found.recall(10) == found.reciprocal_rank == found.ndcg == found.success(10) == 0


def test_the_eleventh_passage_does_not_count() -> None:
    found = ranking(1, *[set()] * 10, {0})
    assert found.reciprocal_rank == found.ndcg == 0


def test_one_passage_that_shows_all_is_no_better_than_perfect() -> None:
    assert ranking(3, {0, 1, 2}).ndcg == 1.0


@given(st.integers(0, 9))
def test_one_need_agrees_with_scikit_learn(at: int) -> None:
    truth = np.zeros((1, 10))
    truth[0, at] = 1
    scores = np.arange(10, 0, -1.0).reshape(1, 10)
    found = ranking(1, *[{0} if rank == at else set() for rank in range(10)])
    assert found.ndcg == pytest.approx(ndcg_score(truth, scores, k=10))
    assert found.reciprocal_rank == pytest.approx(
        label_ranking_average_precision_score(truth, scores)
    )


def test_a_passage_counts_where_it_covers_any_place_of_the_evidence() -> None:
    wanted = needs(question(), ORIGINALS)
    second = ORIGINALS["a.txt"].rindex("甲縣")
    found = rank(
        wanted,
        [passage("b.txt"), passage("a.txt", 0, 5), passage("a.txt", second)],
        ORIGINALS,
    )
    assert [sorted(covered) for covered in found.covers] == [[], [], [0]]

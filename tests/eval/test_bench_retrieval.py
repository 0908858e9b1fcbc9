"""Retrieval over a pool that the product's own code builds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench_cases import PARAGRAPHS, CharacterEmbedder, write_benchmarks

from eval.bench_data import load_reading
from eval.bench_fusion import FUSIONS
from eval.bench_retrieval import Found, ask, figures, fit_shares, pool, rank_of, report, search_all
from eval.bench_vectors import KeptVectors


def test_a_paragraph_counts_once_however_many_passages_it_has() -> None:
    results = [["b"], ["b"], ["c", "d"], ["b", "c"], ["a"]]
    assert rank_of("b", iter(results)) == 1
    assert rank_of("d", iter(results)) == 2  # shares the place of what it is a copy of
    assert rank_of("a", iter(results)) == 3
    assert rank_of("z", iter(results)) == 0


def test_a_candidate_ranks_by_the_fusion() -> None:
    found = Found(np.array([0.9, 0.5, 0.1]), np.array([0.0, 1.0, 9.0]), ["a", "b", "c"], "c")
    assert found.rank(FUSIONS["dense"]) == 3 and found.rank(FUSIONS["bm25"]) == 1
    assert Found(np.empty(0), np.empty(0), (), "c").rank(FUSIONS["dense"]) == 0


def test_figures_of_ranks() -> None:
    shown = figures([1, 2, 0, 6, 11])
    assert shown["R@1"].value == pytest.approx(1 / 5)
    assert shown["R@5"].value == pytest.approx(2 / 5)
    assert shown["MRR"].value == pytest.approx((1 + 1 / 2 + 1 / 6) / 5)


def test_the_weight_with_the_best_mean_is_taken_the_even_one_of_equals() -> None:
    words = Found(np.array([0.9, 0.5]), np.array([0.0, 1.0]), ["a", "b"], "b")
    meaning = Found(np.array([0.9, 0.5]), np.array([0.0, 1.0]), ["a", "b"], "a")
    name = "weighted standard"
    assert fit_shares([words], [name])[name] == pytest.approx(0.55)
    assert fit_shares([meaning], [name])[name] == pytest.approx(0.5)


def test_the_pool_is_searched_as_the_product_does(tmp_path: Path) -> None:
    questions = load_reading(write_benchmarks(tmp_path / "data"), "cmrc2018_dev")
    kept = KeptVectors(CharacterEmbedder(), tmp_path / "keep")
    asked = ask(questions, kept, lambda steps: None)
    assert asked[3].question is None  # a mark of punctuation alone
    with pool(questions, kept) as store:
        assert {info.source for info in store.documents()} == {
            f"{n:05d}.txt" for n in range(len(PARAGRAPHS))
        }
        ranks, candidates, taken = search_all(store, asked, kept, lambda steps: None)
        size = store.size
    assert ranks == [1, 1, 1, 0] and len(taken) == 3
    assert [found.rank(FUSIONS["bm25"]) for found in candidates] == [1, 1, 1, 0]
    rows = report("cmrc2018_dev", size, ranks, candidates, taken, ["bm25"], {}, "").rows
    assert rows["product"]["R@1"].value == rows["bm25"]["R@1"].value == 0.75

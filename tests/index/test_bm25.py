from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import K1, B, Bm25, build_bm25, weight

TEXTS = [
    ["沁县", "搬迁", "6524", "人", "搬迁"],
    ["昔阳", "脱贫", "39988", "人"],
    ["永和", "搬迁", "入住"],
    ["太原", "人"],
]


def scores(texts: list[list[str]], question: list[str]) -> np.ndarray:
    bm25, terms = build_bm25(texts)
    number = {term: i for i, term in enumerate(terms)}
    return bm25.scores(number[term] for term in question if term in number)


@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1), min_size=2, max_size=12),
    st.sets(st.sampled_from("甲乙丙丁戊己庚"), min_size=1),
)
def test_scores_are_those_of_an_independent_implementation(
    texts: list[list[str]], question: set[str]
) -> None:
    other = bm25s.BM25(k1=K1, b=B, method="lucene")
    other.index(texts, show_progress=False)
    known = sorted(question & {term for text in texts for term in text})
    if known:
        # Lucene leaves out the factor k1 + 1, the same for every passage
        expected = other.get_scores(known) * (K1 + 1)
        np.testing.assert_allclose(scores(texts, known), expected, rtol=1e-4)


def test_a_term_in_every_passage_never_counts_against_one() -> None:
    assert (scores([["人"], ["人", "户"]], ["人"]) > 0).all()


def test_saved_postings_score_alike(tmp_path: Path) -> None:
    bm25, _ = build_bm25(TEXTS)
    bm25.save(tmp_path)
    np.testing.assert_array_equal(Bm25.load(tmp_path).scores([0, 3]), bm25.scores([0, 3]))


def test_an_unknown_term_weighs_most() -> None:
    assert all(weight(4, 0) > weight(4, holding) for holding in range(1, 5))


def test_nothing_to_index() -> None:
    bm25, terms = build_bm25([])
    assert terms == [] and len(bm25.scores([])) == 0

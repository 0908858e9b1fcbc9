from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import K1, B, Bm25, weight
from index.postings import Collector

TEXTS = [
    ["沁县", "搬迁", "6524", "人", "搬迁"],
    ["昔阳", "脱贫", "39988", "人"],
    ["永和", "搬迁", "入住"],
    ["太原", "人"],
]


def build(texts: list[list[str]]) -> tuple[Bm25, list[str]]:
    collector = Collector()
    lengths = [collector.add(text) for text in texts]
    postings, terms = collector.finish()
    return Bm25(postings, np.array(lengths, dtype=np.int32)), terms


def add_up(bm25: Bm25, terms: Iterable[int]) -> np.ndarray:
    """The scores where these passages are the whole index."""
    total = len(bm25.lengths)
    found = np.zeros(total, dtype=np.float32)
    norms = bm25.norms(float(bm25.lengths.mean()))
    for term in terms:
        bm25.add(found, term, weight(total, bm25.postings.holding(term)), norms)
    return found


def scores(texts: list[list[str]], question: list[str]) -> np.ndarray:
    bm25, terms = build(texts)
    number = {term: i for i, term in enumerate(terms)}
    return add_up(bm25, [number[term] for term in question if term in number])


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
    bm25, _ = build(TEXTS)
    bm25.save(tmp_path)
    np.testing.assert_array_equal(add_up(Bm25.load(tmp_path), [0, 3]), add_up(bm25, [0, 3]))


def test_an_unknown_term_weighs_most() -> None:
    assert all(weight(4, 0) > weight(4, holding) for holding in range(1, 5))

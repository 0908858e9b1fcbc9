"""The flat build gives what the product's own gives."""

from __future__ import annotations

import random

import numpy as np

from eval.bench_postings import build_postings
from index.bm25 import build_bm25


def test_the_same_postings_as_the_products() -> None:
    draw = random.Random(3)
    texts = [
        [draw.choice("甲乙丙丁戊己庚辛") for _ in range(draw.randint(0, 9))] for _ in range(60)
    ]
    ours, our_terms = build_postings(iter(texts))
    theirs, their_terms = build_bm25(texts)
    assert our_terms == their_terms
    for name in ("bounds", "passages", "counts", "lengths"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
        assert getattr(ours, name).dtype == getattr(theirs, name).dtype


def test_nothing_to_index() -> None:
    ours, terms = build_postings([])
    assert terms == [] and len(ours.lengths) == 0 and list(ours.bounds) == [0]

"""BM25 over hundreds of thousands of passages, built in flat arrays."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from index.bm25 import Bm25


def build_postings(texts: Iterable[Sequence[str]]) -> tuple[Bm25, list[str]]:
    """The same as `index.bm25.build_bm25`, in 8 bytes a posting while it is collected.

    :returns: The postings, and the terms in the order of their numbers (sorted).
    """
    seen: dict[str, int] = {}
    terms, counts, lengths, sizes = array("i"), array("i"), array("i"), array("i")
    for text in texts:
        counted = Counter(text)
        terms.extend(seen.setdefault(term, len(seen)) for term in counted)
        counts.extend(counted.values())
        lengths.append(len(text))
        sizes.append(len(counted))
    vocabulary = sorted(seen)
    number = np.empty(len(seen), dtype=np.int32)
    number[[seen[term] for term in vocabulary]] = np.arange(len(seen), dtype=np.int32)
    del seen
    of_term = number[np.frombuffer(terms, dtype=np.int32)]
    bounds = np.concatenate(([0], np.cumsum(np.bincount(of_term, minlength=len(vocabulary)))))
    order = np.argsort(of_term, kind="stable")  # within a term, passages stay in order
    passages = np.repeat(
        np.arange(len(sizes), dtype=np.int32), np.frombuffer(sizes, dtype=np.int32)
    )
    return Bm25(
        bounds=bounds.astype(np.int64),
        passages=passages[order],
        counts=np.frombuffer(counts, dtype=np.int32)[order],
        lengths=np.array(lengths, dtype=np.int32),
    ), vocabulary

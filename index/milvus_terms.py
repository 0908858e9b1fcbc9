"""BM25 over Milvus: a passage's terms, its sparse vector, and exact scores of candidates.

Milvus ranks by the inner product of sparse vectors. A passage's vector holds, for each of its
terms, the part of BM25 that depends on the passage; a question's holds the inverse document
frequencies. The mean length of passages, which is in the passages' part, changes with each document
that is added, so that the product ranks by a mean somewhat out of date: it brings candidates, which
are then scored anew with the true mean. How far a passage that was not brought can be
underestimated has a bound (:func:`underestimate`), by which a search knows when it has the best.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p

import numpy as np

from index.bm25 import K1, B
from index.milvus_schema import KEY
from index.words import Dictionary

_DIMENSIONS = 2**32 - 1
"""Sparse vectors have so many dimensions; the highest number is the protocol's own."""


@dataclass(frozen=True)
class PassageTerms:
    """The terms of a passage: their number, with repetitions, and how often each occurs.

    `words` are the dictionary's words in it, also those that are no terms, with their frequency
    in the dictionary; questions are cut by them.
    """

    length: int
    counts: Mapping[str, int]
    words: Mapping[str, int]


def passage_terms(text: str, dictionary: Dictionary) -> PassageTerms:
    """The terms of a passage's indexed text."""
    terms = dictionary.terms(text)
    return PassageTerms(len(terms), dict(Counter(terms)), dictionary.words_in(text))


def term_key(term: str) -> str:
    """What a term is found by: itself, or a digest where it is longer than a key may be."""
    data = term.encode()
    return term if len(data) <= KEY else "#" + hashlib.sha256(data).hexdigest()


def dimension(term: str) -> int:
    """The dimension of a term in sparse vectors.

    A hash, so that workers need not agree on numbers. Two terms that share one only bring a
    candidate more: scores are made from the terms themselves.
    """
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest()) % _DIMENSIONS


def sparse_vector(terms: PassageTerms, mean: float) -> dict[int, float]:
    """The passage's part of BM25, a dimension a term.

    :param mean: The mean number of terms of a passage.
    """
    vector: dict[int, float] = {}
    for term, count in terms.counts.items():
        place = dimension(term)
        vector[place] = vector.get(place, 0.0) + _saturated(count, terms.length, mean)
    # Milvus takes no empty vectors; a dimension that no question asks for stands for none
    return vector or {dimension(""): 1.0}


def underestimate(lowest_mean: float, mean: float) -> float:
    """How many times higher a true score can be than the product of sparse vectors.

    With a mean m0 in the vector and m in truth, the parts are in the ratio
    (f + k1 (1 - b + b l / m0)) / (f + k1 (1 - b + b l / m)), which is at most max(1, m / m0).

    :param lowest_mean: The lowest of the means in passages' vectors.
    """
    return max(1.0, mean / lowest_mean) if lowest_mean else 1.0


def inverse_frequency(passages: int, holding: int) -> float:
    """The inverse document frequency, as in `index.bm25`."""
    return log1p((passages - holding + 0.5) / (holding + 0.5))


def score(weights: Mapping[str, float], terms: PassageTerms, mean: float) -> float:
    """BM25 of a passage.

    :param weights: The inverse document frequency of each term of the question.
    :param mean: The mean number of terms of a passage.
    """
    total = np.float32(0)
    for term, weight in weights.items():
        if count := terms.counts.get(term):
            total += np.float32(weight * _saturated(count, terms.length, mean))
    return float(total)


def _saturated(count: int, length: int, mean: float) -> float:
    return count * (K1 + 1) / (count + K1 * (1 - B + B * length / (mean or 1.0)))

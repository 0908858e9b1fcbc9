"""BM25 over the search terms of passages, as plain arrays that can be memory-mapped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.postings import Numbers, Postings

K1 = 1.2
B = 0.75

Scores = npt.NDArray[np.float32]

_NAME = "bm25"
_LENGTHS = "bm25_lengths.npy"


def weight(total: int, holding: int) -> float:
    """The inverse document frequency of a term that `holding` of `total` passages hold."""
    return float(np.log1p((total - holding + 0.5) / (holding + 0.5)))


@dataclass(frozen=True)
class Bm25:
    """Postings of every term and the scores made from them.

    Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
    (2009), with the inverse document frequency `ln(1 + (N - df + 0.5) / (df + 0.5))`, which is
    never negative.

    `lengths` (int32) holds each passage's number of terms.
    """

    postings: Postings
    lengths: Numbers

    def norms(self, mean: float) -> Scores:
        """What a passage's length takes from its counts (float32, one a passage).

        :param mean: The mean length of the passages of the whole index.
        """
        factor = K1 * B / mean if mean else 0.0
        return np.asarray(K1 * (1 - B) + factor * self.lengths, dtype=np.float32)

    def add(self, scores: Scores, term: int, weight: float, norms: Scores) -> None:
        """Adds one term's part to the scores of the passages that hold it.

        :param scores: float32, one a passage; changed.
        :param weight: The term's inverse document frequency in the whole index.
        :param norms: What :meth:`norms` gave.
        """
        low, high = self.postings.bounds[term], self.postings.bounds[term + 1]
        found = self.postings.members[low:high]
        count = self.postings.counts[low:high].astype(np.float32)
        part = norms[found]
        part += count
        np.divide(count, part, out=part)
        part *= np.float32(weight * (K1 + 1))
        scores[found] += part

    def save(self, folder: Path) -> None:
        """Writes the arrays as `.npy` files."""
        self.postings.save(folder, _NAME)
        save_lengths(folder, self.lengths)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """Maps the arrays that :meth:`save` wrote into memory."""
        return cls(Postings.load(folder, _NAME), load_lengths(folder))


def save_lengths(folder: Path, lengths: Numbers) -> None:
    """Writes the passages' lengths alone, where the postings are written otherwise."""
    np.save(folder / _LENGTHS, lengths, allow_pickle=False)


def load_lengths(folder: Path) -> Numbers:
    """Maps the passages' lengths."""
    lengths: Numbers = np.load(folder / _LENGTHS, mmap_mode="r", allow_pickle=False)
    return lengths

"""BM25 over the search terms of passages, as plain arrays that can be memory-mapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

K1 = 1.2
B = 0.75

_FILES = ("bm25_bounds", "bm25_passages", "bm25_counts", "bm25_lengths")


@dataclass(frozen=True)
class Bm25:
    """Postings of every term and the scores made from them.

    Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond"
    (2009), with the inverse document frequency `ln(1 + (N - df + 0.5) / (df + 0.5))`, which is
    never negative.

    `bounds` (int64, terms + 1) delimits each term's postings in `passages` (int32, numbers of
    passages) and `counts` (int32, occurrences); `lengths` (int32) holds each passage's number
    of terms.
    """

    bounds: npt.NDArray[np.int64]
    passages: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]

    def holding(self, term: int) -> int:
        """How many passages hold a term."""
        return int(self.bounds[term + 1] - self.bounds[term])

    def passages_of(self, term: int) -> npt.NDArray[np.int32]:
        """The numbers of the passages that hold a term, ascending."""
        return np.asarray(self.passages[self.bounds[term] : self.bounds[term + 1]])

    def weight(self, term: int | None) -> float:
        """The inverse document frequency of a term; None stands for one that no passage holds."""
        holding = 0 if term is None else self.holding(term)
        return float(np.log1p((len(self.lengths) - holding + 0.5) / (holding + 0.5)))

    def scores(self, terms: Iterable[int]) -> npt.NDArray[np.float32]:
        """The score of every passage (float32, one a passage) for a question's term numbers."""
        total = len(self.lengths)
        scores = np.zeros(total, dtype=np.float32)
        if not total:
            return scores
        mean = float(self.lengths.mean()) or 1.0
        for term in terms:
            low, high = self.bounds[term], self.bounds[term + 1]
            found = self.passages[low:high]
            count = self.counts[low:high].astype(np.float32)
            norm = K1 * (1 - B + B * self.lengths[found] / mean)
            scores[found] += self.weight(term) * count * (K1 + 1) / (count + norm)
        return scores

    def save(self, folder: Path) -> None:
        """Writes the four arrays as `.npy` files."""
        arrays: tuple[npt.NDArray[np.signedinteger], ...] = (
            self.bounds,
            self.passages,
            self.counts,
            self.lengths,
        )
        for name, array in zip(_FILES, arrays, strict=True):
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """Maps the arrays that :meth:`save` wrote into memory."""
        return cls(
            *(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _FILES)
        )


def build_bm25(texts: Iterable[Sequence[str]]) -> tuple[Bm25, list[str]]:
    """Makes the postings of passages given as lists of terms.

    :returns: The postings, and the terms in the order of their numbers (sorted).
    """
    counted = [Counter(text) for text in texts]
    vocabulary = sorted({term for counts in counted for term in counts})
    number = {term: i for i, term in enumerate(vocabulary)}
    triples = [
        (number[term], passage, count)
        for passage, counts in enumerate(counted)
        for term, count in counts.items()
    ]
    table = np.array(sorted(triples), dtype=np.int64).reshape(-1, 3)
    bounds = np.searchsorted(table[:, 0], np.arange(len(vocabulary) + 1))
    return Bm25(
        bounds=bounds.astype(np.int64),
        passages=table[:, 1].astype(np.int32),
        counts=table[:, 2].astype(np.int32),
        lengths=np.array([counts.total() for counts in counted], dtype=np.int32),
    ), vocabulary

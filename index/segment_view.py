"""A segment as one generation sees it: without what was removed, numbered from an offset."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from index.bm25 import Scores
from index.generations import SegmentRef
from index.postings import Mask, Numbers
from index.segment_read import Segment
from index.store import DocumentInfo, Vector


class SegmentView:
    """One segment of a generation.

    `start` is the number of its first passage in the generation, removed ones counted.
    """

    def __init__(self, segment: Segment, ref: SegmentRef, start: int) -> None:
        """
        :param segment: Taken; whoever closes the generation releases it.
        :param ref: Which of its documents were removed.
        """
        self.segment = segment
        self.ref = ref
        self.start = start
        self.end = start + segment.seal.passages

    @cached_property
    def live_documents(self) -> Mask | None:
        """Which documents the generation has; None for all."""
        if not self.ref.removed:
            return None
        live = np.ones(self.segment.seal.documents, dtype=bool)
        live[list(self.ref.removed)] = False
        return live

    @cached_property
    def live(self) -> Mask | None:
        """Which passages the generation has; None for all."""
        if self.live_documents is None:
            return None
        return np.asarray(self.live_documents[self.segment.owners])

    @cached_property
    def size(self) -> int:
        """How many passages the generation has of it."""
        return self.segment.seal.passages if self.live is None else int(self.live.sum())

    @cached_property
    def length(self) -> int:
        """The number of terms of these passages together."""
        lengths = self.segment.bm25.lengths
        return int((lengths if self.live is None else lengths[self.live]).sum(dtype=np.int64))

    def norms(self, mean: float) -> Scores:
        """See `Bm25.norms`; worked out once, as the mean is the generation's."""
        if self._norms is None:
            self._norms = self.segment.bm25.norms(mean)
        return self._norms

    _norms: Scores | None = None

    def holding(self, numbers: dict[str, int]) -> dict[str, int]:
        """How many passages hold each of some terms.

        :param numbers: The terms with their numbers.
        """
        postings = self.segment.bm25.postings
        return {term: postings.holding(number, self.live) for term, number in numbers.items()}

    def passages_of(self, terms: Iterable[str]) -> Numbers:
        """The generation's numbers of the passages that hold all of some terms, ascending."""
        wanted = set(terms)
        numbers = self.segment.term_numbers(wanted)
        if len(numbers) < len(wanted):
            return np.empty(0, dtype=np.int32)
        lists = [self.segment.bm25.postings.of(number) for number in numbers.values()]
        held: Numbers = reduce(np.intersect1d, sorted(lists, key=len))
        if self.live is not None:
            held = held[self.live[held]]
        return np.asarray(held + self.start, dtype=np.int32)

    def frequencies(self, candidates: Sequence[str]) -> dict[str, int]:
        """Those candidates that are words of its documents, with their frequencies."""
        rows = self.segment.words(candidates)
        live = self.live_documents
        if live is None:
            return {word: frequency for word, _, frequency in rows}
        postings = self.segment.word_postings
        return {
            word: frequency for word, number, frequency in rows if live[postings.of(number)].any()
        }

    @cached_property
    def chinese_words(self) -> dict[str, int]:
        """Every Chinese word that is a search term, with the number of passages that hold it."""
        words, numbers = self.segment.chinese_words
        held = self.segment.bm25.postings.holding_each(self.live)[numbers].tolist()
        return {word: count for word, count in zip(words, held, strict=True) if count}

    def allowed(self, sources: Collection[str] | None) -> Mask | None:
        """Which passages may be found; None for all.

        :param sources: Documents to look in; None means all.
        """
        if sources is None:
            return self.live
        chosen = np.zeros(self.segment.seal.documents, dtype=bool)
        chosen[list(self.segment.find(sources).values())] = True
        if self.live_documents is not None:
            chosen &= self.live_documents
        return np.asarray(chosen[self.segment.owners])

    def nearest(self, vector: Vector, limit: int, allowed: Mask | None) -> npt.NDArray[np.int64]:
        """The generation's numbers of the nearest passages."""
        return self.segment.dense.search(vector, limit, allowed) + self.start

    def cosines(self, numbers: npt.NDArray[np.int64], vector: Vector) -> npt.NDArray[np.float32]:
        """The likeness of passages, by the generation's numbers, to a vector.

        Summed in 64 bits, so that it does not depend on what else is asked for.
        """
        vectors = self.segment.dense.vectors(numbers - self.start).astype(np.float64)
        return np.asarray(vectors @ vector.astype(np.float64), dtype=np.float32)

    def find(self, source: str) -> int | None:
        """The number of a document in the segment; None where the generation has none of it."""
        number = self.segment.find([source]).get(source)
        return None if number is None or number in self._removed else number

    def infos(self) -> list[DocumentInfo]:
        """What is known of each document the generation has of it."""
        every = self.segment.infos
        if not self._removed:
            return every
        return [info for number, info in enumerate(every) if number not in self._removed]

    def fingerprints(self) -> dict[str, str]:
        """What each document the generation has of it was made from, by source."""
        return {
            source: fingerprint
            for number, source, fingerprint in self.segment.fingerprints()
            if number not in self._removed
        }

    @cached_property
    def _removed(self) -> frozenset[int]:
        return frozenset(self.ref.removed)

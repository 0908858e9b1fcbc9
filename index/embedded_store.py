"""The embedded store: the segments of a generation, searched as one index."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.bm25 import Scores, weight
from index.generations import Manifest, SegmentRef, segment_folder
from index.segment_files import read_seal
from index.segment_read import Segment
from index.segment_view import SegmentView
from index.store import (
    Candidate,
    DocumentInfo,
    PassageNumbers,
    StoredDocument,
    StoredPassage,
    Vector,
)
from index.words import PAIR, QuestionWords

_SPARE = 16
"""So many more nearest passages are taken of each segment than wanted: which of equally near
ones are found must not depend on where they lie."""

_TIES = 1_000
"""Of more equal scores at the edge of what is wanted the rest is left out."""

Numbers = npt.NDArray[np.int64]


class EmbeddedStore:
    """A generation opened for searching. Safe to use from several threads.

    Whatever the segments, scores are those of one index: BM25 counts the passages of all of them
    and none that was removed.
    """

    def __init__(self, generation: str, segments: Iterable[tuple[Segment, SegmentRef]]) -> None:
        """
        :param generation: Its name.
        :param segments: Its segments, which are taken and released with it.
        """
        self.generation = generation
        self._closed = False
        self._all: list[SegmentView] = []
        start = 0
        for segment, ref in segments:
            self._all.append(SegmentView(segment, ref, start))
            start = self._all[-1].end
        self._words = QuestionWords(self._frequencies)

    @classmethod
    def open(
        cls, index: Path, manifest: Manifest, sharing: EmbeddedStore | None = None
    ) -> EmbeddedStore:
        """A generation whose files were checked (`index.generations.open_current`).

        :param sharing: An open store, whose segments are not opened again.
        """
        shared = {ref: segment for segment, ref in sharing.opened()} if sharing else {}
        by_seal = {(ref.name, ref.seal): segment for ref, segment in shared.items()}
        segments: list[tuple[Segment, SegmentRef]] = []
        for ref in manifest.segments:
            segment = by_seal.get((ref.name, ref.seal))
            if segment is not None:
                segment.take()
            else:
                folder = segment_folder(index, ref.name)
                segment = Segment(folder, read_seal(folder, ref.seal)[0])
            segments.append((segment, ref))
        return cls(manifest.generation, segments)

    def opened(self) -> list[tuple[Segment, SegmentRef]]:
        """Its segments, for another store to share."""
        return [(view.segment, view.ref) for view in self._views]

    @property
    def size(self) -> int:
        return self._size

    @cached_property
    def _size(self) -> int:
        return sum(view.size for view in self._views)

    @cached_property
    def _mean(self) -> float:
        """The mean number of terms of a passage."""
        return sum(view.length for view in self._views) / self._size if self._size else 0.0

    def search(
        self, vector: Vector, question: str, limit: int, within: Collection[str] | None = None
    ) -> list[Candidate]:
        allowed = [view.allowed(within) for view in self._views]
        lexical = self._lexical(question)
        for view, mask in zip(self._views, allowed, strict=True):
            if mask is not None:
                lexical[view.start : view.end][~mask] = 0
        near = [
            view.nearest(vector, limit + _SPARE, mask)
            for view, mask in zip(self._views, allowed, strict=True)
        ]
        nearest, cosines = self._cosines(np.concatenate([*near, _NONE]), vector)
        kept = _highest(cosines, limit)
        nearest, cosines = nearest[kept], cosines[kept]
        best = _highest(np.where(lexical > 0, lexical, -np.inf), limit)
        order = {int(n): place for place, n in enumerate(self._order([*nearest, *best]))}
        chosen = {
            *_first(nearest, cosines, limit, order),
            *_first(best, lexical[best], limit, order),
        }
        numbers = np.array(sorted(chosen), dtype=np.int64)
        numbers, dense = self._cosines(numbers, vector)
        found = [
            Candidate(int(number), float(cosine), float(lexical[number]))
            for number, cosine in zip(numbers, dense, strict=True)
        ]
        return sorted(found, key=lambda candidate: order[candidate.number])

    def _lexical(self, question: str) -> Scores:
        """The BM25 score of every passage (float32), by number."""
        terms = sorted(set(self._words.terms(question)))
        numbers = [view.segment.term_numbers(terms) for view in self._views]
        held = self._held(numbers)
        weights = {term: weight(self.size, held[term]) for term in terms if held.get(term)}
        scores = np.zeros(self._views[-1].end if self._views else 0, dtype=np.float32)
        for view, known in zip(self._views, numbers, strict=True):
            norms = view.norms(self._mean)
            part = scores[view.start : view.end]
            for term, value in weights.items():
                if term in known:
                    view.segment.bm25.add(part, known[term], value, norms)
        return scores

    def _held(self, numbers: Sequence[dict[str, int]]) -> dict[str, int]:
        """How many passages hold each term.

        :param numbers: For each segment the terms it has with their numbers.
        """
        total: dict[str, int] = {}
        for view, known in zip(self._views, numbers, strict=True):
            for term, count in view.holding(known).items():
                total[term] = total.get(term, 0) + count
        return {term: count for term, count in total.items() if count}

    def _cosines(self, numbers: Numbers, vector: Vector) -> tuple[Numbers, Scores]:
        """Numbers ascending, each with its cosine."""
        numbers = np.sort(numbers)
        parts = [view.cosines(part, vector) for view, part in self._by_view(numbers)]
        return numbers, np.concatenate([*parts, np.empty(0, dtype=np.float32)])

    def _by_view(self, numbers: Numbers) -> Iterator[tuple[SegmentView, Numbers]]:
        """Ascending numbers, by the segment they are in."""
        edges = np.searchsorted(numbers, [view.start for view in self._views] + [2**62])
        for view, (low, high) in zip(self._views, pairwise(edges), strict=True):
            if low < high:
                yield view, numbers[low:high]

    def _order(self, numbers: Iterable[int]) -> list[int]:
        """Numbers in the order of their documents' sources, which no merging changes."""
        keys = []
        for view, part in self._by_view(np.array(sorted({*numbers}), dtype=np.int64)):
            owners = view.segment.owners[part - view.start].tolist()
            sources = view.segment.sources(owners)
            keys += [(sources[owner], n) for owner, n in zip(owners, part.tolist(), strict=True)]
        return [number for _, number in sorted(keys)]

    def weights(self, text: str) -> dict[str, float]:
        terms = dict(self._words.telling(text))
        held = self.held(terms.values())
        return {word: weight(self.size, held.get(term, 0)) for word, term in terms.items()}

    def words(self) -> dict[str, int]:
        return dict(self._chinese_words)

    @cached_property
    def _chinese_words(self) -> Mapping[str, int]:
        views = sorted(self._views, key=lambda view: -view.size)
        total = dict(views[0].chinese_words) if views else {}
        for view in views[1:]:
            for word, count in view.chinese_words.items():
                total[word] = total.get(word, 0) + count
        return total

    def held(self, terms: Collection[str]) -> dict[str, int]:
        return self._held([view.segment.term_numbers(terms) for view in self._views])

    def holding(self, words: Collection[str]) -> dict[str, PassageNumbers]:
        # a word that is cut otherwise in a text is still there as its pairs of characters
        pairs = {
            word: [a + b + PAIR for a, b in pairwise(word)] if len(word) > 1 else [word]
            for word in {word.lower() for word in words}
        }
        found = {}
        for word, terms in pairs.items():
            held = np.concatenate([_HELD, *(view.passages_of(terms) for view in self._views)])
            if len(held):
                found[word] = held
        return found

    def passages(self, numbers: Sequence[int]) -> list[StoredPassage]:
        found: dict[int, StoredPassage] = {}
        for view, part in self._by_view(np.array(sorted({*numbers}), dtype=np.int64)):
            wanted = part.tolist()
            rows = view.segment.passages([number - view.start for number in wanted])
            for number, (source, passage) in zip(wanted, rows, strict=True):
                found[number] = StoredPassage(number, source, passage)
        return [found[int(number)] for number in numbers]

    def all_passages(self) -> list[StoredPassage]:
        """Every passage, in the order of their numbers."""
        numbers: list[int] = []
        for view in self._views:
            live = np.arange(view.end - view.start) if view.live is None else view.live.nonzero()[0]
            numbers += (live + view.start).tolist()
        return self.passages(numbers)

    def document(self, source: str) -> StoredDocument:
        for view in self._views:
            number = view.find(source)
            if number is not None:
                return view.segment.document(number)
        raise KeyError(source)

    def documents(self) -> list[DocumentInfo]:
        every = [info for view in self._views for info in view.infos()]
        return sorted(every, key=lambda info: info.source)

    def fingerprints(self) -> dict[str, str]:
        """What each document was made from, by source: equal where nothing changed."""
        return {s: f for view in self._views for s, f in view.fingerprints().items()}

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            for view in self._all:
                view.segment.release()

    @property
    def _views(self) -> list[SegmentView]:
        if self._closed:  # a segment may be open still, for another generation
            raise sqlite3.ProgrammingError("the store is closed")
        return self._all

    def _frequencies(self, candidates: list[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for view in sorted(self._views, key=lambda view: -view.size):
            # a word has one frequency, the dictionary's, whichever segment knows it
            left = [word for word in candidates if word not in found]
            found.update(view.frequencies(left))
        return found


_NONE = np.empty(0, dtype=np.int64)
_HELD = np.empty(0, dtype=np.int32)


def _highest(scores: Scores, limit: int) -> Numbers:
    """Where the highest scores stand, with those equal to the last of them; -inf never counts."""
    if limit >= len(scores):
        return np.flatnonzero(scores > -np.inf)
    least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
    if least == -np.inf:
        return np.flatnonzero(scores > -np.inf)
    ties = np.flatnonzero(scores == least)
    return np.sort(np.concatenate([np.flatnonzero(scores > least), ties[:_TIES]]))


def _first(numbers: Numbers, scores: Scores, limit: int, order: Mapping[int, int]) -> list[int]:
    """The `limit` numbers of the highest scores; of equal ones the first in order."""
    ranked = sorted(
        zip(numbers.tolist(), scores.tolist(), strict=True),
        key=lambda item: (-item[1], order[item[0]]),
    )
    return [number for number, _ in ranked[:limit]]

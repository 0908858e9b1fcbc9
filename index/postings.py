"""Postings: for each term the numbers of what holds it, as plain arrays that can be mapped.

They are collected in flat arrays, 8 bytes a posting, and merged a stretch of terms at a time, so
that neither takes much memory however many there are.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.mapped import new_array

Numbers = npt.NDArray[np.int32]
Bounds = npt.NDArray[np.int64]
Counts = npt.NDArray[np.unsignedinteger[Any]]
Mask = npt.NDArray[np.bool_]

_STRETCH = 2_000_000
"""So many postings are merged at a time."""


@dataclass(frozen=True)
class Postings:
    """`bounds` (int64, terms + 1) delimits each term's postings in `members` (int32, ascending
    for each term) and `counts` (how often each holds the term, in the smallest type that fits)."""

    bounds: Bounds
    members: Numbers
    counts: Counts

    @property
    def terms(self) -> int:
        """The number of terms."""
        return len(self.bounds) - 1

    def of(self, term: int) -> Numbers:
        """What holds a term, ascending."""
        return np.asarray(self.members[self.bounds[term] : self.bounds[term + 1]])

    def holding(self, term: int, live: Mask | None = None) -> int:
        """How many hold a term.

        :param live: Which of them count; None for all.
        """
        if live is None:
            return int(self.bounds[term + 1] - self.bounds[term])
        return int(np.count_nonzero(live[self.of(term)]))

    def holding_each(self, live: Mask | None = None) -> Bounds:
        """How many hold each term (int64, one a term)."""
        every: Bounds = np.diff(self.bounds)
        if live is None:
            return every
        held = np.zeros(self.terms, dtype=np.int64)
        for low, high in self._stretches():
            start, end = self.bounds[low], self.bounds[high]
            before = np.concatenate(([0], np.cumsum(live[self.members[start:end]])))
            edges = self.bounds[low : high + 1] - start
            held[low:high] = np.diff(before[edges])
        return held

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """Ranges of terms with about so many postings each that they fit into memory."""
        low = 0
        while low < self.terms:
            high = int(np.searchsorted(self.bounds, self.bounds[low] + _STRETCH, side="right")) - 1
            high = min(max(high, low + 1), self.terms)
            yield low, high
            low = high

    def save(self, folder: Path, name: str) -> None:
        """Writes the arrays as `<name>_….npy`."""
        # one by one: mypy does not always agree with itself on what three kinds of arrays share
        bounds, members, counts = (folder / f"{name}_{part}.npy" for part in _PARTS)
        np.save(bounds, self.bounds, allow_pickle=False)
        np.save(members, self.members, allow_pickle=False)
        np.save(counts, self.counts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, name: str) -> Postings:
        """Maps the arrays that :meth:`save` or :func:`merge_postings` wrote."""
        return cls(
            *(
                np.load(folder / f"{name}_{part}.npy", mmap_mode="r", allow_pickle=False)
                for part in _PARTS
            )
        )


_PARTS = ("bounds", "members", "counts")


class Collector:
    """Collects the terms of one thing after another, numbered from 0 as they come."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._terms, self._counts, self._sizes = array("i"), array("i"), array("i")

    def add(self, terms: Iterable[str]) -> int:
        """The next thing, with its terms; each as often as it holds it.

        :returns: How many terms those were.
        """
        counted = Counter(terms)
        seen = self._seen
        self._terms.extend(seen.setdefault(term, len(seen)) for term in counted)
        self._counts.extend(counted.values())
        self._sizes.append(len(counted))
        return counted.total()

    def finish(self) -> tuple[Postings, list[str]]:
        """The postings, and the terms in the order of their numbers (sorted)."""
        vocabulary = sorted(self._seen)
        number = np.empty(len(vocabulary), dtype=np.int32)
        number[[self._seen[term] for term in vocabulary]] = np.arange(len(vocabulary))
        of_term = number[np.frombuffer(self._terms, dtype=np.int32)]
        bounds = np.concatenate(([0], np.cumsum(np.bincount(of_term, minlength=len(vocabulary)))))
        order = np.argsort(of_term, kind="stable")  # within a term the members stay in order
        sizes = np.frombuffer(self._sizes, dtype=np.int32)
        members = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        counts = np.frombuffer(self._counts, dtype=np.int32)[order]
        return (
            Postings(bounds.astype(np.int64), members[order], _smallest(counts)),
            vocabulary,
        )


@dataclass(frozen=True)
class Source:
    """Postings to be merged: `terms` (int32) the new number of each term, -1 where it goes;
    `members` (int32) the new number of each member, -1 where it goes."""

    postings: Postings
    terms: Numbers
    members: Numbers


def merge_postings(
    folder: Path,
    name: str,
    held: Bounds,
    sources: Iterable[Source],
    counts: np.dtype[Any],
) -> None:
    """Writes the postings of some sources as one, without those that go.

    The members of a source must all be numbered above those of the sources before it.

    :param held: How many of the members that stay hold each new term, in all sources.
    :param sources: The sources, one at a time.
    :param counts: A type that fits the counts of all.
    """
    bounds = np.concatenate(([0], np.cumsum(held))).astype(np.int64)
    total = int(bounds[-1])
    np.save(folder / f"{name}_bounds.npy", bounds, allow_pickle=False)
    members_to = new_array(folder / f"{name}_members.npy", np.dtype(np.int32), (total,))
    counts_to = new_array(folder / f"{name}_counts.npy", counts, (total,))
    next_free = bounds[:-1].copy()
    for source in sources:
        _append(source, next_free, members_to, counts_to)
    for values in (members_to, counts_to):
        if isinstance(values, np.memmap):
            values.flush()


def _append(source: Source, next_free: Bounds, members_to: Numbers, counts_to: Counts) -> None:
    postings = source.postings
    for low, high in postings._stretches():
        start, end = postings.bounds[low], postings.bounds[high]
        members = source.members[postings.members[start:end]]
        stays = members >= 0
        before = np.concatenate(([0], np.cumsum(stays)))
        held = np.diff(before[postings.bounds[low : high + 1] - start])
        terms = source.terms[low:high]
        used = held > 0
        terms, held = terms[used], held[used]
        first = np.cumsum(held) - held
        places = np.repeat(next_free[terms] - first, held) + np.arange(int(held.sum()))
        members_to[places] = members[stays]
        counts_to[places] = postings.counts[start:end][stays]
        next_free[terms] += held


def _smallest(counts: npt.NDArray[np.int32]) -> Counts:
    kind = np.min_scalar_type(int(counts.max(initial=0)))
    smallest: Counts = counts.astype(kind)
    return smallest

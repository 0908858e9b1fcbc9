"""The way back: which slice of the original each character of a folded text came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Alignment:
    """Half-open slices of an original text, one for each character of a folded text.

    Folded character ``i`` came from ``original[starts[i]:ends[i]]``. Slices are never empty,
    and both arrays are non-decreasing. Characters that were folded together or that replace
    one another as a unit share one slice; characters of the original that folding dropped
    belong to no slice, so a mapped span never starts or ends with them.

    All offsets are code points, all ranges half-open.

    :param starts: int32, shape ``(n,)``, in code points of the original.
    :param ends: int32, shape ``(n,)``, in code points of the original.
    """

    starts: Offsets
    ends: Offsets

    @classmethod
    def identity(cls, length: int, offset: int = 0) -> Alignment:
        """The alignment of a text with itself, or with its copy ``offset`` further on."""
        starts = np.arange(offset, offset + length, dtype=np.int32)
        return cls(starts, starts + np.int32(1))

    @classmethod
    def concat(cls, parts: Iterable[Alignment]) -> Alignment:
        """Put alignments of neighbouring texts together; they must share one original.

        :raises ValueError: when a part goes back behind the one before it.
        """
        kept = [part for part in parts if len(part)]
        for before, after in zip(kept, kept[1:], strict=False):
            if after.starts[0] < before.starts[-1] or after.ends[0] < before.ends[-1]:
                raise ValueError("alignments to join must follow one another in the original")
        if not kept:
            return cls.identity(0)
        return cls(
            np.concatenate([part.starts for part in kept]),
            np.concatenate([part.ends for part in kept]),
        )

    def __len__(self) -> int:
        return len(self.starts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Alignment):
            return NotImplemented
        return np.array_equal(self.starts, other.starts) and np.array_equal(self.ends, other.ends)

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, part: slice) -> Alignment:
        """The alignment of a part of the folded text, with the same original."""
        if part.step not in (None, 1):
            raise ValueError("an alignment is sliced without a step")
        return Alignment(self.starts[part], self.ends[part])

    def shift(self, offset: int) -> Alignment:
        """The same alignment to an original that has ``offset`` more characters in front."""
        return Alignment(self.starts + np.int32(offset), self.ends + np.int32(offset))

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a range of the folded text to the smallest range of the original that made it.

        An empty range maps to the empty range in front of the character that follows it (after
        the last character: behind it).

        :raises IndexError: when the range is not within the folded text.
        """
        if not 0 <= start <= end <= len(self):
            raise IndexError(f"range {start}:{end} is outside the folded text of {len(self)}")
        if start < end:
            return int(self.starts[start]), int(self.ends[end - 1])
        if start < len(self):
            return int(self.starts[start]), int(self.starts[start])
        place = int(self.ends[-1]) if len(self) else 0
        return place, place

    def to_folded(self, start: int, end: int) -> tuple[int, int]:
        """Map a range of the original to the folded characters that came from any part of it.

        A range that folding dropped, or an empty one, maps to the empty range at its place.
        """
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        return first, max(first, last)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a range of the folded text cuts nothing that was folded as one unit."""
        return self.to_folded(*self.to_original(start, end)) == (start, end)

    def united(self) -> Alignment:
        """The same with slices that overlap made one, as characters of one unit share a slice.

        Steps that each keep to this can break it together: one joins two characters of which
        another had made the second a unit with a third.
        """
        overlaps = self.starts[1:] < self.ends[:-1]
        differ = (self.starts[1:] != self.starts[:-1]) | (self.ends[1:] != self.ends[:-1])
        if not (overlaps & differ).any():
            return self
        first = np.flatnonzero(np.concatenate([[True], ~overlaps]))
        unit = np.concatenate([[0], np.cumsum(~overlaps)])
        return Alignment(self.starts[first][unit], np.maximum.reduceat(self.ends, first)[unit])

    def then(self, outer: Alignment) -> Alignment:
        """Compose: ``self`` leads to the text whose way to its original is ``outer``.

        :param outer: must cover every character that ``self`` leads to.
        :return: the alignment of the text of ``self`` to the original of ``outer``.
        :raises IndexError: when ``self`` leads outside of ``outer``.
        """
        return Alignment(outer.starts[self.starts], outer.ends[self.ends - 1])

"""Many replacements in one text at once, with the alignment they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.alignment import Alignment

Codes = npt.NDArray[np.uint32]

CODE_POINTS = 0x110000
"""How many code points Unicode has: the length of a table with one place for each."""

_NOT_YET = 0xFFFFFFFE


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the slice of the original it came from."""

    text: str
    alignment: Alignment


@dataclass(frozen=True)
class Change:
    """What one step makes of a text.

    :param text: the text after the step.
    :param alignment: to the text before it; ``None`` where every character kept its place.
    """

    text: str
    alignment: Alignment | None = None


def to_codes(text: str) -> Codes:
    """The code points of a text as a read-only array; lone surrogates are kept."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def from_codes(codes: Codes) -> str:
    """The text of an array of code points."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def merge_units(length: int, starts: Sequence[int], ends: Sequence[int]) -> Alignment:
    """The alignment of a text that kept its length, but in which some ranges are one unit.

    :param starts: where each unit starts, ascending; units do not overlap.
    :param ends: where each unit ends.
    """
    whole = Alignment.identity(length)
    for start, end in zip(starts, ends, strict=True):
        whole.starts[start:end] = start
        whole.ends[start:end] = end
    return whole


def replace(text: str, starts: Sequence[int], ends: Sequence[int], new: Sequence[str]) -> Change:
    """Replace ranges of a text.

    Each character of a replacement is aligned to the whole range it replaces.

    :param starts: where each range starts, ascending, in code points.
    :param ends: where each range ends; ranges are not empty and do not overlap.
    :param new: the replacement of each range; ``""`` drops it.
    """
    if not starts:
        return Change(text)
    first = np.asarray(starts, dtype=np.int64)
    last = np.asarray(ends, dtype=np.int64)
    sizes = np.fromiter(map(len, new), dtype=np.int64, count=len(new))

    border = np.zeros(len(text) + 1, dtype=np.int8)
    border[first] = 1
    # Ranges may touch: an end that is the next start must not be counted as either.
    border[last] -= 1
    outside = np.cumsum(border[:-1], dtype=np.int8) == 0
    codes = to_codes(text)
    if not sizes.any():
        kept = np.flatnonzero(outside).astype(np.int32)
        return Change(from_codes(codes[outside]), Alignment(kept, kept + np.int32(1)))

    # Each range that leaves something keeps its first place, then grows to its new size.
    first, last, sizes = first[sizes > 0], last[sizes > 0], sizes[sizes > 0]
    outside[first] = True
    origin = np.flatnonzero(outside).astype(np.int32)
    places = np.searchsorted(origin, first)
    if (sizes > 1).any():
        counts = np.ones(len(origin), dtype=np.int32)
        counts[places] = sizes
        origin = np.repeat(origin, counts)
        grown = np.cumsum(sizes)
        within = np.arange(grown[-1]) - np.repeat(grown - sizes, sizes)
        places = np.repeat(places + grown - sizes - np.arange(len(sizes)), sizes) + within
    until = origin + np.int32(1)
    until[places] = np.repeat(last, sizes)
    codes = codes[origin]
    codes[places] = to_codes("".join(new))
    return Change(from_codes(codes), Alignment(origin, until))


class CharacterTable:
    """What becomes of each code point, found when it is first asked for: a text holds few."""

    def __init__(self, find: Callable[[Sequence[int]], Sequence[int]]) -> None:
        """
        :param find: What these code points become, in their order.
        """
        self._find = find
        self._found = np.full(CODE_POINTS, _NOT_YET, dtype=np.uint32)

    def of(self, codes: Codes) -> Codes:
        """What becomes of each of these."""
        found = self._found[codes]
        new = sorted({*codes[found == _NOT_YET].tolist()})
        if not new:
            return found
        self._found[new] = self._find(new)
        return self._found[codes]


class CharacterClass:
    """A set of characters that is looked for in long texts, faster than an expression can."""

    def __init__(self, holds: Callable[[int], object]) -> None:
        """
        :param holds: Whether a code point is in the class.
        """
        self._table = CharacterTable(lambda codes: [bool(holds(code)) for code in codes])

    def is_in(self, text: str) -> bool:
        """Whether the text has any character of the class."""
        return bool(self._table.of(to_codes(text)).any())

    def runs(self, text: str) -> tuple[list[int], list[int]]:
        """Where the longest runs of characters of the class start and end, ascending."""
        inside = self._table.of(to_codes(text)) != 0
        if not inside.any():
            return [], []
        border = np.flatnonzero(np.diff(inside, prepend=False, append=False))
        return border[::2].tolist(), border[1::2].tolist()

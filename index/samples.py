"""Places of a document that show what folding does to it: the folded text and its original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.edits import to_codes
from index.lazy_pattern import lazy_pattern
from index.reading_text import ReadingText

__all__ = ["Sample", "find_samples"]

Span = tuple[int, int]
Difference = tuple[str, str]
"""What stood in the original, and what became of it; empty where it was dropped."""

_CLAUSE = lazy_pattern(r"[^\n,，。;；:：!！?？]+[,，。;；:：!！?？”’》)）]*")
_LONGEST = 40
_CONSIDERED = 400
"""So many clauses, those that differ most, are looked at for what else they show."""


@dataclass(frozen=True)
class Sample:
    """A clause of the reading text with the slice of the original it came from.

    :param folded: half-open, in the reading text.
    :param original: half-open, in the original.
    :param differing: ranges of the reading text inside `folded` that do not stand so in the
        original, ascending; a place where something was dropped is not among them.
    """

    folded: Span
    original: Span
    differing: tuple[Span, ...]


def find_samples(original: str, reading: ReadingText, most: int = 8) -> tuple[Sample, ...]:
    """The clauses that differ most from their original, each for something no other shows.

    The first is the clause with the most kinds of difference (one character for another is a kind,
    a word in parentheses dropped another), the next the one with the most that the first has not,
    and so on; where no clause has a new kind, the one with the most new differences.

    :param original: what `reading` was made from.
    :param most: how many at most; fewer where fewer kinds are left to show.
    :return: in the order of the text; empty where nothing differs.
    """
    changes = _changes(original, reading)
    counts = np.concatenate(([0], np.cumsum(changes)))
    clauses = [_whole(reading, clause) for clause in _clauses(reading.text)]
    clauses = [clause for clause in clauses if counts[clause[1]] > counts[clause[0]]]
    clauses.sort(key=lambda clause: int(counts[clause[0]] - counts[clause[1]]))
    found = {
        clause: _differences(original, reading, changes, clause) for clause in clauses[:_CONSIDERED]
    }
    kinds: set[Difference] = set()
    seen: set[Difference] = set()
    chosen: list[Span] = []
    while len(chosen) < most and found:
        best = max(found, key=lambda clause: _news(found[clause], kinds, seen))
        differences = found.pop(best)
        if differences <= seen:
            break
        seen |= differences
        kinds |= {_kind(difference) for difference in differences}
        chosen.append(best)
    return tuple(_sample(original, reading, clause) for clause in sorted(chosen))


def _changes(original: str, reading: ReadingText) -> npt.NDArray[np.int64]:
    """For each character of the reading text, what differs there: itself, or what follows it.

    A character that came from one like it counts nothing; what was dropped behind it counts one
    for each character.
    """
    starts, ends = reading.alignment.starts, reading.alignment.ends
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    codes = to_codes(original)
    differs = (ends - starts != 1) | (to_codes(reading.text) != codes[starts])
    dropped = np.zeros(len(starts), dtype=np.int64)
    dropped[:-1] = np.maximum(0, starts[1:] - ends[:-1])
    counts: npt.NDArray[np.int64] = differs.astype(np.int64) + dropped
    return counts


def _clauses(text: str) -> list[Span]:
    found = []
    for match in _CLAUSE.finditer(text):
        start, end = match.span()
        found += [(a, min(a + _LONGEST, end)) for a in range(start, end, _LONGEST)]
    return found


def _whole(reading: ReadingText, span: Span) -> Span:
    """The span, widened to the units it cuts."""
    return reading.alignment.to_folded(*reading.alignment.to_original(*span))


def _differences(
    original: str, reading: ReadingText, changes: npt.NDArray[np.int64], clause: Span
) -> frozenset[Difference]:
    """What differs in a clause."""
    starts, ends = reading.alignment.starts, reading.alignment.ends
    last = int(ends[clause[1] - 1])
    found = set()
    for place in np.flatnonzero(changes[clause[0] : clause[1]]) + clause[0]:
        start, end = int(starts[place]), int(ends[place])
        if original[start:end] != reading.text[place]:
            found.add((original[start:end], reading.text[place]))
        behind = min(last, int(starts[place + 1])) if place + 1 < len(starts) else end
        if behind > end:
            found.add((original[end:behind], ""))
    return frozenset(found)


def _news(
    differences: frozenset[Difference], kinds: set[Difference], seen: set[Difference]
) -> tuple[int, int]:
    """How many kinds, and how many differences, of a clause are in no clause chosen before."""
    return len({_kind(one) for one in differences} - kinds), len(differences - seen)


def _kind(difference: Difference) -> Difference:
    """A difference by the general categories of its characters (Unicode), each run named once."""
    before, after = ("".join(map(unicodedata.category, text)) for text in difference)
    return re.sub(r"(..)\1+", r"\1", before), re.sub(r"(..)\1+", r"\1", after)


def _sample(original: str, reading: ReadingText, clause: Span) -> Sample:
    starts, ends = reading.alignment.starts, reading.alignment.ends
    differing: list[Span] = []
    for place in range(*clause):
        if original[starts[place] : ends[place]] == reading.text[place]:
            continue
        if differing and differing[-1][1] == place:
            differing[-1] = (differing[-1][0], place + 1)
        else:
            differing.append((place, place + 1))
    return Sample(clause, reading.alignment.to_original(*clause), tuple(differing))

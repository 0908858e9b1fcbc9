"""The reading text of a document: folded, with its damaged places read or marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.alignment import Alignment
from index.damage import Damage, find_damage
from index.damaged import DAMAGED
from index.edits import replace
from index.folding import STEPS, Step, fold


@dataclass(frozen=True)
class ReadingText:
    """What matching, structure and reading work on; people are shown the original.

    :param text: the folded text. A damaged span whose reading is certain stands as that reading,
        any other as one `DAMAGED`.
    :param alignment: to the original; what stands for a damaged span is aligned to all of it.
    :param damage: the damaged spans, in code points of the original, ascending.
    """

    text: str
    alignment: Alignment
    damage: tuple[Damage, ...]

    def damage_in(self, start: int, end: int) -> tuple[Damage, ...]:
        """The damaged spans that overlap the original of a range of the reading text."""
        first, last = self.alignment.to_original(start, end)
        return tuple(span for span in self.damage if span.start < last and span.end > first)


def read(original: str, steps: Sequence[Step] = STEPS) -> ReadingText:
    """The reading text of an original.

    :param original: any string.
    :param steps: the steps of folding.
    """
    damage = find_damage(original)
    repaired = replace(
        original,
        [span.start for span in damage],
        [span.end for span in damage],
        [DAMAGED if span.reading is None else span.reading for span in damage],
    )
    folded = fold(repaired.text, steps)
    alignment = folded.alignment
    if repaired.alignment is not None:
        alignment = alignment.then(repaired.alignment)
    return ReadingText(folded.text, alignment, damage)

"""Folding: one form for texts that say the same, with the way back to the original.

A document and a question are folded alike, so that 沁縣 and 沁县, `２０１８ 年` and `2018年`,
產(chǎn)業(yè) and 产业 are one. What people see is never the folded text but the original it maps
back to.

What holds for any string, lone surrogates and unassigned code points included:

- `fold` never raises, and `fold(fold(t).text).text == fold(t).text`.
- The alignment has one slice for each folded character, monotone and in range.
- The way back: let `(s, e) = alignment.to_original(a, b)`. If `a, b` cuts no unit
  (`alignment.is_whole(a, b)`) and neither ends nor starts with a space, then
  `fold(t[s:e]).text == fold(t).text[a:b]`.

Units are what several characters became together: the `(1)` that ① became, a composed sequence of
combining marks, a run of punctuation, a phrase that OpenCC converts as one. Any range can be made
whole by `to_folded(*to_original(a, b))`. Spaces are the exception because a space at the edge of a
text is dropped, and any slice makes an edge. Beyond that, the one thing that can differ in a slice
is a character that two overlapping phrases of OpenCC's dictionary both claim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.alignment import Alignment
from index.edits import Change, Folded
from index.fold_chinese import fold_chinese
from index.fold_glosses import fold_glosses
from index.fold_layout import fold_invisible, fold_line_ends, fold_spaces
from index.fold_marks import fold_doubled, fold_sequences
from index.fold_tags import fold_tags
from index.fold_width import fold_width

__all__ = ["STEPS", "Folded", "Step", "fold", "fold_text", "steps_without"]


@dataclass(frozen=True)
class Step:
    """One step of folding, which can be left out or used alone.

    :param name: how it is named where steps are chosen.
    :param apply: text → changed text with its alignment; total, idempotent, and blind to
        everything but the neighbourhood that its alignment makes a unit.
    """

    name: str
    apply: Callable[[str], Change]


STEPS: tuple[Step, ...] = (
    Step("line_ends", fold_line_ends),
    Step("invisible", fold_invisible),
    Step("width", fold_width),
    Step("sequences", fold_sequences),
    Step("tags", fold_tags),
    Step("glosses", fold_glosses),
    Step("chinese", fold_chinese),
    Step("doubled", fold_doubled),
    Step("spaces", fold_spaces),
)
"""All steps, in the order in which no step makes new work for one before it."""


def steps_without(*names: str) -> tuple[Step, ...]:
    """All steps but the named ones, in their order.

    :raises ValueError: when there is no step of that name.
    """
    unknown = set(names) - {step.name for step in STEPS}
    if unknown:
        raise ValueError(f"no folding step is called {sorted(unknown)}")
    return tuple(step for step in STEPS if step.name not in names)


def fold(text: str, steps: Sequence[Step] = STEPS) -> Folded:
    """Fold a text; see the module for what holds.

    :param text: any string.
    :param steps: which steps, in order; some of `STEPS`.
    :return: the folded text, and its alignment to `text`.
    """
    alignment: Alignment | None = None
    folded = text
    for step in steps:
        change = step.apply(folded)
        folded = change.text
        if change.alignment is not None:
            inner = change.alignment
            alignment = inner if alignment is None else inner.then(alignment)
    if alignment is None:
        alignment = Alignment.identity(len(text))
    return Folded(folded, alignment.united())


def fold_text(text: str) -> str:
    """The folded text alone, for what needs no way back, such as the words of a question."""
    return fold(text).text

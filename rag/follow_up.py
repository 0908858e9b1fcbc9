"""What a follow-up leaves out, carried over from the questions before it by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.places import find_places
from rag.padding import without_padding

_THAT = re.compile(r"^那?么?(?P<rest>.+?)呢[？?]?$")
_POINTS_BACK = re.compile(r"他|她|它|其中|^同比|^环比|这个|这些|这里|那个|那些|那里|当地|该")
_RELATIVE = re.compile(r"[我全本该](?:省|市|县|区|州|乡|镇|村)|[县市区]里|贫困[村户]")
"""What speaks of a place without naming it; other questions of some length stand alone."""
_YEAR = re.compile(r"[0-9]{4}年?")
_ENOUGH = 4
"""A question with fewer telling characters of its own leans on the one before."""


@dataclass(frozen=True)
class FollowUp:
    """A question made whole: `text` is shown and searched with; `asks` is the part that says what
    kind of answer is wanted, the question as it was typed where that says it."""

    text: str
    asks: str


def complete(question: str, history: Sequence[str]) -> FollowUp | None:
    """The question with what it leaves out, or None where it stands alone.

    "那沁县呢" after "昔阳脱贫了多少人" asks the same of another place; "全县有多少学校" takes over the
    place; "他是哪个学校派来的" the words of the question before.

    :param history: Earlier questions, oldest first, as they were asked.
    """
    before = ""
    for asked in history:
        text = fold(asked).text.strip()
        follow_up = _complete(text, before)
        before = follow_up.text if follow_up else text
    return _complete(fold(question).text.strip(), before)


def _complete(current: str, before: str) -> FollowUp | None:
    if not before:
        return None
    places, earlier = find_places(current), find_places(before)
    if match := _THAT.match(current):
        rest = match["rest"].strip(",，")
        if places and earlier:
            swapped = before[: earlier[0].start] + rest + before[earlier[0].end :]
            return FollowUp(swapped, swapped)
        if (year := _YEAR.search(rest)) and _YEAR.search(before):
            swapped = _YEAR.sub(year[0], before, count=1)
            return FollowUp(swapped, swapped)
        joined = f"{before.rstrip('?？')} {rest}"
        return FollowUp(joined, before)
    if places:
        return None
    telling = sum(not c.isspace() for c in without_padding(current))
    if _POINTS_BACK.search(current) or telling < _ENOUGH:
        return FollowUp(f"{before.rstrip('?？')} {current}", current)
    if earlier and _RELATIVE.search(current):
        names = "、".join(before[place.start : place.end] for place in earlier)
        return FollowUp(f"{names} {current}", current)
    return None

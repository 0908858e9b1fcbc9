"""Whether a sentence speaks of the place that a question asks about, or of a smaller one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.divisions import Division, lookup
from index.lazy_pattern import lazy_pattern
from index.places import PlaceMention, find_places

_VILLAGE = lazy_pattern(r"[㐀-鿿]{1,3}(?:乡|镇)[㐀-鿿]{1,4}村")


def names_village(question: str, sentence: str) -> bool:
    """Whether a sentence names a village with its township and the question names neither.

    What a county's paper reports of one village is no figure of the county.
    """
    return any(name[-3:] not in question for name in _VILLAGE.findall(sentence))


def speaks_of(asked: Sequence[PlaceMention], home: Sequence[str], told: str, sentence: str) -> bool:
    """Whether a figure in a sentence can be one of a place that is asked about.

    It can if the document is about that place, or if the place has been named: by the sentence,
    where the document is about a part of it (a county's figure is none of its province), by what
    has been `told` up to the sentence's end where it is about a larger one or another.

    :param home: The names of the document's place and of what that lies in.
    :param told: The passage up to the end of the sentence.
    """
    if not asked:
        return True
    larger = [division for name in home[1:] for division in lookup(name)]
    own = [division for name in home[:1] for division in lookup(name, within=larger)[:1]]
    return any(_can_be_of(mention.divisions, own, told, sentence) for mention in asked)


def _can_be_of(
    asked: Sequence[Division], own: Sequence[Division], told: str, sentence: str
) -> bool:
    if any(place.code == division.code for place in own for division in asked):
        return True
    is_part = any(place.is_within(division) for place in own for division in asked)
    if any(division.short in sentence for division in asked):
        return True
    return not is_part and any(_is_topic(division, told) for division in asked)


def _is_topic(division: Division, told: str) -> bool:
    """Whether a place is the last that has been named, and not as one of a list (A、B、C)."""
    at = told.rfind(division.short)
    if at < 0:
        return False
    listed = re.search(r"、[㐀-鿿]{0,3}$", told[:at]) or re.match(
        r"[省市县区州乡镇]?(?:、|和|与)[㐀-鿿]{2,4}", told[at + len(division.short) :]
    )
    if listed:
        return False
    after = find_places(told[at:])
    return not any(place.start > 0 and not _within(place, division) for place in after)


def _within(mention: PlaceMention, division: Division) -> bool:
    return any(place.is_within(division) for place in mention.divisions)

"""Whether a sentence speaks of the place that a question asks about, or of a smaller one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.divisions import Division, Level, lookup
from index.lazy_pattern import lazy_pattern
from index.places import PlaceMention, find_places
from rag.flows import clause_of
from rag.places import home_divisions
from rag.question import Question

_VILLAGE = lazy_pattern(r"[㐀-鿿]{1,3}(?:乡|镇)[㐀-鿿]{1,4}村")

_TOWNSHIP = lazy_pattern(r"[㐀-鿿]{1,3}[县区市旗]([㐀-鿿]{1,3}[乡镇])(?![㐀-鿿]{1,4}村|企|干)")


def names_village(question: str, sentence: str) -> bool:
    """Whether a sentence names a village with its township, or a township with its county, and the
    question names neither.

    What a county's paper reports of one village is no figure of the county.
    """
    return any(
        name[-3:] not in question
        for pattern in (_VILLAGE, _TOWNSHIP)
        for name in pattern.findall(sentence)
    )


def is_before_village(question: str, context: str, passage: str, told: str) -> bool:
    """Whether a passage speaks of a village that a folded question names only behind a sentence.

    :param context: What the passage is known by (title, place, heading).
    :param told: The passage up to the end of the sentence.
    """
    return any(
        name in passage and name not in told and name not in context
        for name in _VILLAGE_NAME.findall(question)
    )


_VILLAGE_NAME = lazy_pattern(r"[㐀-鿿]{2}(?<![驻农乡全本各整困个帮包进入])村(?![民级干医委集])")
"""The end of a village's name."""


def is_of_smaller(question: Question, home: Sequence[str], sentence: str) -> bool:
    """Whether a figure of the whole country or province is asked for, by no name, and a sentence of
    a document about a place in it gives one without saying so.

    :param home: The names of the document's place and of what that lies in.
    """
    if question.places:
        return False
    for words, level in _WHOLES:
        if words.search(question.text):
            home_levels = [division.level for name in home[:1] for division in lookup(name)]
            is_smaller = any(found > level for found in home_levels)
            return is_smaller and not words.search(sentence)
    return False


_WHOLES = (
    (lazy_pattern(r"全国|我国|国内"), Level.PROVINCE - 1),
    (lazy_pattern(r"全省|我省|省内"), Level.PROVINCE),
)


def speaks_of(
    asked: Sequence[PlaceMention], home: Sequence[str], told: str, sentence: str, at: int
) -> bool:
    """Whether a figure in a sentence can be one of a place that is asked about.

    It can if the document is about that place, or if the place has been named: by the sentence,
    where the document is about a part of it (a county's figure is none of its province), by what
    has been `told` up to the sentence's end where it is about a larger one or another.

    :param home: The names of the document's place and of what that lies in.
    :param told: The passage up to the end of the sentence.
    :param at: Where the figure stands in the sentence.
    """
    if not asked:
        return True
    own = home_divisions(tuple(home))
    asked = [mention for mention in asked if not _holds_another(mention, asked)]
    every = {division.code for mention in asked for division in mention.divisions}
    return any(_can_be_of(mention.divisions, own, told, sentence, at, every) for mention in asked)


def _holds_another(mention: PlaceMention, asked: Sequence[PlaceMention]) -> bool:
    """Whether another place that is asked about lies in it (太原 of 太原的娄烦县)."""
    return any(
        part.is_within(place) and part.code != place.code
        for other in asked
        for part in other.divisions[:1]
        for place in mention.divisions[:1]
    )


def _can_be_of(
    asked: Sequence[Division],
    own: Sequence[Division],
    told: str,
    sentence: str,
    at: int,
    every: Collection[str],
) -> bool:
    if any(place.code == division.code for place in own for division in asked):
        return True
    is_part = any(place.is_within(division) for place in own for division in asked)
    if is_part:
        return any(division.short in sentence for division in asked)
    return any(_is_meant(division, sentence, at, every) for division in asked) or any(
        division.short not in sentence and _is_topic(division, told) for division in asked
    )


def _is_meant(division: Division, sentence: str, at: int, every: Collection[str]) -> bool:
    """Whether a figure at a place of a sentence is of a division that the sentence names.

    It is not where the sentence comes to speak of the whole before the figure (…,全市…), nor where
    the division is named behind it or in a list that has one figure for all, unless it is asked of
    all (`every`, the codes of the places asked about).
    """
    found = sentence.rfind(division.short, 0, at)
    if found < 0:
        return division.short in clause_of(sentence, at, at)
    end = found + len(division.short)
    if _WHOLE.search(sentence[end:at]):
        return False
    beside = _beside(division, sentence, found, end)
    return all(place.code in every for place in beside) or bool(_EACH.search(sentence))


_WHOLE = lazy_pattern(r"全[省市县区州]|我[省市县区州]")
_EACH = lazy_pattern(r"分别|各(?:自|有|为|派)")


def _beside(division: Division, sentence: str, start: int, end: int) -> list[Division]:
    """The places of the same level that stand beside a division in a list (娄烦、阳曲两县)."""
    begin = max(0, start - _NAME)
    found = []
    for place in find_places(sentence[begin : end + _NAME]):
        first, last = begin + place.start, begin + place.end
        if _LIST_MARK.fullmatch(sentence[min(end, last) : max(start, first)]):
            found += [d for d in place.divisions[:1] if d.level is division.level]
    return found


_NAME = 10
_LIST_MARK = lazy_pattern(r"[省市县区州]?(?:、|和|与|及)")


def _is_topic(division: Division, told: str) -> bool:
    """Whether a place is the last that has been named, and not as one of a list (A、B、C)."""
    at = told.rfind(division.short)
    if at < 0:
        return False
    listed = re.search(r"、[㐀-鿿]{0,3}$", told[:at]) or re.match(
        r"[省市县区州乡镇村]?(?:、|和|与)[㐀-鿿]{2,4}", told[at + len(division.short) :]
    )
    if listed:
        return False
    after = find_places(told[at:])
    return not any(place.start > 0 and not _within(place, division) for place in after)


def _within(mention: PlaceMention, division: Division) -> bool:
    return any(place.is_within(division) for place in mention.divisions)

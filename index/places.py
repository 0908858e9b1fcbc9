"""Where a text names an administrative division, in Chinese characters, pinyin or English."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.gazetteer import Division, Level, find_latin, names, ranked, related
from index.lazy_pattern import lazy_pattern
from index.word_segmentation import frequency, segment

__all__ = ["PlaceMention", "find_places"]


@dataclass(frozen=True)
class PlaceMention:
    """One mention of a place.

    :param start: where it starts in the text.
    :param end: where it ends.
    :param divisions: what it may mean, the likeliest first; never empty.
    """

    start: int
    end: int
    divisions: tuple[Division, ...]


_WINDOW = 8
_FULL_NAME_COUNT, _SHORT_NAME_COUNT = 300, 60
"""How often a name counts as seen where the dictionary of words does not know it."""

_FARTHEST_BESIDE = 2
_COMMON = 100
# 代县长, 和县委: the character before 县 is a word of its own where an office follows.
_OFFICE = "长委级直域里处官"
# 太原街 is a street, seldom in 太原.
_STREETS = ("路", "街", "大道", "大街", "巷", "胡同")
_NEAR = lazy_pattern(r"^[、,，和与及以至到·/\-—\s]{0,2}$")
# Pinyin that is an English word.
_ENGLISH_WORDS = frozenset({"guide", "dean", "lean", "xian", "change", "dating", "pining", "anna"})
_LATIN = lazy_pattern(r"[A-Za-zÀ-ÿǀ-ɏ]+(?:[ '’·-]?[A-Za-zÀ-ÿǀ-ɏ]+)*")
_MOST_WORDS = 6


def find_places(text: str) -> list[PlaceMention]:
    """The places that `text` names, in order, without overlaps; the longest name wins.

    A full name (平安县) counts wherever it is a word. A short name that also is a common word
    (富裕, 和平, 城区) counts only beside a related place.

    :param text: folded text.
    """
    sure: list[PlaceMention] = []
    unsure: list[PlaceMention] = []
    for mention in _candidates(text):
        (sure if _is_sure(text, mention) else unsure).append(mention)
    mentioned = {m.divisions[0].code: m.divisions[0] for m in sure if len(m.divisions) == 1}
    context = tuple(mentioned.values())[:50]
    codes = {division.code for mention in sure for division in mention.divisions}
    supported = [
        mention
        for mention in unsure
        if any(division.code in codes for division in mention.divisions)
        or _is_supported(text, mention, sure)
    ]
    sure += supported
    sure += _latin_mentions(text)
    sure.sort(key=lambda mention: mention.start)
    return _settled(text, sure, context)


@cache
def _by_start() -> dict[str, tuple[str, ...]]:
    """The names by their first two characters, the longest first."""
    table: dict[str, list[str]] = {}
    for name in names():
        table.setdefault(name[:2], []).append(name)
    return {start: tuple(sorted(found, key=len, reverse=True)) for start, found in table.items()}


def _candidates(text: str) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    starts, all_names = _by_start(), names()
    position, last = 0, len(text) - 1
    while position < last:
        match = None
        for name in starts.get(text[position : position + 2], ()):
            if text.startswith(name, position) and _is_word(text, position, name):
                match = name
                break
        if match is None:
            position += 1
            continue
        divisions = all_names[match]
        full = tuple(d for d in divisions if d.name == match)
        found.append(PlaceMention(position, position + len(match), full or divisions))
        position += len(match)
    return found


def _is_word(text: str, start: int, name: str) -> bool:
    """Whether `name` at `start` is neither part of a longer word nor made of parts of two."""
    end = start + len(name)
    after = text[end : end + 2]
    full = any(division.name == name for division in names()[name])
    if len(name) == 2 and full and after[:1] and after[0] in _OFFICE:  # noqa: PLR2004
        return False
    if not full and after.startswith(_STREETS):
        return False
    left = max(0, start - _WINDOW)
    window = text[left : end + _WINDOW]
    also = {name: _FULL_NAME_COUNT if full else _SHORT_NAME_COUNT}
    position = left
    for word in segment(window, also):
        if position < start < position + len(word) or (
            position < end < position + len(word) and position != start
        ):
            return False
        if position == start and position + len(word) > end:
            # 太原人 and 山西大学 are of the place, 长治久安 has nothing to do with 长治.
            rest = word[len(name) :]
            return len(rest) == 1 or frequency(rest) >= _COMMON
        position += len(word)
    return True


def _is_sure(text: str, mention: PlaceMention) -> bool:
    name = text[mention.start : mention.end]
    if any(division.name == name != division.short for division in mention.divisions):
        return True
    return any(not division.is_word for division in mention.divisions)


def _is_supported(text: str, mention: PlaceMention, sure: Sequence[PlaceMention]) -> bool:
    """Whether a name that is a common word stands beside, or among, places it belongs with.

    :param sure: the mentions that are beyond doubt, in order.
    """
    following = bisect_left(sure, mention.start, key=lambda other: other.start)
    for other in sure[max(0, following - 1) : following + 1]:
        gap = text[other.end : mention.start] or text[mention.end : other.start]
        if len(gap) <= _FARTHEST_BESIDE and _NEAR.match(gap):
            for division in mention.divisions:
                if any(related(division, d) <= _same_area(d) for d in other.divisions):
                    return True
    return False


def _same_area(division: Division) -> int:
    return 1 if division.level is Level.PROVINCE else 2


def _settled(
    text: str, mentions: list[PlaceMention], context: Sequence[Division]
) -> list[PlaceMention]:
    """Order what each mention may mean: what the name before it holds, then what is near."""
    settled: list[PlaceMention] = []
    for mention in mentions:
        divisions = mention.divisions
        if len(divisions) > 1:
            before = settled[-1] if settled else None
            if before is not None and not text[before.end : mention.start].strip():
                inside = tuple(
                    d for d in divisions if any(d.is_within(b) and d != b for b in before.divisions)
                )
                divisions = inside or divisions
            divisions = ranked(divisions, context)
        settled.append(PlaceMention(mention.start, mention.end, divisions))
    return settled


def _latin_mentions(text: str) -> list[PlaceMention]:
    found: list[PlaceMention] = []
    for run in _LATIN.finditer(text):
        whole = run.group()
        words = list(re.finditer(r"[^ ]+", whole))
        first = 0
        while first < len(words):
            for last in range(min(len(words), first + _MOST_WORDS), first, -1):
                name = whole[words[first].start() : words[last - 1].end()]
                divisions = () if name.lower() in _ENGLISH_WORDS else find_latin(name)
                if divisions:
                    start = run.start() + words[first].start()
                    found.append(PlaceMention(start, start + len(name), ranked(divisions, ())))
                    first = last - 1
                    break
            first += 1
    return found

"""Dates, years and quantities of an English question, as Chinese writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.lazy_pattern import lazy_pattern
from rag.english_asking import UNIT_OF


class EnglishFigure(NamedTuple):
    """Half-open range of the text, and what it may be in Chinese, the likeliest first."""

    start: int
    end: int
    words: tuple[str, ...]


_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_NUMBERS = "one two three four five six seven eight nine ten".split()
_CHINESE = "一两三四五六七八九十"
_ENDS = {"end": "底", "beginning": "初", "start": "初"}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_UNIT = "|".join(sorted(UNIT_OF, key=len, reverse=True))
_PATTERNS = tuple(
    lazy_pattern(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])")
    for pattern in (
        rf"{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        rf"(?P<part>{'|'.join(_ENDS)}) of (?:the year )?{_YEAR}",
        rf"(?P<number>{'|'.join(_NUMBERS)}|[0-9]+(?:[.,][0-9]+)*) (?P<unit>{_UNIT})",
        _YEAR,
    )
)


def figures(text: str) -> list[EnglishFigure]:
    """The dates, years and quantities of a lower-case English text, in order, without overlaps.

    "February 25, 2021" is 2021年2月25日, "the end of 2014" 2014年底, "five years" 五年 or 5年.
    """
    found: list[EnglishFigure] = []
    for each in _matches(text):
        if not any(each.start < other.end and other.start < each.end for other in found):
            found.append(each)
    return sorted(found)


def _matches(text: str) -> Iterator[EnglishFigure]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield EnglishFigure(match.start(), match.end(), _chinese(match))


def _chinese(match: re.Match[str]) -> tuple[str, ...]:
    said = match.groupdict()
    if number := said.get("number"):
        unit = UNIT_OF[said["unit"]]
        if number not in _NUMBERS:
            return (number.replace(",", "") + unit,)
        place = _NUMBERS.index(number)
        return _CHINESE[place] + unit, f"{place + 1}{unit}"
    year = f"{said['year']}年" if said.get("year") else ""
    month = f"{_MONTHS.index(said['month']) + 1}月" if said.get("month") else ""
    day = f"{said['day']}日" if said.get("day") else ""
    return (year + month + day + _ENDS.get(said.get("part") or "", ""),)

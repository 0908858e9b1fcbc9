"""The date of a document, or of the latest that it tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.lazy_pattern import lazy_pattern
from index.roles import Role
from index.structure import Block

__all__ = ["DateKind", "FoundDate", "find_date", "is_date"]


class DateKind(StrEnum):
    """What the date of a document is the date of."""

    STATED = "stated"
    """A sidecar states it."""
    PUBLISHED = "published"
    """A date line or the head of a dispatch (新华社太原3月5日电) gives it."""
    LATEST = "latest"
    """The latest date or year that the text tells of as past: it was not written earlier."""


@dataclass(frozen=True)
class FoundDate:
    """A date as `2021`, `2021-02` or `2021-02-25`, with its span in the reading text."""

    value: str
    span: tuple[int, int]
    kind: DateKind


_HAN_DIGITS = {d: str(n) for n, d in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_DATE = lazy_pattern(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九]{3})\s*(?:年|[-/.](?=\d{1,2}[-/.]\d))"
    r"(?:\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:月|[-/.](?=\d))"
    r"(?:\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?)?)?"
)
# 到2025年, 2030年前, 力争2025年: plans are no evidence of when a text was written.
_PLANNED = lazy_pattern(r"(?:到|至|力争|确保到|计划|预计到?|拟于?|截至目前到|展望|面向)\s*$")
_PLANNED_AFTER = lazy_pattern(r"^(?:底?前|底之前|之前|远景|目标|末?将|力争|计划|拟)")
# …but 由2016年的4881元增长至2020年的10982元, 2016年至2019年 tell of what was.
_FROM = lazy_pattern(r"(?:由|从|自|比|较|[1-9]\d{3}年?)[^。！？!?;；]{0,40}$")
_DISPATCH = lazy_pattern(r"(?:社|网|讯|报)[^。]{0,16}$")
_LONGEST_HEAD = 60


def find_date(reading: str, blocks: Sequence[Block]) -> FoundDate | None:
    """The date of a document: of a date line, else the latest that it tells of.

    :return: None where the text holds no year.
    """
    for block in blocks:
        if block.role is Role.DATELINE:
            start, end = block.pieces[0][0], block.pieces[-1][1]
            found = next(_dates(reading, start, end), None)
            if found is not None:
                return FoundDate(found[0], found[1], DateKind.PUBLISHED)
    dispatch = _dispatch_date(reading, blocks)
    if dispatch is not None:
        return dispatch
    latest: tuple[str, tuple[int, int]] | None = None
    for value, span in _dates(reading, 0, len(reading)):
        if _is_plan(reading, span):
            continue
        if latest is None or value[:4] > latest[0][:4] or _is_later(value, latest[0]):
            latest = value, span
    return None if latest is None else FoundDate(latest[0], latest[1], DateKind.LATEST)


def is_date(text: str) -> bool:
    """Whether `text` is a year, a month or a day that exists: `2021`, `2021-02`, `2021-02-25`."""
    parts = text.split("-")
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", text):
        return False
    return _exists(int(parts[0]), *(int(part) for part in parts[1:]))


def _exists(year: int, month: int = 1, day: int = 1) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_later(value: str, than: str) -> bool:
    """Whether one of the same year is later; a day tells more than its year alone."""
    return value[:4] == than[:4] and value > than


def _is_plan(reading: str, span: tuple[int, int]) -> bool:
    before, after = reading[max(0, span[0] - 50) : span[0]], reading[span[1] : span[1] + 6]
    if _PLANNED_AFTER.match(after):
        return True
    return bool(_PLANNED.search(before)) and not _FROM.search(before)


def _dispatch_date(reading: str, blocks: Sequence[Block]) -> FoundDate | None:
    """新华社太原2021年3月5日电, at the head of the first paragraph."""
    body = next((block for block in blocks if block.role is Role.BODY), None)
    if body is None:
        return None
    start = body.pieces[0][0]
    head_end = min(body.pieces[0][1], start + _LONGEST_HEAD)
    for value, span in _dates(reading, start, head_end):
        if re.match(r"\s*(?:电|讯|消息|报道|\()", reading[span[1] : span[1] + 4]) and (
            _DISPATCH.search(reading[start : span[0]])
        ):
            return FoundDate(value, span, DateKind.PUBLISHED)
    return None


def _dates(reading: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _DATE.finditer(reading, start, end):
        year = int("".join(_HAN_DIGITS.get(c, c) for c in found["year"]))
        parts = [_number(found[key]) for key in ("month", "day")]
        while parts and parts[-1] is None:
            parts.pop()
        numbers = [part for part in parts if part is not None]
        if not _exists(year, *numbers):
            numbers = []
        value = "-".join([f"{year:04d}", *(f"{n:02d}" for n in numbers)])
        last = found.end() if numbers or found["month"] is None else found.end("year") + 1
        yield value, (found.start(), last)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit() and text.isascii():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return int(_HAN_DIGITS[text]) if len(text) == 1 else None
    first = 1 if not tens else int(_HAN_DIGITS.get(tens[-1], "0"))
    return 10 * first + (int(_HAN_DIGITS.get(ones, "0")) if ones else 0)

"""Ranges in Chinese text (620—780克, 40%至70%, 三到五天): two numbers that are one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, Figure, parse_number

_NUMBER = r"(?:[0-9][0-9,]{0,14}(?:\.[0-9]{1,6})?|[一二两三四五六七八九十百]{1,4})"
_LOW = lazy_pattern(
    rf"(?<![-—~A-Za-z0-9:：.第])(?P<number>{_NUMBER})(?P<scale>[十百千]?[万亿]?)"
    r"(?P<unit>%|‰|°C|℃|[㐀-鿿]{0,3}?|[A-Za-z]{1,2})(?P<sep>\s?(?:[-—–~～]{1,2}|至|到)\s?)(?=[0-9一二两三四五六七八九十百])"
)
_GOES_ON = lazy_pattern(r"[-—–~:：A-Za-z0-9]|[年月日号]")
"""What follows a number in a telephone number, a time or a date."""
_FROM = lazy_pattern(r"[从由自]$")
_ABOUT = "约近"


class End(StrEnum):
    """An end of a range."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True)
class Range:
    """A range of a folded text as one figure (`whole`, with the value of its upper end), its two
    ends, and whether the lower one has its own unit."""

    whole: Figure
    low: Figure
    high: Figure
    low_has_unit: bool


_EXTREME = r"(?!值|限?度?的|生活|工资|保障|寿|峰|[㐀-鿿]{0,4}的)[^，,。；;：:？?]{0,12}?(?:多少|几|多[大长高远宽重深厚快久])"
_ASKS_LOW = lazy_pattern(
    rf"(?:最[低少短小轻近浅薄窄慢]|最便宜|至少|起码|不少于|不低于|下限){_EXTREME}"
)
_ASKS_HIGH = lazy_pattern(
    rf"(?:最[高多长大重远深厚宽快贵久]|至多|顶多|不超过|不高于|上限){_EXTREME}"
)


def asked_end(question: str) -> End | None:
    """The end of a range that a folded question asks for (最低, 最多), None where it asks for neither
    or for both."""
    low, high = _ASKS_LOW.search(question), _ASKS_HIGH.search(question)
    if bool(low) is bool(high):
        return None
    return End.LOW if low else End.HIGH


def find_ranges(text: str, figures: Sequence[Figure]) -> list[Range]:
    """The ranges of a folded text whose upper end has a unit.

    What goes 从A到B is a change as often as a range, and is none here.

    :param figures: All figures of the text, in order.
    """
    starting = {_number_start(text, figure): figure for figure in figures}
    ending = {figure.end: figure for figure in figures}
    found = []
    for match in _LOW.finditer(text):
        high = starting.get(match.end())
        if high is None or not high.unit or high.dimension in (Dimension.DATE, Dimension.ORDINAL):
            continue
        own = match["unit"]
        if own and own != high.unit:
            continue
        value = _value(match["number"], match["scale"])
        in_words = match["sep"].strip() in ("至", "到")
        if (
            value is None
            or value >= high.value
            or _GOES_ON.match(text, high.end)
            or (in_words and _FROM.search(text, max(0, match.start() - 1), match.start()))
        ):
            continue
        end = match.start("sep")
        first = ending.get(end)
        start = first.start if first else match.start()
        if start and first is None and text[start - 1] in _ABOUT:
            start -= 1
        low = Figure(start, end, value, high.unit, high.dimension)
        found.append(Range(replace(high, start=start), low, high, bool(own)))
    return found


def with_ranges(
    text: str, figures: Sequence[Figure], end: End | None = None, unit: str | None = None
) -> list[Figure]:
    """The figures of a folded text with each range as one: whole, or the end asked for.

    A lower end without a unit stands for itself only where the question names the unit.

    :param end: What the question asks for.
    :param unit: The unit that the question names.
    """
    merged = list(figures)
    for found in find_ranges(text, figures):
        chosen = found.whole
        if end is End.HIGH:
            chosen = found.high
        elif end is End.LOW and (found.low_has_unit or unit == found.high.unit):
            chosen = found.low
        merged = [f for f in merged if f.end <= found.whole.start or found.whole.end <= f.start]
        merged.append(chosen)
    return sorted(merged, key=lambda figure: figure.start)


def with_units(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a folded text, the lower end of a range (180到260元) with the unit of the upper."""
    lows = {found.low.end: found.low for found in find_ranges(text, figures)}
    ends = {figure.end for figure in figures}
    written_out = [low for end, low in lows.items() if end not in ends]
    known = [lows.get(figure.end, figure) for figure in figures]
    return sorted([*known, *written_out], key=lambda figure: figure.start)


def _number_start(text: str, figure: Figure) -> int:
    """Where the number of a figure starts, behind its qualifier."""
    return figure.start + (text[figure.start] in _ABOUT)


def _value(number: str, scale: str) -> float | None:
    value = parse_number(number)
    if value is None:
        return None
    for power in scale:
        value *= _POWERS.get(power, 1.0)
    return value


_POWERS = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}

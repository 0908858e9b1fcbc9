"""What of a text holds for the value that a question gives: the seven days of a leave rule, or the
ten, for twelve years of service."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.lazy_pattern import lazy_pattern
from rag.bands import find_bands
from rag.bounds import Band, Quantity, Span, find_quantities, limits


@dataclass(frozen=True)
class Conditions:
    """The bands of a text in the units that a question gives a value in, judged for it.

    `holding` are the ranges of the text that hold for the value, `others` those that hold for
    other values only, `stated` those that state the bands themselves, `limits` those that state
    any band, whatever its unit; each ascending.
    """

    holding: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()
    stated: tuple[Span, ...] = ()
    limits: tuple[Span, ...] = ()

    def verdict(self, start: int, end: int) -> int:
        """1 where a range of the text stands in what holds for the value, -1 where it stands in
        what holds for others only, 0 where it stands elsewhere or in more."""
        if any(a < end and start < b for a, b in self.stated):
            return 0
        if any(a <= start and end <= b for a, b in self.holding):
            return 1
        return -int(any(a <= start and end <= b for a, b in self.others))

    def limits_in(self, start: int, end: int) -> bool:
        """Whether a range of the text is, or shares in, the statement of a band of any unit: what a
        question that gives a value asks for is laid down for a band, and is no limit of it."""
        return any(a < end and start < b for a, b in self.limits)

    def holds_in(self, start: int, end: int) -> bool:
        """Whether something in a range of the text holds for the value."""
        return any(a < end and start < b for a, b in self.holding)

    def is_for_others(self, start: int, end: int) -> bool:
        """Whether the text has what holds for the value, and this range what holds for others."""
        is_others = any(a < end and start < b for a, b in self.others)
        return bool(self.holding) and is_others and not self.holds_in(start, end)


NONE = Conditions()
"""What is known where the question gives no value, or the text no band for it."""


@lru_cache(maxsize=256)
def judge(question: str, text: str) -> Conditions:
    """What of a text holds for the values that a question gives, all of it folded.

    A value is a number with a unit that the question does not ask about: not that of a rate (一吨
    多少钱), nor what is sought (有多少户超过5万元). Where it gives several in one unit, it is not
    known which is meant, and bands in that unit are left alone.
    """
    values = _values(question)
    if not values:
        return NONE
    bands = find_bands(text)
    judged = [
        (band, band.holds(value))
        for band in bands
        if (value := _value_for(band, values)) is not None
    ]
    return Conditions(
        _spans(band.scope for band, holds in judged if holds),
        _spans(band.scope for band, holds in judged if not holds),
        _spans((band.start, band.end) for band, _ in judged),
        ()
        if _seeks_limit(question, values, text, bands)
        else _spans((band.start, band.end) for band in bands),
    )


def _seeks_limit(question: str, values: Sequence[_Value], text: str, bands: Sequence[Band]) -> bool:
    """Whether a limit is what is asked for: 多高才要买票, or 进修6天要教几年 where 6天 are laid down."""
    if _SEEKS_LIMIT.search(question):
        return True
    given = {(value.value, value.unit) for value in values}
    return any(
        (quantity.value, quantity.unit) in given
        for band in bands
        for quantity in find_quantities(text[slice(*band.scope)])
    )


_SEEKS_LIMIT = lazy_pattern(
    r"(?:满|超过|达到?|够|到|低于|高于|不足|不满)(?:多少|几|多[大高重长])|(?:多少|几)[^,，。;；]{0,5}(?:以[上下内]|才|起)"
    r"|多[大高重]|几岁|门槛|条件|标准|最[多高低少长短]"
)


def _spans(spans: Iterator[Span]) -> tuple[Span, ...]:
    return tuple(sorted({span for span in spans if span[0] < span[1]}))


@dataclass(frozen=True)
class _Value:
    value: float
    unit: str
    written: str
    number: float


def echoes(question: str, answer: str) -> bool:
    """Whether an answer is a number that the question gives with another unit: 12天 for 12年.

    Both folded. A reader is drawn to what stands in the question.
    """
    values = _values(question)
    told = find_quantities(answer) if values else ()
    return len(told) == 1 and any(
        value.number == told[0].number and value.written != told[0].written for value in values
    )


def _value_for(band: Band, values: Sequence[_Value]) -> float | None:
    """The one value of a question in the unit of a band: in the same words, or convertible."""
    shared = [value for value in values if value.unit == band.unit and _is_near(value, band)]
    same = [value for value in shared if value.written == band.written] or shared
    return same[0].value if len({value.value for value in same}) == 1 else None


def _is_near(value: _Value, band: Band) -> bool:
    """Whether a value can be meant by a band: 20分钟 is not said of a rule in days."""
    if value.written == band.written:
        return True
    finite = [limit for limit in (band.low, band.high) if math.isfinite(limit) and limit > 0]
    return any(1 / _FAR <= value.value / limit <= _FAR for limit in finite)


_FAR = 30
_ASKS = lazy_pattern(r"多少|(?<!好)几|哪些|哪个|哪几|谁|什么人|多大")
_BEFORE = lazy_pattern(r"(?:每|近|最近|过去|第|提前|未来|今后|每隔|多少|几)$")
_AFTER = lazy_pattern(r"(?:间|来|[以之]?前)(?![㐀-鿿]?[来面])")
_RATE = lazy_pattern(r"[㐀-鿿]{0,2}?(?:多少|几(?!岁)|能|可以)")
_DONE = lazy_pattern(r"[了满作干]$")
_CLAUSE = lazy_pattern(r"[,，。;；!！?？]")
_LONGEST = 4


@lru_cache(maxsize=64)
def _values(question: str) -> tuple[_Value, ...]:
    bounds = limits(question)
    found = []
    for quantity in find_quantities(question):
        bound = next((b for b in bounds if b.start <= quantity.start < b.end), None)
        if not _is_given(question, quantity, bound):
            continue
        value = quantity.value if bound is None else _edge(bound)
        if value is not None:
            found.append(_Value(value, quantity.unit, quantity.written, quantity.number))
    return tuple(found)


def _edge(bound: Band) -> float | None:
    """The value next to the limit of a bound to one side (超过5万元: just more); None of a range."""
    if math.isinf(bound.high):
        return bound.low if bound.has_low else math.nextafter(bound.low, math.inf)
    if math.isinf(bound.low):
        return bound.high if bound.has_high else math.nextafter(bound.high, -math.inf)
    return None


def _is_given(question: str, quantity: Quantity, bound: Band | None) -> bool:
    """Whether a question gives a value as the case it is asked of."""
    start, end = quantity.start, quantity.end
    if _BEFORE.search(question, max(0, start - _LONGEST), start) or _AFTER.match(question, end):
        return False
    if quantity.number == 1 and not _DONE.search(question, 0, start):
        if _RATE.match(question, end):
            return False
    clause = [m.end() for m in _CLAUSE.finditer(question, 0, start)]
    # 有多少户超过5万元 seeks what is beyond the bound
    return bound is None or _ASKS.search(question, clause[-1] if clause else 0, start) is None

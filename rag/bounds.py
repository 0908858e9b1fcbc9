"""Quantities of a text and the bounds it puts to them (满10年不满20年, 3天(含)以内)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.lazy_pattern import lazy_pattern
from rag.amounts import find_amounts
from rag.figures import UNITS, parse_number

Span = tuple[int, int]


@dataclass(frozen=True)
class Quantity:
    """A number with its unit: its range in the text, its value in `unit`, which units of one sort
    share (公斤 and 克; 年 and 个月), the unit as `written` and its `number` of them, and where a range
    (18至25吨) begins."""

    start: int
    end: int
    value: float
    unit: str
    written: str
    number: float
    begin: float | None = None


@dataclass(frozen=True)
class Band:
    """What holds for values between two limits.

    `start` and `end` are the range of the text that states it, `low` and `high` the limits in
    `unit` (infinite where it is open) with whether each belongs to it, `scope` the range of the
    text that holds for such values, empty where it could not be told.
    """

    start: int
    end: int
    low: float
    high: float
    has_low: bool
    has_high: bool
    unit: str
    written: str
    scope: Span = (0, 0)

    def holds(self, value: float) -> bool:
        """Whether a value, in the band's unit, lies in it."""
        above = value >= self.low if self.has_low else value > self.low
        return above and (value <= self.high if self.has_high else value < self.high)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers with a unit in a folded text, those of years (2024年) left out.

    一米二 is 1.2米, 两年半 2.5年; 10多年 is none, since it says no value.
    """
    return tuple(_quantities(text))


def limits(text: str) -> tuple[Band, ...]:
    """The bounds in a folded text (满10年不满20年, 3天(含)以内), whatever they are said of.

    Limits include their value where law and custom do: 满, 以上, 以下, 以内; 超过, 不满, 不足 do
    not (Civil Code of China, article 1259).
    """
    return tuple(_merged(text, _single(text, find_quantities(text))))


_NUMBER = (
    r"(?:[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,6})?"
    r"|[零〇一二两三四五六七八九十百千]{1,10}(?:点[零一二三四五六七八九]{1,6})?|半)"
)
_NO_UNITS = frozenset(
    {"里", "成", "回", "口", "倍", "人口", "人民币", "年间", "年来", "年多", "年个"}
)
_COUNTED = "年 季度 个季度 星期 个星期 礼拜 个礼拜 钟头 个钟头 公分 个人 个 件 张 辆 台 间 套 份 页 字 分 级 度 门 节 篇 条 座 千瓦时"
_UNITS = sorted({*UNITS, *_COUNTED.split()} - _NO_UNITS, key=len, reverse=True)
_NOT_BEFORE = {
    "年": "级代度底初末前来均轻货薪份版",
    "天": "津然气空坛府生",
    "人": "均民次工大类才心生",
    "元": "旦素月件",
    "分": "之别公期店配布为成开行部",
    "度": "假过量",
    "次": "日年数级序月",
    "周": "年边末日期围转",
    "米": "饭粉面线",
    "个": "税性体案别",
}
"""What makes of a unit the beginning of another word (10年级, 3分之一)."""
_UNIT = "|".join(
    f"{unit}(?![{_NOT_BEFORE[unit]}])" if unit in _NOT_BEFORE else unit for unit in _UNITS
)
_INCLUDING = r"\((?:不?含|不?包括)[^()]{0,10}\)"
_QUANTITY = lazy_pattern(
    r"(?<![0-9.零〇一二两三四五六七八九十百千第])"
    rf"(?:(?P<from>{_NUMBER})(?P<from_scale>[百千万亿]{{0,3}})(?P<from_unit>{_UNIT})?"
    rf"(?P<from_told>{_INCLUDING})?(?:至|到|[-—–~～]{{1,2}}))?"
    rf"(?P<number>{_NUMBER})(?P<scale>[百千万亿]{{0,3}})(?:(?P<halved>个半)(?=月|小时|钟头|星期))?"
    rf"(?P<unit>{_UNIT}|(?<=个半)月)"
    r"(?:(?<=米)(?P<tenths>[0-9]{1,2}(?![0-9.])|[一二三四五六七八九](?![一二三四五六七八九十百千至到]))"
    r"|(?P<half>半(?![价票数额费年天个])))?"
)
_POWERS = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_NAMES = {
    **dict.fromkeys(("星期", "个星期", "礼拜", "个礼拜"), "周"),
    **dict.fromkeys(("钟头", "个钟头"), "小时"),
    "月": "个月",
    "个季度": "季度",
    "个工作日": "工作日",
    "个自然日": "自然日",
    "个人": "人",
    **dict.fromkeys(("个小时", "小时"), "小时"),
    "公分": "厘米",
}
_MONTHS = {"年": 12.0, "季度": 3.0, "个月": 1.0}
"""Units that are a number of months; a month is no fixed number of days."""
_FIRST_YEAR = 1000
_TALL = 10
"""Of as many metres nobody says 一百米二."""


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        written = _NAMES.get(match["unit"], match["unit"])
        value = _value(match["number"], match["scale"])
        if value is None or (written == "年" and value >= _FIRST_YEAR):
            continue
        if match["half"] or match["halved"]:
            value += 0.5
        if match["tenths"] and value < _TALL:
            digits = "".join(f"{parse_number(digit) or 0:.0f}" for digit in match["tenths"])
            value += float(f"0.{digits}")
        unit, factor = scale(written)
        begin = None
        if match["from"]:
            # of 1至5万元 the first is of the same scale, of 5000元至1万元 it is not
            least = _value(match["from"], match["from_scale"])
            if least is not None and not (match["from_scale"] or match["from_unit"]):
                shared = _value(match["from"], match["scale"]) or least
                least = shared if shared < value else least
            own = _NAMES.get(match["from_unit"] or "", match["from_unit"] or written)
            if least is None or scale(own)[0] != unit:
                continue
            begin = round(least * scale(own)[1], 6)
            if begin >= round(value * factor, 6):
                continue
        at, end = match.span()
        yield Quantity(at, end, round(value * factor, 6), unit, written, value, begin)


def _value(number: str, scale: str) -> float | None:
    value = 0.5 if number == "半" else parse_number(number)
    if value is not None:
        for power in scale:
            value *= _POWERS[power]
    return value


@cache
def scale(written: str) -> tuple[str, float]:
    """The unit that a written one is compared in, and how many of it that is."""
    if written in _MONTHS:
        return "个月", _MONTHS[written]
    amounts = find_amounts(f"1{written}")
    return (amounts[0].unit or written, amounts[0].base) if amounts else (written, 1.0)


_LOW, _HIGH = True, False
_BEFORE = {
    **dict.fromkeys(("满", "达到", "达", "不低于", "不少于", "不小于", "≥"), (_LOW, True)),
    **dict.fromkeys(
        ("超过", "超出", "超", "多于", "大于", "高于", "长于", "逾", ">"), (_LOW, False)
    ),
    **dict.fromkeys(
        "不满 未满 不足 未足 不到 未到 未达到 未达 小于 低于 少于 短于 <".split(), (_HIGH, False)
    ),
    **dict.fromkeys("不超过 未超过 不高于 不多于 不大于 ≤ 首重 首 前".split(), (_HIGH, True)),
}
_AFTER = {
    **dict.fromkeys(("以上", "之上"), (_LOW, True)),
    **dict.fromkeys(("以外", "之外", "以后", "之后", "后"), (_LOW, False)),
    **dict.fromkeys(("以下", "之下", "以内", "之内", "内"), (_HIGH, True)),
}
_BOUND_BEFORE = lazy_pattern(
    rf"(?:{'|'.join(sorted(_BEFORE, key=len, reverse=True))})(?<![㐀-鿿]前)$"
)
_FORBIDDEN = lazy_pattern(r"(?:[得能可应宜准许会须需要]|不)$")
_BOUND_AFTER = lazy_pattern(
    rf"(?P<first>{_INCLUDING})?(?:及|或者?|和)?"
    rf"(?P<word>[以之][上下内外]|以后|之后|内(?![容部外在心行])|后(?![来续期勤半]))?(?P<last>{_INCLUDING})?"
)
_LONGEST_WORD = 4


def _single(text: str, quantities: Sequence[Quantity]) -> Iterator[Band]:
    """Each bound on one side, or on both where a range gives it."""
    for quantity in quantities:
        ahead = text[max(0, quantity.start - _LONGEST_WORD) : quantity.start]
        before = _BOUND_BEFORE.search(ahead)
        start, end = quantity.start, quantity.end
        side = None
        if before:
            start -= len(before[0])
            if _FORBIDDEN.search(text, max(0, start - 1), start):
                continue
            side = _BEFORE[before[0]]
        after = _BOUND_AFTER.match(text, end)
        told = (after["first"] or after["last"]) if after else None
        if after and (after["word"] or (side and told)):
            end = after.end()
        if after and after["word"] and (side is None or after["word"] in _AFTER):
            own = _AFTER[after["word"]]
            # 超过3天以上 is one side said twice, and 满3天以内 none
            if side and side[0] is not own[0]:
                continue
            side = side or own
        if quantity.begin is not None:
            has_high = not (told and "不" in told)
            yield Band(
                start,
                end,
                quantity.begin,
                quantity.value,
                True,
                has_high,
                quantity.unit,
                quantity.written,
            )
            continue
        if side is None:
            continue
        is_low, included = side
        if told:
            included = "不" not in told
        low = quantity.value if is_low else -math.inf
        high = math.inf if is_low else quantity.value
        yield Band(start, end, low, high, included, included, quantity.unit, quantity.written)


_GAP = lazy_pattern(r"[,，、]?(?:的|至|到|但|且|并且?|而|[-—~])?")
_LONGEST_GAP = 3


def _merged(text: str, bounds: Iterator[Band]) -> Iterator[Band]:
    """The bounds, a lower with the upper beside it as one."""
    last: Band | None = None
    for bound in bounds:
        if last and (both := _both(text, last, bound)):
            yield both
            last = None
            continue
        if last:
            yield last
        last = bound
    if last:
        yield last


def _both(text: str, first: Band, second: Band) -> Band | None:
    low, high = (first, second) if math.isinf(first.high) else (second, first)
    fits = first.unit == second.unit and math.isinf(low.high) and math.isinf(high.low)
    if not fits or low.low >= high.high or second.start - first.end > _LONGEST_GAP:
        return None
    if not _GAP.fullmatch(text, first.end, second.start):
        return None
    return replace(low, start=first.start, end=second.end, high=high.high, has_high=high.has_high)

"""Amounts: short answers as numbers that can be compared, whatever unit they are written in."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, Figure, find_figures, parse_number
from rag.ranges import with_units

_SCALES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("公里", "千米"), ("米", 1000.0)),
    "里": ("米", 500.0),
    "海里": ("米", 1852.0),
    "厘米": ("米", 0.01),
    "毫米": ("米", 0.001),
    **dict.fromkeys(("平方公里", "平方千米"), ("平方米", 1e6)),
    "平米": ("平方米", 1.0),
    "公顷": ("平方米", 1e4),
    "亩": ("平方米", 2000 / 3),
    "吨": ("克", 1e6),
    **dict.fromkeys(("公斤", "千克"), ("克", 1000.0)),
    "斤": ("克", 500.0),
    "km": ("米", 1000.0),
    "cm": ("米", 0.01),
    "mm": ("米", 0.001),
    "kg": ("克", 1000.0),
    "g": ("克", 1.0),
    "L": ("升", 1.0),
    **dict.fromkeys(("毫升", "mL", "ml"), ("升", 0.001)),
    **dict.fromkeys(("°C", "摄氏度"), ("℃", 1.0)),
    **dict.fromkeys(("V", "伏特"), ("伏", 1.0)),
    **dict.fromkeys(("千伏", "kV"), ("伏", 1000.0)),
    **dict.fromkeys(("W", "瓦特"), ("瓦", 1.0)),
    **dict.fromkeys(("千瓦", "kW"), ("瓦", 1000.0)),
    **dict.fromkeys(("兆瓦", "MW"), ("瓦", 1e6)),
    **dict.fromkeys(("dB", "db"), ("分贝", 1.0)),
    **dict.fromkeys(("块钱", "块", "人民币"), ("元", 1.0)),
    "成": ("%", 10.0),
    "‰": ("%", 0.1),
    "个百分点": ("百分点", 1.0),
    **dict.fromkeys(("小时", "个小时"), ("秒", 3600.0)),
    "分钟": ("秒", 60.0),
    **dict.fromkeys(("天", "昼夜", "个昼夜"), ("秒", 86400.0)),
    "周": ("秒", 604800.0),
    "个月": ("秒", 2629746.0),
    **dict.fromkeys(("年多", "年间", "年来", "个年头"), ("秒", 31556952.0)),
    "周岁": ("岁", 1.0),
}
"""Units that are a fixed number of another; a month and a year are the mean Gregorian ones."""
_AS_ONE = {Dimension.PERSON: "人", Dimension.HOUSEHOLD: "户"}
"""Dimensions that are counted in one unit, whatever the counter (名, 位, 口; 户, 家庭)."""
_PEOPLE = lazy_pattern(
    r"^(?:建档立卡|农村|城镇|农业|脱贫|搬迁|外出|务工|在校|常住|户籍){0,3}"
    r"(?:贫困)?(?:人口|群众|劳动力|居民|村民|农民|学生|干部|党员|职工|老人|儿童)"
)
_YEARS = lazy_pattern(r"^个?年(?!度|级|代|货|底|初|均)")
_APPROXIMATE = lazy_pattern(
    r"^(?:近|约|超过?|逾|不[足得应能可超多高大少低小])|(?:多|余|来|左右|上下|以上|以下|以内)"
)
_DATE = lazy_pattern(
    r"(?:([0-9]{4}|[〇零一二三四五六七八九]{4})年)?"
    r"(?:([0-9]{1,2}|[一二三四五六七八九十]{1,3})月份?)?"
    r"(?:([0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
)


@dataclass(frozen=True)
class Amount:
    """A figure made comparable.

    `start` and `end` are its range in the text it was found in; `value` is the number in the unit
    as written, its scale applied (2.3万人 is 23000); `base` the same in `unit`, which all figures
    of one sort share (公里 in 米; a date as the number yyyymmdd); `written` is the unit as
    written; `exact` is False where it is rounded or bounded (余, 近, 以上, 2.3万) and `grain` how
    coarse its last digit is, in `unit`; `following` are the characters behind it, up to the next
    punctuation mark or digit.
    """

    start: int
    end: int
    value: float
    base: float
    unit: str
    written: str
    dimension: Dimension
    exact: bool
    grain: float
    following: str = ""


def find_amounts(text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
    """The amounts of a folded text that lie in a range of it, damaged figures left out.

    What follows the range decides on figures without a unit: 59万 before 贫困人口 counts people.
    """
    stop = len(text) if end is None else end
    figures = with_units(text, find_figures(text))
    found = [_amount(text, f) for f in figures if f.start < stop and start < f.end]
    return tuple(amount for amount in found if amount is not None)


def answer_amounts(answer: str, sentence: str) -> tuple[Amount, ...]:
    """The amounts in a short answer, as it stands in its sentence.

    :param answer: As the original spells it.
    :param sentence: The sentence around it, as the original spells it.
    """
    folded, around = fold(answer).text.strip(), fold(sentence).text
    at = around.find(folded) if folded else -1
    return find_amounts(folded) if at < 0 else find_amounts(around, at, at + len(folded))


def agree(first: Amount, second: Amount) -> bool:
    """Whether two amounts may be the same one: equal, or equal so far as either is rounded.

    近4万 agrees with 39988, 2.3万 with 23000 and with 22960, 5000余 with 5200.
    """
    if first.unit != second.unit:
        return False
    if first.dimension is Dimension.DATE:
        return _same_date(first.base, second.base)
    difference = abs(first.base - second.base)
    if difference <= 1e-6 * max(abs(first.base), abs(second.base)):
        return True
    if first.exact and second.exact:
        return False
    coarse = max((a.grain for a in (first, second) if not a.exact), default=0.0)
    return difference < coarse


def common_unit(groups: Sequence[Sequence[Amount]], asked: Dimension | None) -> str | None:
    """The unit in which one amount of each group can be compared, None where there is none.

    :param asked: What the question asks for; units that measure it come first.
    """
    if not groups or not all(groups):
        return None
    shared = set.intersection(*({amount.unit for amount in group} for group in groups))
    ordered = [a for a in groups[0] if a.unit in shared]
    ordered.sort(key=lambda amount: amount.dimension is not asked)
    return ordered[0].unit if ordered else None


def _amount(text: str, figure: Figure) -> Amount | None:
    if math.isnan(figure.value):
        return None
    if figure.dimension is Dimension.DATE:
        return _date(text, figure)
    written, dimension = figure.unit, figure.dimension
    if dimension is Dimension.COUNT and not written and _PEOPLE.match(text[figure.end :]):
        written, dimension = "人", Dimension.PERSON
    if not written and _YEARS.match(text[figure.end :]):
        written, dimension = "年多", Dimension.DURATION
    unit, scale = _SCALES.get(written, (written, 1.0))
    if dimension is Dimension.COUNT:
        # 个 or 座 before what is counted says no more than no counter at all
        unit = ""
    unit = _AS_ONE.get(dimension, unit)
    whole = text[figure.start : figure.end]
    grain = _grain(whole, figure.value)
    rounded = _APPROXIMATE.search(whole) is not None
    amount = Amount(
        figure.start,
        figure.end,
        # 1.13 times 10^8 is 112999999.99999999 in floating point
        round(figure.value, 6),
        round(figure.value * scale, 6),
        unit,
        written,
        dimension,
        not rounded and not re.search("[万亿]", whole),
        grain * scale,
        _following(text, figure.end),
    )
    # 近4万 may be 39988 or 38500: a bound is a grain coarser than a rounding
    return amount if rounded or amount.exact else replace(amount, grain=amount.grain / 2)


_UP_TO = lazy_pattern(r"[^0-9,，。;；:：、!！?？\n]{0,10}")


def _following(text: str, end: int) -> str:
    match = _UP_TO.match(text, end)
    return match[0] if match else ""


def _grain(written: str, value: float) -> float:
    """How much the last digit that is written counts for: 1000 in 2.3万 and in 23000余."""
    digits = re.search(r"[0-9][0-9,]*(?:\.([0-9]+))?", written)
    scale = math.prod({"万": 1e4, "亿": 1e8}[c] for c in re.findall("[万亿]", written))
    if digits is None:
        number = parse_number("".join(re.findall("[一二两三四五六七八九十百千]", written)) or "1")
        return _trailing(number or 1.0) * scale if value else 1.0
    if digits[1]:
        return float(scale * 10.0 ** -len(digits[1]))
    return _trailing(float(digits[0].replace(",", ""))) * scale


def _trailing(number: float) -> float:
    """The power of ten of the last digit that is not zero."""
    power = 1.0
    while number and number % (power * 10) == 0:
        power *= 10
    return power


def _date(text: str, figure: Figure) -> Amount | None:
    match = _DATE.match(text, figure.start)
    parts = [parse_number(part) if part else None for part in match.groups()] if match else []
    if not parts or parts[0] is None:
        return None
    year, month, day = (int(part or 0) for part in parts)
    value = float(year * 10000 + month * 100 + day)
    return Amount(
        figure.start, figure.end, float(year), value, "年", "年", Dimension.DATE, True, 1.0
    )


def _same_date(first: float, second: float) -> bool:
    """Whether one date is the other or says it more closely (2018年, 2018年5月)."""
    for span in (1, 100, 10000):
        a, b = int(first) // span, int(second) // span
        if a % 100 and b % 100 or span == 10000:  # noqa: PLR2004
            return a == b
    return False

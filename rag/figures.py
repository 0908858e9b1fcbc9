"""Figures in Chinese text: numbers with their unit, amounts of money, shares and dates."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from index.damaged import DAMAGED
from index.lazy_pattern import lazy_pattern


class Dimension(StrEnum):
    """What a figure measures."""

    PERSON = "person"
    HOUSEHOLD = "household"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    AGE = "age"
    VOLUME = "volume"
    TEMPERATURE = "temperature"
    VOLTAGE = "voltage"
    POWER = "power"
    SOUND = "sound"
    SPEED = "speed"
    TIMES = "times"
    COUNT = "count"
    ORDINAL = "ordinal"


UNITS: dict[str, Dimension] = {
    **dict.fromkeys(("人", "名", "位", "口", "口人", "人口"), Dimension.PERSON),
    **dict.fromkeys(("户", "家庭"), Dimension.HOUSEHOLD),
    **dict.fromkeys(
        ("元", "块钱", "块", "美元", "港元", "欧元", "日元", "人民币"), Dimension.MONEY
    ),
    **dict.fromkeys(("%", "个百分点", "百分点", "成", "倍", "‰"), Dimension.PERCENT),
    **dict.fromkeys(("亩", "公顷", "平方公里", "平方千米", "平方米", "平米"), Dimension.AREA),
    **dict.fromkeys(
        (
            "公里",
            "千米",
            "米",
            "厘米",
            "毫米",
            "里",
            "海里",
            "公分",
            "微米",
            "纳米",
            "英寸",
            "英尺",
            "英里",
            "光年",
        ),
        Dimension.LENGTH,
    ),
    **dict.fromkeys(("吨", "公斤", "千克", "斤", "克", "毫克", "微克", "克拉"), Dimension.MASS),
    **dict.fromkeys(("升", "毫升", "立方米", "立方", "加仑"), Dimension.VOLUME),
    **dict.fromkeys(("°C", "℃", "摄氏度"), Dimension.TEMPERATURE),
    **dict.fromkeys(("伏", "伏特", "千伏"), Dimension.VOLTAGE),
    **dict.fromkeys(("瓦", "瓦特", "千瓦", "兆瓦"), Dimension.POWER),
    **dict.fromkeys(
        (
            "千瓦时",
            "毫米汞柱",
            "毫摩尔每升",
            "毫摩尔/升",
            "毫克每升",
            "毫克/升",
            "毫安",
            "毫安时",
            "安培",
            "赫兹",
            "兆赫",
            "帕",
            "千帕",
            "兆帕",
            "马力",
            "牛米",
            "千卡",
            "大卡",
            "千焦",
            "流明",
        ),
        Dimension.COUNT,
    ),
    "分贝": Dimension.SOUND,
    **dict.fromkeys(("岁", "周岁"), Dimension.AGE),
    **dict.fromkeys(("次", "人次", "场", "回", "届", "遍", "个次"), Dimension.TIMES),
    **dict.fromkeys(
        (
            "天",
            "昼夜",
            "个昼夜",
            "小时",
            "分钟",
            "秒",
            "个月",
            "周",
            "个小时",
            "年多",
            "年间",
            "年来",
            "个年头",
            "工作日",
            "个工作日",
            "自然日",
            "个自然日",
            "学时",
            "课时",
            "刻钟",
        ),
        Dimension.DURATION,
    ),
}
"""Units that say what is measured; any other word after a number is a counted thing."""

_CHINESE = "零〇一二两三四五六七八九十百千"
_NUMBER = rf"(?:[0-9.,]*{DAMAGED}[0-9.,]*|[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?|[{_CHINESE}]+(?:点[{_CHINESE}]+)?)"
_IN_LETTERS = {
    **dict.fromkeys(("km", "m", "cm", "mm", "μm", "nm"), Dimension.LENGTH),
    **dict.fromkeys(("t", "kg", "g", "mg", "μg"), Dimension.MASS),
    **dict.fromkeys(("L", "mL", "ml"), Dimension.VOLUME),
    **dict.fromkeys(
        ("KB", "MB", "GB", "TB", "G", "Mbps", "Gbps", "Hz", "kHz", "MHz", "GHz"), Dimension.COUNT
    ),
    **dict.fromkeys(
        ("Pa", "kPa", "MPa", "mmHg", "mmol/L", "mg/L", "mA", "mAh", "A", "kcal", "kJ"),
        Dimension.COUNT,
    ),
    **dict.fromkeys(("V", "kV"), Dimension.VOLTAGE),
    **dict.fromkeys(("W", "kW", "MW"), Dimension.POWER),
    **dict.fromkeys(("dB", "db"), Dimension.SOUND),
}
"""Units in Latin letters, which no other letter follows (5G, 2GB are no weights)."""
_DIMENSIONS = UNITS | _IN_LETTERS
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_LETTERS = "|".join(sorted(_IN_LETTERS, key=len, reverse=True))
_COUNTER = (
    "个|座|处|所|家|项|支|条|件|批|种|类|台|辆|篇|本|对|组|间|栋|株|头|只|期|部|大|县|村|镇"
    "|枚|颗|粒|片|张|匹|册|幅|尾|扇|架|艘|列|节|层|级|道|顶|双|套|份|包|箱|盒|瓶|袋|桶|杯|碗|盏|棵|朵|根|枝|排|门|笔|段|圈|桌|床"
    "|转(?:/分钟?|每分钟?)|转(?![入出为让到])|帧|兆(?!头)|毫西弗|目(?![的标前录])|寸|尺(?!寸)"
    "|分(?![钟之别布公为成批类级工解析期头开隔散支局行校])|眼|孔|票|例|起|宗|字|步|集|股|班|趟|站|格|档|度(?![过数量假])"
)
_BOUND = r"不[得应能可]?(?:超过?|[多高大少低小]于)"
_WITHIN = r"(?<=[天时钟月年周日秒])(?:之内|内(?![容部在外存科地阁江河蒙陆衣向需涵]))"
"""3个工作日内: how a stretch of time is a limit."""
_AFTER = rf"多|余|以[上下内]|左右|上下|{_WITHIN}"
_FIGURE = lazy_pattern(
    rf"(?P<before>第|近|约|{_BOUND}|超过?|逾|达到?|不足|不满|满|至少|最[高低多少长短]|上)?"
    rf"(?P<number>{_NUMBER})(?P<scale>[十百千]?[万亿]+|)(?P<more>多|余|来)?"
    rf"(?P<unit>{_UNIT}|{_COUNTER}|(?:{_LETTERS})(?![A-Za-z0-9]))?(?P<after>{_AFTER})?"
)
_YEARS = lazy_pattern(rf"年(?![级制度])(?P<half>半(?![数山路场程]))?(?:{_AFTER})?")
_POINTS = frozenset("这那同当头")
"""这一年 is a year, not how long something takes."""
_HALF = lazy_pattern(
    rf"(?<![上下大多小前后年个点每])(?:近|约|不[足满到]|至少|超过?)?半(?P<unit>年|个月|个?小时|天)(?:多|以[上下内]|左右|{_WITHIN})?"
)
"""半年 and its like; 上半年 is a date, 每半年 an interval."""
_DATE = lazy_pattern(
    r"(?:(?P<year>[0-9]{4}|[〇零一二三四五六七八九]{4})年)?"
    r"(?:(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?)?"
    r"(?:(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


@dataclass(frozen=True)
class Figure:
    """A number with its unit: `start` and `end` in the text (qualifiers such as 余, 以上, 近
    included), `value` with its scale applied (2.3万 is 23000; not a number where the source is damaged), `unit` as written (empty where
    none follows) and `dimension`. A date has the year as its value where it names one.
    """

    start: int
    end: int
    value: float
    unit: str
    dimension: Dimension


def parse_number(text: str) -> float | None:
    """The value of a number in digits or Chinese numerals (`1,200`, `一百二十八`, `二〇二〇`).

    :returns: None where the text is no number.
    """
    plain = text.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        pass
    whole, _, fraction = plain.partition("点")
    if not whole or any(c not in _DIGITS and c not in _POWERS for c in whole + fraction):
        return None
    if fraction:
        digits = "".join(str(_DIGITS.get(c, 0)) for c in fraction)
        head = parse_number(whole)
        return None if head is None else head + float(f"0.{digits}")
    if all(c in _DIGITS for c in whole):
        return float("".join(str(_DIGITS[c]) for c in whole))
    total = section = digit = 0
    for c in whole:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif _POWERS[c] < 10**4:
            section += (digit or 1) * _POWERS[c]
            digit = 0
        else:
            # 一亿二千万: 万 raises what stands before it up to the last 亿, 亿 raises all (三万亿)
            raised = section + digit + (total if c == "亿" else 0)
            total = raised * _POWERS[c] + (0 if c == "亿" else total)
            section = digit = 0
    return float(total + section + digit)


def find_dates(text: str) -> list[Figure]:
    """The dates in a folded text, from `2020年` to `2021年2月25日` and `3月6日`."""
    found = []
    for match in _DATE.finditer(text):
        if not match[0] or not (match["year"] or match["month"]):
            continue
        year = parse_number(match["year"]) if match["year"] else None
        if match["year"] and match.start() and text[match.start() - 1].isdigit():
            continue
        found.append(Figure(match.start(), match.end(), year or 0.0, "年", Dimension.DATE))
    return found


def find_figures(text: str) -> list[Figure]:
    """The figures in a folded text in order, dates included.

    A Chinese numeral counts only with a unit behind it (一 in 一方水土 is no figure).
    """
    dates = find_dates(text)
    taken = {i for date in dates for i in range(date.start, date.end)}
    found = list(dates)
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        number = match["number"]
        if number == DAMAGED and not (match["unit"] in UNITS or match["scale"]):
            continue
        if any(i in taken for i in range(match.start("number"), match.end("number"))):
            continue
        unit = match["unit"] or ""
        written_in_digits = number[0].isascii() or DAMAGED in number
        ordinal = match["before"] == "第"
        years = None if unit or ordinal else _YEARS.match(text, end)
        if years and number == "一" and text[max(0, start - 1) : start] in _POINTS:
            continue
        if not written_in_digits and not (unit in UNITS or match["scale"] or ordinal or years):
            continue
        value = math.nan if DAMAGED in number else parse_number(number)
        if value is None:
            continue
        for power in match["scale"]:
            value *= _POWERS[power]
        dimension = _DIMENSIONS.get(unit, Dimension.COUNT)
        if ordinal:
            dimension = Dimension.ORDINAL
        elif years:
            end, unit, dimension = years.end(), "年", Dimension.DURATION
            value += 0.5 if years["half"] else 0.0
        found.append(Figure(start, end, value, unit, dimension))
    for half in _HALF.finditer(text):
        found.append(Figure(*half.span(), 0.5, half["unit"], Dimension.DURATION))
    return sorted(found, key=lambda figure: figure.start)

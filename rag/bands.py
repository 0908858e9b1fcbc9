"""Bands: what a rule, a tariff or a manual lays down for values from one limit to another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from index.lazy_pattern import lazy_pattern
from rag.bounds import Band, Span, limits, scale


def find_bands(text: str) -> tuple[Band, ...]:
    """The bands of a folded text, in order: bounds that are the condition of something.

    Bounds that follow each other without a gap in sense (to 3, 3 to 8, from 8) are conditions, and
    what stands behind each, up to the next, holds for it; of a number of bounds to one side (满5年,
    满10年) each reaches to the next. A bound alone is one only where it stands before what it
    describes (65岁以上老人, 超过2000元的). What must be, may be or is given (不得超过12天, 处1万元以上
    5万元以下罚款, 新增3.5万人以上) is no condition.
    """
    bounds = [b for b in limits(text) if not _is_told(text, b)]
    rests = {
        bound.start: _rest(text, bound, following.start if following else len(text))
        for bound, following in zip_longest(bounds, bounds[1:])
    }
    found: list[Band] = []
    for series in _series(text, bounds):
        if len(series) > 1 or _is_condition(text, series[0]) or rests[series[0].start]:
            found.extend(_scoped(text, series, rests))
    return tuple(sorted(found, key=lambda band: band.start))


_TOLD = lazy_pattern(
    r"(?:处以?|判处|罚款?|给予|补[贴助偿]|奖励?|收取?|收费|加收|(?<!成)[缴交]纳?|支付|赔偿?|发放|减免|优惠|享[受有]"
    r"|[须需应]要?|应当|必须|不[得能可应宜少]|可以?|能够?|提前|至少|最[多高低少长短大]|[控保][制持]在?"
    r"|增[长加]|下降|新增|为期|[约近共]|(?<![㐀-鿿])用|空腹|静置|约为|降至|升至|突破)$"
)
_LONGEST_TOLD = 4


def _is_told(text: str, bound: Band) -> bool:
    """Whether a bound says what must be, may be or is given, by the verb before it."""
    return bool(_TOLD.search(text, max(0, bound.start - _LONGEST_TOLD), bound.start))


_WHOM = (
    r"老年?人|儿童|小孩|孩子|学生|青少年|未成年人|成年人|居民|旅客|乘客|游客|客人|员工|职工|人员|群众|公民|妇女|男性|女性"
    r"|团体|团队|集体|家庭|农户|用户|客户|企业|单位|车辆|货车|客车|船舶|包裹|行李|订单|部分|者|会员|司机|驾驶人|考生|婴儿|婴幼儿|宝宝"
)
_DESCRIBES = lazy_pattern(rf"的|{_WHOM}")
_CLAUSE_END = lazy_pattern(r"[,，:：。;；！!？?\n]")
_SENTENCE_END = lazy_pattern(r"[。;；！!？?\n]")


def _is_condition(text: str, bound: Band) -> bool:
    """Whether a bound that stands alone is the condition of something."""
    if _DESCRIBES.match(text, bound.end):
        # 900至2300米的山溪 tells how high it lies
        return bool(_COMPARES.search(text, bound.start, bound.end))
    return text.startswith("满", bound.start) and not _CLAUSE_END.match(text, bound.end)


_COMPARES = lazy_pattern(r"[满超逾足未不首前后内外以之于达≥≤<>]")
_FARTHEST = 160
"""Bounds so many characters apart are of two things."""
_GIVES = lazy_pattern(r"[0-9一二三四五六七八九十百]|免|半价|全")


def _series(text: str, bounds: Sequence[Band]) -> Iterator[list[Band]]:
    """The bounds in the series they form, one alone as a series of one."""
    open_series: dict[str, list[Band]] = {}
    for bound in bounds:
        series = open_series.get(bound.unit, [])
        joined = _next(text, series, bound) if series else None
        if joined:
            open_series[bound.unit] = joined
            continue
        if series:
            yield series
        open_series[bound.unit] = [bound]
    yield from open_series.values()


def _next(text: str, series: list[Band], bound: Band) -> list[Band] | None:
    """A series with the next bound, where that goes on from it."""
    last = series[-1]
    between = bound.start - last.end
    if between > _FARTHEST or text.count("\n", last.end, bound.start) > 1:
        return None
    rises = len(series) == 1 or series[0].low < last.low
    falls = len(series) == 1 or not rises
    both_say = _says(text, last) and _says(text, bound)
    if (rises and last.high <= bound.low) or (falls and bound.high <= last.low):
        gap = bound.low - last.high if last.high <= bound.low else last.low - bound.high
        is_sure = gap <= scale(bound.written)[1] or both_say or _are_joined(text, last, bound)
        if not (is_sure and _is_compared(last, bound)):
            return None
        series[-1], bound = _apart(text, last, bound)
        return _append(series, bound)
    if not (both_say and all(_same_subject(text, one, bound) for one in (series[0], last))):
        return None
    if math.isinf(bound.high):
        if rises and math.isinf(last.high) and last.low < bound.low:
            series[-1] = replace(last, high=bound.low, has_high=not bound.has_low)
            return _append(series, bound)
        if falls and bound.low < last.low and (len(series) > 1 or math.isinf(last.high)):
            return _append(series, replace(bound, high=last.low, has_high=not last.has_low))
    if math.isinf(last.low) or len(series) > 1:
        is_nested = math.isinf(bound.low) and last.high < bound.high
        if rises and is_nested and _gives(text, last) and _gives(text, bound):
            # to 1 kg, to 5 kg: the second is what the first leaves
            return _append(series, replace(bound, low=last.high, has_low=not last.has_high))
    return None


def _apart(text: str, first: Band, second: Band) -> tuple[Band, Band]:
    """Two bounds with a limit in common, which is only in the one that says so (3天(含)以内)."""
    if first.high == second.low and first.has_high and second.has_low:
        if _INCLUDES.search(text, first.start, first.end):
            second = replace(second, has_low=False)
        elif _INCLUDES.search(text, second.start, second.end):
            first = replace(first, has_high=False)
    elif first.low == second.high and first.has_low and second.has_high:
        if _INCLUDES.search(text, first.start, first.end):
            second = replace(second, has_high=False)
        elif _INCLUDES.search(text, second.start, second.end):
            first = replace(first, has_low=False)
    return first, second


_INCLUDES = lazy_pattern(r"(?<!不)含|及")


def _append(series: list[Band], bound: Band) -> list[Band]:
    series.append(bound)
    return series


def _is_compared(first: Band, second: Band) -> bool:
    """Whether one of two bounds is to one side: two ranges (3至5天, 7至10天) may be of anything."""
    return any(math.isinf(limit) for band in (first, second) for limit in (band.low, band.high))


def _says(text: str, bound: Band) -> bool:
    """Whether something is said for a bound right behind it: a bound that ends its clause is often
    all that is told (收入超过5000元)."""
    is_told = bool(_SPEAKS.match(text, bound.end))
    return is_told or _is_condition(text, bound) or _gives(text, bound)


_SPEAKS = lazy_pattern(r"[为是属按由报可须需应免半全减打评记扣购不]|一律")


def _gives(text: str, bound: Band) -> bool:
    """Whether the clause of a bound says how much: 3天内提交 is a deadline, 1公斤以内10元 a band."""
    stop = min(len(text), bound.end + _FARTHEST)
    clause = _CLAUSE_END.search(text, bound.end, stop)
    return bool(_GIVES.search(text, bound.end, clause.start() if clause else stop))


def _are_joined(text: str, first: Band, second: Band) -> bool:
    """Whether two bounds share what is said behind them: 6岁以下儿童和65岁以上老人免票."""
    is_near = second.start - first.end <= _LONGEST_OR
    return is_near and bool(_OR.fullmatch(text, first.end, second.start))


def _same_subject(text: str, first: Band, second: Band) -> bool:
    """Whether what stands before two bounds does not tell that they are of two things (工龄, 党龄)."""
    one, other = (
        _SUBJECT.search(text, max(0, band.start - 2), band.start) for band in (first, second)
    )
    return one is None or other is None or one[0] == other[0]


_SUBJECT = lazy_pattern(r"[㐀-鿿]{2}$")
_REST = lazy_pattern(
    r"(?<=[,，;；。、(\n ])(?:[此之以往]后每|[此之以]后的?|超出?过?的?部分|超[出过时]的|超时部?分?|续重|每增加?|每超过?|以上部分)"
)
_OR = lazy_pattern(r"[㐀-鿿]{0,8}?(?:、|和|或者?|及|以及|与)")
_LONGEST_OR = 12


def _rest(text: str, bound: Band, following: int) -> Span | None:
    """Where a text comes to what goes beyond a bound (超过部分, 之后每小时), before another follows."""
    if math.isinf(bound.high):
        return None
    rest = _REST.search(text, bound.end, min(bound.end + _NEAR, following))
    return rest.span() if rest else None


_NEAR = 80


def _scoped(text: str, series: list[Band], rests: Mapping[int, Span | None]) -> Iterator[Band]:
    """The bands of a series with what holds for each, and one for what goes beyond the last."""
    scope = (0, 0)
    following: Band | None = None
    scopes: list[Span] = []
    beyond: Span | None = None
    for band in reversed(series):
        rest = rests[band.start]
        if following is None and band.low >= series[0].low:
            beyond = rest
        if bracket := _in_brackets(text, band):
            scope = bracket
        elif following and _are_joined(text, band, following):
            pass
        elif rest or following:
            stop = rest[0] if rest else following.start if following else len(text)
            end = _SENTENCE_END.search(text, band.end, stop)
            scope = (band.end, end.end() if end else stop)
        else:
            scope = _alone(text, band)
        scopes.append(scope)
        following = band
    for band, own in zip(series, reversed(scopes), strict=True):
        yield replace(band, scope=own)
    if beyond:
        last = series[-1]
        over = replace(
            last,
            start=beyond[0],
            end=beyond[1],
            low=last.high,
            has_low=not last.has_high,
            high=math.inf,
            has_high=False,
        )
        yield replace(over, scope=_alone(text, over))


_BRACKET = lazy_pattern(r"[,，;；。、:：\n)]")


def _in_brackets(text: str, band: Band) -> Span | None:
    """What stands before a band that fills brackets: 12元(1公斤以内)."""
    if text[band.start - 1 : band.start] != "(" or text[band.end : band.end + 1] != ")":
        return None
    begin = max(0, band.start - 1 - _LONGEST_CLAUSE)
    cuts = [m.end() for m in _BRACKET.finditer(text, begin, band.start - 1)]
    return (cuts[-1] if cuts else begin), band.start - 1


_LONGEST_CLAUSE = 40
_ONLY = lazy_pattern(
    r"(?:的|者|部分)?(?:[^0-9免半批报由不可须需应按给发收罚打享补减送扣停加]{0,8})"
)


def _alone(text: str, band: Band) -> Span:
    """The clause of a band, with the next where it holds the condition only (满20年的,15天)."""
    stop = min(len(text), band.end + _FARTHEST)
    first = _CLAUSE_END.search(text, band.end, stop)
    if first is None:
        return band.end, stop
    if first[0] in ",，:：" and _ONLY.fullmatch(text, band.end, first.start()):
        second = _CLAUSE_END.search(text, first.end(), stop)
        return band.end, second.end() if second else stop
    return band.end, first.end()

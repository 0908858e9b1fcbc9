"""Which year each figure of a sentence is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, Figure

_FROM = lazy_pattern(r"(?:由|从|自)[^，,。；;]{0,6}$")
_TURN = lazy_pattern(
    r"(?:增|升|降|减|提|涨|跌|长|加|高|少|低|扩|缩|跃|翻|发展|上升|下降|变化?)[^，,。；;、]{0,3}?(?:到了?|至|为|成)"
    r"|(?<=[0-9%元人户个万亿])(?:到|至)"
)
"""Where 由A增加到B turns from what was to what is."""
_REFERENCE = lazy_pattern(r"(?:较|比|同|与|和|是)(?:上年|上一年)?$")
_SINCE = lazy_pattern(r"^(?:以来|起|开始|之后|以后|后)")
_RANGE = lazy_pattern(r"^[年底末]*(?:至|到|-|—|–|~)+$")

_ASKS_NOW = lazy_pattern(
    r"(?:到|至|达到|成|为)了?(?:多少|几)|目前|现在|如今|最新|最终|后来|(?:降|增加?长?|升|提高)(?:到|至)"
)
_ASKS_THEN = lazy_pattern(r"(?:由|从)(?:多少|几)|原来|原先|当初|最初|起初|之前|以前|过去|曾经")


@dataclass(frozen=True)
class Binding:
    """The years a figure is of, and whether it is the start or the end of a change.

    `years` is empty where nothing says it; `since` tells that they only are where a period begins;
    `from_years` are those of the start of the change that it is the end of.
    """

    years: frozenset[int] = frozenset()
    since: bool = False
    is_start: bool = False
    is_end: bool = False
    from_years: frozenset[int] = frozenset()


def bind_years(sentence: str, figures: Sequence[Figure]) -> dict[int, Binding]:
    """The binding of each figure of a folded sentence that is no date, by where it starts.

    :param figures: All figures of the sentence, dates included, in order.
    """
    bound: dict[int, Binding] = {}
    for figure in figures:
        if figure.dimension is Dimension.DATE:
            continue
        dates = [
            date
            for date in figures
            if date.dimension is Dimension.DATE
            and date.value
            and date.end <= figure.start
            and not _REFERENCE.search(sentence[: date.start])
        ]
        bound[figure.start] = _bind(sentence, dates, figure)
    return bound


def _bind(sentence: str, dates: Sequence[Figure], figure: Figure) -> Binding:
    turn = _last_turn(sentence, figure)
    before_turn = [date for date in dates if turn is None or date.start < turn[0]]
    own = [date for date in dates if turn is not None and date.start >= turn[0]]
    if turn is None:
        years, since = _years(sentence, dates)
        start = _opening(sentence, figure)
        if start is not None and _turns_later(sentence, figure):
            inside = [date for date in dates if date.start >= start]
            years, since = _years(sentence, inside)
            return Binding(years, since, is_start=True)
        return Binding(years, since)
    opening = turn[1]
    from_years, _ = _years(sentence, [date for date in before_turn if date.start >= opening])
    if own:
        years, since = _years(sentence, own)
    else:
        years, since = _years(sentence, [date for date in before_turn if date.start < opening])
    if re.search(r"[,，]", sentence[turn[0] : figure.start]):
        return Binding(years, since)
    return Binding(years, since, is_end=True, from_years=from_years)


def _last_turn(sentence: str, figure: Figure) -> tuple[int, int] | None:
    """Where the change that ends in a figure turns and where it opens; None for no such."""
    opening = _opening(sentence, figure)
    if opening is None:
        return None
    # a qualifier of the figure (达到, 约) is part of it
    turns = list(_TURN.finditer(sentence, opening, figure.start + 2))
    turns = [match for match in turns if match.start() < figure.start]
    return (turns[0].start(), opening) if turns else None


def _opening(sentence: str, figure: Figure) -> int | None:
    """Where the last 由 or 从 before a figure stands that may open a change, in its sentence."""
    for match in reversed(list(re.finditer(r"由|从|自", sentence[: figure.start]))):
        between = sentence[match.end() : figure.start]
        if re.search(r"[0-9一二三四五六七八九十]", between) or len(between) <= _NEAR:
            return match.start() if not re.search(r"[。；;]", between) else None
    return None


_NEAR = 8


def _turns_later(sentence: str, figure: Figure) -> bool:
    rest = re.split(r"[。；;]", sentence[figure.end :])[0]
    return _TURN.search(sentence[figure.end - 1 : figure.end + len(rest)]) is not None


def _years(sentence: str, dates: Sequence[Figure]) -> tuple[frozenset[int], bool]:
    if not dates:
        return frozenset(), False
    last = dates[-1]
    since = _SINCE.match(sentence[last.end :]) is not None
    years = {int(last.value)}
    if len(dates) > 1 and _RANGE.match(sentence[dates[-2].end : last.start]):
        first = int(dates[-2].value)
        years |= set(range(first, int(last.value) + 1)) if first < last.value else {first}
    return frozenset(years), since


def year_fit(question: str, asked: Sequence[int], binding: Binding | None) -> float:
    """How the year of a figure fits those asked for: 1 it is one, -1 it is another, 0 unknown.

    Where no year is asked for, 降到多少 and 目前 want the end of a change, 原来 its start.
    """
    if binding is None:
        return 0.0
    if not asked:
        if _ASKS_THEN.search(question):
            return float(binding.is_start) - float(binding.is_end)
        now = 1.0 if _ASKS_NOW.search(question) else _LATER
        return now * (float(binding.is_end) - float(binding.is_start))
    years = set(asked)
    if binding.years & years:
        return -_LATER if binding.is_start and not binding.years <= years else 1.0
    if binding.from_years & years:
        return -1.0
    if binding.from_years:
        return _LATER if max(binding.from_years) < min(years) else -_LATER
    if binding.since:
        return 0.0
    return -1.0 if binding.years else 0.0


_LATER = 0.3
"""Without a year in the question the end of a change is likelier meant than its start."""

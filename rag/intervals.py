"""How often something is done: 每两周, 每天, 每隔3个月."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, Figure, parse_number

_ASKS = lazy_pattern(
    r"(?:多久|多长时间|[隔每]?(?:几|多少)个?(?:年|月|周|星期|礼拜|天|日|小时|钟头|分钟))[^，,。；;？?]{0,10}一[次回趟遍]"
)
_INTERVAL = lazy_pattern(
    r"(?<!平均)每隔?(?:(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,3})(?:[-—~]{1,2}|至|到))?(?P<number>[0-9]{1,4}|[一二两三四五六七八九十半]{1,3})?(?P<unit>个?(?:学年|学期|季度|星期|礼拜|小时|钟头|分钟|[年月周天日晚季旬]))"
    r"(?![一二三四五六七八九十日]、|[一二三四五六][^次个]|度)"
)


def asks_interval(question: str) -> bool:
    """Whether a folded question asks after how long a time something is done again (多久一次)."""
    return _ASKS.search(question) is not None


def find_intervals(text: str) -> list[Figure]:
    """The intervals in a folded text as figures with their 每, 1 where no number is written."""
    found = []
    for match in _INTERVAL.finditer(text):
        number = match["number"] or "一"
        value = 0.5 if number == "半" else parse_number(number)
        if value is not None:
            unit = match["unit"]
            found.append(Figure(match.start(), match.end(), value, unit, Dimension.DURATION))
    return found


def with_intervals(figures: list[Figure], intervals: list[Figure]) -> list[Figure]:
    """Figures with the intervals in place of what they overlap (两周 in 每两周)."""
    kept = [f for f in figures if not any(i.start < f.end and f.start < i.end for i in intervals)]
    return sorted([*kept, *intervals], key=lambda figure: figure.start)

"""Days of the week: what is told of one, or of a run of them, holds of no other."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_DAY = "[一二三四五六日天末1-7]"
_NAMED = lazy_pattern(
    rf"(?:周|星期|礼拜)(?P<first>{_DAY})(?:(?:至|到|[-—–~～]+)(?:周|星期|礼拜)?(?P<last>{_DAY}))?"
    rf"|(?P<working>(?<!个)工作日)|(?P<end>双休日)|(?P<every>每[天日]|天天)"
)
_NUMBERS = {day: number for number, day in enumerate("一二三四五六日", 1)} | {"天": 7}
_WEEK, _SATURDAY = 7, 6
_CLOSED = lazy_pattern(r"除|闭|停|休|关|不|例外")
"""What is closed on Mondays is open on the other days."""


def weekdays(text: str) -> frozenset[int]:
    """The days of the week that a folded text names, 1 Monday to 7 Sunday."""
    found: set[int] = set()
    for match in _NAMED.finditer(text):
        if match["every"]:
            found.update(range(1, _WEEK + 1))
        elif match["working"]:
            found.update(range(1, _SATURDAY))
        elif match["end"] or match["first"] == "末":
            found.update((_SATURDAY, _WEEK))
        else:
            first = _number(match["first"])
            last = _number(match["last"]) if match["last"] else first
            found.update(range(first, last + 1) if first <= last else (first, last))
    return frozenset(found)


def _number(day: str) -> int:
    return int(day) if day.isdigit() else _NUMBERS.get(day, _WEEK)


def tells_other_days(question: str, sentence: str) -> bool:
    """Whether a folded question is of a day of the week, and a sentence only of others."""
    told = weekdays(sentence)
    asked = weekdays(question)
    is_of_some = 0 < len(asked) < _WEEK
    return is_of_some and bool(told) and not told & asked and not _CLOSED.search(sentence)

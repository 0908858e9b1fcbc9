"""Answers that are plainly of another kind than the one asked for: a figure for 谁, a price for 在哪."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from index.lazy_pattern import lazy_pattern
from rag.date_spans import asks_clock, clocks_in, dates_in
from rag.figures import Dimension, find_figures
from rag.question import Kind, Question

_ASKS_DAY = lazy_pattern(r"哪一?[天日年月]|几[号月]|日期|年份|星期几|周几")
_TELLS_WHEN = lazy_pattern(
    r"[年月日号天周季节春夏秋冬晨早晚夜前后时期初末底]|星期|礼拜|同|次|世纪|午|[0-9]:[0-9]"
)
_TELLS_DAY = lazy_pattern(r"[年月日号天周季节春夏秋冬]|星期|礼拜|世纪|[0-9]{4}")
_TELLS_CLOCK = lazy_pattern(r"[点时午晨早晚夜前后刻]|[0-9]:[0-9]|分(?!机)")
_NO_PERSON = frozenset(Dimension) - {Dimension.PERSON, Dimension.HOUSEHOLD, Dimension.COUNT}
_NO_PLACE = frozenset(
    {Dimension.MONEY, Dimension.PERCENT, Dimension.PERSON, Dimension.DURATION, Dimension.AGE}
)
_STATEMENT = lazy_pattern(r"[。;；!！]|[,，:：][^,，:：]{0,80}[,，:：]")
_VERDICT = lazy_pattern(r"(?:[0-9]{1,9}|[一二两三四五六七八九十百千]{1,5})(?:票|分|次|遍|轮|倍)")


def is_of_another_kind(question: Question, answer: str, form: float) -> bool:
    """Whether a folded short answer is plainly none to a question of the kind.

    :param form: 1 where the answer has the form asked for, -1 where it has not.
    """
    applies = _RULES.get(question.kind)
    return applies is not None and applies(question.text, answer, form)


def _date(question: str, answer: str, form: float) -> bool:
    if form > -1:
        return False
    if asks_clock(question):
        tells = _TELLS_CLOCK
    else:
        tells = _TELLS_DAY if _ASKS_DAY.search(question) else _TELLS_WHEN
    return tells.search(answer) is None


def _person(_: str, answer: str, form: float) -> bool:
    if form > -1:
        return False
    has_digit = any(character.isdigit() for character in answer)
    return _is_figure(answer, _NO_PERSON) or bool(
        _VERDICT.match(answer) or (has_digit and _STATEMENT.search(answer))
    )


def _place(_: str, answer: str, __: float) -> bool:
    times = [*clocks_in(answer), *dates_in(answer)]
    return any(start == 0 for start, _ in times) or _is_figure(answer, _NO_PLACE)


def _is_figure(answer: str, dimensions: frozenset[Dimension]) -> bool:
    return any(
        figure.start == 0 and figure.end == len(answer) and figure.dimension in dimensions
        for figure in find_figures(answer)
    )


_RULES: Mapping[Kind, Callable[[str, str, float], bool]] = {
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.PLACE: _place,
}

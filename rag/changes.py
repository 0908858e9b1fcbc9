"""Changes (由A调到B), and which end of one a question asks for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, Figure

_FROM = lazy_pattern(
    r"[从由](?:原来|原先|之前|过去|最初|当初|上年|去年|[0-9]{4}年底?末?)?的?(?:约|近)?$"
)
_TO = lazy_pattern(r"^[^,，。;；]{0,14}(?:到|至|成|为)了?(?:[0-9]{4}年底?末?的?)?$")
_NEAR = 12
_THEN = lazy_pattern(
    r"原来|原先|原本|以前|之前|先前|从前|过去|当初|最初|起初|曾经|本来|(?:由|从)(?:多少|几)"
)
_BY_HOW_MUCH = lazy_pattern(
    r"[增减提降升涨缩扩加跌少多高低大小长短快慢](?:(?![到至为成])[㐀-鿿]){0,2}了(?:多少|几|百分之)"
    r"|比[^，,。；;？?]{1,16}?[多少高低大小长短快慢](?:多少|几)|幅度?是?(?:多少|多大|几)"
)


def find_changes(text: str, figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """The two ends of each change in a folded text.

    :param figures: Its figures in order.
    """
    undated = [figure for figure in figures if figure.dimension is not Dimension.DATE]
    return [
        (first, last)
        for first, last in itertools.pairwise(undated)
        if first.dimension is last.dimension
        and _FROM.search(text[max(0, first.start - _NEAR) : first.start])
        and _TO.match(text[first.end : last.start])
    ]


def wanted_end(question: str) -> int:
    """1 where a folded question asks for the end of a change, as it does if nothing else is said,
    -1 where for its beginning (原来), 0 where for what lies between (降了多少)."""
    if _BY_HOW_MUCH.search(question):
        return 0
    return -1 if _THEN.search(question) else 1


_ASKS_REACHED = lazy_pattern(
    r"[增减提降升涨缩扩加跌](?:[㐀-鿿]{0,2})[到至为成]了?(?:多少|几|百分之)"
)
_REACHED = lazy_pattern(
    r"[增减提降升涨缩扩加跌](?:[㐀-鿿]{0,6})[到至为成]了?(?:[0-9]{4}年底?末?)?的?(?:约|近)?$"
)


def is_not_reached(question: str, told: str) -> bool:
    """Whether a folded question asks what something has changed to (降到多少), and a figure is not
    told as that.

    :param told: What stands before the figure in its sentence.
    """
    return _ASKS_REACHED.search(question) is not None and _REACHED.search(told) is None

"""Whether what is given measures what a question names by its unit: money, weight, length."""

from __future__ import annotations

from collections.abc import Sequence

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, find_figures

_MANY = r"(?:多少|几)(?:[十百千]?[万亿])?"
_NAMED = (
    (
        Dimension.MONEY,
        lazy_pattern(rf"{_MANY}(?:块?钱|元|块(?![地田])|美元|欧元|港元|日元)|钱(?:是|有)?多少"),
    ),
    (Dimension.MASS, lazy_pattern(rf"{_MANY}(?:吨|公斤|千克|斤|克)|多重")),
    (
        Dimension.LENGTH,
        lazy_pattern(rf"{_MANY}(?:公里|千米|厘米|毫米|米|里地?)(?!面)"),
    ),
    (Dimension.AREA, lazy_pattern(rf"{_MANY}(?:亩|公顷|平方)|面积[^,，。]{{0,4}}多大")),
    (Dimension.AGE, lazy_pattern(r"(?:多少|几)岁|多大(?:年纪|岁数)")),
    (
        Dimension.PERCENT,
        lazy_pattern(
            r"百分之(?:多少|几)|多少个?百分点|(?:率|比例|比重|占比|增幅|降幅|增速)(?:是|为|有|达|到)*(?:多少|几|多高|多大)"
        ),
    ),
)
"""What a question that names the unit itself asks for, whatever else it may ask."""
_UNITLESS = frozenset({Dimension.COUNT, Dimension.DATE, Dimension.TIMES})
"""Figures that may measure anything, for all the text says of them."""


def is_of_another_dimension(question: str, answers: Sequence[str]) -> bool:
    """Whether a folded question names what it is asked in and the answers are figures of something
    else (money asked, 640克 given).

    So it is not where no figure is given, or one whose unit does not tell what it measures; nor of
    a question that names several units.
    """
    asked = {dimension for dimension, pattern in _NAMED if pattern.search(question)}
    if len(asked) != 1:
        return False
    figures = [figure for answer in answers for figure in find_figures(answer)]
    if asked == {Dimension.PERCENT}:
        # 20个 is no share, a bare number can be one
        return bool(figures) and not any(f.dimension in asked or not f.unit for f in figures)
    given = {figure.dimension for figure in figures}
    return bool(given) and not given & (asked | _UNITLESS)

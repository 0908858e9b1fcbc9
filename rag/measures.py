"""Whether what is given measures what a question names by its unit: money, weight, length."""

from __future__ import annotations

from collections.abc import Sequence

from index.lazy_pattern import lazy_pattern
from rag.asked import counted
from rag.figures import Dimension, find_figures
from rag.quantities import quantity

_MANY = r"(?:多少|几)(?:[十百千]?[万亿])?"
_NAMED = (
    (
        Dimension.MONEY,
        lazy_pattern(rf"{_MANY}(?:块?钱|元|块(?![地田])|美元|欧元|港元|日元)|钱(?:是|有)?多少"),
    ),
    (Dimension.MASS, lazy_pattern(rf"{_MANY}(?:吨|公斤|千克|斤|克)|多重")),
    (
        Dimension.LENGTH,
        lazy_pattern(rf"{_MANY}(?:公里|千米|厘米|毫米|米|里地?)(?!面)|(?<!时间)(?<!期)多宽|多厚"),
    ),
    (Dimension.AREA, lazy_pattern(rf"{_MANY}(?:亩|公顷|平方)|面积[^,，。]{{0,4}}多大")),
    (Dimension.AGE, lazy_pattern(r"(?:多少|几)岁|多大(?:年纪|岁数)")),
    (
        Dimension.VOLUME,
        lazy_pattern(rf"{_MANY}(?:立方米|毫升|升(?!高|级|降|学|至|到))"),
    ),
    (
        Dimension.DURATION,
        lazy_pattern(rf"{_MANY}(?:个月|天|个?小时|分钟|秒)|多久|多长时间"),
    ),
    (
        Dimension.PERCENT,
        lazy_pattern(
            r"百分之(?:多少|几)|多少个?百分点|(?:(?<![功频倍心汇])率|比例|比重|占比|增幅|降幅|增速)(?:是|为|有|达|到)*(?:多少|几|多高|多大)"
        ),
    ),
)
"""What a question that names the unit itself asks for, whatever else it may ask."""
_HOW_MUCH = lazy_pattern(
    r"(?:多少|几|多[大高长宽重深厚快])(?P<noun>[^，,。；;：:？?\s多几呢啊呀]{0,8})"
)
_UNITLESS = frozenset({Dimension.COUNT, Dimension.DATE, Dimension.TIMES})
"""Figures that may measure anything, for all the text says of them."""
_SURELY = frozenset({Dimension.PERCENT, Dimension.MONEY})
"""What is never given by a counted thing."""


def is_of_another_dimension(question: str, answers: Sequence[str]) -> bool:
    """Whether a folded question names what it is asked in, or a quantity (噪音, 体重), and the answers
    are figures of something else (money asked, 640克 given).

    So it is not where no figure is given, or one whose unit does not tell what it measures; nor of
    a question that names several units.
    """
    asked = {dimension for dimension, pattern in _NAMED if pattern.search(question)}
    if not asked:
        asked = {
            dimension
            for match in _HOW_MUCH.finditer(question)
            if counted(match["noun"], question) == (None, None)
            and (dimension := quantity(question[: match.start()]))
        }
    if len(asked) != 1:
        return False
    figures = [figure for answer in answers for figure in find_figures(answer)]
    if asked <= _SURELY:
        # 20个 is no share and 1000家 no money, a bare number can be
        return bool(figures) and not any(f.dimension in asked or not f.unit for f in figures)
    given = {figure.dimension for figure in figures}
    return bool(given) and not given & (asked | _UNITLESS)

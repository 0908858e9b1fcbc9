"""Economic indicators: a figure of one (人均收入) answers no question for another (生产总值)."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.flows import clause_of

_INDICATORS = tuple(
    map(
        lazy_pattern,
        (
            "生产总值|gdp|GDP|经济总量",
            "财政(?:总|性)?收入|预算收入|财力",
            "税收|纳税",
            "(?:可支配|纯|人均|户均|月均|年均|工资性?|务工|家庭|劳务)收入|月收入|年收入|工资|薪",
            "集体(?:经济)?[㐀-鿿]{0,4}收入",
            "产值",
            "增加值",
            "零售总?额",
            "进出口|出口(?:总?额|值)|外贸",
            "存款",
            "贷款",
        ),
    )
)


def tells_other_indicator(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a folded question asks for one indicator, which the sentence does not name, and the
    clause of the figure from `start` to `end` names another; a rate (失业率) is an indicator too."""
    if _is_of_another_rate(question, sentence, clause_of(sentence, start, end)):
        return True
    if any(_is_of_the_other(question, sentence, pair) for pair in _OPPOSED):
        return True
    asked = [pattern for pattern in _INDICATORS if pattern.search(question)]
    if len(asked) != 1 or asked[0].search(sentence):
        return False
    clause = clause_of(sentence, start, end)
    return any(pattern.search(clause) for pattern in _INDICATORS)


def _is_of_another_rate(question: str, sentence: str, clause: str) -> bool:
    asked = _RATE.findall(question)
    return (
        len(asked) == 1
        and asked[0] not in sentence
        and any(told not in question for told in _RATE.findall(clause))
    )


_RATE = lazy_pattern(r"([㐀-鿿]{2})率")
"""The two characters before 率, which tell one rate from another."""


def _is_of_the_other(question: str, sentence: str, pair: tuple[str, str]) -> bool:
    asked = [name for name in pair if name in question]
    return len(asked) == 1 and asked[0] not in sentence and any(n in sentence for n in pair)


_OPPOSED = (
    ("城镇", "农村"),
    ("进口", "出口"),
    ("流入", "流出"),
)
"""Of whom or what a figure is: where one is asked for, that of the other is none."""

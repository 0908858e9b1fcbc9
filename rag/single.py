"""From a question over several places to the same question for one of them."""

from __future__ import annotations

import re
from enum import StrEnum

from index.lazy_pattern import lazy_pattern

HERE = "\N{SECTION SIGN}"
"""Stands in a template where the name of the place goes."""

ADJECTIVE = r"(?:便宜|年轻|严重|多(?!少)|(?<!多)少(?!数)|大|小|高|低|长(?!治|子)|短|早|晚|远|近|重|轻|贵|快|慢|久|深|浅|宽|窄|强|弱|先|后)"
"""What one can have more of."""
LEAST = frozenset(
    ("少", "小", "低", "短", "早", "近", "轻", "便宜", "慢", "浅", "窄", "先", "弱", "年轻")
)
"""With these the smaller figure wins."""


class Asking(StrEnum):
    """What is asked where no adjective says it: a figure, or whatever the words say."""

    MUCH = "much"
    WHAT = "what"


_ASKS = lazy_pattern(r"多少|几|何时|什么|哪|谁|多[大长高远久]|怎|如何|吗$")
SOONER = frozenset(("早", "晚", "先", "后"))
"""With these the question is when."""
_TAILS = {
    **dict.fromkeys(("长", "短"), "有多长"),
    **dict.fromkeys(("远", "近"), "有多远"),
    **dict.fromkeys(("大", "小"), "有多大"),
    **dict.fromkeys(("久",), "有多久"),
    **dict.fromkeys(("贵", "便宜"), "是多少钱"),
    **dict.fromkeys(("重", "轻"), "有多重"),
    **dict.fromkeys(SOONER, "是哪一年"),
}
_PEOPLE = lazy_pattern(r"^(?P<verb>.*?)(?:的)?(?P<noun>人数|人)$")
_HOUSEHOLDS = lazy_pattern(r"^(?P<verb>.*?)(?:的)?(?P<noun>户数|户)$")
_POPULATION = lazy_pattern(r"(?:人口)(?:数量?|规模)?$")
_CALLINGS = lazy_pattern(r"(?:员|者|生|师|民|干部|书记|群众|劳动力|儿童|老人|妇女|医|护工)$")
_LONGEST_NOUN = 8


def single(topic: str, asked: str = Asking.WHAT, unit: str = "") -> str | None:
    """The question for one place, or None where nothing is left to ask.

    "§脱贫的人" with 多 is "§脱贫了多少人", "§面积" with 大 "§面积是多少".

    :param topic: What is asked about, with `HERE` for the place.
    :param asked: The adjective that compares, or what to ask where there is none.
    :param unit: The unit the question gives (差多少公里).
    """
    topic = re.sub(r"\s+", " ", topic).strip(" ，,、。?？!！呢吗:：")
    topic = re.sub(rf"{HERE}\s*(?:的(?=[^确])|[，,:：])\s*", HERE, topic)
    topic = re.sub(r"(?:^|(?<=§))\s+", "", topic)
    # 易地搬迁分别搬了多少人 says its verb twice
    topic = re.sub(r"([㐀-鿿])([㐀-鿿]?)\1了(?=多少|几)", r"\1\2了", topic)
    what = topic.replace(HERE, "").strip(" 的，,")
    if not what:
        return f"{HERE}{_TAILS[asked]}" if asked in ("大", "小") else None
    if asked == Asking.WHAT or _ASKS.search(what):
        return topic
    if asked in SOONER:
        return f"{topic}是哪一年"
    if asked in ("多", "少", Asking.MUCH) or _POPULATION.search(what):
        return _how_much(topic, unit)
    if asked in ("大", "小") and re.search(r"面积|规模|幅度|占比|比例|量$|额$|率$|数$", what):
        return f"{topic}是多少"
    return f"{topic}{_TAILS.get(asked, '是多少')}"


def _how_much(topic: str, unit: str) -> str:
    topic = re.sub(r"(?:的)?(?:数量|个数|数目|总数|情况|数)$", _shortened, topic).strip()
    if _POPULATION.search(topic):
        return (
            f"{_POPULATION.sub('人口', topic)}是多少人"
            if topic != f"{HERE}人口"
            else f"{HERE}有多少人口"
        )
    for pattern, noun in ((_PEOPLE, "人"), (_HOUSEHOLDS, "户")):
        if match := pattern.match(topic):
            verb = match["verb"].strip()
            is_noun = verb in ("", HERE) or _CALLINGS.search(verb)
            return f"{verb.removesuffix('了')}{'有' if is_noun else '了'}多少{noun}"
    if re.search(r"(?:率|比例|比重|占比|额|量|收入|产值|面积|里程|资金|投入|投资|价格?)$", topic):
        return f"{topic}是多少{unit}"
    verb, _, noun = topic.removeprefix(HERE).rpartition("的")
    noun = noun.strip()
    if verb and len(noun) <= _LONGEST_NOUN and len(verb) <= _LONGEST_NOUN:
        return f"{HERE}{verb.strip().removesuffix('了')}了多少{noun}"
    if topic.endswith(("信贷", "贷款")):
        return f"{topic}是多少{unit}"
    if len(noun) <= _LONGEST_NOUN and not verb and " " not in noun:
        return f"{HERE}有多少{noun}"
    return f"{topic}有多少{unit}"


def _shortened(match: re.Match[str]) -> str:
    """人数 and 户数 say who is counted; any other 数 only that something is."""
    before = match.string[: match.start()]
    return match[0] if match[0] == "数" and before.endswith(("人", "户", "次", "分", "指")) else ""


_OTHER_WORDS = (
    (lazy_pattern(r"^(?P<what>.*?[^有])了多少(?P<who>[人户])$"), r"\g<what>\g<who>数是多少"),
    (
        lazy_pattern(r"^(?P<where>.*?)有多少(?P<who>[人户])(?P<what>[^有]+)$"),
        r"\g<where>\g<what>\g<who>数是多少",
    ),
    (
        lazy_pattern(
            r"^(?P<what>.*?[^有])了(?:多少|几)(?P<unit>[个名户座所家支]?)(?P<noun>[^了]{2,})$"
        ),
        r"\g<what>的\g<noun>有多少\g<unit>",
    ),
    (
        lazy_pattern(
            r"^(?P<where>.*?)有(?:多少|几)(?P<unit>[个名户座所家支]?)(?P<noun>[^有]{2,})$"
        ),
        r"\g<where>\g<noun>数量是多少\g<unit>",
    ),
)


def reworded(template: str) -> str | None:
    """The same question with the figure asked for at its end, or None where there is no such."""
    for pattern, other in _OTHER_WORDS:
        if pattern.match(template):
            return pattern.sub(other, template)
    return None

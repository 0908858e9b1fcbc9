"""Understanding a question: the kind of answer it asks for, its places, years and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.errors import UsageError
from index.folding import fold
from index.places import PlaceMention, find_places
from rag.figures import UNITS, Dimension, find_dates
from rag.padding import without_padding

LONGEST = 1000
"""The longest question that is taken, in characters."""


class Kind(StrEnum):
    """What sort of answer a question asks for."""

    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    LIST = "list"
    THING = "thing"
    WHY = "why"
    HOW = "how"
    WHETHER = "whether"


@dataclass(frozen=True)
class Question:
    """A folded question and what was understood of it.

    `dimension` and `unit` are what a figure is asked in, None where the question leaves it open
    ("降到多少"); the unit of a count is the counter or noun after 多少, with what follows it; `places` are the administrative divisions it names; `years` the years;
    `words` the question without its places and what only asks or pads; `asks` how many figures it
    asks for.
    """

    text: str
    kind: Kind
    dimension: Dimension | None
    unit: str | None
    places: tuple[PlaceMention, ...]
    years: tuple[int, ...]
    words: str
    asks: int = 1


def read_question(text: str, asks: str | None = None) -> Question:
    """Checks, folds and analyses a question.

    :param asks: The part of it that says what kind of answer is wanted; None for all of it.
    :raises UsageError: It is empty, too long, or holds nothing to look for.
    """
    folded = check_question(text)
    kind, dimension, unit = _kind(folded if asks is None else asks)
    places = tuple(find_places(folded))
    return Question(
        text=folded,
        kind=kind,
        dimension=dimension,
        unit=unit,
        places=places,
        years=tuple(sorted({int(date.value) for date in find_dates(folded) if date.value})),
        asks=len(_ASKS.findall(folded)),
        words=without_padding(_without(folded, places)),
    )


def check_question(text: str) -> str:
    """The folded question.

    :raises UsageError: It is empty, too long, or holds nothing to look for.
    """
    if len(text) > LONGEST:
        raise UsageError(
            f"问题太长：{len(text)} 个字，最多 {LONGEST} 个。请缩短后再问",
            f"the question has {len(text)} characters, at most {LONGEST} are taken. Shorten it",
        )
    folded = " ".join(fold(text).text.split())
    if not any(character.isalnum() for character in folded):
        raise UsageError(
            "问题是空的。请写下想问的事，例如：沁县搬迁了多少人",
            "the question is empty. Write what you want to know, for example: 沁县搬迁了多少人",
        )
    return folded


_ASKS = re.compile(r"多少|几")


def _without(text: str, places: Sequence[PlaceMention]) -> str:
    for place in reversed(places):
        text = f"{text[: place.start]} {text[place.end :]}"
    return text


_MONEY_NOUN = (
    r"(?:钱|资金|经费|款|投资|贷款|收入|产值|费用|补贴|补助|奖金|预算|投入|保金|收益|税收)"
)
_ASKING_MONEY = re.compile(
    rf"多少[^，,。？?户人名个项家座处次年]{{0,5}}(?:{_MONEY_NOUN}|万元|亿元|元|块)"
    rf"|{_MONEY_NOUN}[^，,。？?]{{0,8}}(?:是|为|有|达|到|了)?多少(?!户|人|名|个|项|家|座|处|次|年)"
    r"|(?:投资|投入|投|花|耗资|拨款|赔付|发放|挣|赚|补贴|补助)了?(?:多少|几)(?:钱|元|$|？|\?)"
    r"|how much (?:money|did .* (?:cost|invest|spend))"
)
_ASKING_SHARE = re.compile(
    r"(?:同比|环比|年均|平均每年)(?:增长|下降|提高|降低|增加|减少)[^，,。？?]{0,4}(?:多少|几)|百分之(?:多少|几)|多少(?:个)?百分点|多少%|(?:率|比例|比重|占比|百分比|幅度|增幅|增速|降幅)"
    r"[^，,。？?]{0,8}(?:多少|几|多高|多大|怎样|怎么样)|(?:多少|几)倍|percent"
)
_HOW_MANY = re.compile(r"(?:多少|几|若干)(?P<noun>[^，,。？?\s]{0,8})")
_MEASURES = (
    (
        re.compile(r"(?:面积|占地|国土)[^，,。？?]{0,6}(?:多大|多少|几)|(?<!年纪)(?<!岁数)有多大"),
        Dimension.AREA,
    ),
    (re.compile(r"(?:多长时间|多久|几年(?!几月)|多少年|几天|多少天|几个月)"), Dimension.DURATION),
    (re.compile(r"(?:多长|多远|多宽|多高|里程)"), Dimension.LENGTH),
    (re.compile(r"(?:几岁|多大年纪|多大岁数|多少岁|年龄)"), Dimension.AGE),
)
_ASKING_DATE = re.compile(
    r"(?:时间|日期)$|什么时候|何时|哪一?年|哪几年|哪一?天|哪一?月|几月|几号|什么时间|哪个(?:年份|月份|月|日子)|年份|时间是|"
    r"日期|\bwhen\b|\bwhat (?:year|date)\b|which year",
)
_ASKING_PERSON = re.compile(
    r"谁|哪一?位|何人|什么人|哪个人|叫什么(?:名字)?|姓名|名叫|名字|\bwho\b|"
    r"(?:作者|记者|书记|县长|市长|编辑|主任|校长|副县长)(?:是|叫|有|$|？|\?)"
)
_ASKING_LIST = re.compile(
    r"哪些|哪几|都有什么|有什么|包括什么|分别(?:是|有|叫)|列出|列举|哪两|哪三"
)
_ASKING_PLACE = re.compile(
    r"哪里|哪儿|何处|何地|什么地方|在哪|去哪|到哪|哪个(?:省|市|县|区|乡|镇|村|国家|城市|地方|地区)|\bwhere\b"
)
_ASKING_WHY = re.compile(r"为什么|为何|为啥|原因|怎么会|缘由|\bwhy\b")
_ASKING_HOW = re.compile(r"怎么|如何|怎样|咋|\bhow\b")
_ASKING_WHETHER = re.compile(r"是不是|是否|有没有|能不能|(?:吗|么)[？?]?$")
_KINDS_IN_ENGLISH = (
    (re.compile(r"how many (?:people|persons|villagers|residents)"), Dimension.PERSON),
    (re.compile(r"how many (?:households|families)"), Dimension.HOUSEHOLD),
)

_KEYWORDS = (
    (re.compile(r"(?:人数|人口数?量?)(?:是多少|有多少|多少)?[？?]?$"), Dimension.PERSON),
    (re.compile(r"户数[？?]?$"), Dimension.HOUSEHOLD),
    (re.compile(r"(?:收入|资金|投资|投入|金额|经费|贷款|产值|补贴)[？?]?$"), Dimension.MONEY),
    (re.compile(r"(?:率|比例|比重|占比|增幅|增速|降幅)[？?]?$"), Dimension.PERCENT),
    (re.compile(r"面积[？?]?$"), Dimension.AREA),
    (re.compile(r"(?:数量|个数|数目)[？?]?$"), Dimension.COUNT),
)
"""What a question of key words alone (吕梁山护工 人均月收入) asks for, by its last word."""

Asked = tuple[Kind, Dimension | None, str | None]


def _kind(text: str) -> Asked:
    lowered = text.lower()
    for pattern, dimension in _KINDS_IN_ENGLISH:
        if pattern.search(lowered):
            return Kind.FIGURE, dimension, None
    if _ASKING_DATE.search(lowered):
        return Kind.DATE, None, None
    if _ASKING_WHY.search(lowered):
        return Kind.WHY, None, None
    if _ASKING_SHARE.search(lowered):
        return Kind.FIGURE, Dimension.PERCENT, None
    for pattern, dimension in _MEASURES:
        if pattern.search(lowered):
            return Kind.FIGURE, dimension, None
    if _ASKING_MONEY.search(lowered):
        return Kind.FIGURE, Dimension.MONEY, None
    if "第几" in text:
        return Kind.FIGURE, Dimension.ORDINAL, None
    if match := _HOW_MANY.search(text):
        return _counted(match["noun"], text)
    if re.search(r"\bhow (?:many|much)\b", lowered):
        return Kind.FIGURE, None, None
    for pattern, dimension in _KEYWORDS:
        if pattern.search(lowered):
            return Kind.FIGURE, dimension, None
    if _ASKING_PERSON.search(lowered):
        return Kind.PERSON, None, None
    if _ASKING_LIST.search(lowered):
        return Kind.LIST, None, None
    if _ASKING_PLACE.search(lowered):
        return Kind.PLACE, None, None
    if _ASKING_HOW.search(lowered):
        return Kind.HOW, None, None
    if _ASKING_WHETHER.search(lowered):
        return Kind.WHETHER, None, None
    return Kind.THING, None, None


_PEOPLE = re.compile(
    r"人(?!均|家|大)|干部|群众|队员|党员|劳动力|学生|护工|医生|村医|书记|人口|老人|社员|教师|村民|居民|儿童|志愿者"
)
_GROUPS = re.compile(r"(?:个|家|支|所|项|座|处|户|条|批|次|种|类)")
"""After these a noun for people only describes what is counted (多少支干部工作队)."""


def _counted(noun: str, text: str) -> Asked:
    """What is counted by the words after 多少 or 几."""
    if not noun:
        return Kind.FIGURE, None, None
    if re.match(r"个?[千百]?[万亿]", noun):
        money = re.search(r"投|花|资|款|钱|收入|产值|财政|补", text)
        return Kind.FIGURE, Dimension.MONEY if money else None, None
    for length in range(min(4, len(noun)), 0, -1):
        unit = noun[:length]
        if unit in UNITS and not (unit == "户" and noun[:2] == "户籍"):
            return Kind.FIGURE, UNITS[unit], unit
    if noun[:2] in ("万元", "亿元"):
        return Kind.FIGURE, Dimension.MONEY, "元"
    if _PEOPLE.search(noun) and not _GROUPS.match(noun):
        return Kind.FIGURE, Dimension.PERSON, None
    return Kind.FIGURE, Dimension.COUNT, noun

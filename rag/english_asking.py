"""What an English question asks for, put in Chinese, and the words of it that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.english_forms import IRREGULAR

Span = tuple[int, int]


@dataclass(frozen=True)
class Asking:
    """What is asked for.

    `chinese` is how Chinese asks for it (多少人, 什么时候); `used` the ranges of the English text
    that said only that; `counted` the range of what is counted, whose Chinese name follows
    `chinese` (多少 + 合作社), None where it needs none.
    """

    chinese: str
    used: tuple[Span, ...]
    counted: Span | None = None


_UNITS = {
    "people|persons|person|individuals|villagers|residents|inhabitants": "人",
    "households|families|homes": "户",
    "times": "次",
    "days": "天",
    "years": "年",
    "months": "个月",
    "weeks": "周",
    "hours": "小时",
    "yuan|rmb|renminbi": "元",
    "dollars": "美元",
    "kilometers|kilometres|km": "公里",
    "meters|metres": "米",
    "square kilometers|square kilometres": "平方公里",
    "square meters|square metres": "平方米",
    "mu": "亩",
    "hectares": "公顷",
    "tons|tonnes": "吨",
    "kilograms|kilos|kg": "公斤",
    "percentage points": "个百分点",
    "percent|per cent": "%",
}
UNIT_OF = {word: unit for words, unit in _UNITS.items() for word in words.split("|")}
"""English words for what is counted or measured, each with its Chinese unit."""
_KEPT = frozenset({"villagers", "residents", "inhabitants", "families", "homes"})
"""Units that also tell who is meant: they are looked for as well."""
_NOUN = r"[a-z0-9'\u3400-\u9fff-]+"
"""An English word, or a Chinese one that stands among them."""
_COUNTED_NOUN = (
    r"(?P<noun>(?:(?!(?:did|do|does|were|was|are|is|have|has|had|will|would|can|could|in|of|from|to"
    r"|for|by|at|on|with|per|that|who|which|there|under|during|after|before|over"
    r"|the|a|an|this|their|its)\b)"
    rf"{_NOUN}\s?){{0,5}})"
)
_COUNTED = lazy_pattern(
    r"\b(?:how many|(?:what|which) (?:is|was|were|are) the (?:total |overall )?number of|number of)\b"
    rf"\s*{_COUNTED_NOUN}"
)
_MUCH = lazy_pattern(rf"\bhow much\b\s*(?:of )?{_COUNTED_NOUN}")
_PLURALS = frozenset("children people persons men women lives feet teeth mice oxen".split())
_PARTICIPLE = lazy_pattern(r"(?:ed|en|built|ing)$")

_MONEY = (
    r"money|funds?|funding|income|incomes|earnings|revenue|revenues|investment|investments|loan|loans|"
    r"cost|costs|price|salary|salaries|wage|wages|pay|budget|subsidy|subsidies|compensation|profit|"
    r"profits|credit|expenditure|output value|tax|taxes|capital|sales|bonus|reward|fee|fees"
)
_CHANGE = "drop|decline|decrease|reduction|increase|rise|growth"
_SPENDING = (
    r"cost|invest|invested|spend|spent|pay|paid|earn|earned|earns|make|allocated?|raised?|worth|"
    r"receive|received|lent|lend|provided?"
)
_TRADING = "sell|sold|buy|bought|purchased?|export(?:ed)?|import(?:ed)?|issued?|granted"
_WHAT_FOLLOWS = "多少…"
_HOW_TO_ASK: tuple[tuple[str, str], ...] = (
    (r"\bwhat (?:percent|percentage|proportion|share|fraction)(?: of)?\b", "百分之多少"),
    (
        r"\bwhat (?:is|was|were|are) the (?:percent|percentage|proportion|share)(?: of)?\b",
        "百分之多少",
    ),
    (r"\b(?:how much|what (?:amount|sum) of) money\b", "多少钱"),
    (rf"\bhow much (?:of )?(?:the )?(?=(?:\w+ )?(?:{_MONEY})\b)", "多少钱"),
    (rf"\bhow much\b(?=.*\b(?:{_SPENDING}|{_MONEY})\b)", "多少钱"),
    (
        rf"\b(?:what|which) (?:is|was|were|are) (?:the )?"
        rf"(?=(?:[\w|'-]+ ){{0,5}}(?:{_MONEY})\b(?! (?:{_CHANGE})\b))",
        "多少钱",
    ),
    (
        r"\b(?:what|which) (?:is|was|were|are) (?:the )?"
        r"(?=(?:[\w|'-]+ ){0,4}(?:rates?|incidence|coverage|ratio)\b)",
        "百分之多少",
    ),
    (
        r"\b(?:what|which) (?:is|was|were|are) (?:the )?"
        rf"(?=(?:[\w|'-]+ ){{0,5}}(?:gdp|output|yield|{_CHANGE})\b)",
        "多少",
    ),
    (r"\bwhat (?:is|was) the (?:total )?population\b", "人口 多少人"),
    (r"\bwhat (?:is|was) the (?:total |land )?area\b", "面积 多大"),
    (r"\bwhat (?:is|was) the (?:total )?length\b", "多长"),
    (r"\bwho (?:wrote|reported|is the author of|are the authors of)\b", "作者 谁"),
    (
        r"\b(?:what|which) (?:is|was) (?:the )?(?=(?:[\w'-]+ ){0,3}(?:amount|quantity|total)\b)",
        "多少",
    ),
    (r"\bhow much (?:land|area)\b", "面积 多大"),
    # what is traded is told in money as often as in tons
    (rf"\bhow much\b(?=.*\b(?:{_TRADING})\b)", "多少"),
    (r"\bhow much\b", _WHAT_FOLLOWS),
    (
        r"\bhow long (?=(?:is|are|was) the (?:\w+ )?(?:road|bridge|river|railway|highway|line|wall))",
        "多长",
    ),
    (r"\bhow long\b", "多长时间"),
    (r"\bhow far\b", "多远"),
    (r"\bhow old\b|\b(?:at )?what age\b", "多大年纪"),
    (r"\bhow (?:large|big)\b", "面积 多大"),
    (r"\bhow (?:high|tall)\b", "多高"),
    (r"\bhow often\b", "多久"),
    (r"\b(?:in )?(?:what|which) years?\b", "哪年"),
    (r"\b(?:on )?(?:what|which) (?:date|day)\b|\bwhat (?:is|was) the date\b", "哪天"),
    (r"\b(?:in )?(?:what|which) month\b", "哪月"),
    (r"\bwhen\b|\b(?:at )?what time\b|\bsince when\b", "什么时候"),
    (
        r"\b(?:what|which) (?:is|was|are|were) the names? of\b|\bwhat (?:is|was) \w+ (?:called|named)\b",
        "叫什么名字",
    ),
    (r"\b(?:by )?(?:who|whom|whose)\b", "谁"),
    (r"\b(?:in )?(?:what|which) (?:place|location)\b|\bwhere\b", "哪里"),
    (
        r"\bwhy\b|\bwhat (?:is|was|were|are) the (?:reasons?|causes?)(?: for| of| why)?\b|\bhow come\b",
        "为什么",
    ),
    (
        r"\b(?:in )?(?:what|which) (?=(?:province|city|county|district|town|township|village|country)\b)",
        "哪个",
    ),
    (
        r"\b(?:what|which) (?:is|are|was|were) the (?=(?:\w+ ){0,4}(?!address|news|business)\w{3,}(?<!s)s\b)",
        "哪些",
    ),
    (
        r"\bwhich (?=(?:\w+ )?(?!address|news|business)\w{3,}(?<!s)s\b)|\b(?:list|name) (?:all |the )",
        "哪些",
    ),
    (
        r"\b(what (?:does|do|did|is|are))\b(?=.*\b(means?|meant|stands? for|meaning of)\b)",
        "什么意思",
    ),
    (r"\bhow\b", "怎么"),
    (r"\b(?:what|which)\b", "什么"),
    (r"^(?:is|are|was|were|did|do|does|has|have|had|can|could|will)\b", "是否"),
)
"""What is matched says only what is asked; of a pattern with groups, only what those match."""
_RULES = tuple((lazy_pattern(pattern), chinese) for pattern, chinese in _HOW_TO_ASK)

_MORE = {
    "more|most": "更多",
    "fewer|less|fewest|least": "更少",
    "larger|largest|bigger|biggest": "更大",
    "smaller|smallest": "更小",
    "longer|longest": "更长",
    "shorter|shortest": "更短",
    "higher|highest": "更高",
    "lower|lowest": "更低",
    "earlier|earliest|first": "更早",
    "later|latest": "更晚",
}
_MORE_OF = {word: chinese for words, chinese in _MORE.items() for word in words.split("|")}
_COMPARING = lazy_pattern(
    rf"\b(?P<which>(?:which|who|where|what)(?: (?:county|city|place|of them|one|village))?)\b"
    rf"(?=(?:.*\|)+.*\bor\b|.*\bor\b.*\|).*?\b(?P<more>{'|'.join(_MORE_OF)})\b"
    rf"(?: (?P<unit>{'|'.join(UNIT_OF)})\b)?"
)
"""Which of two places; the places stand masked, as bars."""


def asking(text: str) -> Asking:
    """What a lower-case English question asks for; nothing for key words alone.

    :param text: With `|` for each character of a place's name.
    """
    if match := _COMPARING.search(text):
        unit = UNIT_OF.get(match["unit"] or "", "")
        used = (match.span("which"), (match.start("more"), match.end()))
        return Asking(f"哪个 {unit} {_MORE_OF[match['more']]}".replace("  ", " "), used)
    if match := _COUNTED.search(text):
        return _counted(match, text)
    for pattern, chinese in _RULES:
        if match := pattern.search(text):
            if chinese == _WHAT_FOLLOWS and (much := _MUCH.search(text)):
                return _counted(much, text)
            groups = range(1, pattern.groups + 1) or (0,)
            return Asking(chinese, tuple(match.span(group) for group in groups))
    return Asking("", ())


def _counted(match: re.Match[str], text: str) -> Asking:
    start, end = match.start(), match.start("noun")
    words = [
        (word.group(), (end + word.start(), end + word.end()))
        for word in re.finditer(_NOUN, match["noun"])
    ]
    for i, (word, span) in enumerate(words):
        pair = " ".join(each for each, _ in words[i : i + 2])
        for name, last, rest in (
            (pair, words[min(i + 1, len(words) - 1)][1], words[i + 2 :]),
            (word, span, words[i + 1 :]),
        ):
            if name in UNIT_OF and not _goes_on(rest):
                used = ((start, end),) if name in _KEPT else ((start, end), (span[0], last[1]))
                return Asking("多少" + UNIT_OF[name], used)
    for i, (word, _) in enumerate(words):
        if i and _is_verb(word) and _is_plural(words[i - 1][0]):
            words = words[:i]
            break
    while len(words) > 1 and _is_verb(words[-1][0]):
        words.pop()
    return Asking("多少", ((start, end),), words[-1][1] if words else None)


def _is_verb(word: str) -> bool:
    """Whether a word behind what is counted tells what it did (tourists came)."""
    return _PARTICIPLE.search(word) is not None or word in IRREGULAR.keys() - _PLURALS


def _goes_on(rest: list[tuple[str, Span]]) -> bool:
    """Whether a unit only describes the noun behind it (household appliances)."""
    return bool(rest) and _is_plural(rest[0][0])


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (word.endswith("s") and not word.endswith("ss"))

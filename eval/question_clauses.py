"""What the rules that make questions share: clauses, parts of speech, everyday words."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from index.places import find_places

EVERYDAY = (
    ("投资", ("投入", "花", "投")),
    ("投入", ("花了", "拿出", "用了")),
    ("建成", ("建了", "建好", "修了")),
    ("新建", ("建了", "新修", "盖了")),
    ("修建", ("修了", "建了")),
    ("新增", ("增加", "多了", "增加了")),
    ("举办", ("办", "举行", "开展")),
    ("召开", ("开", "举行")),
    ("成立", ("建立", "创办", "设立")),
    ("位于", ("在", "坐落在")),
    ("发放", ("发了", "发")),
    ("种植", ("种", "种了")),
    ("养殖", ("养", "养了")),
    ("销售", ("卖", "卖出")),
    ("购买", ("买", "购入")),
    ("累计", ("一共", "总共", "")),
    ("共计", ("一共", "总共", "")),
    ("获得", ("拿到", "得到", "获")),
    ("企业", ("公司",)),
    ("儿童", ("孩子",)),
    ("老年人", ("老人",)),
    ("同比", ("比去年", "比上年", "")),
    ("增长", ("增加", "涨", "提高")),
    ("下降", ("减少", "降", "降低")),
    ("营业收入", ("营收",)),
    ("参加", ("参与",)),
    ("死亡", ("遇难", "去世")),
    ("受伤", ("伤",)),
    ("帮助", ("帮",)),
    ("培训", ("教", "培训了")),
    ("超过", ("", "有")),
    ("涉及", ("有", "包括")),
    ("转移", ("撤离", "疏散")),
    ("开展", ("搞", "进行")),
    ("完成", ("做完", "搞完", "完成了")),
    ("引进", ("引入", "引来")),
    ("选派", ("派", "派出")),
    ("扶持", ("帮扶", "支持")),
)
"""Words of reports and what people say instead."""

LEADING = re.compile(
    r"^(?:其中|目前|截至目前|同时|此外|另外|并且|并|还|也|而|据了解|据悉|据统计|数据显示|统计显示|"
    r"此前|如今|现在|今年以来|近年来|至此|最终|随后|当天|当日|今年|其|该|[:：,，])+"
)

PRONOUN = re.compile(r"^[他她它这那我你们此]|我们|他们|她们|你|上述|以上|本次|这")

CLAUSE_END = re.compile(r"[，。；：！？;:!?\n（）()“”「」]|,(?!\d)")

HAN = re.compile(r"[一-龥]")

COPULA = re.compile(r"(?:达到了?|达|为|是|共有?|约|有|在|超过?|了|至|到|仅|均|已|分别|高|约为)+$")

COUNTERS = "个座处所家项支条件批种类台辆篇本对组间栋株头只期部颗枚艘架份张款套吨亩户名位人元次场届岁天首幅册"


@dataclass(frozen=True)
class Made:
    """A question about a stretch of one sentence: the answer there, None where it has none."""

    question: str
    answer: tuple[int, int] | None
    kind: str


@cache
def _tagger() -> Any:
    import jieba.posseg

    return jieba.posseg


def tags(text: str) -> list[tuple[str, str]]:
    """Words with their part of speech (n, v, m …)."""
    return [(pair.word, pair.flag) for pair in _tagger().cut(text)]


def han(text: str) -> int:
    """How many Chinese characters a text has."""
    return len(HAN.findall(text))


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between the marks around a span, leading words such as 其中 left out."""
    begin = max((m.end() for m in CLAUSE_END.finditer(text, 0, start)), default=0)
    after = CLAUSE_END.search(text, end)
    stop = after.start() if after else len(text)
    lead = LEADING.match(text[begin:start])
    return begin + (lead.end() if lead else 0), stop


def everyday(text: str, draw: random.Random) -> str:
    """Some words of reports in everyday words."""
    for word, others in EVERYDAY:
        if word in text and draw.random() < 0.35:
            text = text.replace(word, draw.choice(others), 1)
    return text


def place_of(text: str) -> str | None:
    """The one county, city or province that a text names, as it is written there."""
    found = {
        text[mention.start : mention.end]
        for mention in find_places(text)
        if mention.end - mention.start > 1 and HAN.match(text[mention.start])
    }
    return found.pop() if len(found) == 1 else None

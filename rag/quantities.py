"""What nouns of quantities are measured in: 湿度 in percent, 体重 by weight, 电压 in volts."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.figures import Dimension, Figure

_NOUNS = {
    Dimension.PERCENT: r"湿度|含水率|浓度|纯度",
    Dimension.TEMPERATURE: r"(?:水|气|室|体|油|低|高|常|恒|升|调|设)温(?!室|床|饱)|温度",
    Dimension.VOLTAGE: r"电压",
    Dimension.POWER: r"功率|装机(?:容量)?|瓦数",
    Dimension.SOUND: r"噪音|噪声|音量|分贝|声音",
    Dimension.VOLUME: r"(?<!装机)(?<!电池)(?<!内存)(?<!存储)(?<!硬盘)容量|容积|库容|体积",
    Dimension.MASS: r"(?:体|净|毛|自|总|载)重(?!点|要|大|视)|重量|分量|斤两",
    Dimension.LENGTH: r"长宽高|长宽|尺寸|长度|宽度|高度(?![关重评发])|厚度|深度(?![贫融合发])|身高|体长|身长|翼展|直径|内径|口径|间距|海拔|周长",
    Dimension.AREA: r"面积",
    Dimension.DURATION: r"寿命|保质期|保修期|孵化期|有效期|时长|工期|学制|刑期|任期",
}
_PATTERN = lazy_pattern(
    "|".join(f"(?P<{dimension.name}>{nouns})" for dimension, nouns in _NOUNS.items())
)
_FAR = 12
"""A quantity is named so near before 多少."""
_STOP = lazy_pattern(r"[，,。；;：:？?\s、]")
_COMPARES = lazy_pattern(
    r"(?<!最)[增减提降升涨加跌少多高低大小长短轻重](?:(?![到至为成])[㐀-鿿]){0,2}了?$"
)


def quantity(before: str) -> Dimension | None:
    """What is measured by the last quantity named before 多少 in a folded question, None where none
    is, or where it asks by how much it changed (a share as well as an amount).

    :param before: The question up to 多少.
    """
    start = max(0, len(before) - _FAR)
    stops = [match.end() for match in _STOP.finditer(before, start)]
    near = before[stops[-1] if stops else start :]
    matches = list(_PATTERN.finditer(near))
    if not matches or _COMPARES.search(near, matches[-1].end()):
        return None
    return Dimension[str(matches[-1].lastgroup)]


_STUFFS = {
    "水油奶酒血气": (Dimension.VOLUME, Dimension.MASS),
    "粮米面肉菜鱼煤茶药盐糖": (Dimension.MASS,),
    "地田": (Dimension.AREA,),
}
_BY_CHARACTER = {noun: how for nouns, how in _STUFFS.items() for noun in nouns}
_BY_WORD: dict[str, tuple[Dimension, ...]] = {
    **dict.fromkeys(("水泥", "粮食", "大米", "小麦", "玉米", "垃圾", "化肥"), (Dimension.MASS,)),
    **dict.fromkeys(("牛奶", "汽油", "柴油", "污水", "废水"), _STUFFS["水油奶酒血气"]),
    **dict.fromkeys(("土地", "耕地", "林地", "农田", "草地", "果园", "荒山"), (Dimension.AREA,)),
}


def measures_stuff(noun: str, dimension: Dimension) -> bool:
    """Whether a figure can say how much there is of what is not counted (多少水: 22升)."""
    return dimension in (_BY_WORD.get(noun) or _BY_CHARACTER.get(noun) or ())


_PER_TIME = lazy_pattern(r"时速|流速|航速|速度|每(?:小时|秒|分钟?)|[/每](?:h|s|小?时|秒|分)")


def tells_speed(text: str, figure: Figure) -> bool:
    """Whether a length in a folded text is what is gone in a time (时速60公里)."""
    before = _STOP.split(text[max(0, figure.start - 8) : figure.start])[-1]
    after = _STOP.split(text[figure.end : figure.end + 4])[0]
    return any(map(_PER_TIME.search, (before, after)))

"""What figures a question asks for: each with its dimension, its unit and what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.figures import UNITS, Dimension
from rag.quantities import quantity


@dataclass(frozen=True)
class Asked:
    """One figure that is asked for.

    `dimension` is what it measures, None where the question leaves it open ("降到多少"); `unit` the
    counter or noun after 多少, with what follows it, as far as it says more than the dimension;
    `noun` what is counted or measured (贫困村 in "贫困村有几个"), empty where nothing says it;
    `verb` the two characters before 多少, which say of what the figure is (引进, 增长).
    """

    dimension: Dimension | None
    unit: str | None
    noun: str
    verb: str = ""


_HOW_MANY = lazy_pattern(
    r"(?:多少|(?<!好)几(?!号|点|月|时)|若干|有?多(?P<measure>[大长高远宽重深厚快])(?!家|数|型|学|规模|量))"
    r"(?P<noun>[^，,。；;：:？?\s多几]{0,14})"
)
_MEASURED = {
    "重": Dimension.MASS,
    "长": Dimension.LENGTH,
    "远": Dimension.LENGTH,
    "宽": Dimension.LENGTH,
    "深": Dimension.LENGTH,
    "厚": Dimension.LENGTH,
    "快": Dimension.SPEED,
}
"""What 多重 asks for, where the rest of the question does not say it."""
_SEVERALLY = lazy_pattern(
    r"(?P<what>[^，,。；;？?]{2,40}?)(?:(?:分别|各自)[㐀-鿿]{0,3}?|各)(?:是|为|有|达)?(?:到|了)?(?:多少|几(?!个?[省市县区乡镇村]))"
)
_AND = lazy_pattern(r"、|以及|和|与|及")
_NOT_COUNTED = lazy_pattern(
    r"[用给在到来对让向于被由从把了]|分别|实现|参加|参与|通过|完成|获得|受益|摆脱|退出|摘帽|出列|入住|达标|竣工|就业(?!率|岗|培)"
    r"|脱贫(?!户|人|村|攻|县|劳)|搬迁(?!户|人|群|任|安|点|村)|驻村(?!工作|队|干|第|帮)|培训(?!班|基|人)|建成|投入(?!资|品)|[加进住搬派]"
)
"""What stands behind these is no longer what 多少 counts."""
_LONGEST_NOUN = 8
_BEFORE = lazy_pattern(
    r"(?P<noun>[㐀-鿿A-Za-z0-9]{1,10}?)(?:一?共|总共|总计|合计|累计|大约|大概|约|分别|到底|究竟|的?数量|的?数目|的?人数)*"
    r"(?:有|是|为|达到|达|共)?了?$"
)
_LEADING = lazy_pattern(r"^.*(?:其中|全[省市县区乡镇村]|[我本该][省市县区乡镇村]|[的里在])(?=..)")
_TRAILING_VERB = lazy_pattern(r"(?:安置|建成?了?|设立?了?|派出?了?|占|降|增|增长|增加|提高)$")

_PEOPLE = lazy_pattern(
    r"人(?!均|家|大)|干部|群众|队员|党员|劳动力|学生|护工|医生|村医|书记|人口|老人|社员|教师|村民|居民|儿童|志愿者|职工|工人"
)
_GROUPS = lazy_pattern(r"(?:个|家|支|所|项|座|处|户|条|批|次|种|类)")
"""After these a noun for people only describes what is counted (多少支干部工作队)."""
_ONE_BY_ONE = lazy_pattern(
    rf"个(?:[㐀-鿿]{{0,4}}?)(?:{_PEOPLE.pattern})(?!工作|团|队|组|服务|培训|班|活动|之家|中心|[㐀-鿿]{{0,4}}(?:点|站|队|组|班|村|户|县|所|院|家))"
)
"""个 counts people too (几个村医), unless what follows is a body of them."""
_MONEY = lazy_pattern(
    r"(?:万|亿)?(?:元|块)?(?:钱|资金|经费|款|贷款|投资|帮扶资金|扶贫资金|收入|产值|补贴|补助)"
)


def read_asked(text: str, dimension: Dimension | None, unit: str | None) -> tuple[Asked, ...]:
    """The figures that a folded question asks for, in order; at least one.

    :param dimension: What the first of them measures, as the whole question says.
    :param unit: The unit of the first.
    """
    if match := _SEVERALLY.search(text):
        parts = [part.strip() for part in _AND.split(match["what"])]
        if 1 < len(parts) <= _MOST and all(parts):
            following = _HOW_MANY.search(text, match.end() - 2)
            if following and following["noun"] and dimension is None:
                dimension, unit = counted(following["noun"], text)
            return tuple(Asked(dimension, unit, part) for part in parts)
    found: list[Asked] = []
    matches = list(_HOW_MANY.finditer(text))
    mixed = len(matches) > 1 and any(
        match["measure"] or text.endswith("百分之", 0, match.start()) for match in matches
    )
    for match in matches:
        before = text[: match.start()]
        if match["measure"]:
            found.append(_measured(match["measure"], before, None if found else dimension))
            continue
        if mixed and before.endswith("百分之"):
            found.append(Asked(Dimension.PERCENT, None, "", _verb(before.removesuffix("百分之"))))
            continue
        nouns = _nouns(match["noun"])
        for noun in nouns:
            own = counted(noun, text)
            if not found and not mixed:
                own = (dimension, unit)
            elif found and own[0] is None and (more := _BY_HOW_MUCH.search(before)):
                # 面积多大，比上届多多少 asks for two figures of one dimension
                found.append(Asked(found[-1].dimension, found[-1].unit, more["than"]))
                continue
            if own in _MAY_BE_ANY and (measured := quantity(before)):
                own = measured, None
            found.append(Asked(*own, _noun(before, noun), _verb(before)))
    return tuple(found) or _keywords(text) or (Asked(dimension, unit, ""),)


def _keywords(text: str) -> tuple[Asked, ...]:
    """The figures that key words name at the end of a question (边缘户 户数 人数), where there are
    two and more; empty where not."""
    found: list[Asked] = []
    for word in reversed(re.split(r"[\s、和及]+", text.strip())):
        if (match := _COUNTED_KEYWORD.fullmatch(word)) is None:
            break
        noun = match["noun"] or ""
        dimension = Dimension.COUNT if noun else _KEYWORDS[match["word"]]
        found.insert(0, Asked(dimension, noun or None, noun))
    return tuple(found) if 1 < len(found) <= _MOST else ()


_KEYWORDS = {
    "户数": Dimension.HOUSEHOLD,
    "人数": Dimension.PERSON,
    "人口": Dimension.PERSON,
    "金额": Dimension.MONEY,
    "资金": Dimension.MONEY,
    "投资": Dimension.MONEY,
    "面积": Dimension.AREA,
}
_COUNTED_KEYWORD = lazy_pattern(
    rf"[㐀-鿿]{{0,4}}?(?:(?P<word>{'|'.join(_KEYWORDS)})|(?P<noun>[村县乡镇])数?)"
)


_BY_HOW_MUCH = lazy_pattern(
    r"[比较](?P<than>[^，,。；;？?\s]{1,8}?)(?:多|少|大|小|高|低|长|增加?|减少?|增长|提高|扩大)了?$"
)


def _measured(measure: str, before: str, dimension: Dimension | None) -> Asked:
    """What is asked for by 多大, 多长 or 多重."""
    known = dimension if dimension in _MEASURES else None
    known = known or quantity(before) or _MEASURED.get(measure)
    if known is None and measure == "大":
        known = Dimension.AREA if _HAS_AREA.search(before) else None
    return Asked(known, None, _noun(before, ""))


_MEASURES = (Dimension.AREA, Dimension.LENGTH, Dimension.MASS, Dimension.AGE, Dimension.DURATION)
_HAS_AREA = lazy_pattern(r"面积|占地|规划|展馆|园区|场馆|建筑|厂房|基地")

_ASPECT = lazy_pattern(r"(?:[了过到达为是有共]|大约|大概|一共|总共|累计|合计|分别)+$")


def _verb(before: str) -> str:
    """What stands right before 多少: mostly the verb whose object is asked for."""
    last = _ASPECT.sub("", before)[-2:]
    return last if len(last) > 1 and all("㐀" <= c <= "鿿" for c in last) else ""


_DONE_WITH = lazy_pattern(r"[拿得获受][到了过].*$|[受得获]奖.*$")
_MOST = 4
"""How many figures one question asks for at most."""


def _nouns(after: str) -> list[str]:
    """The nouns after 多少: more than one where they are joined (多少单位、工作队和干部)."""
    parts = [part.removesuffix("呢") for part in _AND.split(after)]
    parts[-1] = _DONE_WITH.sub("", parts[-1])
    joined = 1 < len(parts) <= _MOST and all(
        1 < len(part) <= _LONGEST_NOUN and not _NOT_COUNTED.search(part) for part in parts
    )
    return parts if joined else [after]


def _noun(before: str, after: str) -> str:
    """What is counted: the noun after 多少 and its counter, else what stands before (村有几个)."""
    noun = _NOT_COUNTED.split(_without_counter(after))[0][:_LONGEST_NOUN]
    if _WITHIN.match(after):
        return ""
    if (noun[:1] == "人" and noun[1:2] != "口") or (after[:1] == "户" and "户" not in noun):
        # what follows 多少人 is what they did
        noun = ""
    if len(noun) > 1 or (noun and noun not in UNITS):
        return noun
    if match := _BEFORE.search(re.split(r"[，,。；;：:？?\s]", before)[-1]):
        return _TRAILING_VERB.sub("", _LEADING.sub("", match["noun"])).removesuffix("的")
    return noun


_WITHIN = lazy_pattern(
    r"个?(?:天|日|周|年|月|星期|小时|钟头|分钟|秒|工作日)(?:[之以]?[内前后]|能|可以?|才|就)"
)
"""几天内补交 asks for the time, not for what is done in it."""


def _without_counter(noun: str) -> str:
    match = re.match(
        r"(?:个?[十百千]?[万亿])?(?:个|座|处|所|家|项|支|条|件|批|种|类|台|辆|篇|组|名|位|口|只|头|枚|颗|匹|艘|栋|株|棵|间|盏|户(?!籍))?(?=[㐀-鿿]|$)",
        noun,
    )
    return noun[match.end() :] if match else noun


def counted(noun: str, text: str) -> tuple[Dimension | None, str | None]:
    """What is measured by the words after 多少 or 几, and the unit asked for.

    :param text: The whole question.
    """
    if not noun or _TO_HOW_MUCH.match(noun):
        return None, None
    if re.match(r"个?[千百]?[万亿]", noun):
        rest = re.sub(r"^个?[千百]?[万亿]", "", noun)
        if _PEOPLE.match(rest) or _PEOPLE.search(rest[:_NEAR]):
            return Dimension.PERSON, None
        if rest[:1] == "户":
            return Dimension.HOUSEHOLD, "户"
        money = re.search(r"投|花|资|款|钱|收入|产值|财政|补", text)
        return Dimension.MONEY if money else None, None
    for length in range(min(4, len(noun)), 0, -1):
        unit = noun[:length]
        if unit in UNITS and noun[:2] not in _NO_UNITS:
            return UNITS[unit], unit
    if noun == "度":
        return Dimension.TEMPERATURE, None
    if noun[:2] in ("万元", "亿元"):
        return Dimension.MONEY, "元"
    if _MONEY.match(noun):
        return Dimension.MONEY, None
    if _PEOPLE.search(noun) and (not _GROUPS.match(noun) or _ONE_BY_ONE.match(noun)):
        return Dimension.PERSON, None
    return Dimension.COUNT, noun


_NEAR = 6
_MAY_BE_ANY = ((None, None), (Dimension.PERCENT, None))
"""功率 is a 率 and no share."""
_TO_HOW_MUCH = lazy_pattern(r"[㐀-鿿]{0,5}?(?:到|至|成|为)了?(?:多少|几|$)")
"""What stands between the two in 从多少增加到多少 is nothing that is counted."""
_NO_UNITS = frozenset(("户籍", "瓦房", "瓦屋", "瓦片", "瓦窑"))
"""What begins with the character of a unit and is none."""

"""What sort of answer a folded question asks for."""

from __future__ import annotations

import re
from enum import StrEnum

from index.lazy_pattern import lazy_pattern
from rag.asked import counted
from rag.figures import Dimension
from rag.lists import wanted_count
from rag.naming import asks_naming
from rag.titles import asked_about, asked_holder


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
    TITLE = "title"
    ABOUT = "about"
    OFFICE = "office"


_MONEY_NOUN = (
    r"(?:钱|资金|经费|款|投资|贷款|收入|产值|费用?|补贴|补助|奖金|预算|投入|保金|收益|增收|工资|薪水?|薪酬|"
    r"税收|票价|价格?|资本|成本|利润|营收|[销金债总]售?额|生产总值|gdp)"
)
_ASKING_MONEY = lazy_pattern(
    rf"多少[^，,。？?户人名个项家座处次年]{{0,5}}(?:{_MONEY_NOUN}|万元|亿元|元|块)"
    rf"|{_MONEY_NOUN}(?:(?!增长|增加|增幅|提高|[涨升降跌减缩])[^，,。？?]){{0,8}}(?:是|为|有|达|到|了)?(?:多少(?!户|人|名|个|项|家|座|处|次|年|[㐀-鿿]{{1,4}}(?:户|人|村|县|企业|群众|学生|项目))|多高)"
    r"|(?:投资|投入|投|花|耗资|拨款|赔付|发放|挣|赚|拿|分|领|掏|交|补贴|补助)[了到]?(?:多少|几)(?:钱|元|$|？|\?)"
    r"|how much (?:money|did .* (?:cost|invest|spend))"
)
_ASKING_SHARE = lazy_pattern(
    r"(?:同比|环比|年均|平均每年)(?:增长|下降|提高|降低|增加|减少|[涨升降跌减])[^，,。？?]{0,4}(?:多少|几)|百分之(?:多少|几)|多少(?:个)?百分点|多少%|(?:率|比例|比重|占比|百分比|幅度|增幅|增速|降幅)"
    r"[^，,。？?]{0,8}(?:多少|几|多高|多大|怎样|怎么样)|(?:多少|几)倍|percent"
)
_HOW_MANY = lazy_pattern(r"(?:多少|(?<![哪好])几(?!乎|何)|若干)(?P<noun>[^，,。？?\s几]{0,8})")
_OPEN_END = lazy_pattern(
    r"(?:总共|一共|大约|大概)?(?:是|为|有|有了|达|达到|达到了)?(?:多少|几)(?:个?[十百千]?[万亿])?(?:呢|啊)?[？?]?$"
)
_MEASURES = (
    (
        lazy_pattern(
            r"(?:面积|占地|国土)[^，,。？?]{0,6}(?:多大|多少|几)|(?<!年纪)(?<!岁数)有多大(?!年|岁)"
            r"|[省市县区乡镇村]多大[？?]?$"
        ),
        Dimension.AREA,
    ),
    (lazy_pattern(r"(?:多长时间|多久|几年(?!几月)|多少年|几天|多少天|几个月)"), Dimension.DURATION),
    (
        lazy_pattern(
            r"多长|多远|多宽|(?<![率量温价薪资入度])[是有]?(?<![率量温价薪资入度]有)多高|里程"
        ),
        Dimension.LENGTH,
    ),
    (lazy_pattern(r"几岁|多大年纪|多大岁数|多少岁|年龄|(?:年纪|岁数)(?:有)?多大"), Dimension.AGE),
)
_ASKING_DATE = lazy_pattern(
    r"(?<!长)(?:时间|日期)$|什么时候|什么日子|何时|哪一?年|哪几年|哪[一几]?天|(?:星期|周|礼拜)几|哪一?月|几月|几号|几点(?!意见|建议|要求|经验|启示|做法|原因)|什么时间|哪个(?:年份|月份|月|日子)|年份|时间是|"
    r"日期|\bwhen\b|\bwhat (?:year|date)\b|which year",
)
_ASKING_PERSON = lazy_pattern(
    r"谁(?!(?:更|比较|最)?[高低大小多少长短快慢早晚强])|哪一?位|何人|什么人|哪个人|(?<![社司动目店馆站厂园区桥路村镇县河湖山书片歌剧法号机场展览节券牌赛奖])叫什么名字|姓名|\bwho\b"
)
_OFFICE = r"(?:一把手|[二三]把手|掌门人|支书|村官|[会社]长|理事长|院士|作者|记者|摄影|责编|编辑|主编|书记|[省市县区镇乡村校院局处部队组会社站厂所]长|主任|主席|经理|董事长|总裁|教授|负责人|带头人)"
_ASKING_HOLDER = lazy_pattern(
    rf"{_OFFICE}(?:是(?!哪(?!一?[位个名]?人?$)|从|由|怎|如何|什么时|什么地|何[时地]|为|在|几|多)|叫|有|名叫|名字|$|？|\?)"
    rf"|{_OFFICE}.{{0,4}}叫什么"
)
_ASKING_TITLE = lazy_pattern(
    r"(?:标题|题目|题名|文题|栏目名?|栏目名称)(?:名|名称)?(?:是|叫|为)?(?:什么|啥|$|？|\?)|什么(?:标题|题目|栏目)|\b(?:headline|title)\b"
)
_ASKING_LIST = lazy_pattern(
    r"哪些|哪几|都有什么|有什么|包括什么|包含什么|都有啥|有啥|分别(?:是|有|叫)|列出|列举|哪[“‘]?(?:[两二三四五六七八九十]|[0-9])"
)
_ASKING_PLACE = lazy_pattern(
    r"哪里|哪儿|何处|何地|什么地方|在哪|去哪|到哪|哪个(?:省|市|县|区|乡|镇|村|国家|城市|地方|地区)|\bwhere\b"
)
_ASKING_NUMBERED = lazy_pattern(
    r"(?:几|哪一?个?)(?:号(?=[楼馆门厅院窗仓柜井车机线])|楼|层|栋|幢|单元|排)(?!人|房子|高)[^，,]{0,8}$"
)
_HAS_NUMBER_OF = lazy_pattern(r"[有共高盖建修]了?几[层栋幢排]")
_ASKING_WHY = lazy_pattern(r"(?<![选称作评定改变名誉视])为什么|为何|为啥|原因|怎么会|缘由|\bwhy\b")
_ASKING_HOW = lazy_pattern(r"怎么|如何|怎样|咋|\bhow\b")
_ASKING_WHETHER = lazy_pattern(
    r"是不是|是否|有没有|能不能|能否|可否|(?P<verb>[㐀-鿿])不(?P=verb)|(?:吗|(?<!什)(?<!怎)么|对不对|没有?|是真的吗|行不行)[？?]?$"
)
_ASKING_SEVERAL = lazy_pattern(
    r"(?:[两二三四五六七八九十]|[0-9])[大个种项类条步场张份件家所部篇款支座位名][^，,。；;“”]{0,10}(?:分别|都|各)?(?:是|指|有|叫做?|包括|包含|为)(?:的是)?(?:什么|啥)"
    r"|(?:[两二三四五六七八九十]|[0-9])[^，,。；;]{1,8}[”」](?:分别|都|各)?(?:是|指|有|包括|包含)(?:的是)?(?:什么|啥)"
)
_SEVERAL_NAMED = lazy_pattern(r"(?:[两二三四五六七八九十]|[0-9])大[㐀-鿿]{2,8}[？?]?$")
"""Key words for a list (三大品牌), unless something else is asked of it."""
_ASKING_ANY = lazy_pattern(r"哪|什么|谁|怎|如何|为何|吗[？?]?$|是不是|是否|有没有")
_KINDS_IN_ENGLISH = (
    (lazy_pattern(r"how many (?:people|persons|villagers|residents)"), Dimension.PERSON),
    (lazy_pattern(r"how many (?:households|families)"), Dimension.HOUSEHOLD),
)

_KEYWORDS = (
    (lazy_pattern(r"(?:人数|人口数?量?)(?:是多少|有多少|多少)?[？?]?$"), Dimension.PERSON),
    (lazy_pattern(r"户数[？?]?$"), Dimension.HOUSEHOLD),
    (
        lazy_pattern(r"(?:收入|资金|投资|投入|金额|经费|贷款|产值|补贴|生产总值|gdp)[？?]?$"),
        Dimension.MONEY,
    ),
    (lazy_pattern(r"(?:率|比例|比重|占比|增幅|增速|降幅)[？?]?$"), Dimension.PERCENT),
    (lazy_pattern(r"面积[？?]?$"), Dimension.AREA),
    (lazy_pattern(r"(?:数量|个数|数目)[？?]?$"), Dimension.COUNT),
)
"""What a question of key words alone (吕梁山护工 人均月收入) asks for, by its last word."""

Wanted = tuple[Kind, Dimension | None, str | None]


def find_kind(text: str) -> Wanted:
    """The kind of answer a folded question asks for; of a figure what it measures and its unit.

    `dimension` and `unit` are None where it is no figure or the question leaves them open.
    """
    lowered = text.lower()
    if _ASKING_TITLE.search(lowered):
        return Kind.TITLE, None, None
    if asked_about(text):
        return Kind.ABOUT, None, None
    if asked_holder(text):
        return Kind.OFFICE, None, None
    return _figure(text, lowered) or (_other(lowered), None, None)


def _figure(text: str, lowered: str) -> Wanted | None:
    for pattern, dimension in _KINDS_IN_ENGLISH:
        if pattern.search(lowered):
            return Kind.FIGURE, dimension, None
    if _ASKING_NUMBERED.search(lowered) and not _HAS_NUMBER_OF.search(lowered):
        return Kind.PLACE, None, None
    if _ASKING_DATE.search(lowered):
        return Kind.DATE, None, None
    if _ASKING_WHY.search(lowered) or asks_naming(lowered):
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
        dimension_of, unit = counted(match["noun"], text)
        if dimension_of is None and _OPEN_END.search(lowered):
            dimension_of = _by_last_word(_OPEN_END.sub("", lowered))
        elif dimension_of is None and not match["noun"]:
            dimension_of = _by_last_word(lowered[: match.start()])
        return Kind.FIGURE, dimension_of, unit
    if re.search(r"\bhow (?:many|much)\b|多[大高快重深厚](?!程度|影响|作用|意义|变化)", lowered):
        return Kind.FIGURE, None, None
    if not _ASKING_ANY.search(lowered) and (known := _by_last_word(lowered)):
        return Kind.FIGURE, known, None
    return None


def _by_last_word(lowered: str) -> Dimension | None:
    return next((dimension for pattern, dimension in _KEYWORDS if pattern.search(lowered)), None)


_ORDER = (
    (_ASKING_PERSON, Kind.PERSON),
    (_ASKING_LIST, Kind.LIST),
    (_ASKING_PLACE, Kind.PLACE),
    (_ASKING_HOLDER, Kind.PERSON),
    (_ASKING_HOW, Kind.HOW),
    (_ASKING_WHETHER, Kind.WHETHER),
)


def _other(lowered: str) -> Kind:
    for pattern, kind in _ORDER:
        if pattern.search(lowered):
            return kind
    if _ASKING_SEVERAL.search(lowered) and wanted_count(lowered):
        return Kind.LIST
    if _SEVERAL_NAMED.search(lowered) and not _ASKING_ANY.search(lowered):
        return Kind.LIST
    return Kind.THING

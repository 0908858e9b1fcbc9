"""Public works of one sort and another: what a waterworks cost tells nothing of a road."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_SORTS = {
    "road": "公路|道路|村道|马路|油路|水泥路|高速|国道|省道|铺路|修路|通路",
    "bridge": "大桥|桥梁|[^天]桥(?![东西南北头镇乡村])",
    "rail": "铁路|高铁|地铁|轻轨|火车站",
    "airport": "机场|航站楼|跑道",
    "port": "码头|港口|航道",
    "water": "饮水|水渠|灌渠|灌溉|水利|水库|自来水|供水|水厂|水井|大坝",
    "sewage": "污水|排水|垃圾|厕所|公厕",
    "housing": "危房|住房|安置房|廉租|公租|民居|小区改造|棚户区|新居",
    "school": "学校|校舍|教学楼|幼儿园|教育|小学|中学|大学",
    "health": "医院|卫生室|卫生院|医疗|健康|诊所",
    "power": "电站|光伏|电网|供电|风电|水电|电厂",
    "culture": "文化站|文化中心|图书馆|博物馆|体育馆|体育场|剧院",
    "park": "公园|广场|绿地|植物园",
    "forest": "造林|绿化|林场|退耕",
    "factory": "厂房|车间|产业园|工业园|加工厂",
    "greenhouse": "大棚|温室|养殖场|猪场|牛棚",
}
_PATTERNS = {sort: lazy_pattern(pattern) for sort, pattern in _SORTS.items()}
_ASKS_OUTLAY = lazy_pattern(
    r"(?:投资|投入|投|花费?|耗资|耗费|斥资|出资|拨款|用)(?:了|过|进去|额|资金|金额)*(?:是|为|达|到|有)?(?:多少|几|多大)|造价|多少(?:资金|投资|经费)"
)


def is_outlay_for_other_works(question: str, told: str, sentence: str) -> bool:
    """Whether a folded question asks what was spent on works of one sort, and a sentence tells of
    works of another without one of that sort being named in it or shortly before.

    :param told: The sentence with what stands before it.
    """
    if not _ASKS_OUTLAY.search(question):
        return False
    asked = [pattern for pattern in _PATTERNS.values() if pattern.search(question)]
    if not asked or any(pattern.search(told) for pattern in asked):
        return False
    return any(pattern.search(sentence) for pattern in _PATTERNS.values())

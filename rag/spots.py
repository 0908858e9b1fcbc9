"""Where in a building or on its ground something is: floors, rooms, doors and their sides."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

Span = tuple[int, int]

_NUMBER = r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})"
_PART = (
    rf"(?:(?:负|地下)?{_NUMBER}(?:号[楼馆门厅院库窗]|楼(?![盘市主宇])|层(?!次|面|级|意|含|层)|单元|栋|幢)"
    r"|[东南西北]{1,2}(?:门(?!子)|侧|面|边|区|楼|院))"
)
_ROOM = (
    r"(?:阅览室|办公室|会议室|教室|值班室|医务室|活动室|报告厅|大厅|餐厅|展厅|食堂|礼堂|操场|停车场|广场"
    r"|服务台|护士站|服务中心|窗口|前台|岗亭|门卫|图书馆|体育馆|药房|病房|仓库|车库|[0-9]{3,4}室)"
)
_SPOT = lazy_pattern(
    rf"(?:{_NUMBER}(?:号楼|楼|层|栋|幢|单元)?(?:至|到|[-—~、和]))?{_PART}(?:{_PART}|的(?={_PART}|{_ROOM})){{0,4}}(?:[㐀-鿿]{{0,6}}?{_ROOM})?[旁前后内外里]?"
)


def spots_in(sentence: str) -> list[Span]:
    """The spots that a folded sentence names (三楼阅览室, 1号楼一楼西侧, 南门)."""
    return [match.span() for match in _SPOT.finditer(sentence)]

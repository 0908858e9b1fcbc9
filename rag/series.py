"""Members of a series, as 第二批, 三季度, 下半年: what is told of one holds of no other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.figures import parse_number
from rag.overlap import longest_common

_DIGITS = "0-9一二三四五六七八九十百两"
_MEMBER = lazy_pattern(
    rf"第(?P<more>(?:[{_DIGITS}]{{1,4}}[、和及与]第?)*)(?P<number>[{_DIGITS}]{{1,4}})个?(?P<series>批次?|届|期|轮|次|阶段|产业)(?P<of>[㐀-鿿]{{0,4}})"
    rf"|首(?P<first>批|届|期|轮|次)(?P<first_of>[㐀-鿿]{{0,4}})"
    rf"|(?P<run>前|[1一][-—~至到])?(?P<quarters>(?:第?[一二三四1-4][、和及与])*)第?(?P<quarter>[一二两三四1-4])个?季度"
    rf"|(?P<half>[上下])半年"
    rf"|(?P<which>[{_DIGITS}]{{1,4}})(?P<thing>年级|单元|号(?:[楼线店机井馆仓桥院厅窗门炉泵塔墩柜]|车(?!票|站|展|主)))"
    rf"|(?:(?<=[市县区省州])|第)(?P<other>[{_DIGITS}]{{1,2}})(?:人民)?(?P<body>医?院(?![长士])|中学?(?![㐀-鿿]{{0,2}}全会)|小学|幼儿园)"
)
_NAMED_BY_ITS_THING = frozenset("届期轮次")
"""Of these a text may tell several series at a time (第三届人大, 第六届农博会)."""
_OTHERWISE = {
    "1季度": r"(?<!1)1(?:月份?)?(?:-|至|到|—|~)3月",
    "2季度": r"(?<!1)4(?:月份?)?(?:-|至|到|—|~)6月",
    "3季度": r"7(?:月份?)?(?:-|至|到|—|~)9月",
    "4季度": r"10(?:月份?)?(?:-|至|到|—|~)12月",
    "前2季度": r"(?<!1)1(?:月份?)?(?:-|至|到|—|~)6月|上半年",
    "前3季度": r"(?<!1)1(?:月份?)?(?:-|至|到|—|~)9月",
    "上半年": r"(?<!1)1(?:月份?)?(?:-|至|到|—|~)6月|前[二两2]个?季度",
    "下半年": r"7(?:月份?)?(?:-|至|到|—|~)12月",
    "1产业": "农业|一产|农林牧渔",
    "2产业": "工业|二产|建筑业",
    "3产业": "服务业|三产",
}
"""What else may stand for a member: a quarter's otherwise, what a sector of the economy is."""
_UNNUMBERED = "批届期轮"
"""A text may speak of the one it is about without its number (本届, 此轮)."""
_SAME = 2


@dataclass(frozen=True)
class Member:
    """A member of a series: its `name` in it, the `series`, and of what that is, empty where the
    text does not say."""

    name: str
    series: str
    of: str

    def is_comparable(self, other: Member) -> bool:
        """Whether both can be of one series."""
        if self.series != other.series:
            return False
        if self.series not in _NAMED_BY_ITS_THING:
            return True
        if self.series == "次":
            return len(longest_common(self.of, other.of)) >= _SAME
        told = len(self.of) < _SAME or len(other.of) < _SAME
        return told or len(longest_common(self.of, other.of)) >= _SAME


def members(text: str) -> list[Member]:
    """The members of series that a folded text names."""
    found: list[Member] = []
    for match in _MEMBER.finditer(text):
        if match["series"]:
            series = match["series"].removesuffix("次") or "次"
            for number in _numbers(match["more"] + match["number"]):
                found.append(Member(number, series, match["of"]))
        elif match["first"]:
            found.append(Member("1", match["first"], match["first_of"]))
        elif match["quarter"]:
            run = "前" if match["run"] else ""
            for number in _numbers(match["quarters"] + match["quarter"]):
                found.append(Member(run + number, "季度", ""))
        elif match["half"]:
            found.append(Member(match["half"], "半年", ""))
        elif match["body"]:
            body = match["body"].removeprefix("医").removesuffix("学")
            found.extend(Member(name, body, "") for name in _numbers(match["other"]))
        else:
            found.extend(Member(name, match["thing"], "") for name in _numbers(match["which"]))
    return found


def _numbers(text: str) -> list[str]:
    values = [parse_number(part.strip("第")) for part in re.split(r"[、和及与]", text)]
    return [f"{value:g}" for value in values if value is not None]


def tells_another(question: str, sentence: str) -> bool:
    """Whether a folded question asks of a member of a series and the sentence tells of another.

    ("第三批有多少", "第二批共230万元"; "二季度", "一季度".) So it is not where the sentence names
    the one that is asked about too.
    """
    told = members(sentence)
    for asked in members(question):
        others = [member for member in told if asked.is_comparable(member)]
        if (
            others
            and all(member.name != asked.name for member in others)
            and not _is_told_otherwise(asked, sentence)
        ):
            return True
    return False


def is_untold(question: str, document: str) -> bool:
    """Whether a folded question asks of a member of a series that a document nowhere names."""
    told = members(document)
    return any(
        _needs_naming(asked, document)
        and not any(member.name == asked.name for member in told if asked.is_comparable(member))
        and not _is_told_otherwise(asked, document)
        for asked in members(question)
    )


def is_only_of_siblings(question: str, document: str) -> bool:
    """Whether a folded question asks of a numbered thing (五年级, 8号楼, 一院), and a document has
    others of its sort and nowhere that one."""
    told = [member for member in members(document) if _is_thing(member)]
    for asked in members(question):
        others = [member for member in told if member.series == asked.series]
        if others and all(member.name != asked.name for member in others):
            return True
    return False


def _is_thing(member: Member) -> bool:
    return member.series in ("年级", "单元", "院", "中", "小", "幼儿园") or member.series[0] == "号"


def _needs_naming(asked: Member, document: str) -> bool:
    if asked.series in ("季度", "半年"):
        return True
    return asked.series in _UNNUMBERED and not re.search(rf"[本此这该]{asked.series}", document)


def _is_told_otherwise(asked: Member, text: str) -> bool:
    pattern = _OTHERWISE.get(asked.name + asked.series)
    return pattern is not None and re.search(pattern, text) is not None

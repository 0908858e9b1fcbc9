"""The offices and callings that a text gives someone, and the questions that ask for them."""

from __future__ import annotations

import re

from index.lazy_pattern import lazy_pattern
from index.word_segmentation import segment
from rag.people import is_name, names_in

Span = tuple[int, int]

_HAN = "[㐀-鿿]"
_TITLE_END = (
    r"书记|主席|主任|省长|市长|县长|区长|州长|镇长|乡长|村长|校长|院长|局长|处长|科长|部长|厅长|队长|组长|会长|社长|站长"
    r"|厂长|所长|园长|行长|庭长|台长|馆长|店长|班长|团长|董事长?|监事|理事长?|总?经理|总裁|教授|讲师|老师|教师|主编|秘书长?|支书"
    r"|常委|委员|助理|发言人|代表|干事|总监|工程师|总师|研究员|院士|专家|顾问|负责人|带头人|合伙人|创始人|主管|主持人|记者"
    r"|编辑|作家|画家|导演|演员|教练|队员|运动员|飞行员|医生|医师|护士|律师|法官|检察官|民警|战士|村医|护工|志愿者|指导员"
    r"|检察长|审判长|参谋长?|政委|司令员?|大使|总领事|参赞|市民|村民|农民|居民|学生|工人|职工|员工|工作人员"
)
_TITLE = lazy_pattern(rf"(?:{_TITLE_END})$")
_OF_ASKING = r"(?:官职?|职务|职位|职称|身份|职(?![业责能工员])|岗位|头衔|官位)"
_ASKING = lazy_pattern(
    rf"(?:现在|目前|当时|如今|究竟|到底|曾经?|现)*(?:是|任|担任|当|做|兼任|出任)(?:的是)?(?:个|一?个)?(?:什么|哪个|何|啥)(?:样的)?{_OF_ASKING}"
    rf"|(?:的|是|有)?(?:什么|何|啥){_OF_ASKING}"
    rf"|的?(?:现任|当时的?)?(?:职务|职位|官职|头衔)(?:是(?:什么|啥)|有哪些)?[呢啊呀]?[？?]?$"
)
_LONGEST_NAME = 4
_STANDS_ALONE = lazy_pattern(rf"(?:^|[^{_HAN[1:-1]}]|[的省市县区乡镇村]|{_TITLE_END})$")
"""What can stand before a name that is not part of a longer word."""


def asked_holder(question: str) -> str | None:
    """Whose office a folded question asks for (张三是什么官, 张三的职务), None where none's."""
    for match in _ASKING.finditer(question):
        for length in range(_LONGEST_NAME, 1, -1):
            name = question[max(0, match.start() - length) : match.start()]
            if (
                len(name) == length
                and is_name(name)
                and _STANDS_ALONE.search(question[: match.start() - length])
            ):
                return name
    return None


def asked_about(question: str) -> str | None:
    """Who someone is that a folded question asks about (张三是谁), None where it asks no such."""
    match = _ASKING_ABOUT.match(question)
    return match["name"] if match and is_name(match["name"]) else None


_ASKING_ABOUT = lazy_pattern(
    r"(?P<name>[㐀-鿿·]{2,4}?)(?:究竟|到底)?是"
    r"(?:谁|什么人物?|何人|何许人也?|(?:干|做)什么(?:工作)?的|什么来[头历])[呢啊呀]?[？?]?$"
)


def held_titles(name: str, sentence: str) -> list[Span]:
    """What a folded sentence says someone is: the whole phrase, several offices as one.

    It stands right before the name (县委常委、副县长张三), or behind it after 任, 是 or in brackets
    (张三,男,现任副县长); in a life that is told without saying whose, behind 任 at the start of the
    sentence (1998年任副县长). Longest first; empty where the name only occurs.
    """
    found: list[Span] = []
    if not name:
        return found
    if name not in sentence and (match := _WITHOUT_NAME.match(sentence)):
        return [match.span("title")]
    for match in re.finditer(re.escape(name), sentence):
        before = _before(sentence, match.start())
        after = _after(sentence, match.end())
        found.extend(span for span in (before, after) if span is not None)
    return sorted(set(found), key=lambda span: span[0] - span[1])


_WITHOUT_NAME = lazy_pattern(
    r"(?:[0-9]{4}年?|[0-9]{1,2}[月日.]|[0-9]{1,2}|[-—~至起到后,，同年\s]){0,12}"
    r"(?:现任|历任|曾任|时任|升任|调任|改任|担任|兼任|出任|转任|任|当选为?)(?P<title>[^,，。；;:：!！?？\n]{2,60})"
)


def introduces(name: str, sentence: str) -> bool:
    """Whether a folded sentence says who someone is, and does not only name him."""
    if not name or name not in sentence:
        return False
    if held_titles(name, sentence):
        return True
    return (
        re.search(
            rf"{re.escape(name)}(?:[,，(（]\s*(?:男|女|[0-9]{{4}}年|[0-9]{{2}}岁|{_HAN}{{1,3}}族|{_HAN}{{2,6}}人[,，。])"
            rf"|(?:今年|现年)?[0-9]{{2}}岁|(?:就|曾|原|本)?是(?!否|不是|在|由|从|怎)|,?出生|,?生于)"
            rf"|(?:名叫|叫做?|名字叫|人称){re.escape(name)}",
            sentence,
        )
        is not None
    )


_STOP = lazy_pattern(r"[,，。；;：:!！?？\n“”\"《》()（）\s]")
_LEADING_WORDS = frozenset(
    "图为 图 介绍 据 由 在 是 任 时任 现任 担任 任命 对 向 受 与 和 同 跟 让 把 被 从 给 以及 及 还有 采访 见到 看到 走访 慰问"
    " 来自 对于 关于 今天 昨天 近日 日前 当天 上午 下午 日 当日 随后 此时 时 后 其中 包括 以 等 而 当 说 表示 邀请 聘请 选派"
    " 选举 提名 决定 为 作为 身为 因 了 也 都 ".split()
)
_LONGEST_TITLE = 60


def _before(sentence: str, end: int) -> Span | None:
    """The title that ends where a name begins."""
    low = max(0, end - _LONGEST_TITLE)
    stops = [match.end() for match in _STOP.finditer(sentence, low, end)]
    start = stops[-1] if stops else low
    chunk = sentence[start:end]
    if not _TITLE.search(chunk):
        return None
    for _, other in names_in(sentence):
        if start < other <= end - 2:
            start = other
    at = start
    for word in segment(sentence[start:end]):
        at += len(word)
        if word in _LEADING_WORDS and at < end:
            start = at
    lead = re.match(r"[、和与及]|[0-9]+[年月日]", sentence[start:end])
    while lead:
        start += lead.end()
        lead = re.match(r"[、和与及]|[0-9]+[年月日]", sentence[start:end])
    return (start, end) if _TITLE.search(sentence[start:end]) else None


_AFTER = lazy_pattern(
    rf"(?:[,，][^。；;]{{0,40}}?|[^,，。；;]{{0,10}}?)(?:现任|历任|曾任|时任|担任|兼任|出任|当选为?|任|系|是|为)"
    rf"(?P<title>(?:{_HAN}|[、“”A-Za-z0-9·（）()])*?(?:{_TITLE_END})(?:、(?:{_HAN}|[“”])*?(?:{_TITLE_END}))*)(?={_HAN}{{0,2}}[,，。；;)）]|$)"
    rf"|[（(](?P<aside>(?:{_HAN}|[、“”A-Za-z0-9·])*(?:{_TITLE_END}))[)）]"
)


def _after(sentence: str, start: int) -> Span | None:
    """The title that someone named before is said to hold."""
    match = _AFTER.match(sentence, start)
    if match is None:
        return None
    group = "title" if match["title"] else "aside"
    if names_in(sentence[start : match.start(group)]):
        return None
    return match.span(group)

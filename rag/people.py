"""People and their offices: whose name a question asks for, and what a text says of it."""

from __future__ import annotations

import itertools
import re
from enum import StrEnum

from index.lazy_pattern import lazy_pattern
from index.places import find_places
from index.roles import COMPOUND_SURNAMES, SURNAMES
from index.word_segmentation import frequency

Span = tuple[int, int]


class Credit(StrEnum):
    """What someone named in a byline or caption did."""

    WRITER = "writer"
    PHOTOGRAPHER = "photographer"
    EDITOR = "editor"


_CREDITS = (
    (
        Credit.PHOTOGRAPHER,
        lazy_pattern(
            r"摄影|拍摄|谁(?:给)?拍|哪[一位个]*(?:记者|人)拍|拍的(?:照片)?(?:是谁|[?？]?$)|谁摄|摄的|照片.{0,6}(?:谁|作者|记者|提供)"
            r"|供图|photograph"
        ),
    ),
    (Credit.EDITOR, lazy_pattern(r"责编|责任编辑|编辑|\beditor")),
    (
        Credit.WRITER,
        lazy_pattern(
            r"记者|作者|撰稿|执笔|采写|供稿|撰写|谁写|写的(?:是谁|[?？]?$)|(?:文章|报道|稿件|稿子|通讯)(?:是|由)?(?:谁|哪|何人|什么人)"
            r"|\bwho wrote|\bauthor|\breporter"
        ),
    ),
)
_SIGNS = {
    Credit.PHOTOGRAPHER: lazy_pattern(r"摄|供图|图片?[:：/]|照片"),
    Credit.EDITOR: lazy_pattern(r"编"),
    Credit.WRITER: lazy_pattern(
        r"记者|通讯员|作者|撰|文[:：/]|供稿|执笔|^[\s□■●◎(（]*[㐀-鿿· 、]{2,20}[\s)）]*$"
    ),
}

_HEAD = (
    r"书记|主席|主任|省长|市长|县长|区长|州长|镇长|乡长|村长|校长|院长|局长|处长|科长|部长|厅长|队长|组长|会长|社长|站长"
    r"|厂长|所长|园长|董事长|总经理|经理|总裁|教授|老师|主编|秘书长|支书"
)
_OFFICE = lazy_pattern(
    rf"(?:[省市县区州乡镇村街]|党|团|人大|政协|纪|工|第一|常务|支部|党支部|党委|党组|总|原|时任|代|名誉|妇联|领导小组|驻村)*[委]?"
    rf"(?:常委)?(?:副)?(?:第一)?(?:{_HEAD})"
)
_LEVELS = "省市县区州乡镇村"
_NOT_GIVEN = frozenset(
    "在的说是和与等为对先一率带参向到来介荣获作有被及同任以正不也就将把从给于中上下及其此后前去做要会走又还并都则当让由因用担主负表"
)
"""What seldom is the last character of a name and often the first of what follows it."""
_NEVER_GIVEN = frozenset("的说是等与率介到被把了及给还都又也就将在不")
"""Those of them that begin no given name either; 李正印, 张一鸣 and 刘向东 are names."""
_WORDLIKE = frozenset(
    "高黄于任方石金白江常温施牛安易向顾万钱严莫史毛武段雷龙左甘包尚符童单关兰成苗盛路游辛管华喻房解艾时农司连车"
    "项麦党宫费冷席卫米全应麻和平同明曾边古游计"
)
"""Surnames that are words as well, so that what an office is followed by need be no name."""


_AFTER_NAME = _NOT_GIVEN | frozenset("二三四五六七八九十两今年说")


def asked_credit(question: str) -> Credit | None:
    """Whose credit a folded question asks for: a writer's, a photographer's, an editor's."""
    lowered = question.lower()
    return next((credit for credit, pattern in _CREDITS if pattern.search(lowered)), None)


def is_credit(credit: Credit, text: str) -> bool:
    """Whether a folded byline or caption names who did it, by its words (记者, 摄, 责任编辑)."""
    if credit is Credit.WRITER and re.search(r"摄|供图|编辑|照片", text):
        return False
    return _SIGNS[credit].search(text) is not None


def credit_names(credit: Credit, text: str) -> Span | None:
    """The names, or the body, that a byline or the end of a caption credits."""
    if credit is Credit.PHOTOGRAPHER:
        match = re.search(
            r"(?:记者|通讯员|由|摄影[:：/]?|[。.;；/])?\s*(?P<names>[㐀-鿿·]{2,4}(?:[ 、][㐀-鿿·]{2,4})*)\s*(?:/\s*)?(?:摄|供图|提供)",
            text,
        ) or re.search(
            r"(?:摄影|供图|图片?)\s*[:：/]\s*(?P<names>[㐀-鿿·]{2,4}(?:[ 、][㐀-鿿·]{2,4})*)", text
        )
    elif credit is Credit.EDITOR:
        match = re.search(
            r"编(?:辑|审)?\s*[:：/]?\s*(?P<names>[㐀-鿿·]{2,4}(?:[ 、][㐀-鿿·]{2,4})*)", text
        )
    else:
        match = re.search(
            r"(?:记者|通讯员|作者|撰文|撰稿人?|执笔|文)\s*[:：/]?\s*(?P<names>[㐀-鿿·]{1,4}(?:[ 、][㐀-鿿·]{1,4})*)",
            text,
        ) or re.search(r"(?P<names>[㐀-鿿·]{2,24}?)\s*(?:供稿|撰稿|$|[)）])", text)
    if match is None:
        return None
    start, end = match.span("names")
    title = re.match(
        r"(?:本报|特约|见习|实习)*(?:记者|通讯员|作者|摄影|图片|由)[\s、]*", text[start:end]
    )
    return (start + title.end() if title and title.end() < end - start else start), end


def asked_office(question: str) -> str | None:
    """The office whose holder a folded question asks for (县委书记, 副县长), None where none."""
    found = [match[0] for match in _OFFICE.finditer(question)]
    return max(found, key=len) if found else None


def offices(text: str) -> list[Span]:
    """The offices that a folded text names."""
    return [match.span() for match in _OFFICE.finditer(text)]


def same_office(asked: str, told: str) -> bool:
    """Whether one office can be the other: 副书记 is not 书记, 市长 not 县长, 第一书记 is its own.

    支书 is 支部书记 for short.
    """
    asked, told = asked.replace("支书", "支部书记"), told.replace("支书", "支部书记")
    for mark in ("副", "第一", "支部", "组长", "常务"):
        if mark in told and mark not in asked:
            return False
        if mark in asked and mark not in told and mark != "支部":
            return False
    if _head(asked) != _head(told):
        return False
    levels = {c for c in asked if c in _LEVELS}, {c for c in told if c in _LEVELS}
    return not (levels[0] and levels[1]) or bool(levels[0] & levels[1])


def _head(office: str) -> str:
    return next((head for head in _HEADS if office.endswith(head)), office)


_HEADS = sorted(_HEAD.split("|"), key=len, reverse=True)


def office_fit(asked: str, sentence: str, start: int, end: int) -> float:
    """How well what a sentence says of someone fits the office asked for.

    :returns: 1 where the office stands beside the name (县长张三, 张三,...的副县长), 0 where the
        sentence names it elsewhere, -1 where it does not or names another beside.
    """
    beside: list[tuple[int, str, int]] = []
    for a, b in offices(sentence):
        distance = start - b if b <= start else a - end + _BEHIND
        if 0 <= distance <= _BESIDE and not re.search(
            r"[。；;]", sentence[min(b, end) : max(a, start)]
        ):
            beside.append((distance, sentence[a:b], a))
    if not beside:
        return -1.0
    nearest = min(distance for distance, _, _ in beside)
    told = [office for distance, office, _ in beside if distance == nearest]
    first = min(begin for distance, _, begin in beside if distance == nearest)
    for _, office, begin in sorted(beside, key=lambda item: -item[2]):
        # 市委书记、市长张三 holds both
        if sentence[begin + len(office) : first] in ("、", "兼", "、兼"):
            told.append(office)
            first = begin
    if any(same_office(asked, office) for office in told):
        return 1.0
    return 0.0 if any(same_office(asked, office) for _, office, _ in beside) else -1.0


_BESIDE = 26
_BEHIND = 4
"""An office before a name is nearer than one as far behind it."""


def speaks_of_another(question: str, passage: str, sentence: str) -> bool:
    """Whether a question asks about someone, and the sentence is of someone else.

    Whom it asks about the passage shows, or the question itself (see `asked_person`). It is so
    too where the question gives that person an office that the sentence denies. A sentence that
    says 他 before it names another can be of the one asked about.
    """
    known = {passage[a:b] for a, b in names_in(passage)}
    asked = {name for name in known if name in question}
    if not asked and (person := asked_person(question)):
        asked = {person}
    if not asked:
        return False
    here = {sentence[a:b]: (a, b) for a, b in names_in(sentence)}
    if not any(name in sentence for name in asked):
        return bool(here) and not _PRONOUN.search(sentence[: min(a for a, _ in here.values())])
    office = asked_office(question)
    if office is None:
        return False
    fits = [office_fit(office, sentence, *here[name]) for name in asked if name in here]
    return bool(fits) and max(fits) < 0 and bool(offices(sentence))


def is_of_another_body(question: str, passage: str) -> bool:
    """Whether a folded question asks for the head of a body (扶贫办主任, 教育局局长) that a passage
    does not speak of."""
    match = _BODY.search(question)
    if match is None:
        return False
    body = match["body"]
    named = max((place.end for place in find_places(body) if place.start == 0), default=0)
    body = body[named:].lstrip(_LEVELS) or body
    return re.search(f"{body[:2]}[㐀-鿿]{{0,6}}{body[-1]}", passage) is None


_BODY = lazy_pattern(
    rf"(?P<body>[㐀-鿿]{{2,6}}(?:办公室|办|局|厅|院|处|科|所|站|中心|公司|集团|大学|中学|小学|学校|银行|协会|合作社))的?"
    rf"[^,，。？?]{{0,3}}(?:{_HEAD})"
)


def is_of_another_office(question: str, sentence: str, end: int) -> bool:
    """Whether a folded question asks where someone held an office (哪个镇的镇长), and behind the
    place that ends at `end` in the sentence stands another one (山前镇党委书记)."""
    match = _OFFICE_WHERE.search(question)
    if match is None:
        return False
    behind = [(a, b) for a, b in offices(sentence) if end < b and a <= end + 1]
    return bool(behind) and not any(
        same_office(match["office"], sentence[max(a, end) : b].lstrip("的")) for a, b in behind
    )


_OFFICE_WHERE = lazy_pattern(
    rf"哪一?个?[省市县区乡镇村](?:里)?的?(?P<office>[^,，。？?]{{0,4}}(?:{_HEAD}))[呢啊呀吗]?[？?]?$"
)
_PRONOUN = lazy_pattern(r"[他她](?!们|人|乡|国)")


def asked_person(question: str) -> str | None:
    """Whom a folded question begins with and asks something of that only a person has.

    ("徐文宾是哪年出生的"); None where it begins with no name or asks something else.
    """
    name = _name_at(question[:1] + _ASKS.split(question[1:_LOOKED_AT])[0])
    if not name or frequency(name) or _OFFICE.search(name):
        return None
    if any(place.start == 0 for place in find_places(question)):
        return None
    return name if _OF_A_PERSON.match(question, len(name)) else None


_ASKS = lazy_pattern(r"[哪何几是多]|什么")
_OF_A_PERSON = lazy_pattern(
    r"(?:[㐀-鿿]{1,4}(?:时候?|那[年天]))?(?:是|在|于|今年|现在|现年|当年|到底|究竟)*(?:哪|什么|何|几|多大|多少岁)[^，,。？?的]{0,5}的?"
    r"(?:出生|生于|生日|入的?党|毕业|去世|逝世|病逝|牺牲|结的?婚|退休|参的?军|入的?伍|任职|上任|当选|参加工作|岁|年纪|年龄|[里地]?人|[？?]?$)"
    r"|(?:的|是)?(?:出生|生日|年龄|籍贯|职务|职位|民族|学历)"
)


def names_in(text: str) -> list[Span]:
    """What can be personal names behind an office, a calling or 名叫 in a folded text, those listed
    behind them (委员张三、李四) and those with their sex (张三,男,)."""
    found: list[Span] = []
    for match in _BEFORE_NAME.finditer(text):
        start = match.end()
        while start >= 0:
            end = start + len(_name_at(text[start : start + _LOOKED_AT]))
            is_surer = start == match.end() and match["office"] is not None
            if end == start or not (is_surer or _is_no_word(text, start, end)):
                break
            found.append((start, end))
            start = end + 1 if text[end : end + 1] == "、" else -1
    found += [match.span("name") for match in _WITH_SEX.finditer(text) if is_name(match["name"])]
    return sorted(set(found))


_WITH_SEX = lazy_pattern(r"(?<![㐀-鿿])(?P<name>[㐀-鿿]{2,4})[,，(（]\s*[男女](?=[,，)）、])")


def _is_no_word(text: str, start: int, end: int) -> bool:
    """Whether what can be a name by its surname is none of the common words (全体, 高兴)."""
    if text[start] not in _WORDLIKE:
        return True
    return frequency(text[start : start + 2]) <= _COMMON and frequency(text[start:end]) <= _COMMON


_CALLING = (
    "记者|作者|名字叫|名叫|叫做?|同志|村民|贫困户|农民|委员|发言人|工作人员|队员|代表|医生|护士|工程师|飞行员|主管"
    "|负责人|带头人|干事|总监|主持人|研究员|专家|院士|选手|教练|运动员|演员|导演|作家|律师|民警|战士|学生|市民|居民|村医"
    "|老板|司机|护工|志愿者"
)
_BEFORE_NAME = lazy_pattern(rf"(?:(?P<office>{_HEAD})|{_CALLING})[\s:：“]*(?=[㐀-鿿]{{2}})")


def _name_at(text: str) -> str:
    """The personal name that a text begins with, empty where it is none."""
    text = "".join(itertools.takewhile(lambda c: "㐀" <= c <= "鿿", text))
    surname = 2 if text[:2] in COMPOUND_SURNAMES else 1
    if surname == 1 and text[:1] not in SURNAMES:
        return ""
    if re.match(_HEAD, text[surname + 1 :]) or re.match(_HEAD, text[surname:]):
        return ""
    if text[0] in _JOINING and frequency(text[1:3]) > 0:
        return ""
    given = text[surname : surname + 2]
    if not given or not _begins_given(text, given):
        return ""
    following = text[surname + 1 : surname + 3]
    goes_on = len(following) > 1 and frequency(following) > _COMMON
    rest = text[surname + 2 :]
    if given[1:] == "年" and (not rest or _SPEAKS.match(rest)):
        return text[:surname] + given
    is_short = given[1:] and (given[1] in _AFTER_NAME or goes_on)
    return text[:surname] + (given[0] if is_short else given)


_SPEAKS = lazy_pattern(r"说|表示|介绍|告诉|回忆|认为|透露|[是在正]")
"""Behind these 年 is the end of a name (陶永年说), and else begins what follows it (张三年收入)."""


def _begins_given(text: str, given: str) -> bool:
    """Whether what follows a surname can be a given name, though its first character mostly is a
    word: nobody is called by a bare surname, so behind 李 it is one, behind 任 only where it makes
    no word with what stands around it."""
    if given[0] not in _NOT_GIVEN:
        return True
    if given[0] in _NEVER_GIVEN:
        return False
    return text[0] not in _WORDLIKE or not (frequency(given) or frequency(text[:2]))


_JOINING = "和齐"
"""Surnames that behind an office mostly join what follows (书记和工作队, 书记县长齐上阵)."""
_COMMON = 300
"""A third character that makes so common a word with what follows is no part of the name."""


_LOOKED_AT = 6


def is_name(text: str) -> bool:
    """Whether a folded text can be a personal name and nothing else."""
    bare = text.replace(" ", "").strip("“”")
    return (
        re.fullmatch(r"[㐀-鿿]{2,4}", bare) is not None
        and _name_at(bare) == bare
        and not _OFFICE.search(bare)
    )

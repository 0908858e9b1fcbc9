"""Recognising questions over several documents: comparisons and collections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.divisions import Division
from index.folding import fold
from index.gazetteer import Level
from index.lazy_pattern import lazy_pattern
from index.places import PlaceMention, find_places
from rag.answer import Relation
from rag.padding import without_padding
from rag.single import ADJECTIVE, HERE, LEAST, SOONER, Asking, single

__all__ = ["Over", "Several", "Side", "recognise"]


class Over(StrEnum):
    """What a collection without named places goes over."""

    PLACES = "places"
    DOCUMENTS = "documents"


@dataclass(frozen=True)
class Side:
    """One of the things a question puts side by side: its name as the question spells it, what it
    is called folded, and the divisions that it may mean (none where it is no place)."""

    name: str
    folded: str
    divisions: tuple[Division, ...]


@dataclass(frozen=True)
class Several:
    """A question over several places or documents, understood.

    `sides` are those that it names; none where it asks of all, of which `over` says what they are,
    `levels` how high they stand (empty: any) and `inside` the places that they lie in.
    `template` is the question for one of them, with `HERE` in the place of its name.
    `least` turns a comparison round (更少, 更早); `difference` asks by how much; `names` asks which
    places it holds for, so that their names are the answer.
    """

    relation: Relation
    sides: tuple[Side, ...]
    template: str
    least: bool = False
    difference: bool = False
    names: bool = False
    each: bool = False
    over: Over = Over.PLACES
    levels: frozenset[Level] = frozenset()
    inside: tuple[PlaceMention, ...] = ()

    def question(self, name: str, template: str | None = None) -> str:
        """The question for one place; without a name it is left open whose.

        :param template: Other words for it; None for `template`.
        """
        return (template or self.template).replace(HERE, name).strip()


def recognise(question: str) -> Several | None:
    """What a question over several documents asks, or None where it is an ordinary one.

    A question that only names two places is an ordinary one.
    """
    text = _Text(question)
    return _comparison(text) or _superlative(text) or _listed(text) or _everywhere(text)


class _Text:
    """A folded question with the places it names; one that only says in which larger place the
    next one lies (山西昔阳) is taken with it."""

    def __init__(self, question: str) -> None:
        folded = fold(question)
        self.original = question
        self.alignment = folded.alignment
        self.text = re.sub(r"\s", " ", folded.text)
        self.places: list[PlaceMention] = []
        for place in find_places(self.text):
            before = self.places[-1] if self.places else None
            if (
                before is not None
                and self.text[before.end : place.start] in ("", "的")
                and any(d.is_within(b) for d in place.divisions for b in before.divisions)
            ):
                self.places[-1] = PlaceMention(before.start, place.end, place.divisions)
            else:
                self.places.append(place)

    def side(self, start: int, end: int, divisions: tuple[Division, ...] = ()) -> Side:
        a, b = self.alignment.to_original(start, end)
        return Side(self.original[a:b], self.text[start:end], divisions)

    def sides(self, places: Sequence[PlaceMention]) -> tuple[Side, ...]:
        return tuple(self.side(place.start, place.end, place.divisions) for place in places)

    def run(self) -> list[PlaceMention]:
        """The longest list of places beside each other."""
        runs: list[list[PlaceMention]] = []
        for place in self.places:
            gap = self.text[runs[-1][-1].end : place.start] if runs else None
            if gap is not None and _BESIDE.fullmatch(gap):
                runs[-1].append(place)
            else:
                runs.append([place])
        return max(runs, key=len, default=[])

    def without(self, start: int, end: int) -> str:
        """The question with `HERE` instead of a range."""
        return f"{self.text[:start]}{HERE}{self.text[end:]}"


_BESIDE = lazy_pattern(
    r"\s*(?:[、,，和与跟同及/]|以及|还有|还是|或者?|(?i:vs)\.?|对比?|两?[县市省区地])?\s*"
)
_LEVEL_WORDS = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "乡": Level.TOWNSHIP,
    "镇": Level.TOWNSHIP,
}
_PLACE_NOUN = r"(?:市县|县市|区县|县区|地区|地方|地市|城市|省份|省市|县城|[省市县区乡镇州地处])"
_TEXT_NOUN = r"(?:文章|报道|文件|文档|稿件|稿子|材料|资料|新闻|篇目|文稿|文|篇|稿)"
_WHICH = rf"(?:哪一?[个座片所家者方边]?{_PLACE_NOUN}?|哪里|哪儿|谁|何[者地处])(?:家)?"
_MORE = rf"(?:更|较|比较|最|要|还)?(?:为|加)?({ADJECTIVE})(?:得多|很多|一些|一点|点|些|了)?"
_END = r"\s*(?:[吗么呢啊呀吧]|[?？。!！\s])*$"
_AT_END = lazy_pattern(rf"(?<!多)(?<!不)(?<!有)(?:的)?{_MORE}(?:的)?(?:是)?(?:{_WHICH})?{_END}")
_MIDDLE = lazy_pattern(rf"(?:更|最|较|(?<=[谁个县市里])(?=[先早晚后]))({ADJECTIVE})(?:的)?")
_BY_HOW_MUCH = lazy_pattern(
    r"(?:相差|差距|差了|差|悬殊|(?<=[^最更])(?:[多少高低大小长短早晚]了?(?=多少|几)))"
    r"(?:有|是|了|为)?(?:多少|多大|几)?(?P<unit>[^?？。，,]{0,6}?)"
    rf"{_END}"
)
_COMPARING = lazy_pattern(r"比较|对比|相比|比一比|相差|差距|差多少|差几|差了|更")
_TOGETHER = lazy_pattern(
    r"之间的?(?:距离|路|铁路|公路|高铁)|相距|距离|多远|离.{0,4}多|通往|连接|交界|合作|联合|结对"
)
_COURTESY = lazy_pattern(
    r"^(?:请问|请教|麻烦|劳驾|你好|您好|请|帮我|帮忙|给我|我想知道|想知道|我想|查一下|问一下|看一下|说说|告诉我|一下|"
    r"[，,\s])+"
)


def _comparison(text: _Text) -> Several | None:
    """Two places or more, and the words that say one has more of something."""
    found = _than(text) or _or_else(text) or _beside(text) or _named(text)
    if found is None:
        return None
    sides, rest = found
    rest = _COURTESY.sub("", rest)
    if last := re.search(rf"^(.+?)(?:的是|是)?[，,:：\s]*{HERE}{_END}", rest):
        rest = HERE + last[1]
    difference = _BY_HOW_MUCH.search(rest)
    if difference:
        topic = rest[: difference.start()] + rest[difference.end() :]
        unit = difference["unit"].strip()
        template = single(_topic(topic), Asking.MUCH, unit)
        return _compared(sides, template, "", difference=True)
    if match := _MIDDLE.search(rest):
        tail = rest[match.end() :]
        adjective = match[1]
        if re.match(r"\s*[㐀-鿿]", tail) and not re.match(
            rf"\s*(?:的?是?{_WHICH}|吗|呢|一些|一点|些)", tail
        ):
            if adjective in SOONER:
                topic = rest[: match.start()] + tail
                return _compared(sides, single(_topic(topic), adjective), adjective)
            if adjective in "多少":
                return _compared(
                    sides, single(_topic(f"{rest[: match.start()]}多少{tail.strip()}")), adjective
                )
            return None
        topic = rest[: match.start()] + re.sub(
            rf"^(?:一些|一点|些)?的?是?(?:{_WHICH})?{_END}", "", tail
        )
        return _compared(sides, single(_topic(topic), adjective), adjective)
    if match := _AT_END.search(rest):
        topic = rest[: match.start()]
        return _compared(sides, single(_topic(topic), match[1]), match[1])
    if _COMPARING.search(rest):
        return _compared(sides, single(_topic(rest), Asking.MUCH), "")
    return None


def _compared(
    sides: tuple[Side, ...], template: str | None, adjective: str, difference: bool = False
) -> Several | None:
    if template is None:
        return None
    return Several(Relation.COMPARISON, sides, template, adjective in LEAST, difference=difference)


Found = tuple[tuple[Side, ...], str]


def _than(text: _Text) -> Found | None:
    """昔阳脱贫的人比沁县多吗, 昔阳比沁县多脱贫了多少人."""
    for first, second in zip(text.places, text.places[1:], strict=False):
        between = text.text[first.end : second.start].rstrip()
        if not between.endswith("比") or between.endswith(("对比", "同比", "环比", "占比")):
            continue
        rest = re.sub(r"^\s*(?:要|还)?(?=[早晚先])", "更", text.text[second.end :])
        if re.search(ADJECTIVE, rest) is None:
            continue
        joined = f"{text.text[: first.start]}{HERE}{between[:-1]}{rest}"
        more = re.match(
            r"\s*(?:是)?(?:不是)?(?:要|还|更)?([多少])(?!多少|少|几)(?=[㐀-鿿]+?(?:多少|几))", rest
        )
        if more:
            joined = (
                f"{text.text[: first.start]}{HERE}{between[:-1]}{rest[more.end() :]}" + " 相差多少"
            )
        if counted := re.match(r"\s*(?:是)?(?:要|还)?[多少](?=(?:几|多少)[㐀-鿿])", rest):
            joined = f"{text.text[: first.start]}{HERE}有{rest[counted.end() :]} 相差多少"
        joined = re.sub(r"是不是|是否|有没有", "", joined)
        return text.sides((first, second)), joined
    return None


def _or_else(text: _Text) -> Found | None:
    """昔阳脱贫的人多还是沁县脱贫的人多."""
    for first, second in zip(text.places, text.places[1:], strict=False):
        between = text.text[first.end : second.start].rstrip()
        if between.endswith("还是") and len(between) > 2:  # noqa: PLR2004
            head = re.sub(r"^是|是$", "", text.text[: first.start])
            topic = between.removesuffix("还是").rstrip(",， ")
            if re.search(rf"{ADJECTIVE}(?:一些|一点|些|点)?$", topic):
                return text.sides((first, second)), f"{head}{HERE}{topic}"
    return None


def _beside(text: _Text) -> Found | None:
    """昔阳和沁县哪个…, 比较昔阳、沁县的…, and key words (沁县 太原 搬迁 更多 人)."""
    run = text.run()
    if len(run) < 2 or _TOGETHER.search(text.text):  # noqa: PLR2004
        return None
    whole = text.text
    start, end = run[0].start, run[-1].end
    rest = whole[:start] + HERE + whole[end:]
    outside = whole[:start] + " " + whole[end:]
    asks = re.search(_WHICH, outside) and (_AT_END.search(outside) or _MIDDLE.search(outside))
    if not (asks or _COMPARING.search(outside) or _BY_HOW_MUCH.search(outside)):
        chosen = whole[start:end]
        if not ("还是" in chosen and _AT_END.search(outside)):
            return None
    return text.sides(run), rest


_NAMED = lazy_pattern(
    rf"^\s*(?P<first>[㐀-鿿A-Za-z0-9·]{{2,10}}?)\s*(?:[和与跟同]|还是|(?i:vs)\.?)\s*"
    rf"(?P<second>[㐀-鿿A-Za-z0-9·]{{1,10}}?)(?:相比|比起来|比)?[，,\s]*(?={_WHICH})"
)


def _named(text: _Text) -> Found | None:
    """Two things that are no places: 一厂和二厂哪个产量更高."""
    match = _NAMED.match(text.text)
    if match is None or text.run()[1:]:
        return None
    outside = text.text[match.end() :]
    if not (_AT_END.search(outside) or _MIDDLE.search(outside)):
        return None
    sides = tuple(text.side(*match.span(name)) for name in ("first", "second"))
    return sides, HERE + outside


def _topic(rest: str) -> str:
    """What is compared: the question without the words that only say that it is."""
    rest = re.sub(
        rf"{HERE}\s*(?:[这那]?[两二三四几]个?{_PLACE_NOUN})?(?:之间|当中|中|里)?"
        rf"(?:的?(?:相比|比起来|比较起来|对比|比较|相较|比)(?:起来|之下)?)?[，,:：\s]*",
        HERE,
        rest,
    )
    rest = re.sub(
        rf"(?:比较|对比|相比|比一比)(?:一下|看看)?(?:{HERE})?[，,:：\s]*", _keep_here, rest
    )
    rest = re.sub(rf"(?:是)?(?>{_WHICH})(?![年月天日])(?:的)?", " ", rest)
    return re.sub(r"(?:分别|各自|各)(?=有|是|为|达)", "", rest)


def _keep_here(match: re.Match[str]) -> str:
    return HERE if HERE in match[0] else ""


_MOST = lazy_pattern(rf"最({ADJECTIVE})(?:的)?")
_WHICH_PLACE = lazy_pattern(rf"哪一?[个座]?(?P<level>{_PLACE_NOUN})|哪里|哪儿|各地|谁")


def _superlative(text: _Text) -> Several | None:
    """哪个县脱贫的人最多, asked of all documents or of those in a larger place."""
    which, most = _WHICH_PLACE.search(text.text), _MOST.search(text.text)
    if which is None or most is None or len(text.places) > 1:
        return None
    rest = _blank(text.text, text.places)
    rest = _COURTESY.sub(
        "", re.sub(r"(?:这|那|在)(?:几|些|里)?个?" + _PLACE_NOUN + "?(?:里|中)?", "", rest)
    )
    which = _WHICH_PLACE.search(rest)
    most = _MOST.search(rest)
    if which is None or most is None:
        return None
    tail = rest[most.end() :]
    if which.start() > most.start():
        topic = HERE + re.sub(
            rf"(?:的)?(?:是)?{_WHICH_PLACE.pattern}{_END}", "", rest[: most.start()] + tail
        )
        if which.end() < len(rest.rstrip("?？ ")):
            return None
    else:
        if rest[: which.start()].strip(" ，,的里中"):
            return None
        topic = HERE + rest[which.end() : most.start()].removeprefix("的")
        if re.match(rf"{_END}", tail) is None:
            if most[1] not in "多少":
                return None
            topic = f"{topic}多少{tail}"
    template = single(topic, most[1])
    if template is None:
        return None
    return Several(
        Relation.COMPARISON,
        (),
        template,
        most[1] in LEAST,
        levels=_levels(which["level"]),
        inside=tuple(text.places),
    )


def _blank(text: str, places: Sequence[PlaceMention]) -> str:
    for place in reversed(places):
        text = f"{text[: place.start]}{text[place.end :]}"
    return text


def _levels(noun: str | None) -> frozenset[Level]:
    if noun is None or noun in ("地", "地方", "地区", "处"):
        return frozenset()
    return frozenset(level for word, level in _LEVEL_WORDS.items() if word in noun)


_EACH = r"(?:分别|各自|各(?!种|类|项|级|界|行|单位|部门|方面|乡|镇|村|族|民族|大|有关)|都各)"
_ASKS = lazy_pattern(r"多少|几|何时|什么|哪|谁|多[大长高远久]|怎|如何")
_AMOUNT_WORDS = lazy_pattern(
    rf"(?:[数量率额]|人口|面积|收入|产值|里程|时间|资金|投资|比例|数量|情况|名单)(?:的?(?:汇总|统计|一览|对照|情况|表))?{_END}"
)


def _listed(text: _Text) -> Several | None:
    """昔阳、沁县、太原各脱贫了多少人: the same asked of each place that is named."""
    run = text.run()
    if len(run) < 2 or _TOGETHER.search(text.text):  # noqa: PLR2004
        return None
    start, end = run[0].start, run[-1].end
    head, tail = text.text[:start], text.text[end:]
    if _blank(head, [p for p in text.places if p.end <= start]) != head:
        return None
    head = _COURTESY.sub("", _COLLECTING.sub("", head)).strip(" ：:")
    each = re.search(_EACH, tail)
    # places behind the predicate are objects: 派了多少干部去娄烦、阳曲
    if head and not each:
        return None
    if not each and not _ASKS.search(tail) and not _AMOUNT_WORDS.search(tail):
        return None
    if any(place.start >= end for place in text.places):
        return None
    tail = re.sub(rf"^\s*(?:[这那]?[两二三四五几]个?{_PLACE_NOUN})", "", tail)
    template = single(head + HERE + _undistributed(tail), Asking.MUCH)
    if template is None:
        return None
    return Several(Relation.COLLECTION, text.sides(run), template, each=each is not None)


_COLLECTING = lazy_pattern(
    r"(?:请|帮我|给我)?(?:列出来?|列举|汇总|统计|整理|盘点|罗列|归纳|总结|对照|收集|找出)(?:一下|出来?)?"
)
_IN_TEXTS = rf"(?:在|从)?(?:这|那|所有|全部|库里|库中|以上)(?:些|几|里)?[个篇份则条]?(?:的)?{_TEXT_NOUN}?(?:里面|里|中|内|之中)?(?:的|，|,)?"
_EVERY_PLACE = lazy_pattern(
    rf"(?:(?:每一?[个座]?|各个?|所有(?:的)?|各)(?P<level>{_PLACE_NOUN}{{1,2}})|各处)"
)
_WHICH_PLACES = lazy_pattern(
    rf"^(?:都)?(?:有)?哪(?:些|几个?)(?P<level>{_PLACE_NOUN})(?:的)?"
    r"(?P<tells>(?:都)?(?:有)?(?:提到|提及|提过|说到|写到|谈到|讲到|介绍|报道|说|写)(?:了|过)?)?"
)
_EVERY_TEXT = lazy_pattern(
    rf"(?:每一?|各)[个篇份则条]?{_TEXT_NOUN}|(?:这|那)(?:几|些|[两二三四五六七八九十])[个篇份则条]?{_TEXT_NOUN}|所有(?:的)?{_TEXT_NOUN}"
)
_OF_TEXTS = lazy_pattern(r"都|各|分别|每|作者|记者|标题|题目|日期|时间|来源|编辑|单位")


def _everywhere(text: _Text) -> Several | None:
    """各地分别有多少贫困村: the same asked of every place, or of every document."""
    rest = _COURTESY.sub("", _blank(text.text, text.places))
    collecting = _COLLECTING.search(rest) is not None
    plain = _COLLECTING.sub("", rest)
    if match := _WHICH_PLACES.match(re.sub(rf"^{_IN_TEXTS}", "", plain).strip()):
        if text.places and text.places[0].start > text.text.find("哪"):
            return None
        return _which_places(text, match)
    if match := _EVERY_PLACE.search(plain):
        before = plain[: match.start()]
        if _blocked(before, plain[match.end() :]):
            return None
        before = re.sub(_IN_TEXTS, "", before).strip(" ，,")
        topic = f"{HERE}{before}{_undistributed(plain[match.end() :])}"
        asks = _ASKS.search(topic) or collecting or _AMOUNT_WORDS.search(topic)
        template = single(topic, Asking.MUCH) if asks else None
        if template is None:
            return None
        return Several(
            Relation.COLLECTION,
            (),
            template,
            levels=_levels(match["level"]),
            inside=tuple(text.places),
        )
    if text.places:
        return None
    if match := _EVERY_TEXT.search(plain):
        topic = plain[match.end() :]
        if not (_OF_TEXTS.search(topic) or match[0].startswith(("每", "各"))):
            return None
        topic = re.sub(r"^(?:里面|里|中|内)?(?:的|，|,)?", "", topic)
        template = single(_undistributed(plain[: match.start()] + topic), Asking.WHAT)
        if template is None or not without_padding(template).strip():
            return None
        return Several(Relation.COLLECTION, (), template, over=Over.DOCUMENTS)
    return None


_TOWARDS = lazy_pattern(
    r"(?:居|位|排|在|于|到|向|往|从|给|为|由|对|全省|全市|全国|长治市|来自|卖到|销往|前列|与|和)[^，,]{0,3}$"
)


def _blocked(before: str, after: str) -> bool:
    """Whether the places are spoken of by the way: 增幅位于各县区前列, 销往全国各地."""
    return bool(_TOWARDS.search(before)) or bool(
        re.match(r"的?(?:前列|前茅|先进|之间|第[一二三]|一致|认可|好评)", after)
    )


def _which_places(text: _Text, match: re.Match[str]) -> Several | None:
    rest = match.string[match.end() :].strip(" ，,?？。")
    if match["tells"] is None and not re.match(
        r"有|没|无|未|不|是|把|被|在|已|实|建|开|搞|发|得|获|脱|摘|退|出现|通", rest
    ):
        return None
    counted = re.match(
        rf"(?P<what>[^，,]+)[，,]\s*(?:都|{_EACH})+(?P<asks>[^，,]*(?:多少|几)[^，,]*)$", rest
    )
    if counted:
        what, asks = _undistributed(counted["what"]), counted["asks"].strip()
        # 提到了危房改造,各改造了多少户: the verb is said twice
        template = HERE + (what[:-2] if what[-2:] == asks[:2] else what) + asks
    elif _ASKS.search(rest):
        template = f"{HERE}{_undistributed(rest)}"
    else:
        template = f"{HERE}{rest}"
    return Several(
        Relation.COLLECTION,
        (),
        template,
        names=not counted and not _ASKS.search(rest),
        levels=_levels(match["level"]),
        inside=tuple(text.places),
    )


def _undistributed(rest: str) -> str:
    """The question without the words that spread it (分别, 各, 都)."""
    rest = re.sub(rf"{_EACH}|(?:汇总|统计|一览表?|对照表?|列表|列出来)\s*$", "", rest)
    rest = re.sub(r"都(?=是|有|叫)|总共|一共|合计", "", rest)
    return re.sub(r"都(?=[^市城会江匀])", "", rest).strip(" ，,：:")

"""The short answer a person would give, from what a reader marked in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from index.lazy_pattern import lazy_pattern
from index.places import find_places
from index.word_segmentation import frequency
from rag.date_fit import DateFit
from rag.date_spans import is_range, times_in
from rag.figures import Dimension, find_figures
from rag.list_noun import names_others
from rag.lists import find_lists, two_in
from rag.overlap import longest_common
from rag.parallel import pair_up
from rag.people import asked_office, is_name, names_in, office_fit, offices, same_office
from rag.question import Kind, Question
from rag.spots import spots_in
from rag.titles import asked_holder, held_titles

Span = tuple[int, int]


@dataclass(frozen=True)
class Short:
    """A short answer in a sentence: its span, `form` (1 it has the form asked for, 0 not known,
    -1 it has not), `pair`, 1 where a list with 分别 gives it to what is asked about, and `fit`, 1
    where it is of several in its stretch the one meant (of dates that of the event), -1 where not."""

    span: Span
    form: float
    pair: float = 0.0
    fit: float = 0.0


def candidates(question: Question, sentence: str) -> list[Span]:
    """What in a folded sentence has the form of an answer, whatever a reader marks."""
    if question.kind is Kind.DATE:
        return times_in(question.text, sentence)
    if question.kind is Kind.PERSON:
        return [*names_in(sentence), *paired(question, sentence)]
    if question.kind is Kind.PLACE:
        return [
            *paired(question, sentence),
            *_of_office(question, sentence),
            *_spots(question, sentence),
        ]
    if question.kind is Kind.OFFICE:
        return held_titles(asked_holder(question.text) or "", sentence)
    if question.kind is Kind.LIST:
        return [items.span for items in find_lists(sentence)]
    if _ASKS_PURPOSE.search(question.text):
        return _purposes(sentence)
    return paired(question, sentence)


_ASKS_PURPOSE = lazy_pattern(
    r"(?:拿去|拿来|用来|用于|用在|用到|花在|投向|投到|用作|[用花]去?)了?(?:做|干|搞|办)?了?(?:什么|哪)"
)
_PURPOSE = lazy_pattern(
    r"(?:用于|用在|用作|用来|投向|投入到|花在|拿来|拿去)(?P<what>[^，,。；;！!？?\n]{2,40})"
)


def _purposes(sentence: str) -> list[Span]:
    """What something is used for, as a folded sentence tells it."""
    return [match.span("what") for match in _PURPOSE.finditer(sentence)]


def paired(question: Question, sentence: str) -> list[Span]:
    """What a list with 分别 gives to what the question names."""
    pairing = pair_up(question.text, sentence)
    return list(pairing.theirs) if pairing else []


def shape(question: Question, sentence: str, span: Span) -> Short:
    """A marked span as the short answer of the question's kind.

    :param sentence: The folded sentence that holds it.
    :param span: A stretch of it.
    """
    short = _SHAPES.get(question.kind, _thing)(question, sentence, span)
    pairing = pair_up(question.text, sentence)
    if pairing is None:
        return short
    a, b = short.span
    overlap = [s for s in pairing.theirs if s[0] < b and a < s[1]]
    if overlap and not any(s[0] < b and a < s[1] for s in pairing.others):
        return Short(overlap[0], 1.0, 1.0)
    return Short(short.span, short.form, -1.0)


def _date(question: Question, sentence: str, span: Span) -> Short:
    """The date in a span, nothing more; of several the one of the event that is asked for."""
    times = times_in(question.text, sentence)
    touching = [time for time in times if time[0] < span[1] and span[0] < time[1]]
    if not touching:
        return Short(span, -1.0)
    event = _event(question.text)
    fits = [event.fit(sentence, times, time) for time in touching]
    best = max(fits)
    chosen = touching[fits.index(best)]
    if _SAME_YEAR.match(sentence, *chosen) and _ASKS_YEAR.search(question.text):
        years = [m.span() for m in _YEAR.finditer(sentence, 0, chosen[0])]
        chosen = years[-1] if years else chosen
    if _FROM_TO.search(question.text):
        if len(touching) > 1:
            return Short((touching[0][0], touching[-1][1]), 1.0, fit=best)
        if not is_range(sentence[slice(*chosen)]):
            return Short(chosen, 0.0, fit=best)
    is_wrong = best < 0 or _is_stretch(question.text, sentence[slice(*chosen)])
    return Short(chosen, -1.0 if is_wrong else 1.0, fit=best)


def _is_stretch(asked: str, date: str) -> bool:
    """Whether one day or year is asked for and a date is since when, or from when to when."""
    if _SINCE.search(date):
        return bool(_ASKS_ONE.search(asked)) and not _ASKS_SINCE.search(asked)
    return bool(_ASKS_ONE_YEAR.search(asked)) and bool(_YEARS.search(date))


_SINCE = lazy_pattern(r"(?:以来|以后|之后|[年月日]起)$")
_YEARS = lazy_pattern(r"(?:19|20)\d{2}年?(?:至|到|[-—~])(?:19|20)\d{2}年")
_ASKS_ONE_YEAR = lazy_pattern(r"(?<!到)哪一?年(?!到|至|起|开始)|几几年")
_ASKS_ONE = lazy_pattern(r"哪一?[年天日]|几几年|几[月号日]")
_ASKS_SINCE = lazy_pattern(r"开始|以来|从|自|起|生效|[施实执]行|后")
_SAME_YEAR = lazy_pattern(r"[同当]年")
_ASKS_YEAR = lazy_pattern(r"哪一?年|几几年|年份|何年")
_YEAR = lazy_pattern(r"(?<!\d)(?:19|20)\d{2}年")
_event = lru_cache(maxsize=64)(DateFit)
"""One question is put to many sentences."""
_FROM_TO = lazy_pattern(r"几[号日月年点].{0,2}到几|起止|从.{0,6}到(?:什么时候|哪|几)")
"""Asks for where a stretch of time begins and ends, which may not stand side by side."""


def _person(question: Question, sentence: str, span: Span) -> Short:
    start, end = span
    inside = [name for name in names_in(sentence) if name[0] < end and start < name[1]]
    if inside and question.office:
        # of 县长张三 only the name, if an office is asked for
        start, end = max(
            inside, key=lambda name: office_fit(question.office or "", sentence, *name)
        )
    elif len(inside) == 1:
        start, end = _around_name(sentence, span, inside[0])
    answer = sentence[start:end]
    named = is_name(answer) or bool(inside)
    if not named and _ASKS_NAME.search(question.text):
        if quoted := _quotation(sentence, start, end):
            return Short(quoted, 0.0)
    held = [office for office in offices(sentence) if office[0] < end and start < office[1]]
    if held and not named:
        start, end = _with_beside(sentence, min(start, held[0][0]), max(end, held[-1][1]))
        return Short((start, end), 0.0 if _ASKS_FOR_OFFICE.search(question.text) else -1.0)
    if any(character.isdigit() for character in answer):
        return Short((start, end), -1.0)
    if question.office and not _ASKS_FOR_OFFICE.search(question.text):
        fit = office_fit(question.office, sentence, start, end) if named else -1.0
        return Short((start, end), fit)
    return Short((start, end), _NAMED if named else 0.0)


def _around_name(sentence: str, span: Span, name: Span) -> Span:
    """The one name in a span, without the office before it and what goes on behind it; a span
    that lists it with others (张三和村民) stays whole."""
    start, end = min(span[0], name[0]), max(span[1], name[1])
    before, behind = sentence[start : name[0]], sentence[name[1] : end]
    if _WITH_OTHERS.search(before) or _WITH_OTHERS.search(behind[:_CLOSE]):
        return start, end
    return name


_WITH_OTHERS = lazy_pattern(r"[、和与及等]|一家|夫妇|夫妻|父子|母女|兄弟|姐妹|团队|小组|□")
_CLOSE = 4

_NAMED = 0.5
"""A name where no office is asked for: the right form, but any name has it."""
_ASKS_FOR_OFFICE = lazy_pattern(
    r"由谁|谁(?:来)?(?:担?任|负责|牵头|挂帅|主持|带队)|什么(?:职务|职位|人)|哪[一]?级"
)


def _with_beside(sentence: str, start: int, end: int) -> Span:
    """An office with those listed beside it (县委书记、县长)."""
    all_offices = offices(sentence)
    for a, b in all_offices:
        if sentence[end:a] in ("、", "和", "与"):
            end = b
    for a, b in reversed(all_offices):
        if sentence[b:start] in ("、", "和", "与"):
            start = a
    return start, end


def _office(question: Question, sentence: str, span: Span) -> Short:
    """What a sentence says someone is, whatever of it is marked."""
    holder = asked_holder(question.text)
    held = held_titles(holder, sentence) if holder else []
    touching = [title for title in held if title[0] < span[1] and span[0] < title[1]]
    if held:
        return Short((touching or held)[0], 1.0)
    return Short(span, -_NOT_A_LIST)


_HAN = r"[㐀-鿿]"
_VILLAGE = lazy_pattern(
    rf"(?:{_HAN}{{1,3}}[省市县区])?(?:{_HAN}{{1,3}}(?:乡|镇|街道))?{_HAN}{{1,4}}?(?:自然村|村(?!级|集体|民|干|企|两|委|庄)|村庄|社区)"
)
_TOWN = lazy_pattern(rf"(?:{_HAN}{{1,3}}[省市县区])?{_HAN}{{1,3}}(?:乡|镇|街道)")
_CITY = lazy_pattern(rf"{_HAN}{{1,4}}(?:省|市|县|区)")
_ASKED_PLACES = (
    (lazy_pattern(r"哪个?(?:乡镇?|镇)"), _TOWN),
    (lazy_pattern(r"哪个?(?:省|市|县|区|城市|国家)"), _CITY),
)


def _place(question: Question, sentence: str, span: Span) -> Short:
    short = _place_in(question, sentence, span)
    attends = _ATTENDS.search(sentence[slice(*short.span)])
    return replace(short, form=-1.0) if attends else short


def _place_in(question: Question, sentence: str, span: Span) -> Short:
    of_office = _of_office(question, sentence)
    if of_office:
        touching = [place for place in of_office if place[0] < span[1] and span[0] < place[1]]
        return Short((touching or of_office)[0], 0.0, fit=1.0 if touching else 0.0)
    spots = [
        spot for spot in _spots(question, sentence) if spot[0] <= span[0] and span[1] <= spot[1]
    ]
    if spots:
        return Short(spots[0], 1.0)
    start, end = _place_alone(sentence, *span)
    if start > span[0] or end < span[1]:
        return Short((start, end), 0.0, fit=_ALONE)
    wanted = next((w for asked, w in _ASKED_PLACES if asked.search(question.text)), _VILLAGE)
    if (match := wanted.match(sentence, start)) and match.end() > end:
        end = match.end()
    if wanted is not _CITY:
        if match := re.search(rf"{_HAN}{{2}}(?:乡|镇)$", sentence[:start]):
            start = match.start()
        # a reader may lose the first character of a name of two (大武镇)
        larger = [p for p in find_places(sentence[: start + 1]) if 0 <= start - p.end <= 1]
        if larger and re.search(r"[乡镇村区]", sentence[start:end]):
            start = larger[-1].start
    short = _thing(question, sentence, (start, end))
    if wanted is _TOWN and not _IS_TOWN.search(sentence[slice(*short.span)]):
        return replace(short, form=-1.0)
    return short


_IS_TOWN = lazy_pattern(r"(?:乡|镇|街道)$")


def _spots(question: Question, sentence: str) -> list[Span]:
    """Floors, rooms and doors in a sentence, unless a town or the like is asked for."""
    if any(asked.search(question.text) for asked, _ in _ASKED_PLACES):
        return []
    return spots_in(sentence)


_ATTENDS = lazy_pattern(r"(?:(?<!送)到|[回返离])[校家岗](?![㐀-鿿]{0,1}[门园区内外里])|上[班学岗]")
"""What someone does, and no place (照常到校)."""


def _of_office(question: Question, sentence: str) -> list[Span]:
    """The places right before the office that a question names (是哪个镇的镇长)."""
    asked = asked_office(question.text)
    wanted = next((w for pattern, w in _ASKED_PLACES if pattern.search(question.text)), _VILLAGE)
    if asked is None or not _OF_WHICH.search(question.text):
        return []
    found = []
    for start, end in offices(sentence):
        if not same_office(asked, sentence[start:end]):
            continue
        # 镇 of 镇党委书记 is the end of the place, and of 河口镇镇长 the first
        close = start + (sentence[start] in _LEVELS)
        low = max(0, close - _LONGEST_PLACE)
        before = _ALSO_HELD.sub("", sentence[low:close])
        begin = lead.end() if (lead := _LEAD.search(before)) else 0
        place = wanted.search(before, begin)
        if place and place.end() == len(before):
            found.append((low + place.start(), low + place.end()))
    return found


_LEVELS = "村镇乡县市区"
_ALSO_HELD = lazy_pattern(
    r"(?:党委|党组|党工委|政府|人大|支部|村委会?|[、和]|副?书记|委员|常委|主任|副?[村镇乡县市区]长)+$"
)
_LEAD = lazy_pattern(r"^.*(?:担任|任|是|为|在|到|[,，、。;；:：0-9年月)）])")
_OF_WHICH = lazy_pattern(r"哪一?个?[村乡镇县市区](?:的|当|任|做)?")
_LONGEST_PLACE = 16


def _place_alone(sentence: str, start: int, end: int) -> Span:
    """A span that begins within the name of a place with all of it; of clauses of which one is the
    name of a place and no more (女,汉,江西临川) that one."""
    places = find_places(sentence)
    start = next((p.start for p in places if p.start < start < p.end <= end), start)
    pieces = [(start + m.start(), start + m.end()) for m in _CLAUSE.finditer(sentence[start:end])]
    whole = [(a, b) for a, b in pieces if _is_place(sentence[a:b])]
    return whole[0] if len(pieces) > 1 and len(whole) == 1 else (start, end)


_ALONE = 0.5
"""How surely the one clause that is the name of a place is meant, of a stretch of several."""
_CLAUSE = lazy_pattern(r"[^,，;；:：]+")


def _is_place(text: str) -> bool:
    """Whether a text is the name of a place, or of one in another, and nothing else."""
    covered = sum(place.end - place.start for place in find_places(text))
    return bool(text) and covered == len(text)


def _list(question: Question, sentence: str, span: Span) -> Short:
    lists = find_lists(sentence)
    touching = [i for i in lists if i.span[0] < span[1] and span[0] < i.span[1]]
    if not touching:
        short = _thing(question, sentence, span)
        if question.items == _TWO and (two := two_in(sentence, short.span)):
            others = names_others(question.text, sentence, two.items)
            return Short(two.span, -1.0 if others else 1.0)
        return Short(short.span, -_NOT_A_LIST if question.items else 0.0)
    if question.items:
        exact = [i for i in touching if len(i.items) == question.items]
        best = (exact or touching)[0]
        if names_others(question.text, sentence, best.items) or _is_only_named(
            question.text, sentence[best.span[0] : best.span[1]]
        ):
            return Short(best.span, -1.0)
        return Short(best.span, 1.0 if exact else 0.0)
    inner = [i for i in touching if i.span[0] <= span[0] and span[1] <= i.span[1]]
    best = min(inner or touching, key=lambda i: i.span[1] - i.span[0])
    others = names_others(question.text, sentence, best.items)
    return Short(best.span, -1.0 if others else _NOT_A_LIST)


_NOT_A_LIST = 0.5
_TWO = 2


def _is_only_named(question: str, answer: str) -> bool:
    """Whether an answer only has the name of what is to be listed (“一约四会”, asked 哪四会)."""
    match = _COUNTED.search(question)
    return match is not None and match[1] in answer


_COUNTED = lazy_pattern(r"哪[“‘]?([两二三四五六七八九十]{1,2}[㐀-鿿])")


def _thing(question: Question, sentence: str, span: Span) -> Short:
    start, end = span
    if _LISTS.search(question.text):
        touching = [i for i in find_lists(sentence) if i.span[0] < end and start < i.span[1]]
        if touching:
            return _list(question, sentence, span)
    if _ASKS_EXTENT.search(question.text):
        start, end = _clause_of(sentence, start, end)
    if _ASKS_HONOUR.search(question.text) and (honour := _honour(sentence, start, end)):
        return Short(honour, 1.0)
    start, end = _with_asked_noun(question.text, sentence, start, end)
    if _ASKS_NAME.search(question.text) and (quoted := _quotation(sentence, start, end)):
        return Short(quoted, 0.0)
    start, end = _balanced(sentence, _word_start(sentence, start), end)
    if (named := _ORGANISATION_NAMED.search(question.text)) and not _ORGANISATION.search(
        sentence, start, end
    ):
        # of a name that a reader marks in part the rest, up to what sort of body it is
        rest = re.match(rf"[㐀-鿿”》]{{0,10}}?{named[1]}", sentence[end:])
        end += rest.end() if rest else 0
    if _ORGANISATION.search(sentence, start, end):
        # an organisation's name begins with its place
        start = min(
            (p.start for p in find_places(sentence[:start]) if p.end == start), default=start
        )
    if _OF_A_LEVEL.search(sentence, 0, start) and _OFFICE_OF.search(sentence, start, end):
        start -= 1
    if end - start > 1 and (quote := _QUOTED_BEFORE.search(sentence, 0, start)):
        start = quote.start()
    if sentence[end - 1 : end].isdigit() and sentence[end : end + 1] in ("%", "‰"):
        end += 1
    bare = _ASKS_WHAT.search(question.text) and _is_figure(sentence, start, end)
    return Short((start, end), -1.0 if bare else 0.0)


_ASKS_NAME = lazy_pattern(
    r"(?:叫做?|名为|称为|称作|取名|命名为)什么|叫什么名|什么名[字称]|名[字称](?:是什么|叫什么)"
)
_ORGANISATION_NAMED = lazy_pattern(
    r"(合作社|公司|集团|小学|中学|大学|学院|医院|卫生院|研究院|研究所|协会|银行|农场|基金会)[㐀-鿿]{0,2}叫(?:什么|啥)"
)
_ORGANISATION = lazy_pattern(
    r"(?:合作社|公司|集团|学校|小学|中学|大学|学院|医院|卫生院|工厂|研究院|研究所|协会|银行|农场|园区|基地)$"
)


def _word_start(sentence: str, start: int) -> int:
    """Where the word begins that a span begins in the middle of (工补贴政策 of 务工补贴政策)."""
    within = frequency(sentence[max(0, start - 1) : start + 1])
    return start - 1 if start and within and not frequency(sentence[start : start + 2]) else start


_OFFICE_OF = lazy_pattern(r"(?:局|办|办公室|委|厅|院|所|站|中心)$")
_OF_A_LEVEL = lazy_pattern(r"(?<![㐀-鿿])[省市县区乡镇]$")
"""县 of 县教科局, which a reader may leave out."""
_QUOTED_BEFORE = lazy_pattern(r"(?<![”’》、])(?:“[^“”]{1,8}”|‘[^‘’]{1,8}’)$")
"""“358” of “358”务工补贴, which is part of the name."""
_ASKS_HONOUR = lazy_pattern(
    r"(?:什么|哪些|哪项|哪个|啥)[^，,。？?]{0,6}(?:荣誉|称号|奖项?|表彰|头衔)|评(?:为|上|成)了?什么"
)
_HONOUR = lazy_pattern(
    r"(?:评选?为|评上|授予|命名为|确定为|认定为|荣获|获评|荣膺|获得|荣立|推选为)了?(?P<what>[^，,。；;！!]{3,60})"
)


def _honour(sentence: str, start: int, end: int) -> Span | None:
    """The whole honour that a span is a part of: what stands behind 被评为, 荣获 in its clause."""
    found = (match.span("what") for match in _HONOUR.finditer(sentence))
    return next((what for what in found if what[0] < end and start < what[1]), None)


_ASKS_EXTENT = lazy_pattern(r"(?:什么|何种|怎样的|哪种)(?:程度|地步)")
_ASKS_WHAT = lazy_pattern(
    r"(?:什么|哪些|哪里|哪儿)(?!水平|程度|规模|标准|比例|价格?|速度|名次|数字?|年|时|日|程|温度|高度|频率|电话|号码)"
)


def _clause_of(sentence: str, start: int, end: int) -> Span:
    """The whole clause that holds a span: how far something is to go is a predicate."""
    before = max((sentence.rfind(mark, 0, start) for mark in _CLAUSE_MARKS), default=-1)
    behind = [at for mark in _CLAUSE_MARKS if (at := sentence.find(mark, end)) >= 0]
    return before + 1, min(behind, default=len(sentence))


_CLAUSE_MARKS = "，,。；;：:！!？?\n"


def _quotation(sentence: str, start: int, end: int) -> Span | None:
    """What stands in the innermost quotation marks around a span; a title with its marks."""
    found = [m.span() for m in _QUOTED.finditer(sentence) if m.start() <= start and end <= m.end()]
    if not found:
        return None
    a, b = min(found, key=lambda quote: quote[1] - quote[0])
    return (a, b) if sentence[a] == "《" else (a + 1, b - 1)


_QUOTED = lazy_pattern(r"“[^“”]{1,40}”|‘[^‘’]{1,40}’|《[^《》]{1,60}》|「[^「」]{1,40}」")


def _is_figure(sentence: str, start: int, end: int) -> bool:
    """Whether a span is one figure and no more."""
    return any(
        figure.start <= start and end <= figure.end
        for figure in find_figures(sentence)
        if figure.start < end and start < figure.end
    )


_LISTS = lazy_pattern(r"哪些|哪几|哪[两二三四五六七八九十0-9]")
_ASKED_NOUN = lazy_pattern(r"(?:什么|哪个|哪种|哪项|哪家|哪所|啥)(?:样的)?(?P<noun>[㐀-鿿“”]{2,8})")


def _with_asked_noun(question: str, sentence: str, start: int, end: int) -> Span:
    """An answer with the noun asked for behind it: “六乱” with 整治, asked for what 整治."""
    match = _ASKED_NOUN.search(question)
    if match is None:
        return start, end
    behind = sentence[end:]
    skipped = len(behind) - len(behind.lstrip("”》’"))
    common = longest_common(match["noun"], behind[skipped : skipped + len(match["noun"])])
    if len(common) > 1 and match["noun"].startswith(common) and behind[skipped:].startswith(common):
        end += skipped + len(common)
    return start, end


_PAIRS = (
    ("“", "”"),
    ("‘", "’"),
    ("《", "》"),
    ("(", ")"),
    ("（", "）"),
    ("「", "」"),
    ("『", "』"),
)
_EDGES = "，,。；;：:、！!？? \n"


def _balanced(sentence: str, start: int, end: int) -> Span:
    """A span without marks at its edges, quotation marks whole or not at all."""
    while start < end and sentence[start] in _EDGES:
        start += 1
    while start < end and sentence[end - 1] in _EDGES:
        end -= 1
    for opening, closing in _PAIRS:
        inside = sentence[start:end]
        opened, closed = inside.count(opening), inside.count(closing)
        if opened > closed:
            if sentence[end : end + 1] == closing:
                end += 1
            elif inside[:1] == opening:
                start += 1
        elif closed > opened:
            if start and sentence[start - 1] == opening:
                start -= 1
            elif inside[-1:] == closing:
                end -= 1
    return start, end


_SHAPES: dict[Kind, Callable[[Question, str, Span], Short]] = {
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.OFFICE: _office,
    Kind.PLACE: _place,
    Kind.LIST: _list,
}


def told_figures(question: str, sentence: str) -> list[Span]:
    """The figures of a sentence of what a yes-or-no question gives a figure for.

    Of "总人口0.8万人对吗" those that count people; where the source is damaged there, the
    question cannot be answered from it.
    """
    asked = [f for f in find_figures(question) if f.dimension is not Dimension.DATE]
    found = []
    for figure in find_figures(sentence):
        if any(
            figure.dimension is other.dimension and figure.unit == other.unit for other in asked
        ):
            found.append((figure.start, figure.end))
    return found

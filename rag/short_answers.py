"""The short answer a person would give, from what a reader marked in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from index.places import find_places
from rag.figures import Dimension, find_dates, find_figures
from rag.lists import find_lists
from rag.overlap import longest_common
from rag.parallel import pair_up
from rag.people import is_name, names_in, office_fit, offices
from rag.question import Kind, Question

Span = tuple[int, int]


@dataclass(frozen=True)
class Short:
    """A short answer in a sentence: its span, `form` (1 it has the form asked for, 0 not known,
    -1 it has not) and `pair`, 1 where a list with 分别 gives it to what is asked about."""

    span: Span
    form: float
    pair: float = 0.0


def candidates(question: Question, sentence: str) -> list[Span]:
    """What in a folded sentence has the form of an answer, whatever a reader marks."""
    if question.kind is Kind.DATE:
        return _dates(sentence)
    if question.kind is Kind.PERSON:
        return [*names_in(sentence), *paired(question, sentence)]
    if question.kind is Kind.LIST:
        return [items.span for items in find_lists(sentence)]
    return paired(question, sentence)


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


_DAY = re.compile(
    r"每(?:年|月|周|逢)?(?:的)?(?:[0-9一二三四五六七八九十]{1,3}月)?[0-9一二三四五六七八九十]{1,3}[日号]|每(?:周|星期)[一二三四五六日天]"
    r"|(?<![0-9月第])[0-9]{1,2}[日号](?!召)"
)


def _dates(sentence: str) -> list[Span]:
    """The dates of a sentence, days that recur (每月17日) and days alone among them."""
    days = [match.span() for match in _DAY.finditer(sentence)]
    dates = [(date.start, date.end) for date in find_dates(sentence)]
    alone = [
        d for d in days if not any(a < d[1] and d[0] < b and b - a >= d[1] - d[0] for a, b in dates)
    ]
    return sorted([*dates, *alone])


def _date(question: Question, sentence: str, span: Span) -> Short:
    start, end = span
    dates = [date for date in _dates(sentence) if date[0] < end and start < date[1]]
    if not dates:
        return Short(span, -1.0)
    start, end = min(start, dates[0][0]), max(end, dates[-1][1])
    if match := re.search(r"(?:每(?:年|月|周)?|农历|当年|今年|去年|前年)$", sentence[:start]):
        start = match.start()
    if match := re.match(
        r"(?:年?底|末|初|上旬|中旬|下旬|上午|下午|晚上?|以来|左右|前后|凌晨)", sentence[end:]
    ):
        end += match.end()
    return Short((start, end), 1.0)


def _person(question: Question, sentence: str, span: Span) -> Short:
    start, end = span
    inside = [name for name in names_in(sentence) if name[0] < end and start < name[1]]
    if inside and question.office:
        # of 县长张三 only the name, if an office is asked for
        start, end = max(
            inside, key=lambda name: office_fit(question.office or "", sentence, *name)
        )
    elif inside and len(inside) == 1:
        start, end = min(start, inside[0][0]), max(end, inside[0][1])
    answer = sentence[start:end]
    named = is_name(answer) or bool(inside)
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


_NAMED = 0.5
"""A name where no office is asked for: the right form, but any name has it."""
_ASKS_FOR_OFFICE = re.compile(
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


_HAN = r"[㐀-鿿]"
_VILLAGE = re.compile(
    rf"(?:{_HAN}{{1,3}}[省市县区])?(?:{_HAN}{{1,3}}(?:乡|镇|街道))?{_HAN}{{1,4}}?(?:自然村|村(?!级|集体|民|干|企|两|委|庄)|村庄|社区)"
)
_TOWN = re.compile(rf"(?:{_HAN}{{1,3}}[省市县区])?{_HAN}{{1,3}}(?:乡|镇|街道)")
_CITY = re.compile(rf"{_HAN}{{1,4}}(?:省|市|县|区)")
_ASKED_PLACES = (
    (re.compile(r"哪个?(?:乡镇?|镇)"), _TOWN),
    (re.compile(r"哪个?(?:省|市|县|区|城市|国家)"), _CITY),
)


def _place(question: Question, sentence: str, span: Span) -> Short:
    start, end = span
    wanted = next((w for asked, w in _ASKED_PLACES if asked.search(question.text)), _VILLAGE)
    if (match := wanted.match(sentence, start)) and match.end() > end:
        end = match.end()
    if wanted is not _CITY:
        if match := re.search(rf"{_HAN}{{2}}(?:乡|镇)$", sentence[:start]):
            start = match.start()
        larger = [p for p in find_places(sentence[: start + 1]) if p.end == start]
        if larger and re.search(r"[乡镇村区]", sentence[start:end]):
            start = larger[-1].start
    return _thing(question, sentence, (start, end))


def _list(question: Question, sentence: str, span: Span) -> Short:
    lists = find_lists(sentence)
    touching = [i for i in lists if i.span[0] < span[1] and span[0] < i.span[1]]
    if not touching:
        short = _thing(question, sentence, span)
        return Short(short.span, -_NOT_A_LIST if question.items else 0.0)
    if question.items:
        exact = [i for i in touching if len(i.items) == question.items]
        best = (exact or touching)[0]
        return Short(best.span, 1.0 if exact else 0.0)
    inner = [i for i in touching if i.span[0] <= span[0] and span[1] <= i.span[1]]
    best = min(inner or touching, key=lambda i: i.span[1] - i.span[0])
    return Short(best.span, _NOT_A_LIST)


_NOT_A_LIST = 0.5


def _thing(question: Question, sentence: str, span: Span) -> Short:
    start, end = span
    if _LISTS.search(question.text):
        touching = [i for i in find_lists(sentence) if i.span[0] < end and start < i.span[1]]
        if touching:
            return _list(question, sentence, span)
    start, end = _with_asked_noun(question.text, sentence, start, end)
    return Short(_balanced(sentence, start, end), 0.0)


_LISTS = re.compile(r"哪些|哪几|哪[两二三四五六七八九十0-9]")
_ASKED_NOUN = re.compile(r"(?:什么|哪个|哪种|哪项|哪家|哪所|啥)(?:样的)?(?P<noun>[㐀-鿿“”]{2,8})")


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


_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"), ("（", "）"), ("「", "」"), ("『", "』"))
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

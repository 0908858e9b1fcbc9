"""What a follow-up leaves out, carried over from the questions before it by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.places import PlaceMention, find_places
from rag.colloquial import written_form
from rag.figures import UNITS
from rag.padding import without_padding

_THAT = lazy_pattern(r"^那?么?(?P<rest>.+?)呢[？?]?$")
_POINTS_BACK = lazy_pattern(
    r"(?<!其)他|她|它|其中|^同比|^环比|(?<![省市县区乡镇村])(?:这个|那个)|这些|这里|那些|那里|当地|(?<!应)该"
)
_THEN = lazy_pattern(r"^那么?(?![里个些儿年天月次种位时边块样])[，,]?(?=.{3})")
"""Goes on from what was spoken of: 那投入了多少资金."""
_WHOLE = lazy_pattern(
    r"^[^,，是由]{3,20}[是由](?:谁|什么时候|何时|哪一?[年天位家个][人]?)[^,，。?？]{2,20}[?？]?$"
)
"""Has a subject, a question word and a verb of its own: 后来的新桥是谁带头修的."""
_RELATIVE = lazy_pattern(r"[我全本该](?:省|市|县|区|州|乡|镇|村)|[县市区]里")
"""What speaks of a place without naming it; other questions of some length stand alone."""
_PART_OF_PLACE = lazy_pattern(r"贫困[村户]")
"""Of which place is left out only where little else is said."""
_EVERYWHERE = lazy_pattern(
    r"各地|各(?:个|省|市|县|区)|每个?(?:地方|市|县)|哪些(?:地方|省|市|县)|这[些几][个篇]?(?:文|报|稿|地)"
)
"""Asks of all documents, and so of no place that was spoken of."""
_QUOTED = lazy_pattern(r"[“「『\"].*?[”」』\"]")
_YEAR = lazy_pattern(r"[0-9]{4}年?")
_ENOUGH = 4
"""A question with fewer telling characters of its own leans on the one before."""
_LITTLE = 7
_SHORT = 10
"""One with at most so many may lean on it."""

_UNIT = "|".join(sorted((re.escape(unit) for unit in (*UNITS, "个")), key=len, reverse=True))
_ASKING_WORD = r"多少|多[久长大高远重]|几|谁|哪些|哪[年月天里儿位个家种所]|什么时候|什么|何时|何地|怎么样?|如何|为什么|为何"
_ASKING = lazy_pattern(rf"(?:分?别?[是有为了达到]{{0,2}})(?:{_ASKING_WORD})(?:{_UNIT}|钱|名字)?")
_VERB = "[投花建修派选挣赚卖买招补种养增降涨减拨发]"
"""Verbs of one character; others are taken to have two."""
_TAIL = lazy_pattern(
    rf"(?:(?:{_VERB}|[㐀-鿿](?!{_VERB})[㐀-鿿])[了到达为])?[是有为]?(?:{_ASKING_WORD})[^，,。；;？?]*"
)


@dataclass(frozen=True)
class FollowUp:
    """A question made whole: `text` is shown and searched with; `asks` is the part that says what
    kind of answer is wanted, the question as it was typed where that says it."""

    text: str
    asks: str


def complete(question: str, history: Sequence[str]) -> FollowUp | None:
    """The question with what it leaves out, or None where it stands alone.

    "那沁县呢" after "昔阳脱贫了多少人" asks the same of another place, "那县长呢" after
    "沁县的县委书记是谁" of another thing; "全县有多少学校" takes over the place; "投了多少钱" what
    the question before was about.

    :param history: Earlier questions, oldest first, as they were asked.
    """
    return _complete(_plain(question), _spoken_of(history))


def with_place(question: str, history: Sequence[str]) -> FollowUp | None:
    """A question that names no place, with the one that was spoken of; None where there is none.

    It may stand alone, so this is a reading beside that one: "村集体一年能挣多少" after a question about
    a village.
    """
    current, before = _plain(question), _spoken_of(history)
    earlier = find_places(before)
    if not earlier or find_places(current) or _EVERYWHERE.search(current):
        return None
    return FollowUp(f"{_names(before, earlier)} {current}", current)


def with_topic(question: str, history: Sequence[str]) -> FollowUp | None:
    """A short question with what was spoken of; None where it is long enough to stand alone.

    A reading beside that one, as with `with_place`: "分布在几个村" after "农家乐有多少家".
    """
    current, before = _plain(question), _spoken_of(history)
    telling = sum(not c.isspace() for c in without_padding(current))
    if not before or telling > _SHORT or find_places(current) or _EVERYWHERE.search(current):
        return None
    return FollowUp(f"{_statement(before)} {current}", current)


def _spoken_of(history: Sequence[str]) -> str:
    """The last of the earlier questions, made whole."""
    before = ""
    for asked in history:
        text = _plain(asked)
        follow_up = _complete(text, before)
        before = follow_up.text if follow_up else text
    return before


def _plain(question: str) -> str:
    return written_form(fold(question).text.strip())


def _complete(current: str, before: str) -> FollowUp | None:
    if not before or _EVERYWHERE.search(current):
        return None
    places, earlier = find_places(current), find_places(before)
    if match := _THAT.match(current):
        return _the_same_of(match["rest"].strip(",，"), places, before, earlier)
    if places:
        return None
    said = _QUOTED.sub(" ", current)
    telling = sum(not c.isspace() for c in without_padding(current))
    if _POINTS_BACK.search(said) or telling < _ENOUGH:
        return FollowUp(f"{_statement(before)} {current}", current)
    if then := _THEN.match(current):
        rest = current[then.end() :]
        if _WHOLE.match(rest):
            return FollowUp(f"{_names(before, earlier)} {rest}".strip(), rest)
        return FollowUp(f"{_statement(before)} {rest}", rest)
    leans = _RELATIVE.search(said) or (telling < _LITTLE and _PART_OF_PLACE.search(said))
    if earlier and leans:
        return FollowUp(f"{_names(before, earlier)} {current}", current)
    return None


def _the_same_of(
    rest: str, places: Sequence[PlaceMention], before: str, earlier: Sequence[PlaceMention]
) -> FollowUp:
    """The question before, put to what 那…呢 names: a place, a year or another thing."""
    if places and earlier:
        levels = {division.level for division in places[0].divisions}
        swapped = next(
            (p for p in earlier if levels & {division.level for division in p.divisions}),
            earlier[0],
        )
        text = before[: swapped.start] + rest + before[swapped.end :]
        return FollowUp(text, text)
    if (year := _YEAR.search(rest)) and _YEAR.search(before):
        text = _YEAR.sub(year[0], before, count=1)
        return FollowUp(text, text)
    if tail := _TAIL.search(before):
        text = f"{_names(before, earlier)} {rest} {tail[0]}".strip()
        return FollowUp(text, text)
    return FollowUp(f"{before.rstrip('?？')} {rest}", before)


def _statement(question: str) -> str:
    """What a question is about, without what it asks for."""
    return " ".join(_ASKING.sub(" ", question.rstrip("?？")).split())


def _names(text: str, places: Sequence[PlaceMention]) -> str:
    found = []
    for place in places:
        village = _VILLAGE.match(text, place.end)
        found.append(text[place.start : village.end() if village else place.end])
    return "、".join(found)


_VILLAGE = lazy_pattern(r"(?:[㐀-鿿]{1,3}[乡镇])?[㐀-鿿]{1,4}村|[㐀-鿿]{1,3}[乡镇]")

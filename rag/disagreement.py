"""Figures of one thing that disagree, inside a document or between documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.places import find_places
from rag.aims import tells_aim
from rag.amounts import Amount, agree, answer_amounts, find_amounts
from rag.answer import Part, Quote
from rag.dated import years_of
from rag.figures import Dimension, find_figures
from rag.question import Kind, Question


def disagreement(question: Question, quotes: Sequence[Quote]) -> tuple[Part, ...]:
    """The figures that quotes give for one and the same thing, where they are not the same.

    A figure counts against the first one only where nothing tells them apart: both measure the
    same, of the same place, year and scope, in clauses that say the same of it. Figures that agree
    so far as they are rounded (近4万, 39988) are one.

    :param question: As understood.
    :param quotes: Those whose probability is near the best one's, best first.
    :returns: A part for each figure, in the order of the quotes; empty where they agree.
    """
    if question.kind is not Kind.FIGURE:
        return ()
    claims = [_claim(question, quote, i) for i, quote in enumerate(quotes)]
    if not claims or claims[0] is None:
        return ()
    first = claims[0]
    different = [first]
    for claim in claims[1:]:
        if claim is None or not _same_thing(question, first, claim):
            continue
        if not any(agree(claim.amount, other.amount) for other in different):
            different.append(claim)
    if len(different) < 2:  # noqa: PLR2004
        return ()
    return tuple(
        Part(
            claim.quote.title or claim.quote.source,
            claim.quote.answer,
            claim.amount.value,
            claim.at,
        )
        for claim in different
    )


@dataclass(frozen=True)
class _Claim:
    """What a quote says: the amount, the pairs of characters of the clause that gives it, and
    what tells it from others."""

    quote: Quote
    at: int
    amount: Amount
    clause: frozenset[str]
    years: frozenset[int]
    places: frozenset[str]
    scope: frozenset[str]
    stage: frozenset[str]
    aim: bool


_CLAUSE = lazy_pattern(r"[^,，;；。!！?？:：\n]+")
_SCOPE = lazy_pattern(
    r"[全本我该]?([国省市县区乡镇村])(?:共|累计|总|一共|有|内|里)|[全本我该]([国省市县区乡镇村])"
)
_STAGES = (
    "新增|每年|年均|当年|今年|去年|上年|明年|人均|户均|平均|首批|第[一二三四五]批|其中|剩余|还有|仅|至少|最高|最低|最多|最少|一期|二期|"
    "三期|上半年|下半年|季度|月|原有|原来|由|从|增加|减少|增长|下降|提高|降低|同比|环比|比|占|超额|任务|标准|以来|期间|五年|每|另"
)
_STAGE = lazy_pattern(_STAGES)
_TOTALS = lazy_pattern(
    r"全部|累计|实现|完成|人数|总数|数量|总共|一共|共计|共有|目前|截至|已经|[已共约近的了为有达到是在中]"
)
_PART = lazy_pattern(
    r"[㐀-鿿]{1,4}(?:村|乡|镇|街道|社区|公司|集团|学校|小学|中学|医院|合作社|企业|单位|部门|车间)"
)
_NEW = 4
"""How many pairs of characters each of two documents' clauses may hold that neither the other nor
the question does: more say that they are about different things. In one document, which seldom
contradicts itself in the same words, there may be none."""
_TELLING = 2
"""How many pairs of the question both clauses hold at least, where what is measured (money, things)
can be of anything."""
_OPEN = frozenset((Dimension.MONEY, Dimension.COUNT, Dimension.PERSON, Dimension.HOUSEHOLD))
_SHARED = 0.5
"""The least share of the question's pairs of characters that both clauses hold."""


def _claim(question: Question, quote: Quote, at: int) -> _Claim | None:
    if not quote.answer:
        return None
    amounts = answer_amounts(quote.answer, quote.text)
    fitting = [a for a in amounts if question.dimension in (None, a.dimension)]
    if len(fitting) != 1:
        return None
    text, answer = fold(quote.text).text, fold(quote.answer).text.strip()
    start = max(0, text.find(answer))
    clause = next(
        (text[a:b] for a, b in (m.span() for m in _CLAUSE.finditer(text)) if a <= start < b), ""
    )
    places = find_places(text)
    return _Claim(
        quote=quote,
        at=at,
        amount=fitting[0],
        clause=_pairs(_without_figures(clause)),
        years=years_of(quote.text, quote.answer),
        places=frozenset(place.divisions[0].code for place in places),
        scope=frozenset(a or b for a, b in _SCOPE.findall(text[: start + len(answer)])),
        stage=frozenset(_STAGE.findall(clause)) | frozenset(_parts(question, clause)),
        aim=tells_aim(text, start, start + len(answer)),
    )


def _parts(question: Question, clause: str) -> list[str]:
    """The villages, firms and the like that a clause names and the question does not."""
    return [name[-3:] for name in _PART.findall(clause) if name[-2:] not in question.text]


def _without_figures(clause: str) -> str:
    known = [(place.start, place.end) for place in find_places(clause)]
    for start, end in sorted([*known, *((f.start, f.end) for f in find_figures(clause))])[::-1]:
        clause = f"{clause[:start]} {clause[end:]}"
    return _TOTALS.sub(" ", _SCOPE.sub(" ", clause))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum())


def _same_thing(question: Question, first: _Claim, other: _Claim) -> bool:
    """Whether nothing tells two claims apart but their figures."""
    if first.amount.unit != other.amount.unit or first.aim != other.aim:
        return False
    if (first.years, first.stage) != (other.years, other.stage):
        return False
    if first.quote.place != other.quote.place or not _alike(first.scope, other.scope):
        return False
    here = frozenset(d.code for place in question.places for d in place.divisions)
    if first.places - here != other.places - here:
        return False
    if _tells(first.quote, other.amount) or _tells(other.quote, first.amount):
        # both are told in one sentence: they are of different things
        return False
    wanted = _pairs(question.words)
    if wanted & first.clause != wanted & other.clause:
        return False
    shared = len(wanted & first.clause)
    if shared < max(_SHARED * len(wanted), _TELLING if first.amount.dimension in _OPEN else 1):
        return False
    new = max(len(first.clause - other.clause - wanted), len(other.clause - first.clause - wanted))
    return new <= (0 if first.quote.source == other.quote.source else _NEW)


def _tells(quote: Quote, amount: Amount) -> bool:
    return any(agree(amount, told) for told in find_amounts(fold(quote.text).text))


def _alike(first: frozenset[str], other: frozenset[str]) -> bool:
    return not first or not other or first == other

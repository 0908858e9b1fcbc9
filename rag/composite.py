"""Answering questions over several documents: one place or document at a time, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.store import DocumentInfo
from rag.amounts import Amount, agree, common_unit
from rag.answer import Answer, Outcome, Part, Quote, Relation, Retrieved, Trace
from rag.dated import years_of
from rag.figures import Dimension
from rag.item_answers import Found, put_to
from rag.question import Kind, Question
from rag.several import Several, recognise
from rag.several_items import AskOne, plan

PASSAGES = 10
"""How many retrieved passages an answer lists."""
_Item = TypeVar("_Item")
JOINED = "；"
"""Between the short answers of a collection."""


def compose(question: str, documents: Sequence[DocumentInfo], ask_one: AskOne) -> Answer | None:
    """The answer to a question over several places or documents, or None for an ordinary one.

    A comparison is answered where every side's figure is found and they measure the same; its
    answer is the side that has more (both where they are level, and both figures where the
    question is by how much they differ). A collection is answered where anything is found.

    :param question: With what a follow-up leaves out filled in.
    :param documents: All of the index.
    :param ask_one: The ordinary path.
    """
    several = recognise(_first_asking(question)) or recognise(question)
    if several is None:
        return None
    items = plan(several, documents, ask_one)
    if len(items) < 2:  # noqa: PLR2004
        return None
    found = [put_to(several, item, ask_one) for item in items]
    if _is_one_answer(found):
        return None
    composed = _compared if several.relation is Relation.COMPARISON else _collected
    answer = composed(question, several, found)
    return answer and replace(answer, trace=_trace(question, found))


def _first_asking(question: str) -> str:
    """The first sentence of a question: 甲和乙各有多少？谁多？ is answered by each and compared by
    whoever reads it."""
    return _SENTENCE.split(question.rstrip("?？ "), maxsplit=1)[0]


_SENTENCE = lazy_pattern(r"[?？]\s*")


def _trace(question: str, found: Sequence[Found]) -> Trace | None:
    """The traces of the parts in one: what was weighed for each place, in turn."""
    traces = [f.answer.trace for f in found if f.answer.trace is not None]
    if not traces:
        return None
    return Trace(
        folded=fold(question).text,
        kind=traces[0].kind,
        places=tuple(f.item.label for f in found),
        years=tuple(sorted({year for trace in traces for year in trace.years})),
        threshold=traces[0].threshold,
        weighed=tuple(_in_turn([trace.weighed for trace in traces])),
    )


def _is_one_answer(found: Sequence[Found]) -> bool:
    """Whether all places got one and the same words (娄烦、阳曲分别…10982元、10783元): they are an
    answer to the question as it was put, and do not tell whose figure is which."""
    spans = {(f.quotes[0][0].source, f.quotes[0][0].answer_spans) for f in found if f.quotes}
    return len(spans) == 1 and all(f.quotes and f.quotes[0][0].answer_spans for f in found)


def _compared(question: str, several: Several, found: Sequence[Found]) -> Answer | None:
    damaged = [f for f in found if f.answer.outcome is Outcome.DAMAGED]
    if not several.sides:
        # of all places those count that say it; one alone is no comparison
        found = [f for f in found if f.quotes and f not in damaged]
        damaged = []
        if len(found) < 2:  # noqa: PLR2004
            return None
    missing = [f.item.label for f in found if not f.quotes]
    if damaged and not missing:
        return _damaged(question, found, damaged)
    unit = common_unit([f.amounts for f in found], found[0].asked.dimension)
    if missing or unit is None:
        reason = f"side_not_found: {', '.join(missing)}" if missing else "not_comparable"
        return _not_found(question, found, reason)
    chosen = [(f, *f.best(unit)) for f in found]
    if _differ_in_year(found[0].asked, [(quote, amount) for _, quote, amount in chosen]):
        return _not_found(question, found, "different_years")
    same = len({amount.written for _, _, amount in chosen if amount}) == 1
    parts = tuple(
        Part(f.item.label, quote.answer or None, _value(amount, same), i)
        for i, (f, quote, amount) in enumerate(chosen)
    )
    quotes = (*(quote for _, quote, _ in chosen), *_also(chosen))
    return Answer(
        question=question,
        outcome=Outcome.ANSWERED,
        answer=_winner(several, [(f.item.label, a) for f, _, a in chosen if a], parts),
        confidence=min(quote.score for _, quote, _ in chosen),
        quotes=quotes,
        passages=_passages([f.answer for f in found]),
        timings_ms={},
        reason="compared",
        generation=found[0].answer.generation,
        parts=parts,
        relation=Relation.COMPARISON,
    )


def _differ_in_year(asked: Question, chosen: Sequence[tuple[Quote, Amount | None]]) -> bool:
    """Whether the figures are dated, and not all in one year: 2014 is not compared with 2020."""
    if asked.kind is Kind.DATE:
        return False
    years = [years_of(quote.text, quote.answer) for quote, _ in chosen]
    return all(years) and not frozenset.intersection(*years)


def _value(amount: Amount | None, same: bool) -> float | None:
    """As written where all parts are written in one unit, else in the unit they are compared in."""
    if amount is None:
        return None
    return amount.value if same and amount.dimension is not Dimension.DATE else amount.base


def _winner(
    several: Several, sides: Sequence[tuple[str, Amount]], parts: Sequence[Part]
) -> str | None:
    if several.difference:
        return _join(part.answer for part in parts)
    choose = min if several.least else max
    best = choose(sides, key=lambda side: side[1].base)[1]
    # level so far as they are rounded: none of them can be said to have more
    return JOINED.join(label for label, amount in sides if amount is best or agree(amount, best))


def _collected(question: str, several: Several, found: Sequence[Found]) -> Answer:
    there = [f for f in found if f.quotes]
    units = Counter(amount.unit for f in there for amount in f.amounts[:1])
    unit = units.most_common(1)[0][0] if units else None
    if found[0].asked.kind in (Kind.FIGURE, Kind.DATE):
        there = [
            f
            for f in there
            if f.answer.outcome is Outcome.DAMAGED or any(a.unit == unit for a in f.amounts)
        ]
    if not there:
        return _not_found(question, found, "none_found")
    chosen = [(f, *f.best(unit)) for f in there]
    same = len({amount.written for _, _, amount in chosen if amount}) == 1
    quotes: list[Quote] = []
    parts: list[Part] = []
    for f, quote, amount in chosen:
        damaged = f.answer.outcome is Outcome.DAMAGED
        answer = None if damaged else quote.answer or None
        if several.names:
            # the name of the place is the answer; what was marked in its sentence is none
            answer, amount, quote = None, None, replace(quote, answer="", answer_spans=())
        parts.append(Part(f.item.label, answer, _value(amount, same), len(quotes)))
        quotes.append(quote)
    names = (f.item.label for f, _, _ in chosen)
    return Answer(
        question=question,
        outcome=Outcome.ANSWERED
        if any(f.answer.outcome is Outcome.ANSWERED for f in there)
        else Outcome.DAMAGED,
        answer=_join(names) if several.names else _join(part.answer for part in parts),
        confidence=sum(quote.score for _, quote, _ in chosen) / len(chosen),
        quotes=(*quotes, *([] if several.names else _also(chosen))),
        passages=_passages([f.answer for f in found]),
        timings_ms={},
        reason="collected",
        generation=found[0].answer.generation,
        parts=tuple(parts),
        relation=Relation.COLLECTION,
    )


def _also(chosen: Sequence[tuple[Found, Quote, Amount | None]]) -> list[Quote]:
    """For each part one more quote that says the same, where there is one."""
    more = []
    for f, quote, amount in chosen:
        same = (
            other
            for other, amounts in f.quotes
            if other is not quote and amount and any(agree(amount, a) for a in amounts)
        )
        more.extend([other for other in same][:1])
    return more


def _join(answers: Iterable[str | None]) -> str | None:
    return JOINED.join(answer for answer in answers if answer) or None


def _damaged(question: str, found: Sequence[Found], damaged: Sequence[Found]) -> Answer:
    quotes = tuple(f.quotes[0][0] for f in (*damaged, *(f for f in found if f not in damaged)))
    return replace(
        _not_found(question, found, "answer_is_damaged"),
        outcome=Outcome.DAMAGED,
        confidence=min(f.answer.confidence for f in found),
        quotes=quotes,
    )


def _not_found(question: str, found: Sequence[Found], reason: str) -> Answer:
    """What was found is shown as the nearest: the passages of the quotes come first."""
    ordered = sorted(found, key=lambda f: not f.quotes)
    return Answer(
        question=question,
        outcome=Outcome.NOT_FOUND,
        answer=None,
        confidence=min(f.answer.confidence if f.quotes or not _answered(f) else 0.0 for f in found),
        quotes=(),
        passages=_passages([f.answer for f in ordered]),
        timings_ms={},
        reason=reason,
        generation=found[0].answer.generation,
    )


def _answered(found: Found) -> bool:
    return found.answer.outcome is not Outcome.NOT_FOUND


def _passages(answers: Sequence[Answer]) -> tuple[Retrieved, ...]:
    """The passages of the answers in turn, those that are quoted first, each once."""
    seen: dict[tuple[str, int, int], Retrieved] = {}
    for passage in _in_turn([_quoted_first(answer) for answer in answers]):
        seen.setdefault((passage.source, passage.start, passage.end), passage)
    return tuple(seen.values())[: max(PASSAGES, len(answers))]


def _quoted_first(answer: Answer) -> list[Retrieved]:
    quoted = {(quote.source, *quote.passage) for quote in answer.quotes[:1]}
    return sorted(answer.passages, key=lambda p: (p.source, p.start, p.end) not in quoted)


def _in_turn(rows: Sequence[Sequence[_Item]]) -> Iterator[_Item]:
    for i in range(max(map(len, rows), default=0)):
        yield from (row[i] for row in rows if i < len(row))

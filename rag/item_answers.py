"""Putting a question to one place or document, and keeping of its answer what counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from rag.aims import asks_for_aim, tells_aim
from rag.amounts import Amount, answer_amounts
from rag.answer import Answer, Outcome, Quote
from rag.figures import Dimension
from rag.question import Kind, Question, read_question
from rag.several import Several
from rag.several_items import AskOne, Item
from rag.single import reworded


@dataclass(frozen=True)
class Found:
    """What one item's question brought: the quotes that count, with the amounts that each one's
    short answer holds, and the answer they are from."""

    item: Item
    asked: Question
    answer: Answer
    quotes: tuple[tuple[Quote, tuple[Amount, ...]], ...]

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """All amounts, those of the best quote first."""
        return tuple(amount for _, amounts in self.quotes for amount in amounts)

    def best(self, unit: str | None) -> tuple[Quote, Amount | None]:
        """The first quote with an amount in a unit, or the first where none is asked for."""
        for quote, amounts in self.quotes:
            for amount in amounts:
                if amount.unit == unit:
                    return quote, amount
        quote, amounts = self.quotes[0]
        return quote, amounts[0] if unit is None and amounts else None


def put_to(several: Several, item: Item, ask_one: AskOne) -> Found:
    """What an item's own documents say, or where they say nothing and it may, any others.

    A question that counts something is put in other words as well unless the clause of the first
    answer says what is asked: in one document, where every passage is about the same, it takes
    little to come upon the wrong figure.
    """
    text = several.question(item.name)
    asked = read_question(text)
    result = _asked(item, asked, ask_one(text, item.within))
    again = reworded(several.template)
    # of all places, most may say nothing of it: those are not asked twice
    if again is not None and _is_doubtful(result) and (result.quotes or item.anywhere):
        other = several.question(item.name, again)
        result = _better(result, _asked(item, asked, ask_one(other, item.within)))
    if not result.quotes and item.within is not None and item.anywhere:
        elsewhere = _asked(item, asked, ask_one(text, None))
        if elsewhere.quotes:
            return elsewhere
    return result


_CLAUSE = lazy_pattern(r"[^,，;；。!！?？:：\n]+")
_SAID = 0.25
"""What it is worth, in probability, that the clause of a figure says all that is asked."""


def _is_doubtful(found: Found) -> bool:
    if found.answer.outcome is Outcome.DAMAGED:
        return False
    return not found.quotes or _said(found.asked, found.quotes[0][0]) < 0.5  # noqa: PLR2004


def _said(asked: Question, quote: Quote) -> float:
    """The share (0..1) of the question's pairs of characters in the clauses of a short answer."""
    wanted = _pairs(asked.words)
    text, answer = fold(quote.text).text, fold(quote.answer).text.strip()
    at = max(0, text.find(answer))
    end = at + max(1, len(answer))
    clauses = (m[0] for m in _CLAUSE.finditer(text) if m.start() < end and at < m.end())
    said = {pair for clause in clauses for pair in _pairs(clause)}
    return len(wanted & said) / len(wanted) if wanted else 1.0


def _better(first: Found, second: Found) -> Found:
    """What both askings brought, what is likely and says what is asked first."""
    if not second.quotes:
        return first
    quotes = {
        quote.answer_spans or quote.spans: (quote, amounts)
        for quote, amounts in (*second.quotes, *first.quotes)
    }
    ordered = sorted(
        quotes.values(), key=lambda pair: -pair[0].score - _SAID * _said(first.asked, pair[0])
    )
    passages = {(p.source, p.start): p for p in (*first.answer.passages, *second.answer.passages)}
    answer = replace(
        second.answer,
        confidence=ordered[0][0].score,
        quotes=tuple(quote for quote, _ in ordered),
        passages=tuple(passages.values()),
    )
    return Found(first.item, first.asked, answer, tuple(ordered))


def _asked(item: Item, asked: Question, answer: Answer) -> Found:
    quotes = []
    if answer.outcome is Outcome.ANSWERED:
        for quote in answer.quotes:
            amounts = _measuring(asked, quote)
            if asked.kind is Kind.FIGURE and not amounts:
                continue
            if _is_aim(asked, quote) or not _touches(asked, quote, answer):
                continue
            quotes.append((quote, amounts))
    elif answer.outcome is Outcome.DAMAGED:
        quotes = [(quote, ()) for quote in answer.quotes[:1]]
    return Found(item, asked, answer, tuple(quotes))


def _measuring(asked: Question, quote: Quote) -> tuple[Amount, ...]:
    """The amounts of a quote's short answer that measure what is asked, the nearest to what is
    counted first; all but dates where the question leaves open what it asks for."""
    amounts = answer_amounts(quote.answer, quote.text)
    if asked.kind is Kind.DATE:
        return tuple(a for a in amounts if a.dimension is Dimension.DATE)
    if asked.kind is not Kind.FIGURE:
        return amounts
    if asked.dimension is None:
        return tuple(a for a in amounts if a.dimension is not Dimension.DATE)
    alike = _ALIKE.get(asked.dimension, frozenset((asked.dimension,)))
    fitting = [a for a in amounts if a.dimension in alike]
    return tuple(
        sorted(fitting, key=lambda a: (a.dimension is not asked.dimension, -_counts(asked, a)))
    )


def _counts(asked: Question, amount: Amount) -> int:
    """How much of what a question counts stands behind the number: 78 of 79个行政村,78个是贫困村."""
    return len(_pairs(asked.unit or "") & _pairs(amount.following))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalnum()}


def _touches(asked: Question, quote: Quote, answer: Answer) -> bool:
    """Whether the quote or the passage it is from says anything of what is asked.

    A place that says nothing of it is left out of a collection rather than given any figure.
    """
    if asked.kind is not Kind.FIGURE or asked.dimension not in _COUNTED:
        # square kilometres say by themselves that they are an area
        return True
    wanted = _pairs(asked.words)
    told = quote.text + "".join(
        passage.text
        for passage in answer.passages
        if (passage.source, passage.start, passage.end) == (quote.source, *quote.passage)
    )
    return len(wanted & _pairs(fold(told).text)) >= _TOUCHED * len(wanted)


_TOUCHED = 0.4
"""The least share of the question's pairs of characters that a passage with its answer holds."""


_COUNTED = frozenset(
    (
        Dimension.COUNT,
        Dimension.PERSON,
        Dimension.HOUSEHOLD,
        Dimension.TIMES,
    )
)

_ALIKE = {
    Dimension.COUNT: frozenset((Dimension.COUNT, Dimension.PERSON, Dimension.HOUSEHOLD)),
    Dimension.PERSON: frozenset((Dimension.PERSON, Dimension.COUNT)),
}
"""What may be written instead of what is asked: 名 for a post that is counted, 59万 for people."""


def _is_aim(asked: Question, quote: Quote) -> bool:
    if not quote.answer or asks_for_aim(asked.text):
        return False
    sentence, answer = fold(quote.text).text, fold(quote.answer).text
    start = max(0, sentence.find(answer))
    return tells_aim(sentence, start, start + len(answer))

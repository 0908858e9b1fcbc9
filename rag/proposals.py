"""Proposals: sentences of retrieved passages that may answer, each with what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.damaged import DAMAGED
from index.passages import ROLE_WORDS
from index.sentences import sentences
from rag.coverage import Words
from rag.figures import Dimension, find_figures
from rag.question import Kind, Question
from rag.reader import Reading, SpanCandidate
from rag.retrieval import Ranked
from rag.rule_reader import agreement
from rag.scope import names_village

Span = tuple[int, int]


MOST = 8
"""How many proposals are weighed at most."""


@dataclass(frozen=True)
class Features:
    """What the probability of a proposal is made from.

    `fused` is the retrieval score against the best passage's (0 and below), `dense` the cosine of
    the passage, `coverage` the share of the question's words in passage and context, `sentence`
    their share in the sentence alone, `reading` the reader's log odds for the span, `form` whether the span has the form asked for (1 yes, 0 not
    known, -1 no), `place` and `year` whether those of the question fit (1), are not there (0) or
    are contradicted (-1), `part` 1 where the sentence speaks of a smaller place than the question.
    """

    fused: float
    dense: float
    coverage: float
    sentence: float
    reading: float
    form: float
    place: float
    year: float
    part: float


@dataclass(frozen=True, eq=False)
class Proposal:
    """A sentence (range of the passage's text), the short answer in it, and its features."""

    ranked: Ranked
    sentence: Span
    answer: Span | None
    features: Features

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.ranked.stored.passage.text[self.sentence[0] : self.sentence[1]]

    @property
    def told(self) -> str:
        """The folded passage up to the end of the sentence."""
        return self.ranked.stored.passage.text[: self.sentence[1]]

    @property
    def is_damaged(self) -> bool:
        """Whether the source is corrupt where the short answer stands."""
        if self.answer is None:
            return False
        return DAMAGED in self.ranked.stored.passage.text[self.answer[0] : self.answer[1]]


def propose(
    question: Question,
    words: Words,
    ranked: Sequence[Ranked],
    readings: Sequence[Reading],
    by_rule: Sequence[Reading],
) -> list[Proposal]:
    """The most promising proposals of the passages that were read, at most `MOST`.

    :param ranked: Passages, best first.
    :param readings: The reader's, one for each of the first of them.
    :param by_rule: The same by rule: what has the form of an answer is always weighed, since a
        reader that was trained on other text passes over some figures.
    """
    proposals: list[Proposal] = []
    for passage, reading, rule in zip(ranked, readings, by_rule, strict=False):
        proposals.extend(_of_passage(question, words, ranked[0].fused, passage, reading, rule))
    proposals.sort(key=_promise, reverse=True)
    return proposals[:MOST]


def _promise(proposal: Proposal) -> float:
    features = proposal.features
    reading = max(features.reading, -4.0) / 2
    return features.fused + 4 * features.sentence + features.form - features.part + reading


def _of_passage(
    question: Question,
    words: Words,
    best: float,
    ranked: Ranked,
    reading: Reading,
    by_rule: Reading,
) -> list[Proposal]:
    passage = ranked.stored.passage
    text = passage.text
    bounds = sentences(text)
    coverage = words.share(passage.indexed)

    def proposal(sentence: Span, answer: Span | None, reading: float, form: float) -> Proposal:
        inside = text[sentence[0] : sentence[1]]
        role = passage.role_at(sentence[0])
        features = Features(
            fused=ranked.fused - best,
            dense=ranked.dense,
            coverage=coverage,
            sentence=words.share(f"{ROLE_WORDS.get(role, '')} {inside}"),
            reading=reading,
            form=form,
            place=ranked.place,
            year=_year(question, text, inside),
            part=float(bool(question.places) and bool(names_village(question.text, inside))),
        )
        return Proposal(ranked, sentence, answer, features)

    found: dict[Span, Proposal] = {}
    for span in (*reading.spans, *by_rule.spans):
        sentence = _around(bounds, span.start)
        if sentence is None:
            continue
        start, end = _widen(question, text, *_trim(question, text, span))
        start, end = max(start, sentence[0]), min(end, sentence[1])
        margin = _margin(reading, span)
        form = _form(question, text, start, end)
        other = found.get(sentence)
        if other is None or (form, margin) > (other.features.form, other.features.reading):
            found[sentence] = proposal(sentence, (start, end), margin, form)
    if not found and bounds:
        sentence = max(
            bounds, key=lambda bound: (words.share(text[bound[0] : bound[1]]), bound[1] - bound[0])
        )
        form = -1.0 if question.kind in (Kind.FIGURE, Kind.DATE) else 0.0
        found[sentence] = proposal(sentence, None, LEAST, form)
    return list(found.values())


LEAST = -10.0
"""The log odds of a span that the reader did not come upon."""


def _margin(reading: Reading, span: SpanCandidate) -> float:
    """The reader's log odds for a span, or for the best of its own that overlaps it."""
    scores = [s.score for s in reading.spans if s.start < span.end and span.start < s.end]
    return max(LEAST, max(scores) - reading.no_answer) if scores else LEAST


def _around(bounds: Sequence[Span], start: int) -> Span | None:
    """The sentence in which a span begins; what runs on into the next one is no short answer."""
    return next((bound for bound in bounds if bound[0] <= start < bound[1]), None)


def _widen(question: Question, text: str, start: int, end: int) -> Span:
    """The answer with the whole of any figure that it cuts: number, qualifier and unit.

    A question that asks for several figures (多少户多少人) gets those beside it too.
    """
    line = text.rfind("\n", 0, start) + 1
    figures = [(line + f.start, line + f.end) for f in find_figures(text[line : end + _REACH])]
    for a, b in figures:
        if a < end and start < b:
            start, end = min(start, a), max(end, b)
    if question.asks > 1:
        for a, b in figures:
            if 0 <= a - end <= _BESIDE and not _PART.search(text[end:a]):
                end = b
        for a, b in reversed(figures):
            if 0 <= start - b <= _BESIDE and not _PART.search(text[b:start]):
                start = a
    if any(end == b for _, b in figures):
        end = _counted(question.text, text, end)
    return start, end


def _counted(question: str, text: str, end: int) -> int:
    """Where what a figure counts ends, so far as the question names it.

    Of 登山步道 in a question, 登山健身步道 in a text is all meant.
    """
    for length in range(_NOUN, 1, -1):
        counted = text[end : end + length]
        if len(counted) == length and counted in question:
            end += length
            rest = question[question.index(counted) + length :][:2]
            found = text.find(rest, end, end + _NOUN) if len(rest) == 2 and rest.isalpha() else -1
            return end if found < 0 or _PART.search(text[end:found]) else found + 2
    return end


_REACH = 24
"""How far behind an answer its figures and those beside it may go on, in characters."""
_BESIDE = 4
"""How many characters (what is counted, 、 or 和) may stand between two figures of one answer."""
_NOUN = 6
"""What is counted belongs to a figure where the question names it, up to so many characters."""
_PART = re.compile(r"[,，。;；:：!！?？\n]")

_LONG = 16
"""A figure with its unit and what is counted is hardly longer."""


def _trim(question: Question, text: str, span: SpanCandidate) -> Span:
    """The first figure asked for, where a reader marked half a sentence for a figure."""
    if question.kind is not Kind.FIGURE or span.end - span.start <= _LONG:
        return span.start, span.end
    part = text[span.start : span.end]
    fitting = [f for f in find_figures(part) if agreement(question, f, part)]
    if not fitting:
        return span.start, span.end
    return span.start + fitting[0].start, span.start + fitting[0].end


def _form(question: Question, text: str, start: int, end: int) -> float:
    answer = text[start:end]
    line = text.rfind("\n", 0, start) + 1
    around = text[line : end + _REACH]
    figures = [f for f in find_figures(around) if line + f.start < end and start < line + f.end]
    if question.kind is Kind.FIGURE:
        return max((agreement(question, f, around) for f in figures), default=0.0) or -1.0
    if question.kind is Kind.DATE:
        return 1.0 if any(f.dimension is Dimension.DATE for f in figures) else -1.0
    if question.kind is Kind.PERSON:
        return -1.0 if any(character.isdigit() for character in answer) else 0.0
    return 0.0


def _year(question: Question, text: str, inside: str) -> float:
    if not question.years:
        return 0.0
    if all(str(year) in inside for year in question.years):
        return 1.0
    return 0.0 if all(str(year) in text for year in question.years) else -1.0

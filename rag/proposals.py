"""Proposals: sentences of retrieved passages that may answer, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.passages import ROLE_WORDS
from index.reading_text import DAMAGED
from index.sentences import sentences
from rag.coverage import Words
from rag.figures import Dimension, find_figures
from rag.question import Kind, Question
from rag.reader import Reading
from rag.retrieval import Ranked
from rag.rule_reader import agrees
from rag.scope import narrower_places

Span = tuple[int, int]


MOST = 8
"""How many proposals are weighed; embedding their sentences is most of the time it takes."""


@dataclass(frozen=True)
class Features:
    """What the probability of a proposal is made from.

    `fused` is the retrieval score against the best passage's (0 and below), `dense` the cosine of
    the passage, `coverage` the share of the question's words in passage and context, `sentence`
    their share in the sentence alone, `meaning` the cosine of the sentence, `reading` the
    reader's log odds for the span, `form` whether the span has the form asked for (1 yes, 0 not
    known, -1 no), `place` and `year` whether those of the question fit (1), are not there (0) or
    are contradicted (-1), `part` 1 where the sentence speaks of a smaller place than the question.
    """

    fused: float
    dense: float
    coverage: float
    sentence: float
    meaning: float
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
    def is_damaged(self) -> bool:
        """Whether the source is corrupt where the short answer stands."""
        if self.answer is None:
            return False
        return DAMAGED in self.ranked.stored.passage.text[self.answer[0] : self.answer[1]]


Likeness = Callable[[Sequence[str]], Sequence[float]]


def propose(
    question: Question,
    words: Words,
    ranked: Sequence[Ranked],
    readings: Sequence[Reading],
    likeness: Likeness,
) -> list[Proposal]:
    """The most promising proposals of the passages that were read, at most `MOST`.

    :param ranked: Passages, best first.
    :param readings: One for each of the first of them.
    :param likeness: The cosine of the question to each of some sentences.
    """
    proposals: list[Proposal] = []
    for passage, reading in zip(ranked, readings, strict=False):
        proposals.extend(_of_passage(question, words, ranked[0].fused, passage, reading))
    proposals.sort(key=_promise, reverse=True)
    proposals = proposals[:MOST]
    cosines = likeness([proposal.text for proposal in proposals])
    return [
        replace(proposal, features=replace(proposal.features, meaning=cosine))
        for proposal, cosine in zip(proposals, cosines, strict=True)
    ]


def _promise(proposal: Proposal) -> float:
    features = proposal.features
    return features.fused + 4 * features.sentence + features.form - features.part


def _of_passage(
    question: Question, words: Words, best: float, ranked: Ranked, reading: Reading
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
            meaning=0.0,
            reading=reading,
            form=form,
            place=ranked.place,
            year=_year(question, text, inside),
            part=float(bool(question.places) and bool(narrower_places(question.text, inside))),
        )
        return Proposal(ranked, sentence, answer, features)

    found: dict[Span, Proposal] = {}
    for span in reading.spans:
        sentence = _around(bounds, span.start, span.end)
        if sentence is not None and sentence not in found:
            start, end = _widen(text, span.start, span.end)
            form = _form(question, text, start, end)
            found[sentence] = proposal(sentence, (start, end), span.score - reading.no_answer, form)
    if not found and bounds:
        sentence = max(
            bounds, key=lambda bound: (words.share(text[bound[0] : bound[1]]), bound[1] - bound[0])
        )
        form = -1.0 if question.kind in (Kind.FIGURE, Kind.DATE) else 0.0
        found[sentence] = proposal(sentence, None, 0.0, form)
    return list(found.values())


def _around(bounds: Sequence[Span], start: int, end: int) -> Span | None:
    """The sentence that holds a range, or the sentences where it runs over several."""
    touched = [bound for bound in bounds if bound[0] < end and start < bound[1]]
    return (touched[0][0], touched[-1][1]) if touched else None


def _widen(text: str, start: int, end: int) -> Span:
    """The answer with the whole of any figure that it cuts: number, qualifier and unit."""
    sentence = text.rfind("\n", 0, start) + 1
    for figure in find_figures(text[sentence : end + 12]):
        a, b = sentence + figure.start, sentence + figure.end
        if a < end and start < b and figure.dimension is not Dimension.DATE:
            start, end = min(start, a), max(end, b)
    return start, end


def _form(question: Question, text: str, start: int, end: int) -> float:
    answer = text[start:end]
    line = text.rfind("\n", 0, start) + 1
    figures = [
        f
        for f in find_figures(text[line : end + 12])
        if line + f.start < end and start < line + f.end
    ]
    if question.kind is Kind.FIGURE:
        return 1.0 if any(agrees(question, f, text[line : end + 12]) for f in figures) else -1.0
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

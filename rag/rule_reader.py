"""Marking answers by rule, for a model that is absent: figures, dates and names by their form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.sentences import sentences
from rag.coverage import Words
from rag.figures import Dimension, Figure, find_dates, find_figures
from rag.question import Kind, Question
from rag.reader import Reading, SpanCandidate

_CLAUSE = re.compile(r"[^，,；;：:。！？!?\n]+")
_TITLE = r"书记|主任|县长|市长|副县长|副市长|主席|校长|记者|作者|编辑|队长|教授|局长|厂长|经理|院长"
_NAME = re.compile(
    rf"(?:{_TITLE}|[（(□]|名字叫|名叫|叫做?)[:：\s]*([㐀-鿿]{{2,3}})(?![㐀-鿿]{{0,1}}(?:们|的人))"
)
_NO_ANSWER = 0.35


class RuleReader:
    """Finds answers by their form and by how many of the question's words stand near them.

    Scores are shares of the question's words, not probabilities.
    """

    def __init__(self, question: Question, words: Words) -> None:
        """
        :param question: The question as understood.
        :param words: Its telling words.
        """
        self._question = question
        self._words = words

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """See `rag.reader.SpanReader`; the question is the one given at the start."""
        return [self._read(text) for text in texts]

    def _read(self, text: str) -> Reading:
        spans = []
        for start, end in sentences(text):
            share = self._words.share(text[start:end])
            for a, b in self._candidates(text[start:end]):
                near = self._words.share(self._clause(text[start:end], a, b))
                spans.append(SpanCandidate(start + a, start + b, share + near))
        spans.sort(key=lambda span: -span.score)
        return Reading(tuple(spans[:10]), _NO_ANSWER)

    def _candidates(self, sentence: str) -> list[tuple[int, int]]:
        question = self._question
        if question.kind is Kind.FIGURE:
            figures = [f for f in find_figures(sentence) if agreement(question, f, sentence)]
            return [(figure.start, figure.end) for figure in figures]
        if question.kind is Kind.DATE:
            return [(date.start, date.end) for date in find_dates(sentence)]
        if question.kind is Kind.PERSON:
            return [match.span(1) for match in _NAME.finditer(sentence)]
        return []

    @staticmethod
    def _clause(sentence: str, start: int, end: int) -> str:
        """The clause around a span and the one before it."""
        clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
        at = next((i for i, (a, b) in enumerate(clauses) if a <= start < b), None)
        if at is None:
            return sentence[start:end]
        return sentence[clauses[max(0, at - 1)][0] : clauses[at][1]]


_NEAR = 10


def agreement(question: Question, figure: Figure, text: str) -> float:
    """How well a figure of a text measures what a question asks for: 1 surely, 0 not at all.

    Between the two is a count whose noun stands near the figure but not right behind it.
    """
    if question.dimension is None:
        return float(figure.dimension not in (Dimension.DATE, Dimension.ORDINAL))
    if question.dimension is Dimension.COUNT:
        return _counts(question.unit or "", figure, text)
    if question.dimension is Dimension.PERSON and not figure.unit:
        following = text[figure.end : figure.end + 2]
        return float(following in ("贫困", "农村", "群众", "干部", "人口"))
    fits = figure.dimension is question.dimension
    return (
        _RESTRICTED if fits and _is_restricted(question.text, text[: figure.start]) else float(fits)
    )


_RESTRICTED = 0.5
_KIND_OF_PEOPLE = re.compile(r"([㐀-鿿]{2})人口(?:[0-9.]+万?户)?$")


def _is_restricted(question: str, before: str) -> bool:
    """Whether a figure is of some people only (贫困人口) and the question asks for all (人口)."""
    match = _KIND_OF_PEOPLE.search(before)
    return match is not None and "人口" in question and match[1] not in question


def _counts(asked: str, figure: Figure, text: str) -> float:
    if figure.dimension not in (Dimension.COUNT, Dimension.HOUSEHOLD):
        return 0.0
    noun = asked.removeprefix("个").removeprefix(figure.unit or "\0")
    if not noun or text[figure.end :].startswith(noun[:2]):
        return 1.0
    if figure.unit == asked[:1] != "个":
        return 0.9
    around = text[max(0, figure.start - _NEAR) : figure.end + _NEAR]
    return 0.7 if any(noun[i : i + 2] in around for i in range(len(noun) - 1)) else 0.0

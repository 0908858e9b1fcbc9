"""Marking answers by rule, for a model that is absent: figures, dates and names by their form."""

from __future__ import annotations

from collections.abc import Sequence

from index.lazy_pattern import lazy_pattern
from index.sentences import sentences
from rag.coverage import Words
from rag.figure_fit import agreement
from rag.figures import find_figures
from rag.question import Kind, Question
from rag.reader import Reading, SpanCandidate
from rag.short_answers import candidates

_CLAUSE = lazy_pattern(r"[^，,；;：:。！？!?\n]+")
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
        if question.kind is not Kind.FIGURE:
            return candidates(question, sentence)
        return [
            (figure.start, figure.end)
            for figure in find_figures(sentence)
            if any(agreement(question, asked, figure, sentence) for asked in question.parts)
        ]

    @staticmethod
    def _clause(sentence: str, start: int, end: int) -> str:
        """The clause around a span and the one before it."""
        clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
        at = next((i for i, (a, b) in enumerate(clauses) if a <= start < b), None)
        if at is None:
            return sentence[start:end]
        return sentence[clauses[max(0, at - 1)][0] : clauses[at][1]]

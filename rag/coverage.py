"""How much of a question's telling words a stretch of text holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.store import PassageStore
from rag.question import Question

@dataclass(frozen=True)
class Words:
    """The telling words of a question, each with its weight; see :func:`question_words`."""

    weights: Mapping[str, float]

    def share(self, text: str) -> float:
        """The weight of the words that a folded text holds, as a share (0..1) of all."""
        lowered = text.lower()
        total = sum(self.weights.values())
        if not total:
            return 0.0
        return sum(weight for word, weight in self.weights.items() if word in lowered) / total


def question_words(question: Question, store: PassageStore) -> Words:
    """The words of a question that could stand in an answer's sentence, without its padding.

    See `index.words.QuestionWords.telling` for which.
    """
    return Words(store.weights(question.words))

"""How much of a question's telling words a stretch of text holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p

from index.store import PassageStore
from index.words import is_han
from rag.question import Question

_EPSILON = 1e-6


@dataclass(frozen=True)
class Words:
    """The telling words of a question, each with its weight; see :func:`question_words`.

    `unknown` are those that no passage of the index holds.
    """

    weights: Mapping[str, float]
    unknown: frozenset[str] = frozenset()

    @property
    def are_strange(self) -> bool:
        """Whether the documents cannot speak of what is asked: they have none of the words, or not
        an abbreviation that is among them (GDP)."""
        latin = any(not is_han(word[0]) and word[0].isalpha() for word in self.unknown)
        return latin or (bool(self.unknown) and len(self.unknown) == len(self.weights))

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
    weights = store.weights(question.words)
    # what no passage holds has the highest inverse document frequency there is
    highest = log1p((store.size + 0.5) / 0.5)
    return Words(
        weights, frozenset(word for word, weight in weights.items() if weight > highest - _EPSILON)
    )

"""How much of a question's telling words a stretch of text holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log1p

from index.store import PassageStore
from index.words import is_han
from rag.question import Question
from rag.synonyms import synonyms

_EPSILON = 1e-6
_IN_OTHER_WORDS = 0.8
"""What a synonym counts of a word."""


@dataclass(frozen=True)
class Words:
    """The telling words of a question, each with its weight; see :func:`question_words`.

    `unknown` are those that no passage of the index holds; `others` what a text may say in place of
    a word.
    """

    weights: Mapping[str, float]
    unknown: frozenset[str] = frozenset()
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def are_strange(self) -> bool:
        """Whether the documents have none of the words."""
        return bool(self.unknown) and len(self.unknown) == len(self.weights)

    @property
    def lack_a_name(self) -> bool:
        """Whether the documents do not have an abbreviation that is among the words (GDP)."""
        return any(not is_han(word[0]) and word[0].isalpha() for word in self.unknown)

    def share(self, text: str) -> float:
        """The weight of the words that a folded text holds, as a share (0..1) of all."""
        lowered = text.lower()
        total = sum(self.weights.values())
        if not total:
            return 0.0
        held = sum(weight * self._is_in(lowered, word) for word, weight in self.weights.items())
        return held / total

    def _is_in(self, text: str, word: str) -> float:
        if word in text:
            return 1.0
        return _IN_OTHER_WORDS * any(other in text for other in self.others.get(word, ()))


def question_words(question: Question, store: PassageStore) -> Words:
    """The words of a question that could stand in an answer's sentence, without its padding.

    See `index.words.QuestionWords.telling` for which.
    """
    weights = store.weights(question.words)
    # what no passage holds has the highest inverse document frequency there is
    highest = log1p((store.size + 0.5) / 0.5)
    unknown = {word for word, weight in weights.items() if weight > highest - _EPSILON}
    others: dict[str, frozenset[str]] = {}
    for said, put in synonyms(question.words).items():
        for word in weights:
            if word in said or said in word:
                others[word] = others.get(word, frozenset()) | put
    known = store.held({other for word in unknown for other in others.get(word, ())})
    unknown -= {word for word in unknown if others.get(word, frozenset()) & known.keys()}
    return Words(weights, frozenset(unknown), others)

"""The seam between retrieval and what marks answers in passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class SpanCandidate:
    """A possible short answer: `start` and `end` in the text read, and its score (a logit)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one text: the best spans first, and the score of "no answer here".

    Scores are logits of one scale: a span's score minus `no_answer` is the log odds of it.
    """

    spans: tuple[SpanCandidate, ...]
    no_answer: float


class SpanReader(Protocol):
    """Marks the answer to a question in texts."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in the same order. Question and texts are folded."""
        ...

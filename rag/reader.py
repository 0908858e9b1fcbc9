"""The seam between retrieval and what marks answers in passages."""

from __future__ import annotations

import math
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
class Edge:
    """A token of the text read, and the scores (log odds) of an answer's beginning and ending there;
    those of its two ends add up to the span's."""

    start: int
    end: int
    first: float
    last: float


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one text: the best spans first, and the score of "no answer here".

    Scores are logits of one scale: a span's score minus `no_answer` is the log odds of it. `windows`
    are the tokens of each stretch that was read at once; a reader by rule has none.
    """

    spans: tuple[SpanCandidate, ...]
    no_answer: float
    windows: tuple[tuple[Edge, ...], ...] = ()

    def within(self, start: int, end: int) -> float:
        """The log odds of the likeliest span in a stretch of the text, minus infinity if none."""
        best = -math.inf
        for window in self.windows:
            first = -math.inf
            for edge in window:
                if edge.start < end and start < edge.end:
                    first = max(first, edge.first)
                    best = max(best, first + edge.last)
        return best

    def without(self, head: int) -> Reading:
        """The reading of the text without its first `head` characters."""
        spans = (s for s in self.spans if s.end > head)
        return Reading(
            tuple(SpanCandidate(max(0, s.start - head), s.end - head, s.score) for s in spans),
            self.no_answer,
            tuple(
                tuple(
                    Edge(e.start - head, e.end - head, e.first, e.last) for e in w if e.end > head
                )
                for w in self.windows
            ),
        )


class SpanReader(Protocol):
    """Marks the answer to a question in texts."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in the same order. Question and texts are folded."""
        ...

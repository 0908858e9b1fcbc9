"""What a question gets: an outcome with its quotes, and the JSON contract made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Quote:
    """A sentence or more of a document, character for character.

    All spans are half-open ranges of code points in the document's original. `spans` are more
    than one only where a line, page or column break or a caption cuts the sentence; `text` is
    their slices put together. `answer_spans` mark the short answer inside them, `passage` is the
    stretch of the document that was retrieved, `score` the probability that this quote answers.
    `role` is that of the quoted block (`body`, `caption`, ...); `page` counts from 1 and is None
    where the source has no pages; `also` are places where the same text stands again.
    `answer` is the short answer as the original spells it, empty where none is marked;
    `damage` are the corrupt spans inside the quote and `reading` what they can be read as.
    """

    source: str
    title: str
    spans: tuple[Span, ...]
    text: str
    answer_spans: tuple[Span, ...]
    passage: Span
    score: float
    answer: str = ""
    role: str = "body"
    place: str = ""
    page: int | None = None
    also: tuple[Span, ...] = ()
    damage: tuple[Span, ...] = ()
    readings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The quote as the JSON contract spells it."""
        return {
            "source": self.source,
            "title": self.title,
            "spans": [list(span) for span in self.spans],
            "start": self.spans[0][0],
            "end": self.spans[-1][1],
            "text": self.text,
            "answer_spans": [list(span) for span in self.answer_spans],
            "passage": list(self.passage),
            "score": round(self.score, 4),
            "role": self.role,
            "place": self.place,
            "page": self.page,
            "also": [list(span) for span in self.also],
            "damage": [list(span) for span in self.damage],
            "readings": list(self.readings),
        }


@dataclass(frozen=True)
class Retrieved:
    """A retrieved passage and how it came to its rank.

    `start` and `end` are in the document's original; `scores` hold what each stage gave
    (`dense`, `lexical`, `place`, `fused`, `reading`), for the trace.
    """

    source: str
    title: str
    start: int
    end: int
    text: str
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """The passage as the JSON contract spells it."""
        return {
            "source": self.source,
            "title": self.title,
            "start": self.start,
            "end": self.end,
            "score": round(self.score, 4),
            "text": self.text,
            "scores": {name: round(value, 4) for name, value in self.scores.items()},
        }


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    `answer` is the short answer as the original spells it, None where there is none to mark;
    `confidence` (0..1) is the probability that the first quote answers the question;
    `understood` is the question with what a follow-up left out filled in, None where it stood
    alone; `reason` names the rule that decided, for the trace; `generation` the index it is from.
    """

    question: str
    outcome: Outcome
    answer: str | None
    confidence: float
    quotes: tuple[Quote, ...]
    passages: tuple[Retrieved, ...]
    timings_ms: Mapping[str, float]
    understood: str | None = None
    reason: str = ""
    generation: str = ""

    def to_dict(self) -> dict[str, object]:
        """The JSON contract of `wenjin ask --json` and `POST /api/ask`."""
        return {
            "question": self.question,
            "outcome": self.outcome.value,
            "answer": self.answer,
            "confidence": round(self.confidence, 4),
            "quotes": [quote.to_dict() for quote in self.quotes],
            "passages": [passage.to_dict() for passage in self.passages],
            "timings_ms": {name: round(value, 2) for name, value in self.timings_ms.items()},
            "understood": self.understood,
            "reason": self.reason,
            "generation": self.generation,
        }

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
    (`dense`, `lexical`, `place`, `fused`, `reading`) and `ranks` (from 1) where it stood by each
    of them, for the trace; `also` are near-duplicates that it stands for: source, start, end.
    """

    source: str
    title: str
    start: int
    end: int
    text: str
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)
    also: tuple[tuple[str, int, int], ...] = ()

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
            "ranks": dict(self.ranks),
            "also": [list(place) for place in self.also],
        }


class Relation(StrEnum):
    """How the parts of an answer stand to each other."""

    COMPARISON = "comparison"
    COLLECTION = "collection"
    DISAGREEMENT = "disagreement"


@dataclass(frozen=True)
class Part:
    """One of several answers that stand side by side.

    `label` says whose it is (a place, a document's title); `answer` is the short answer as the
    original spells it, None where there is none; `value` the figure as a number in the base unit
    (2.3万 is 23000), None where it is none; `quote` the place of its quote among the answer's.
    """

    label: str
    answer: str | None
    value: float | None
    quote: int

    def to_dict(self) -> dict[str, object]:
        """The part as the JSON contract spells it."""
        return {
            "label": self.label,
            "answer": self.answer,
            "value": self.value,
            "quote": self.quote,
        }


@dataclass(frozen=True)
class Weighed:
    """A sentence that was weighed as an answer, for the trace.

    `spans` are in the document's original, `text` is the folded sentence, `answer` the short
    answer in it; `probability` that it answers; `rule` names what refused it, None where it was
    not refused; `features` are the values that the probability was made from.
    """

    source: str
    spans: tuple[Span, ...]
    text: str
    answer: str | None
    probability: float
    rule: str | None
    features: Mapping[str, float]

    def to_dict(self) -> dict[str, object]:
        """The sentence as the JSON contract spells it."""
        return {
            "source": self.source,
            "spans": [list(span) for span in self.spans],
            "text": self.text,
            "answer": self.answer,
            "probability": round(self.probability, 4),
            "rule": self.rule,
            "features": {name: round(value, 4) for name, value in self.features.items()},
        }


@dataclass(frozen=True)
class Trace:
    """How an answer came about.

    `folded` is the question as it was searched with; `kind` the sort of answer asked for, with
    what a figure is measured in; `places` and `years` what it names; `threshold` the least
    probability that is answered; `weighed` the sentences, the best first, the refused last.
    """

    folded: str
    kind: str
    places: tuple[str, ...]
    years: tuple[int, ...]
    threshold: float
    weighed: tuple[Weighed, ...]

    def to_dict(self) -> dict[str, object]:
        """The trace as the JSON contract spells it."""
        return {
            "folded": self.folded,
            "kind": self.kind,
            "places": list(self.places),
            "years": list(self.years),
            "threshold": self.threshold,
            "weighed": [weighed.to_dict() for weighed in self.weighed],
        }


@dataclass(frozen=True)
class Answer:
    """The answer to one question.

    `answer` is the short answer as the original spells it, None where there is none to mark;
    `confidence` (0..1) is the probability that the first quote answers the question;
    `understood` is the question with what a follow-up left out filled in, None where it stood
    alone; `reason` names the rule that decided, for the trace; `generation` the index it is from.
    `parts` are several answers side by side (places compared, one answer a place, figures that
    disagree), `relation` says which; `trace` is how it came about.
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
    parts: tuple[Part, ...] = ()
    relation: Relation | None = None
    trace: Trace | None = None

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
            "parts": [part.to_dict() for part in self.parts],
            "relation": self.relation.value if self.relation else None,
            "trace": self.trace.to_dict() if self.trace else None,
        }

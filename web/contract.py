"""The JSON contract as models: what the OpenAPI description and the MCP tool are made from.

Answers are written by `Answer.to_dict`; these models describe that, and a test holds the two
together. Spans are half-open ranges of code points in a document's original.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.question import LONGEST

Span = Annotated[list[int], Field(min_length=2, max_length=2, description="[start, end)")]
Score = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    # strict, so that nothing is quietly made into another type, and a misspelt field is told
    model_config = ConfigDict(extra="forbid", strict=True)


class AskRequest(_Model):
    """A question."""

    question: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="In any script",
        examples=["沁县搬迁了多少人"],
    )
    history: list[Annotated[str, Field(max_length=10_000)]] = Field(
        default=[], description="Earlier questions of the conversation, oldest first"
    )
    within: list[str] | None = Field(
        default=None, description="Sources to look in; null for all documents"
    )


class QuoteModel(_Model):
    """A sentence or more of a document, character for character."""

    source: str
    title: str
    spans: list[Span] = Field(description="The quote is the slices of the original, put together")
    start: int
    end: int
    text: str
    answer_spans: list[Span]
    passage: Span
    score: Score = Field(description="The probability that this quote answers")
    role: str
    place: str
    page: int | None
    also: list[Span] = Field(description="Where the same text stands again")
    damage: list[Span]
    readings: list[str]


class PassageModel(_Model):
    """A retrieved passage; its text is folded, only quotes are verbatim."""

    source: str
    title: str
    start: int
    end: int
    score: float
    text: str
    scores: dict[str, float]
    ranks: dict[str, int]
    also: list[tuple[str, int, int]] = Field(description="Near-duplicates: source, start, end")


class PartModel(_Model):
    """One of several answers that stand side by side."""

    label: str
    answer: str | None
    value: float | None
    quote: int = Field(description="The place of its quote among the answer's, from 0")


class WeighedModel(_Model):
    """A sentence that was weighed as an answer."""

    source: str
    spans: list[Span]
    text: str
    answer: str | None
    probability: Score
    rule: str | None
    features: dict[str, float]


class TraceModel(_Model):
    """How an answer came about."""

    folded: str
    kind: str
    places: list[str]
    years: list[int]
    threshold: float
    weighed: list[WeighedModel]


class AnswerModel(_Model):
    """The answer to a question."""

    question: str
    outcome: Literal["answered", "not_found", "damaged"]
    answer: str | None = Field(description="The short answer as the original spells it")
    confidence: Score
    quotes: list[QuoteModel]
    passages: list[PassageModel]
    timings_ms: dict[str, float]
    understood: str | None
    reason: str
    generation: str
    parts: list[PartModel]
    relation: Literal["comparison", "collection", "disagreement"] | None
    trace: TraceModel | None


class DocumentModel(_Model):
    """What the index knows of a document."""

    source: str
    title: str
    places: list[str]
    date: str | None
    authors: list[str]
    characters: int
    passages: int
    damage: int = Field(description="How many places are corrupt")
    encoding: str | None


class BlockModel(_Model):
    """A heading, paragraph, caption or the like."""

    role: str
    spans: list[Span]
    text: str = Field(description="The slices of the original, put together")


class DamageModel(_Model):
    """A corrupt span of the original."""

    start: int
    end: int
    kind: str
    reading: str | None = Field(description="What it can be read as; null where nothing is sure")


class WholeDocumentModel(DocumentModel):
    """A document with how it was read."""

    generation: str
    pages: list[int] = Field(description="Where each page begins in the original")
    blocks: list[BlockModel]
    damaged: list[DamageModel]


class ErrorModel(_Model):
    """What went wrong and how to mend it, in one line."""

    error: str


class HealthModel(_Model):
    """Whether questions can be answered; who may not ask is told the status alone."""

    status: Literal["ok", "stopping"]
    generation: str | None = None
    documents: int | None = None
    problem: str | None = Field(
        default=None,
        description="Why the generation current on disk is not the one that answers, if so",
    )

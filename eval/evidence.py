"""Where the evidence of a question stands, and whether a passage or a quote covers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.question_set import Evidence, Question

Span = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """One place that answers: spans of a source's original, in code points, ascending.

    More than one span only where the sentence is cut in two.
    """

    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Need:
    """One thing that has to be shown; any of its places shows it."""

    places: tuple[Place, ...]


def needs(question: Question, originals: Mapping[str, str]) -> tuple[Need, ...]:
    """What a complete answer has to show.

    Each piece of evidence is a need of its own, save where a tag says otherwise: the pieces of a
    `broken` sentence are one place; with `several_sources` all are places of one need; with
    `compare` and `collect` there is one need a source. A quote that stands in its source more than
    once has a place for each.
    """
    if "broken" in question.tags:
        groups = _by_source(question.evidence)
        return tuple(Need((_broken(group, originals),)) for group in groups)
    if question.tags & {"compare", "collect"}:
        return tuple(
            Need(tuple(place for piece in group for place in _occurrences(piece, originals)))
            for group in _by_source(question.evidence)
        )
    if "several_sources" in question.tags:
        places = (place for piece in question.evidence for place in _occurrences(piece, originals))
        return (Need(tuple(places)),)
    return tuple(Need(tuple(_occurrences(piece, originals))) for piece in question.evidence)


def _by_source(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    groups: dict[str, list[Evidence]] = {}
    for piece in evidence:
        groups.setdefault(piece.source, []).append(piece)
    return list(groups.values())


def _occurrences(piece: Evidence, originals: Mapping[str, str]) -> list[Place]:
    original = originals[piece.source]
    found: list[Place] = []
    at = original.find(piece.quote)
    while at >= 0:
        found.append(Place(piece.source, ((at, at + len(piece.quote)),)))
        at = original.find(piece.quote, at + 1)
    return found


def _broken(pieces: Sequence[Evidence], originals: Mapping[str, str]) -> Place:
    """The pieces in the order given, each sought after the one before it."""
    original = originals[pieces[0].source]
    spans: list[Span] = []
    at = 0
    for piece in pieces:
        start = original.index(piece.quote, at)
        at = start + len(piece.quote)
        spans.append((start, at))
    return Place(pieces[0].source, tuple(spans))


def covered(place: Place, source: str, spans: Iterable[Span], original: str) -> float:
    """The share (0..1) of a place's characters, white space aside, that lies inside the spans."""
    if source != place.source:
        return 0.0
    return _share(place.spans, tuple(spans), original)


def covers(place: Place, source: str, span: Span, original: str) -> bool:
    """Whether one stretch of a source holds the whole place, white space aside."""
    return covered(place, source, (span,), original) == 1.0


def supports(place: Place, source: str, spans: Sequence[Span], original: str) -> bool:
    """Whether a quote shows the place: it holds at least half of it, or lies at least half in it.

    Where a sentence begins and ends is a matter of taste (a clause after a semicolon, the whole
    sentence), so neither is asked to be the other exactly.
    """
    if source != place.source:
        return False
    return max(_share(place.spans, spans, original), _share(spans, place.spans, original)) >= 0.5


def _share(inner: Sequence[Span], outer: Sequence[Span], original: str) -> float:
    """How much of some spans lies in others; what reaches beyond the text lies in nothing."""
    held = {at for start, end in outer for at in range(start, min(end, len(original)))}
    inside = [
        at
        for start, end in inner
        for at in range(start, end)
        if at >= len(original) or not original[at].isspace()
    ]
    return sum(at in held for at in inside) / len(inside) if inside else 0.0

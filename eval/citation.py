"""Precision and recall of quotes against the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.evidence import Need, covered, supports


@dataclass(frozen=True)
class Citation:
    """How well the quotes of one answer show what it needs.

    `precision` is the share of quotes that show a need (0 without quotes), `recall` the share of
    needs that a quote shows: ALCE's citation precision and recall (Gao et al. 2023, "Enabling
    Large Language Models to Generate Text with Citations"), with gold spans in the place of an
    entailment model. `first` says whether the first quote shows a need, `coverage` is the largest
    share of a need's characters inside the quotes, averaged over the needs.
    """

    precision: float
    recall: float
    first: bool
    coverage: float


def cite(
    wanted: Sequence[Need], quotes: Sequence[Mapping[str, Any]], originals: Mapping[str, str]
) -> Citation:
    """The quotes of one answer against its needs (at least one)."""
    shown = [[_shows(quote, need, originals) for need in wanted] for quote in quotes]
    return Citation(
        precision=sum(any(row) for row in shown) / len(quotes) if quotes else 0.0,
        recall=sum(any(row[at] for row in shown) for at in range(len(wanted))) / len(wanted),
        first=bool(shown) and any(shown[0]),
        coverage=sum(_coverage(need, quotes, originals) for need in wanted) / len(wanted),
    )


def _shows(quote: Mapping[str, Any], need: Need, originals: Mapping[str, str]) -> bool:
    spans = _spans(quote)
    original = originals.get(quote["source"])
    return original is not None and any(
        supports(place, quote["source"], spans, original) for place in need.places
    )


def _coverage(
    need: Need, quotes: Sequence[Mapping[str, Any]], originals: Mapping[str, str]
) -> float:
    best = 0.0
    for place in need.places:
        spans = [s for quote in quotes if quote["source"] == place.source for s in _spans(quote)]
        best = max(best, covered(place, place.source, spans, originals[place.source]))
    return best


def _spans(quote: Mapping[str, Any]) -> list[tuple[int, int]]:
    return [(span[0], span[1]) for span in quote["spans"]]

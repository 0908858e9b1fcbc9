"""Questions to start with, where the documents that answer them are indexed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.store import DocumentInfo

SHOWN = 4


@dataclass(frozen=True)
class Example:
    """A question that is offered, and which document answers it: its place and its length."""

    question: str
    place: str
    characters: int


_KNOWN = (
    Example("沁县搬迁了多少人", "沁县", 4020),
    Example("昔阳县有多少个贫困村退出", "昔阳县", 2348),
    Example("太原市累计脱贫多少人", "太原市", 2852),
    Example("吕梁市有多少人受到表彰", "吕梁市", 7945),
)
"""Questions to the documents the system ships with."""


def find_examples(documents: Sequence[DocumentInfo]) -> tuple[Example, ...]:
    """Up to four questions that these documents answer; none where the known ones are not there."""
    there = {(info.places[0], info.characters) for info in documents if info.places}
    return tuple(item for item in _KNOWN if (item.place, item.characters) in there)[:SHOWN]

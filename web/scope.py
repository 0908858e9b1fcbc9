"""Where to look: the documents, places and dates that a reader chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.store import DocumentInfo

UNSTATED = ""
"""Stands for documents that state no place, or no date."""
_MOST = 2000
"""How many choices of a kind are read from a browser's event."""


@dataclass(frozen=True)
class Scope:
    """Chosen sources, places and dates (`2021` or `2021-02`); an empty kind leaves all open.

    A document is in where it fits one choice of each kind that has any.
    """

    sources: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()

    @property
    def is_all(self) -> bool:
        """Whether nothing is chosen, which means every document."""
        return not (self.sources or self.places or self.dates)

    def holds(self, info: DocumentInfo) -> bool:
        """Whether a document is in."""
        return (
            (not self.sources or info.source in self.sources)
            and (not self.places or bool(self.places.intersection(info.places or (UNSTATED,))))
            and (not self.dates or bool(self.dates.intersection(date_choices(info.date))))
        )

    def within(self, documents: Sequence[DocumentInfo]) -> frozenset[str] | None:
        """The sources to look in, maybe none of them; None means all."""
        if self.is_all:
            return None
        return frozenset(info.source for info in documents if self.holds(info))


EVERYTHING = Scope()


@dataclass(frozen=True)
class Choice:
    """Something to choose: how many documents it stands for, and how deep in its list."""

    value: str
    count: int
    depth: int


def date_choices(date: str | None) -> tuple[str, ...]:
    """What a document's date can be chosen by: its year, and its month where it has one."""
    if not date:
        return (UNSTATED,)
    return (date[:4], date[:7]) if len(date) >= 7 else (date[:4],)


def find_places(documents: Sequence[DocumentInfo]) -> list[Choice]:
    """The places that documents are about, each under what it lies in, those without one last."""
    counts: Counter[tuple[str, ...]] = Counter()
    for info in documents:
        chain = info.places[::-1] or (UNSTATED,)
        for length in range(1, len(chain) + 1):
            counts[chain[:length]] += 1
    ordered = sorted(counts, key=lambda chain: (chain == (UNSTATED,), chain))
    return [Choice(chain[-1], counts[chain], len(chain) - 1) for chain in ordered]


def find_dates(documents: Sequence[DocumentInfo]) -> list[Choice]:
    """The years of documents, the latest first, with their months where a year has several."""
    counts = Counter(value for info in documents for value in date_choices(info.date))
    years = sorted((value for value in counts if len(value) == 4), reverse=True)
    found: list[Choice] = []
    for year in years:
        months = sorted(value for value in counts if len(value) > 4 and value[:4] == year)
        found.append(Choice(year, counts[year], 0))
        if len(months) > 1:
            found += [Choice(month, counts[month], 1) for month in months]
    if counts[UNSTATED]:
        found.append(Choice(UNSTATED, counts[UNSTATED], 0))
    return found


def read_scope(data: object) -> Scope:
    """The scope in the data of a browser event; what makes no sense is left out."""
    if not isinstance(data, dict):
        return EVERYTHING
    return Scope(*(frozenset(_strings(data.get(kind))) for kind in ("sources", "places", "dates")))


def _strings(values: object) -> Iterator[str]:
    if isinstance(values, list):
        for value in values[:_MOST]:
            if isinstance(value, str):
                yield value

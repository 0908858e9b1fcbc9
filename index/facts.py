"""What a document says of itself: its title, the place it is about, its date, its authors.

All of it by rules for any document; what they get wrong, a sidecar `FILE.meta.toml` corrects
(`index.sidecar`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from index.authors import find_authors
from index.dates import DateKind, find_date
from index.gazetteer import Division, Level
from index.home import find_home
from index.sidecar import read_sidecar_table, sidecar_path
from index.structure import Block
from index.titles import find_title

__all__ = ["DateKind", "Fact", "Facts", "Finding", "find_facts", "read_sidecar", "sidecar_path"]

Span = tuple[int, int]


class Fact(StrEnum):
    """What can be known of a document."""

    TITLE = "title"
    PLACE = "place"
    DATE = "date"
    AUTHOR = "author"


@dataclass(frozen=True)
class Finding:
    """One fact with where it stands.

    :param fact: which.
    :param value: what it says.
    :param span: where the reading text says so; None where a sidecar does.
    :param how: by which rule it was found, in a few words.
    """

    fact: Fact
    value: str
    span: Span | None
    how: str


@dataclass(frozen=True)
class Facts:
    """The facts of one document.

    :param title: its title as in the reading text, or the best there is; empty for an empty text.
    :param title_span: where it stands in the reading text; None where a sidecar states it.
    :param places: the place it is about, then what that lies in, up to the province; empty where
        it is about no one place.
    :param date: `2021`, `2021-02` or `2021-02-25`; None where there is none.
    :param date_kind: what that is the date of.
    :param authors: people, or an office, that wrote it.
    :param findings: each fact with its span and how it was found.
    """

    title: str
    title_span: Span | None
    places: tuple[Division, ...]
    date: str | None
    date_kind: DateKind | None
    authors: tuple[str, ...]
    findings: tuple[Finding, ...] = ()

    def meaning(self, word: str) -> Division | None:
        """The place that 我市, 全县, 本省 and the like mean in this document, or None.

        :param word: a word that ends in 省, 市, 县, 区 or 州.
        """
        level = _LEVELS.get(word[-1:])
        for place in self.places:
            if level is not None and place.level in level and _fits(place, word[-1]):
                return place
        return None


_LEVELS = {
    "省": (Level.PROVINCE,),
    "市": (Level.CITY, Level.PROVINCE, Level.COUNTY),
    "州": (Level.CITY,),
    "县": (Level.COUNTY,),
    "区": (Level.COUNTY, Level.PROVINCE),
}


def _fits(place: Division, kind: str) -> bool:
    return place.name.endswith(kind)


def find_facts(reading: str, blocks: Sequence[Block]) -> Facts:
    """The facts of a document.

    :param reading: its reading text.
    :param blocks: the blocks of that text.
    """
    home = find_home(reading, blocks)
    title = find_title(reading, blocks, home.division if home else None)
    date = find_date(reading, blocks)
    authors = find_authors(reading, blocks)
    findings: list[Finding] = []
    places: tuple[Division, ...] = ()
    if title is not None:
        findings.append(Finding(Fact.TITLE, title.text, title.span, title.how))
    if home is not None:
        places = (home.division, *home.division.ancestors)
        findings.append(Finding(Fact.PLACE, home.division.name, home.span, home.how))
    if date is not None:
        findings.append(Finding(Fact.DATE, date.value, date.span, date.kind.value))
    findings += [Finding(Fact.AUTHOR, author.name, author.span, author.how) for author in authors]
    return Facts(
        title=title.text if title else "",
        title_span=title.span if title else None,
        places=places,
        date=date.value if date else None,
        date_kind=date.kind if date else None,
        authors=tuple(author.name for author in authors),
        findings=tuple(findings),
    )


def read_sidecar(path: Path, facts: Facts) -> Facts:
    """`facts` with what the sidecar of the file `path` states in place of what was found.

    :raises WenjinError: the sidecar is no TOML, has an unknown key, or a value that cannot be.
    """
    stated = read_sidecar_table(path)
    if stated is None:
        return facts
    findings = list(facts.findings)

    def state(fact: Fact, *values: str) -> None:
        findings[:] = [finding for finding in findings if finding.fact is not fact]
        findings.extend(Finding(fact, value, None, "sidecar") for value in values)

    if stated.title is not None:
        state(Fact.TITLE, stated.title)
        facts = replace(facts, title=stated.title, title_span=None)
    if stated.place is not None:
        state(Fact.PLACE, stated.place.name)
        facts = replace(facts, places=(stated.place, *stated.place.ancestors))
    if stated.date is not None:
        state(Fact.DATE, stated.date)
        facts = replace(facts, date=stated.date, date_kind=DateKind.STATED)
    if stated.authors is not None:
        state(Fact.AUTHOR, *stated.authors)
        facts = replace(facts, authors=stated.authors)
    return replace(facts, findings=tuple(findings))

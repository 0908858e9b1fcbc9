"""What is understood of a file before it is indexed: blocks, facts, damage, and how it is folded."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass
from pathlib import Path

from index.document import Document, read_document, sections
from index.samples import Sample, find_samples

__all__ = ["Inspection", "ShownBlock", "ShownDamage", "ShownFact", "ShownSample", "inspect_file"]

Span = tuple[int, int]

_BESIDE = 12
"""So many characters of the original are shown on either side of damage."""
_OWN = ("我市", "我县", "我区", "我省", "全市", "全县", "全区", "全省")


@dataclass(frozen=True)
class ShownBlock:
    """A block with its text as in the original.

    :param role: `heading`, `body`, `caption`, `byline` or `dateline`.
    :param level: of a heading, 1 for the title and larger the deeper; 0 for all else.
    :param section: the heading it stands under, folded; empty where there is none.
    :param page: the page it starts on, from 1; None where the format has no pages.
    :param spans: in the original, more than one where a break or a caption cuts the block.
    :param text: the slices of the original, put together.
    :param copies: the spans of each further place where the same paragraph stands.
    :param damage: how many damaged places it holds.
    """

    role: str
    level: int
    section: str
    page: int | None
    spans: tuple[Span, ...]
    text: str
    copies: tuple[tuple[Span, ...], ...]
    damage: int


@dataclass(frozen=True)
class ShownFact:
    """A fact: what it says, by which rule, and where the original says so (None: in a sidecar)."""

    fact: str
    value: str
    how: str
    span: Span | None


@dataclass(frozen=True)
class ShownDamage:
    """A damaged span of the original with what stands around it, and its reading.

    :param kind: see `index.damage.Fault`.
    :param reading: what it can be read as (`□` in it for what is lost), `""` where nothing is
        missing, None where nothing can be said.
    """

    start: int
    end: int
    kind: str
    text: str
    before: str
    behind: str
    reading: str | None


@dataclass(frozen=True)
class ShownSample:
    """A clause folded, and its original; `differing` are ranges of `folded` that were otherwise."""

    folded: str
    original: str
    span: Span
    differing: tuple[Span, ...]


@dataclass(frozen=True)
class Inspection:
    """All that is understood of a file; offsets are code points of its original, half-open.

    :param file: its path as it was given.
    :param encoding: how its bytes were decoded; None where the format says so itself.
    :param pages: where each page starts; empty where the format has none.
    :param characters: of the original.
    :param places: the place it is about, then what that lies in.
    :param own: what 我市, 全县 and the like mean in it, those that mean anything.
    """

    file: str
    encoding: str | None
    pages: tuple[int, ...]
    characters: int
    places: tuple[str, ...]
    own: dict[str, str]
    facts: tuple[ShownFact, ...]
    blocks: tuple[ShownBlock, ...]
    damage: tuple[ShownDamage, ...]
    samples: tuple[ShownSample, ...]

    def to_dict(self) -> dict[str, object]:
        """The contract of `wenjin inspect --json`: the fields by their names."""
        return asdict(self)


def inspect_file(path: Path) -> Inspection:
    """Reads a file as `wenjin index` would, without a model and without an index.

    :raises WenjinError: the file or its sidecar cannot be read; the line names it and says why.
    """
    document = read_document(path, str(path))
    original, facts = document.file.original, document.facts
    meant = {word: facts.meaning(word) for word in _OWN}
    return Inspection(
        file=str(path),
        encoding=document.file.encoding,
        pages=document.file.pages or (),
        characters=len(original),
        places=tuple(place.name for place in facts.places),
        own={word: place.name for word, place in meant.items() if place is not None},
        facts=_facts(document),
        blocks=_blocks(document),
        damage=_damage(document),
        samples=tuple(
            _sample(document, sample) for sample in find_samples(original, document.reading)
        ),
    )


def _facts(document: Document) -> tuple[ShownFact, ...]:
    to_original = document.reading.alignment.to_original
    return tuple(
        ShownFact(
            finding.fact.value,
            finding.value,
            finding.how,
            to_original(*finding.span) if finding.span is not None else None,
        )
        for finding in document.facts.findings
    )


def _blocks(document: Document) -> tuple[ShownBlock, ...]:
    original, alignment = document.file.original, document.reading.alignment
    pages = document.file.pages or ()
    damaged = [damage.start for damage in document.reading.damage]

    def spans(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(alignment.to_original(start, end) for start, end in pieces)

    shown = []
    for block, section in sections(document.reading.text, document.blocks):
        places = spans(block.pieces)
        shown.append(
            ShownBlock(
                role=block.role.value,
                level=block.level,
                section=section,
                page=bisect_right(pages, places[0][0]) or None,
                spans=places,
                text="".join(original[start:end] for start, end in places),
                copies=tuple(spans(copy) for copy in block.copies),
                damage=sum(any(a <= start < b for a, b in places) for start in damaged),
            )
        )
    return tuple(shown)


def _damage(document: Document) -> tuple[ShownDamage, ...]:
    original = document.file.original
    return tuple(
        ShownDamage(
            start=damage.start,
            end=damage.end,
            kind=damage.kind.value,
            text=original[damage.start : damage.end],
            before=original[max(0, damage.start - _BESIDE) : damage.start],
            behind=original[damage.end : damage.end + _BESIDE],
            reading=damage.reading,
        )
        for damage in document.reading.damage
    )


def _sample(document: Document, sample: Sample) -> ShownSample:
    first, last = sample.folded
    start, end = sample.original
    return ShownSample(
        folded=document.reading.text[first:last],
        original=document.file.original[start:end],
        span=sample.original,
        differing=tuple((a - first, b - first) for a, b in sample.differing),
    )

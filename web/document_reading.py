"""How an indexed document is read: its blocks, facts and passages, worked out from its original."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.document import Document, to_stored
from index.facts import Finding, find_facts
from index.file_text import FileText
from index.passages import Passage, Span
from index.reading_text import read
from index.store import StoredDocument
from index.structure import find_blocks

LONGEST = 400_000
"""A document of more characters is shown as it is stored, without what takes long to work out."""


@dataclass(frozen=True)
class ShownBlock:
    """A block: its role, its level as a heading, its spans, and the spans of its copies."""

    role: str
    level: int
    spans: tuple[Span, ...]
    copies: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Reading:
    """How a document is read; `passages` is None where it is too long to be worked out here."""

    blocks: tuple[ShownBlock, ...]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...] | None


def read_again(document: StoredDocument) -> Reading:
    """Reads a document's original as it was read for the index; facts of a sidecar are not in it."""
    if len(document.original) > LONGEST:
        blocks = tuple(ShownBlock(b.role.value, 0, b.spans, ()) for b in document.blocks)
        return Reading(blocks, (), None)
    return _read(document.info.source, document.original, document.pages)


@lru_cache(maxsize=8)
def _read(source: str, original: str, pages: tuple[int, ...]) -> Reading:
    reading = read(original)
    blocks = find_blocks(reading.text)
    facts = find_facts(reading.text, blocks)
    file = FileText(original, None, pages or None)
    _, passages = to_stored(Document(source, file, reading, blocks, facts))

    def spans(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(reading.alignment.to_original(start, end) for start, end in pieces)

    shown = tuple(
        ShownBlock(
            block.role.value,
            block.level,
            spans(block.pieces),
            tuple(spans(copy) for copy in block.copies),
        )
        for block in blocks
    )
    return Reading(shown, facts.findings, tuple(passages))

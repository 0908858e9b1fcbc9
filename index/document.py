"""A document: a file read, folded, divided into blocks, and made into passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.alignment import Alignment
from index.facts import Facts, find_facts, read_sidecar
from index.file_readers import LARGEST, FileText, read_file
from index.passages import Part, Passage, Span, make_passages
from index.reading_text import ReadingText, read
from index.roles import Role
from index.sidecar import sidecar_bytes
from index.store import DocumentInfo, StoredBlock, StoredDamage, StoredDocument
from index.structure import Block, find_blocks


@dataclass(frozen=True)
class Document:
    """A file as it was understood: its text, the folded text, the blocks and the facts."""

    source: str
    file: FileText
    reading: ReadingText
    blocks: tuple[Block, ...]
    facts: Facts


def read_document(path: Path, source: str) -> Document:
    """Reads a file of any supported type, with its sidecar if there is one.

    :param source: The document's name in the index.
    :raises WenjinError: The file or its sidecar cannot be read; the line says why.
    """
    file = read_file(path, source)
    reading = read(file.original)
    blocks = find_blocks(reading.text)
    facts = find_facts(reading.text, blocks)
    return Document(source, file, reading, blocks, read_sidecar(path, facts))


def document_bytes(path: Path) -> Iterator[bytes]:
    """The bytes a document is made from: its file and its sidecar (empty where there is none).

    Of a file that is too large to be read, no more than shows that it is.
    """
    with path.open("rb") as file:
        yield file.read(LARGEST + 1)
    yield sidecar_bytes(path)


def to_stored(document: Document) -> tuple[StoredDocument, list[Passage]]:
    """A document as a store keeps it, and its passages."""
    original = document.file.original
    reading = document.reading
    title = document.facts.title
    if document.facts.title_span is not None:
        start, end = reading.alignment.to_original(*document.facts.title_span)
        title = " ".join(original[start:end].split())
    places = document.facts.places
    passages = make_passages(
        document.facts.title, " ".join(place.name for place in places[:2]), list(_parts(document))
    )
    info = DocumentInfo(
        source=document.source,
        title=title or document.source,
        places=tuple(place.name for place in places),
        date=document.facts.date,
        authors=document.facts.authors,
        characters=len(original),
        passages=len(passages),
        damage=len(reading.damage),
        encoding=document.file.encoding,
    )
    stored = StoredDocument(
        info,
        original,
        tuple(
            StoredBlock(block.role, _spans(reading.alignment, block.pieces))
            for block in document.blocks
        ),
        tuple(
            StoredDamage(damage.start, damage.end, damage.kind, damage.reading)
            for damage in reading.damage
        ),
        document.file.pages or (),
    )
    return stored, passages


def sections(reading: str, blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the text of the heading it stands under, empty before the first one.

    A heading stands under itself.
    """
    section = ""
    for block in blocks:
        if block.role is Role.HEADING:
            section = block.text(reading)
        yield block, section


def _parts(document: Document) -> Iterator[Part]:
    text = document.reading.text
    alignment = document.reading.alignment
    title = document.facts.title_span or (0, 0)
    for block, section in sections(text, document.blocks):
        cuts = []
        length = 0
        for start, end in block.pieces[:-1]:
            length += end - start
            cuts.append(length)
        yield Part(
            block.role,
            block.text(text),
            Alignment.concat(alignment[start:end] for start, end in block.pieces),
            tuple(cuts),
            section if block.role is Role.BODY else "",
            tuple(
                (_spans(alignment, copy)[0][0], _spans(alignment, copy)[-1][1])
                for copy in block.copies
            ),
            is_title=block.role is Role.HEADING
            and any(start < title[1] and title[0] < end for start, end in block.pieces),
        )


def _spans(alignment: Alignment, pieces: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(alignment.to_original(start, end) for start, end in pieces)

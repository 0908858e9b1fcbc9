"""The SQLite file of a segment: documents, passages, terms and words as rows."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.alignment import Alignment
from index.passages import Passage
from index.roles import Role
from index.store import DocumentInfo, Entry, StoredBlock, StoredDamage, StoredDocument

DATABASE = "store.sqlite"

SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
    info TEXT NOT NULL, original TEXT NOT NULL, blocks TEXT NOT NULL, damage TEXT NOT NULL,
    pages TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    context TEXT NOT NULL, text TEXT NOT NULL, alignment BLOB NOT NULL, layout TEXT NOT NULL);
CREATE TABLE terms (term TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words (
    word TEXT PRIMARY KEY, number INTEGER NOT NULL, frequency INTEGER NOT NULL) WITHOUT ROWID;
"""
"""The passages of a document have consecutive numbers; documents, terms and words are numbered
from 0, the latter two in the order of their characters."""

_LOOKUP_BATCH = 500

_Item = TypeVar("_Item")


def create(path: Path) -> sqlite3.Connection:
    """A new file with empty tables."""
    database = write_more(path)
    database.executescript(SCHEMA)
    return database


def write_more(path: Path) -> sqlite3.Connection:
    """A draft's file, for writing. What is written is brought to the disk when the segment is
    sealed, so SQLite need not do so."""
    database = sqlite3.connect(path.resolve().as_uri(), uri=True)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    return database


def open_rows(path: Path) -> sqlite3.Connection:
    """A finished file, for reading from several threads."""
    return sqlite3.connect(read_only(path), uri=True, check_same_thread=False)


def read_only(path: Path) -> str:
    """The address of a finished file: it never changes, so SQLite needs neither locks nor a
    journal."""
    return path.resolve().as_uri() + "?mode=ro&immutable=1"


def document_row(number: int, entry: Entry) -> tuple[int, str, str, str, str, str, str, str]:
    """A document as its row."""
    document = entry.document
    return (
        number,
        document.info.source,
        entry.fingerprint,
        _json(asdict(document.info)),
        document.original,
        _json([(block.role, block.spans) for block in document.blocks]),
        _json([asdict(item) for item in document.damage]),
        _json(document.pages),
    )


def document_from_row(
    info: str, original: str, blocks: str, damage: str, pages: str
) -> StoredDocument:
    """A document from the columns of its row after the fingerprint."""
    return StoredDocument(
        info_from_json(info),
        original,
        tuple(StoredBlock(Role(role), _pairs(spans)) for role, spans in json.loads(blocks)),
        tuple(StoredDamage(**item) for item in json.loads(damage)),
        tuple(json.loads(pages)),
    )


def info_from_json(text: str) -> DocumentInfo:
    """What is known of a document, from its column."""
    data = json.loads(text)
    data["places"], data["authors"] = tuple(data["places"]), tuple(data["authors"])
    return DocumentInfo(**data)


def passage_row(passage: Passage) -> tuple[str, str, bytes, str]:
    """A passage as the columns of its row after the document."""
    steps = np.stack([passage.alignment.starts, passage.alignment.ends]).astype("<i4")
    # neighbouring characters are one apart nearly everywhere, which packs to almost nothing
    packed = zlib.compress(np.diff(steps, axis=1, prepend=0).astype("<i4").tobytes(), 1)
    layout = {"cuts": passage.cuts, "parts": passage.parts, "copies": passage.copies}
    return passage.context, passage.text, packed, _json(layout)


def passage_from_row(context: str, text: str, packed: bytes, layout: str) -> Passage:
    """A passage from the columns of its row after the document."""
    steps = np.frombuffer(zlib.decompress(packed), dtype="<i4").reshape(2, -1)
    starts, ends = np.cumsum(steps, axis=1, dtype=np.int32)
    data = json.loads(layout)
    return Passage(
        context,
        text,
        Alignment(starts, ends),
        tuple(data["cuts"]),
        tuple((start, Role(role)) for start, role in data["parts"]),
        tuple((part, (a, b)) for part, (a, b) in data["copies"]),
    )


def batches(items: Sequence[_Item]) -> Iterable[tuple[list[_Item], str]]:
    """So many items as one statement takes, with the marks that stand for them."""
    for start in range(0, len(items), _LOOKUP_BATCH):
        batch = list(items[start : start + _LOOKUP_BATCH])
        yield batch, ",".join("?" * len(batch))


def _pairs(spans: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((a, b) for a, b in spans)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

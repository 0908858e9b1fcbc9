"""Passages and documents as rows of a Milvus collection, and back."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.alignment import Alignment
from index.milvus_connection import Row
from index.milvus_schema import FOREVER, LONGEST, UNUSED
from index.milvus_terms import PassageTerms, sparse_vector
from index.passages import Passage
from index.roles import Role
from index.store import DocumentInfo, StoredBlock, StoredDamage, StoredDocument, StoredPassage

PASSAGE_FIELDS = (
    "number", "document", "source", "indexed", "context", "alignment", "layout", "pieces",
)  # fmt: skip
"""What a passage is made of again."""
TERM_FIELDS = ("number", "length", "mean", "terms", "pieces")
"""What BM25 needs of a passage."""

_PIECE = 60_000
"""Bytes of a piece, with room for the field's limit."""

Pieces = Callable[[str, int], str]
"""Reads what was cut into so many pieces, by its name."""


@dataclass(frozen=True)
class Rows:
    """The rows of a passage or document: `row` itself and the pieces of what is too long for it."""

    row: Row
    pieces: list[Row]


def passage_rows(
    number: int,
    document: int,
    info: DocumentInfo,
    passage: Passage,
    vector: npt.NDArray[np.float32],
    terms: PassageTerms,
    mean: float,
    born: int,
) -> Rows:
    """A passage as rows.

    :param document: The number of its document.
    :param vector: Its embedding, unit length.
    :param mean: The mean number of terms that its sparse vector is made with.
    :param born: The generation it is first seen in.
    """
    long = {
        "indexed": passage.indexed,
        "alignment": _pack_alignment(passage.alignment),
        "layout": _json({"cuts": passage.cuts, "parts": passage.parts, "copies": passage.copies}),
        "terms": pack_terms(terms),
    }
    pieces: list[Row] = []
    if any(_size(text) > LONGEST for text in long.values()):
        pieces = _cut(_passage_key(number), document, _json(long))
        long = {name: _head(text) if name == "indexed" else "" for name, text in long.items()}
    row = {
        "number": number,
        "document": document,
        "born": born,
        "gone": FOREVER,
        **_filters(info),
        **long,
        "context": len(passage.context),
        "length": terms.length,
        "mean": mean,
        "pieces": len(pieces),
        "dense": vector.tolist(),
        "sparse": sparse_vector(terms, mean),
    }
    return Rows(row, pieces)


def passage_from_row(row: Mapping[str, Any], pieces: Pieces) -> StoredPassage:
    """A passage from the fields :data:`PASSAGE_FIELDS` of its row."""
    long = _long_fields(row, pieces)
    length = int(row["context"])
    indexed = long["indexed"]
    layout = json.loads(long["layout"])
    passage = Passage(
        indexed[:length],
        indexed[length + 1 :] if length else indexed,
        _unpack_alignment(long["alignment"]),
        tuple(layout["cuts"]),
        tuple((start, Role(role)) for start, role in layout["parts"]),
        tuple((part, (a, b)) for part, (a, b) in layout["copies"]),
    )
    return StoredPassage(int(row["number"]), str(row["source"]), passage)


def terms_from_row(row: Mapping[str, Any], pieces: Pieces) -> PassageTerms:
    """A passage's terms from the fields :data:`TERM_FIELDS` of its row."""
    packed = row["terms"] or _long_fields(row, pieces)["terms"]
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    return PassageTerms(int(row["length"]), data["counts"], data["words"])


def document_rows(number: int, fingerprint: str, document: StoredDocument, born: int) -> Rows:
    """A document as rows: the original and all of its size go into pieces."""
    info = _json(asdict(document.info))
    whole = {
        "info": info,
        "original": document.original,
        "blocks": [(block.role, block.spans) for block in document.blocks],
        "damage": [asdict(item) for item in document.damage],
        "pages": document.pages,
    }
    pieces = _cut(_document_key(number), number, _json(whole))
    row = {
        "number": number,
        "born": born,
        "gone": FOREVER,
        "fingerprint": fingerprint,
        **_filters(document.info),
        "info": info if _size(info) <= LONGEST else "",
        "pieces": len(pieces),
        "unused": UNUSED,
    }
    return Rows(row, pieces)


def info_from_row(row: Mapping[str, Any], pieces: Pieces) -> DocumentInfo:
    """What is known of a document, from the fields `number`, `info` and `pieces` of its row."""
    return _info(row["info"] or _document_data(row, pieces)["info"])


def document_from_row(row: Mapping[str, Any], pieces: Pieces) -> StoredDocument:
    """A document with its text, from the fields `number` and `pieces` of its row."""
    data = _document_data(row, pieces)
    return StoredDocument(
        _info(data["info"]),
        data["original"],
        tuple(
            StoredBlock(Role(role), tuple((a, b) for a, b in spans))
            for role, spans in data["blocks"]
        ),
        tuple(StoredDamage(**item) for item in data["damage"]),
        tuple(data["pages"]),
    )


def piece_keys(name: str, count: int) -> list[str]:
    """The keys of the pieces of something, in order."""
    return [f"{name}/{part}" for part in range(count)]


def pack_terms(terms: PassageTerms) -> str:
    """A passage's terms as text."""
    data = _json({"counts": terms.counts, "words": terms.words}).encode()
    return base64.b64encode(zlib.compress(data, 6)).decode("ascii")


def _filters(info: DocumentInfo) -> Row:
    """What can be filtered by; a text longer than a field is cut, as no filter asks for it."""
    return {
        "source": info.source,
        "place": _head(info.places[0] if info.places else ""),
        "date": _head(info.date or ""),
    }


def _long_fields(row: Mapping[str, Any], pieces: Pieces) -> Mapping[str, str]:
    if not row["pieces"]:
        return row
    found: Mapping[str, str] = json.loads(
        pieces(_passage_key(int(row["number"])), int(row["pieces"]))
    )
    return found


def _document_data(row: Mapping[str, Any], pieces: Pieces) -> dict[str, Any]:
    text = pieces(_document_key(int(row["number"])), int(row["pieces"]))
    return dict(json.loads(text))


def _passage_key(number: int) -> str:
    return f"p{number}"


def _document_key(number: int) -> str:
    return f"d{number}"


def _cut(name: str, document: int, text: str) -> list[Row]:
    data = text.encode()
    parts: list[str] = []
    start = 0
    while start < len(data):
        end = min(start + _PIECE, len(data))
        # a character of several bytes stays whole
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[start:end].decode())
        start = end
    return [
        {"key": key, "document": document, "data": part, "unused": UNUSED}
        for key, part in zip(piece_keys(name, len(parts)), parts, strict=True)
    ]


def _pack_alignment(alignment: Alignment) -> str:
    steps = np.stack([alignment.starts, alignment.ends]).astype("<i4")
    # neighbouring characters are one apart nearly everywhere, which packs to almost nothing
    packed = zlib.compress(np.diff(steps, axis=1, prepend=0).astype("<i4").tobytes(), 6)
    return base64.b64encode(packed).decode("ascii")


def _unpack_alignment(text: str) -> Alignment:
    steps = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i4").reshape(2, -1)
    starts, ends = np.cumsum(steps, axis=1, dtype=np.int32)
    return Alignment(starts, ends)


def _info(text: str) -> DocumentInfo:
    data = json.loads(text)
    return DocumentInfo(
        **{**data, "places": tuple(data["places"]), "authors": tuple(data["authors"])}
    )


def _size(text: str) -> int:
    return len(text.encode())


def _head(text: str) -> str:
    """As much of a text as a field takes."""
    return text.encode()[:LONGEST].decode(errors="ignore")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

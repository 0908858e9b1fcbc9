"""Writing one segment from others: nothing is read, cut or embedded again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.bm25 import save_lengths
from index.dense import write_dense
from index.mapped import new_array
from index.postings import Bounds, Mask, Numbers, Postings, Source, merge_postings
from index.segment_files import Seal
from index.segment_read import Segment
from index.segment_rows import DATABASE, create, read_only, write_more
from index.segment_write import OWNERS, WORDS

_VECTORS = ".vectors"
_ROWS = 8_192


@dataclass(frozen=True)
class Merged:
    """A segment to be merged: its folder, its seal and the documents that were removed of it."""

    folder: Path
    seal: Seal
    removed: frozenset[int]


@dataclass(frozen=True)
class _Part:
    """Where the documents and passages of a segment go: their new numbers, -1 for none."""

    merged: Merged
    documents: Numbers
    passages: Numbers
    live_documents: Mask | None
    live_passages: Mask | None


def merge_segments(folder: Path, segments: Sequence[Merged]) -> tuple[int, int]:
    """Writes the files of one segment that holds what was not removed of some.

    Documents and passages keep their order. One segment is open at a time, so that memory does
    not grow with their number.

    :param folder: Where the files go; it exists.
    :returns: The numbers of documents and of passages.
    """
    parts, documents, passages = _number(segments)
    _merge_rows(folder, parts)
    _merge_arrays(folder, parts)
    _merge_vectors(folder, parts, passages)
    return documents, passages


def _number(segments: Sequence[Merged]) -> tuple[list[_Part], int, int]:
    parts = []
    documents = passages = 0
    for merged in segments:
        with _opened(merged) as segment:
            owners = np.asarray(segment.owners)
        live = np.ones(merged.seal.documents, dtype=bool)
        live[list(merged.removed)] = False
        live_passages = live[owners]
        new_documents = np.where(live, np.cumsum(live) - 1 + documents, -1).astype(np.int32)
        new_passages = np.where(live_passages, np.cumsum(live_passages) - 1 + passages, -1)
        documents += int(live.sum())
        passages += int(live_passages.sum())
        masks = (live, live_passages) if merged.removed else (None, None)
        parts.append(_Part(merged, new_documents, new_passages.astype(np.int32), *masks))
    return parts, documents, passages


@contextmanager
def _opened(merged: Merged) -> Iterator[Segment]:
    segment = Segment(merged.folder, merged.seal)
    try:
        yield segment
    finally:
        segment.release()


def _merge_rows(folder: Path, parts: Sequence[_Part]) -> None:
    """Copies the rows of documents and passages."""
    with closing(create(folder / DATABASE)) as database:
        database.execute(
            "CREATE TEMP TABLE live (old INTEGER PRIMARY KEY, new INTEGER, shift INTEGER)"
        )
        for part in parts:
            address = read_only(part.merged.folder / DATABASE)
            database.execute("ATTACH ? AS part", (address,))
            with database:
                database.executemany("INSERT INTO live VALUES (?, ?, ?)", _live_rows(part))
                database.execute(
                    "INSERT INTO documents SELECT live.new, source, fingerprint, info, original,"
                    " blocks, damage, pages FROM part.documents AS d"
                    " JOIN live ON live.old = d.number ORDER BY d.number"
                )
                database.execute(
                    "INSERT INTO passages SELECT p.number + live.shift, live.new, context, text,"
                    " alignment, layout FROM part.passages AS p"
                    " JOIN live ON live.old = p.document ORDER BY p.number"
                )
                database.execute("DELETE FROM live")
            database.execute("DETACH part")


def _live_rows(part: _Part) -> Iterator[tuple[int, int, int]]:
    """Old and new number of each document that stays, and what the numbers of its passages,
    which follow each other, go up by."""
    with _opened(part.merged) as segment:
        owners = np.asarray(segment.owners)
    old, first = np.unique(owners, return_index=True)
    shifts = dict(zip(old.tolist(), (part.passages[first] - first).tolist(), strict=True))
    for number, new in enumerate(part.documents.tolist()):
        if new >= 0:
            yield number, new, shifts.get(number, 0)


def _merge_arrays(folder: Path, parts: Sequence[_Part]) -> None:
    """Merges the postings of terms and of words, with their tables, and the passages' arrays."""
    lengths: list[Numbers] = []
    owners: list[Numbers] = []
    for part in parts:
        with _opened(part.merged) as segment:
            stays = part.passages >= 0
            lengths.append(np.asarray(segment.bm25.lengths)[stays])
            owners.append(part.documents[np.asarray(segment.owners)[stays]])
    save_lengths(folder, np.concatenate(lengths))
    np.save(folder / OWNERS, np.concatenate(owners), allow_pickle=False)
    terms = _merge_terms(folder, "bm25", parts, _TERMS)
    words = _merge_terms(folder, WORDS, parts, _WORDS)
    with closing(write_more(folder / DATABASE)) as database, database:
        database.executemany(
            "INSERT INTO terms VALUES (?, ?)", ((term, i) for i, (term, _) in enumerate(terms))
        )
        database.executemany(
            "INSERT INTO words VALUES (?, ?, ?)",
            ((word, i, frequency) for i, (word, frequency) in enumerate(words)),
        )


_TERMS = "SELECT term, 0 FROM terms ORDER BY number"
_WORDS = "SELECT word, frequency FROM words ORDER BY number"


def _postings(name: str, part: _Part, segment: Segment) -> tuple[Postings, Numbers, Mask | None]:
    """Postings of a segment with the new numbers of their members, and which of them stay."""
    if name == WORDS:
        return segment.word_postings, part.documents, part.live_documents
    return segment.bm25.postings, part.passages, part.live_passages


def _merge_terms(
    folder: Path, name: str, parts: Sequence[_Part], query: str
) -> list[tuple[str, int]]:
    """Merges postings.

    :returns: The terms that something still holds, in the order of their new numbers, with what
        else the query gives of them.
    """
    known: dict[str, int] = {}
    numbers: list[Numbers] = []
    held: list[Bounds] = []
    kind: np.dtype[Any] = np.dtype(np.uint8)
    for part in parts:
        with _opened(part.merged) as segment:
            rows = segment.rows.execute(query).fetchall()
            postings, _, live = _postings(name, part, segment)
            kind = np.promote_types(kind, postings.counts.dtype)
            holding = postings.holding_each(live)
        known.update(row for row, count in zip(rows, holding.tolist(), strict=True) if count)
        held.append(holding)
    vocabulary = sorted(known)
    number = {term: i for i, term in enumerate(vocabulary)}
    total = np.zeros(len(vocabulary), dtype=np.int64)
    for at, part in enumerate(parts):
        with _opened(part.merged) as segment:
            numbers.append(
                np.array(
                    [number.get(term, -1) for term, _ in segment.rows.execute(query)],
                    dtype=np.int32,
                )
            )
        stays = held[at] > 0
        total[numbers[at][stays]] += held[at][stays]
    merge_postings(folder, name, total, _sources(name, parts, numbers), kind)
    return [(term, known[term]) for term in vocabulary]


def _sources(name: str, parts: Sequence[_Part], numbers: Sequence[Numbers]) -> Iterator[Source]:
    for part, terms in zip(parts, numbers, strict=True):
        with _opened(part.merged) as segment:
            postings, members, _ = _postings(name, part, segment)
            yield Source(postings, terms, members)


def _merge_vectors(folder: Path, parts: Sequence[_Part], total: int) -> None:
    with _opened(parts[0].merged) as segment:
        dimension = segment.dense.dimension
    # in a file, as they can be larger than memory
    path = folder / _VECTORS
    vectors: npt.NDArray[np.float32] = new_array(path, np.dtype(np.float32), (total, dimension))
    at = 0
    for part in parts:
        with _opened(part.merged) as segment:
            stays = np.flatnonzero(part.passages >= 0)
            for start in range(0, len(stays), _ROWS):
                rows = segment.dense.vectors(stays[start : start + _ROWS])
                vectors[at : at + len(rows)] = rows
                at += len(rows)
    write_dense(folder, vectors)
    del vectors
    path.unlink()

"""The embedded store: FAISS, BM25 and one SQLite file in the folder of a generation."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import faiss
import numpy as np

from index.alignment import Alignment
from index.bm25 import Bm25, build_bm25
from index.passages import Passage
from index.roles import Role
from index.store import (
    Candidate,
    DocumentInfo,
    PassageNumbers,
    StoredBlock,
    StoredDamage,
    StoredDocument,
    StoredPassage,
    Vector,
)
from index.words import PAIR, Dictionary, QuestionWords

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
    info TEXT NOT NULL, original TEXT NOT NULL, blocks TEXT NOT NULL, damage TEXT NOT NULL,
    pages TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    context TEXT NOT NULL, text TEXT NOT NULL, alignment BLOB NOT NULL, layout TEXT NOT NULL);
CREATE INDEX passages_document ON passages (document);
CREATE TABLE terms (term TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE words (word TEXT PRIMARY KEY, frequency INTEGER NOT NULL) WITHOUT ROWID;
"""

_DATABASE = "store.sqlite"
_VECTORS = "dense.faiss"
_LOOKUP_BATCH = 500
_DECODED = 4096
"""So many decoded passages are kept, since questions come back to the same ones."""

_Item = TypeVar("_Item")


class EmbeddedStore:
    """A generation opened for searching. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """
        :param folder: A generation whose files were checked (`index.generations.open_current`).
        """
        self.generation = folder.name
        self._database = _open(folder)
        self._vectors = faiss.read_index(str(folder / _VECTORS), faiss.IO_FLAG_MMAP)
        self._bm25 = Bm25.load(folder)
        self._words = QuestionWords(self._frequencies)
        rows = self._database.execute("SELECT document FROM passages ORDER BY number").fetchall()
        self._decoded: dict[int, StoredPassage] = {}
        self._document_of = np.array([row[0] for row in rows], dtype=np.int32)

    @property
    def size(self) -> int:
        return int(self._vectors.ntotal)

    def search(
        self, vector: Vector, question: str, limit: int, within: Collection[str] | None = None
    ) -> list[Candidate]:
        allowed = np.ones(self.size, dtype=bool) if within is None else self._allowed(within)
        allowed_numbers = np.flatnonzero(allowed)
        if not len(allowed_numbers):
            return []
        limit = min(limit, len(allowed_numbers))
        parameters = None
        if within is not None:
            selector = faiss.IDSelectorBatch(allowed_numbers)
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, nearest = self._vectors.search(vector[None, :], limit, params=parameters)
        lexical = self._bm25.scores(self._term_numbers(self._words.terms(question)).values())
        lexical[~allowed] = -1
        best = np.argpartition(-lexical, limit - 1)[:limit]
        numbers = np.union1d(nearest[0][nearest[0] >= 0], best[lexical[best] > 0])
        dense = self._vectors.reconstruct_batch(numbers) @ vector
        return [
            Candidate(int(number), float(similarity), float(lexical[number]))
            for number, similarity in zip(numbers, dense, strict=True)
        ]

    def weights(self, text: str) -> dict[str, float]:
        terms = dict(self._words.telling(text))
        numbers = self._term_numbers(terms.values())
        return {word: self._bm25.weight(numbers.get(term)) for word, term in terms.items()}

    def words(self) -> dict[str, int]:
        # Chinese terms sort between these two; compatibility ideographs were folded away
        rows = self._database.execute(
            "SELECT term, number FROM terms WHERE term >= '㐀' AND term < '豈'"
        )
        return {term: self._bm25.holding(number) for term, number in rows if term[-1] != PAIR}

    def held(self, terms: Collection[str]) -> dict[str, int]:
        numbers = self._term_numbers(terms)
        return {term: self._bm25.holding(number) for term, number in numbers.items()}

    def holding(self, words: Collection[str]) -> dict[str, PassageNumbers]:
        # a word that is cut otherwise in a text is still there as its pairs of characters
        pairs = {
            word: [a + b + PAIR for a, b in pairwise(word)] if len(word) > 1 else [word]
            for word in {word.lower() for word in words}
        }
        numbers = self._term_numbers({term for terms in pairs.values() for term in terms})
        found = {}
        for word, terms in pairs.items():
            if all(term in numbers for term in terms):
                lists = [self._bm25.passages_of(numbers[term]) for term in terms]
                held = reduce(np.intersect1d, lists)
                if len(held):
                    found[word] = held
        return found

    def passages(self, numbers: Sequence[int]) -> list[StoredPassage]:
        known = self._decoded
        if len(known) + len(numbers) > _DECODED:
            known = {}
            if len(numbers) <= _DECODED:
                self._decoded = known
        for batch in _batches([number for number in numbers if number not in known]):
            rows = self._database.execute(
                "SELECT passages.number, source, context, text, alignment, layout FROM passages"
                " JOIN documents ON documents.number = document"
                f" WHERE passages.number IN ({','.join('?' * len(batch))})",
                batch,
            )
            for number, source, *fields in rows:
                known[number] = StoredPassage(number, source, _passage_from_row(*fields))
        return [known[number] for number in numbers]

    def all_passages(self) -> list[StoredPassage]:
        """Every passage, in the order of their numbers."""
        return self.passages(range(self.size))

    def document(self, source: str) -> StoredDocument:
        row = self._database.execute(
            "SELECT info, original, blocks, damage, pages FROM documents WHERE source = ?",
            (source,),
        ).fetchone()
        if row is None:
            raise KeyError(source)
        info, original, blocks, damage, pages = row
        return StoredDocument(
            _info_from_json(info),
            original,
            tuple(StoredBlock(Role(role), _pairs(spans)) for role, spans in json.loads(blocks)),
            tuple(StoredDamage(**item) for item in json.loads(damage)),
            tuple(json.loads(pages)),
        )

    def documents(self) -> list[DocumentInfo]:
        rows = self._database.execute("SELECT info FROM documents ORDER BY source")
        return [_info_from_json(info) for (info,) in rows]

    def fingerprints(self) -> dict[str, str]:
        """What each document was indexed from, by source: equal where nothing changed."""
        return dict(self._database.execute("SELECT source, fingerprint FROM documents"))

    def passage_vectors(self, source: str) -> tuple[list[Passage], Vector]:
        """A document's passages and their vectors (float32, passages × dimension)."""
        rows = self._database.execute(
            "SELECT passages.number, context, text, alignment, layout FROM passages"
            " JOIN documents ON documents.number = document"
            " WHERE source = ? ORDER BY passages.number",
            (source,),
        ).fetchall()
        numbers = np.array([row[0] for row in rows], dtype=np.int64)
        return [_passage_from_row(*row[1:]) for row in rows], self._vectors.reconstruct_batch(
            numbers
        )

    def close(self) -> None:
        self._database.close()

    def _allowed(self, within: Collection[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        documents: list[int] = []
        for batch in _batches(sorted(within)):
            marks = ",".join("?" * len(batch))
            documents += [
                number
                for (number,) in self._database.execute(
                    f"SELECT number FROM documents WHERE source IN ({marks})", batch
                )
            ]
        return np.isin(self._document_of, documents)

    def _term_numbers(self, terms: Iterable[str]) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for batch in _batches(sorted(set(terms))):
            marks = ",".join("?" * len(batch))
            numbers.update(
                self._database.execute(
                    f"SELECT term, number FROM terms WHERE term IN ({marks})", batch
                )
            )
        return numbers

    def _frequencies(self, candidates: list[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for batch in _batches(candidates):
            marks = ",".join("?" * len(batch))
            found.update(
                self._database.execute(
                    f"SELECT word, frequency FROM words WHERE word IN ({marks})", batch
                )
            )
        return found


def write_store(
    folder: Path,
    documents: Iterable[tuple[str, StoredDocument, Sequence[Passage]]],
    vectors: Vector,
    dictionary: Dictionary,
) -> None:
    """Writes the files of a generation.

    :param documents: For each, what it was indexed from (a fingerprint), itself, its passages.
    :param vectors: The passages' embeddings in the same order, float32, unit length.
    :param dictionary: Cuts the passages into terms.
    """
    words: dict[str, int] = {}
    indexed: list[str] = []
    database = sqlite3.connect(folder / _DATABASE)
    with database:
        database.executescript(_SCHEMA)
        for number, (fingerprint, document, passages) in enumerate(documents):
            database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    document.info.source,
                    fingerprint,
                    _json(asdict(document.info)),
                    document.original,
                    _json([(block.role, block.spans) for block in document.blocks]),
                    _json([asdict(item) for item in document.damage]),
                    _json(document.pages),
                ),
            )
            for passage in passages:
                database.execute(
                    "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                    (len(indexed), number, *_passage_to_row(passage)),
                )
                indexed.append(passage.indexed)
                words.update(dictionary.words_in(passage.indexed))
        bm25, terms = build_bm25(dictionary.terms(text) for text in indexed)
        database.executemany(
            "INSERT INTO terms VALUES (?, ?)", ((term, i) for i, term in enumerate(terms))
        )
        database.executemany("INSERT INTO words VALUES (?, ?)", sorted(words.items()))
    database.close()
    bm25.save(folder)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    faiss.write_index(flat, str(folder / _VECTORS))


def _open(folder: Path) -> sqlite3.Connection:
    # immutable: a generation never changes, so SQLite needs neither locks nor a journal
    address = (folder / _DATABASE).resolve().as_uri() + "?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _passage_to_row(passage: Passage) -> tuple[str, str, bytes, str]:
    steps = np.stack([passage.alignment.starts, passage.alignment.ends]).astype("<i4")
    # neighbouring characters are one apart nearly everywhere, which packs to almost nothing
    packed = zlib.compress(np.diff(steps, axis=1, prepend=0).astype("<i4").tobytes(), 1)
    layout = {"cuts": passage.cuts, "parts": passage.parts, "copies": passage.copies}
    return passage.context, passage.text, packed, _json(layout)


def _passage_from_row(context: str, text: str, packed: bytes, layout: str) -> Passage:
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


def _info_from_json(text: str) -> DocumentInfo:
    data = json.loads(text)
    return DocumentInfo(
        **{**data, "places": tuple(data["places"]), "authors": tuple(data["authors"])}
    )


def _pairs(spans: list[list[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((a, b) for a, b in spans)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _batches(items: Sequence[_Item]) -> Iterable[list[_Item]]:
    for start in range(0, len(items), _LOOKUP_BATCH):
        yield list(items[start : start + _LOOKUP_BATCH])

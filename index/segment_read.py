"""A finished segment, opened for reading."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.bm25 import Bm25
from index.dense import Dense
from index.passages import Passage
from index.postings import Numbers, Postings
from index.segment_files import Seal
from index.segment_rows import (
    DATABASE,
    batches,
    document_from_row,
    info_from_json,
    open_rows,
    passage_from_row,
)
from index.segment_write import OWNERS, WORDS
from index.store import DocumentInfo, StoredDocument
from index.words import PAIR

_DECODED = 4096
"""So many decoded passages are kept, since questions come back to the same ones."""
_MANY = 2_000
"""So many sources are looked up in a list of all, rather than one by one."""


class Segment:
    """Documents and passages by their numbers in this segment, whether they were removed since
    or not.

    Each file is mapped when it is first needed. Safe to use from several threads. It is shared
    by the generations that hold it: each :meth:`take` s it and :meth:`release` s it.
    """

    def __init__(self, folder: Path, seal: Seal) -> None:
        """
        :param folder: Its folder, whose files were checked.
        :param seal: Its seal.
        """
        self.folder = folder
        self.seal = seal
        self._users = 1
        self._lock = threading.Lock()
        self._decoded: dict[int, tuple[str, Passage]] = {}

    def take(self) -> Segment:
        """This segment, for one more user."""
        with self._lock:
            self._users += 1
        return self

    def release(self) -> None:
        """Lets go of it; the last user closes it."""
        with self._lock:
            self._users -= 1
            if self._users == 0 and "rows" in self.__dict__:
                self.rows.close()

    @cached_property
    def rows(self) -> sqlite3.Connection:
        """Its SQLite file."""
        return open_rows(self.folder / DATABASE)

    @cached_property
    def bm25(self) -> Bm25:
        """Its postings of terms."""
        return Bm25.load(self.folder)

    @cached_property
    def word_postings(self) -> Postings:
        """Which documents hold each word of the dictionary."""
        return Postings.load(self.folder, WORDS)

    @cached_property
    def owners(self) -> Numbers:
        """The document of each passage."""
        owners: Numbers = np.load(self.folder / OWNERS, mmap_mode="r", allow_pickle=False)
        return owners

    def passages_of_documents(self, documents: Sequence[int]) -> int:
        """How many passages documents have together."""
        chosen = np.zeros(self.seal.documents, dtype=bool)
        chosen[list(documents)] = True
        return int(chosen[self.owners].sum())

    @cached_property
    def dense(self) -> Dense:
        """Its vectors."""
        return Dense.open(self.folder)

    def term_numbers(self, terms: Iterable[str]) -> dict[str, int]:
        """The numbers of those terms that it has."""
        numbers: dict[str, int] = {}
        for batch, marks in batches(sorted(set(terms))):
            numbers.update(
                self.rows.execute(f"SELECT term, number FROM terms WHERE term IN ({marks})", batch)
            )
        return numbers

    def words(self, candidates: Sequence[str]) -> list[tuple[str, int, int]]:
        """Those candidates that are words of it, with their numbers and frequencies."""
        return [
            row
            for batch, marks in batches(candidates)
            for row in self.rows.execute(
                f"SELECT word, number, frequency FROM words WHERE word IN ({marks})", batch
            )
        ]

    @cached_property
    def chinese_words(self) -> tuple[list[str], Numbers]:
        """Every Chinese word that is a search term, and their numbers as terms."""
        # Chinese terms sort between these two; compatibility ideographs were folded away
        rows = self.rows.execute(
            "SELECT term, number FROM terms WHERE term >= ? AND term < ? AND substr(term, -1) <> ?",
            ("\u3400", "\uf900", PAIR),
        ).fetchall()
        return [term for term, _ in rows], np.array([number for _, number in rows], dtype=np.int32)

    def passages(self, numbers: Sequence[int]) -> list[tuple[str, Passage]]:
        """The passages of these numbers, each with its source, in the order asked."""
        known = self._decoded
        if len(known) + len(numbers) > _DECODED:
            known = {}
            if len(numbers) <= _DECODED:
                self._decoded = known
        for batch, marks in batches([number for number in numbers if number not in known]):
            rows = self.rows.execute(
                "SELECT passages.number, source, context, text, alignment, layout FROM passages"
                " JOIN documents ON documents.number = document"
                f" WHERE passages.number IN ({marks})",
                batch,
            )
            for number, source, *fields in rows:
                known[number] = (source, passage_from_row(*fields))
        return [known[number] for number in numbers]

    def find(self, sources: Collection[str]) -> dict[str, int]:
        """The numbers of those documents that it has."""
        if len(sources) > _MANY:
            wanted = set(sources)
            rows = self.rows.execute("SELECT source, number FROM documents")
            return {source: number for source, number in rows if source in wanted}
        found: dict[str, int] = {}
        for batch, marks in batches(sorted(sources)):
            found.update(
                self.rows.execute(
                    f"SELECT source, number FROM documents WHERE source IN ({marks})", batch
                )
            )
        return found

    def sources(self, documents: Sequence[int]) -> dict[int, str]:
        """The sources of documents."""
        found: dict[int, str] = {}
        for batch, marks in batches(sorted(set(documents))):
            found.update(
                self.rows.execute(
                    f"SELECT number, source FROM documents WHERE number IN ({marks})", batch
                )
            )
        return found

    def document(self, number: int) -> StoredDocument:
        """A document with its text."""
        row = self.rows.execute(
            "SELECT info, original, blocks, damage, pages FROM documents WHERE number = ?",
            (number,),
        ).fetchone()
        return document_from_row(*row)

    @cached_property
    def infos(self) -> list[DocumentInfo]:
        """What is known of each document, by its number."""
        rows = self.rows.execute("SELECT info FROM documents ORDER BY number")
        return [info_from_json(info) for (info,) in rows]

    def fingerprints(self) -> list[tuple[int, str, str]]:
        """Number, source and fingerprint of each document, in the order of their numbers."""
        return self.rows.execute(
            "SELECT number, source, fingerprint FROM documents ORDER BY number"
        ).fetchall()

"""Writing the files of a segment from documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.bm25 import Bm25
from index.dense import write_dense
from index.postings import Collector
from index.segment_rows import DATABASE, create, document_row, passage_row
from index.store import Entry, Vector
from index.words import Dictionary

OWNERS = "owners.npy"
"""The document of each passage, int32."""
WORDS = "words"
"""Names the postings that say which documents hold a word."""


def write_segment(
    folder: Path, entries: Sequence[Entry], vectors: Vector, dictionary: Dictionary
) -> None:
    """Writes the files of a segment.

    :param entries: Its documents, of different sources.
    :param vectors: The embeddings of all passages in their order, float32, unit length.
    :param dictionary: Cuts the passages into terms.
    """
    terms, words = Collector(), Collector()
    frequencies: dict[str, int] = {}
    owners: list[int] = []
    lengths: list[int] = []
    database = create(folder / DATABASE)
    try:
        with database:
            for number, entry in enumerate(entries):
                database.execute(
                    "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    document_row(number, entry),
                )
                held: dict[str, int] = {}
                for passage in entry.passages:
                    database.execute(
                        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?)",
                        (len(owners), number, *passage_row(passage)),
                    )
                    owners.append(number)
                    lengths.append(terms.add(dictionary.terms(passage.indexed)))
                    held.update(dictionary.words_in(passage.indexed))
                words.add(held.keys())
                frequencies.update(held)
            postings, vocabulary = terms.finish()
            word_postings, known = words.finish()
            database.executemany(
                "INSERT INTO terms VALUES (?, ?)", ((term, i) for i, term in enumerate(vocabulary))
            )
            database.executemany(
                "INSERT INTO words VALUES (?, ?, ?)",
                ((word, i, frequencies[word]) for i, word in enumerate(known)),
            )
    finally:
        database.close()
    Bm25(postings, np.array(lengths, dtype=np.int32)).save(folder)
    word_postings.save(folder, WORDS)
    np.save(folder / OWNERS, np.array(owners, dtype=np.int32), allow_pickle=False)
    write_dense(folder, vectors)

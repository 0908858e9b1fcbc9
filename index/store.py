"""The seam between an index and what searches it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.passages import Passage, Span
from index.roles import Role

Vector = npt.NDArray[np.float32]
PassageNumbers = npt.NDArray[np.int32]
"""Numbers of passages, ascending."""


@dataclass(frozen=True)
class DocumentInfo:
    """What an index knows of a document, without its text.

    `source` is its path as indexed; `title` is spelt as in the original; `places` runs from the
    document's own place to what it belongs to; `characters` counts code points of the original;
    `passages` is their number; `damage` the number of corrupt places; `encoding` how the file
    was decoded, None where the format says so itself.
    """

    source: str
    title: str
    places: tuple[str, ...]
    date: str | None
    authors: tuple[str, ...]
    characters: int
    passages: int
    damage: int
    encoding: str | None


@dataclass(frozen=True)
class StoredBlock:
    """A block of a document: its role and its spans of the original."""

    role: Role
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class StoredDamage:
    """A corrupt span of a document's original, and what it can be read as, if anything."""

    start: int
    end: int
    kind: str
    reading: str | None


@dataclass(frozen=True)
class StoredDocument:
    """A document with its text; `pages` are the offsets in `original` where each page begins."""

    info: DocumentInfo
    original: str
    blocks: tuple[StoredBlock, ...]
    damage: tuple[StoredDamage, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True)
class StoredPassage:
    """A passage with its number in the index and the document it belongs to."""

    number: int
    source: str
    passage: Passage


@dataclass(frozen=True)
class Entry:
    """A document to be put into a store, with its passages.

    `fingerprint` tells what it was made from: equal where nothing changed.
    """

    fingerprint: str
    document: StoredDocument
    passages: Sequence[Passage]


@dataclass(frozen=True)
class Candidate:
    """A passage's number and its two scores: cosine to the question, and BM25."""

    number: int
    dense: float
    lexical: float


class PassageStore(Protocol):
    """Passages that can be searched by meaning and by words, and the documents they are from.

    A store is a snapshot: what it answers does not change while it is open.
    """

    @property
    def generation(self) -> str:
        """The name of the snapshot."""
        ...

    @property
    def size(self) -> int:
        """The number of passages."""
        ...

    def search(
        self, vector: Vector, question: str, limit: int, within: Collection[str] | None = None
    ) -> list[Candidate]:
        """The `limit` nearest by cosine and the `limit` best by BM25, each with both scores.

        :param vector: The question's embedding, unit length.
        :param question: The question, folded.
        :param within: Sources to search in; None means all.
        """
        ...

    def weights(self, text: str) -> dict[str, float]:
        """The words and figures that tell what a folded text is about, and how telling each is.

        :returns: The inverse document frequency of each, as BM25 uses it; what no passage holds
            has the highest.
        """
        ...

    def words(self) -> dict[str, int]:
        """Every Chinese word that is a search term, with the number of passages that hold it."""
        ...

    def held(self, terms: Collection[str]) -> dict[str, int]:
        """Those of the terms that the index has, with the number of passages that hold each.

        :param terms: Words, or pairs of neighbouring characters, which end in `index.words.PAIR`.
        """
        ...

    def holding(self, words: Collection[str]) -> dict[str, PassageNumbers]:
        """The passages that hold a Chinese word, for each word that any holds.

        A word counts as held where all its pairs of neighbouring characters are.
        """
        ...

    def passages(self, numbers: Sequence[int]) -> list[StoredPassage]:
        """The passages of these numbers, in the order asked."""
        ...

    def document(self, source: str) -> StoredDocument:
        """A document by its source.

        :raises KeyError: There is none of that name.
        """
        ...

    def documents(self) -> list[DocumentInfo]:
        """All documents, in the order of their sources."""
        ...

    def close(self) -> None:
        """Lets go of the files."""
        ...


class StoreWriter(Protocol):
    """What a build needs of a store: to put documents in, take some out, and show the result.

    Readers see nothing of it before :meth:`publish`, and then all of it at once.
    """

    def fingerprints(self) -> dict[str, str]:
        """What each document was made from, by source; also of work that was finished in an
        earlier run and never published, and of what was added in this one."""
        ...

    def add(self, entries: Sequence[Entry], vectors: Vector) -> None:
        """Puts documents in, in the place of those of the same source.

        When it returns they are on disk: a run that ends before :meth:`publish` does not lose
        them.

        :param vectors: The embeddings of all passages in their order, float32, unit length.
        """
        ...

    def remove(self, sources: Collection[str]) -> None:
        """Takes documents out; sources that the store does not have are passed over."""
        ...

    def publish(self) -> str:
        """Makes all of it what readers see.

        :returns: The name of the new generation, or of the current one where nothing changed.
        """
        ...

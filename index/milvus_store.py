"""The store for corpora beyond one machine: dense and sparse vectors in Milvus.

Every row of a passage or document says in which generation it came and in which it goes; a store
reads one generation and no other row. Milvus brings candidates by both vectors; their BM25 scores
are made here, from the counts of the generation (`index.milvus_terms`).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from index.errors import WenjinError
from index.generations import Manifest
from index.milvus_connection import MOST, MilvusConnection, Row, connect, disconnect, listed
from index.milvus_location import parse_location
from index.milvus_rows import (
    PASSAGE_FIELDS,
    TERM_FIELDS,
    document_from_row,
    info_from_row,
    passage_from_row,
    piece_keys,
    terms_from_row,
)
from index.milvus_schema import Names, visible
from index.milvus_state import Statistics, read_published, read_state
from index.milvus_terms import dimension, inverse_frequency, score, underestimate
from index.milvus_vocabulary import Vocabulary
from index.store import (
    Candidate,
    DocumentInfo,
    PassageNumbers,
    StoredDocument,
    StoredPassage,
    Vector,
)
from index.words import PAIR, QuestionWords

_DECODED = 4096
"""So many decoded passages are kept, since questions come back to the same ones."""
_SETTLING = 10.0
"""For so many seconds after opening, reads wait for all that was written; later they need not,
since what a generation holds was written before it was opened, and replicas lag by 5 s at most."""
_CHECKED = 1.0
"""For so many seconds a generation that was there counts as there."""
_FOUND_FIELDS = tuple(dict.fromkeys((*PASSAGE_FIELDS, *TERM_FIELDS, "dense")))
_NEARLY = 1e-5
"""Sparse products are of 32 bits: a score this much higher, as a share, counts as no higher."""
_WORDS_AT_ONCE = 20

_Item = TypeVar("_Item")


class GenerationGone(WenjinError):
    """The generation that a store reads is no longer kept; opening the store again mends it."""


def open_milvus(location: str) -> tuple[MilvusStore, Manifest]:
    """The current generation of a store in Milvus, for searching, and its manifest.

    :raises WenjinError: Milvus cannot be reached, or there is no index that can be used.
    """
    place = parse_location(location)
    connection = connect(place)
    try:
        names, state = read_published(connection, place)
        return MilvusStore(connection, names, state.current), state.manifest()
    except BaseException:
        disconnect(connection)
        raise


def milvus_generation(location: str) -> str:
    """The name of the current generation, for following it; quick where the store is open.

    :raises WenjinError: As :func:`open_milvus`.
    """
    place = parse_location(location)
    connection = connect(place)
    try:
        return read_published(connection, place)[1].current.name
    finally:
        disconnect(connection)


class MilvusStore:
    """A generation in Milvus, opened for searching. Safe to use from several threads.

    It stays readable until two further generations were published.
    """

    def __init__(self, connection: MilvusConnection, names: Names, statistics: Statistics) -> None:
        """
        :param connection: From `index.milvus_connection.connect`; :meth:`close` gives it back.
        :param statistics: Of the generation to read.
        """
        self.generation = statistics.name
        self._connection = connection
        self._names = names
        self._statistics = statistics
        self._visible = visible(statistics.number)
        self._opened = self._checked = time.monotonic()
        for name in names.all:
            connection.load(name)
        self._vocabulary = Vocabulary(connection, names, statistics.number)
        self._words = QuestionWords(self._frequencies)
        self._decoded: dict[int, StoredPassage] = {}
        self._closed = False

    @property
    def size(self) -> int:
        return self._statistics.passages

    def search(
        self, vector: Vector, question: str, limit: int, within: Collection[str] | None = None
    ) -> list[Candidate]:
        self._check()
        condition = self._condition(within)
        if condition is None or not self.size:
            return []
        weights = self._weights_of(self._words.terms(question))
        found = {
            int(row["number"]): row
            for _, row in self._find("dense", vector.tolist(), limit, condition)
        }
        lexical: dict[int, float] = {}
        for number, row, value in self._best_lexical(weights, limit, condition):
            found[number] = row
            lexical[number] = value
        for number, row in found.items():
            if number not in lexical:
                lexical[number] = self._score(weights, row)
        self._remember(found.values())
        numbers = sorted(found)
        dense = np.array([found[number]["dense"] for number in numbers], dtype=np.float32)
        return [
            Candidate(number, float(similarity), lexical[number])
            for number, similarity in zip(numbers, dense @ vector, strict=True)
        ]

    def weights(self, text: str) -> dict[str, float]:
        terms = dict(self._words.telling(text))
        held = self.held(terms.values())
        return {
            word: inverse_frequency(self.size, held.get(term, 0)) for word, term in terms.items()
        }

    def words(self) -> dict[str, int]:
        return self._vocabulary.chinese_words()

    def held(self, terms: Collection[str]) -> dict[str, int]:
        found = self._vocabulary.look_up(terms, strong=self._settling)
        return {term: counts.held for term, counts in found.items() if counts.held}

    def holding(self, words: Collection[str]) -> dict[str, PassageNumbers]:
        terms = {word: _terms_of(word) for word in {word.lower() for word in words}}
        held = self.held({term for several in terms.values() for term in several})
        asked = {
            word: several
            for word, several in terms.items()
            if all(term in held for term in several)
        }
        found: dict[str, list[int]] = {}
        for batch in _batches(sorted(asked), _WORDS_AT_ONCE):
            either = " or ".join(_contains(asked[word]) for word in batch)
            condition = f"{self._visible} and (pieces > 0 or {either})"
            fields = ("indexed", *TERM_FIELDS)
            for rows in self._connection.every(self._names.of("passages"), condition, fields):
                for row in rows:
                    for word in batch:
                        if self._holds(row, asked[word]):
                            found.setdefault(word, []).append(int(row["number"]))
        return {word: np.array(sorted(numbers), dtype=np.int32) for word, numbers in found.items()}

    def passages(self, numbers: Sequence[int]) -> list[StoredPassage]:
        known = self._decoded
        missing = [number for number in dict.fromkeys(numbers) if number not in known]
        fetched: dict[int, StoredPassage] = {}
        if missing:
            rows = self._connection.by_key(
                self._names.of("passages"),
                "number",
                missing,
                PASSAGE_FIELDS,
                strong=self._settling,
            )
            fetched = self._remember(rows)
        return [known[number] if number in known else fetched[number] for number in numbers]

    def document(self, source: str) -> StoredDocument:
        condition = f"source == {listed([source])[1:-1]} and {self._visible}"
        rows = self._connection.rows(
            self._names.of("documents"), condition, ("number", "pieces"), strong=self._settling
        )
        if not rows:
            raise KeyError(source)
        return document_from_row(rows[0], self._pieces)

    def documents(self) -> list[DocumentInfo]:
        fields = ("number", "info", "pieces")
        infos = [
            info_from_row(row, self._pieces)
            for rows in self._connection.every(self._names.of("documents"), self._visible, fields)
            for row in rows
        ]
        return sorted(infos, key=lambda info: info.source)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            disconnect(self._connection)

    @property
    def _settling(self) -> bool:
        return time.monotonic() - self._opened < _SETTLING

    def _check(self) -> None:
        """Makes sure, now and then, that the generation's rows are still there."""
        if time.monotonic() - self._checked < _CHECKED:
            return
        state = read_state(self._connection, self._names)
        if state is None or state.current.number > self._statistics.number + 1:
            raise GenerationGone(
                f"索引 {self._connection.location.text} 已更新多次，{self.generation} 已不在。请重试",
                f"the index {self._connection.location.text} has changed more than once and "
                f"{self.generation} is gone. Try again",
            )
        self._checked = time.monotonic()

    def _condition(self, within: Collection[str] | None) -> str | None:
        """What a passage must meet to be found, None where none can."""
        if within is None:
            return self._visible
        documents: list[int] = []
        for batch in _batches(sorted(within)):
            condition = f"source in {listed(batch)} and {self._visible}"
            rows = self._connection.rows(
                self._names.of("documents"), condition, ("number",), strong=self._settling
            )
            documents += [int(row["number"]) for row in rows]
        return f"document in {listed(documents)} and {self._visible}" if documents else None

    def _find(self, field: str, query: Any, limit: int, condition: str) -> list[tuple[float, Row]]:
        return self._connection.search(
            self._names.of("passages"),
            field,
            query,
            limit,
            condition,
            _FOUND_FIELDS,
            strong=self._settling,
        )

    def _best_lexical(
        self, weights: dict[str, float], limit: int, condition: str
    ) -> list[tuple[int, Row, float]]:
        """The passages with the highest BM25 scores, best first, with their rows and scores."""
        if not weights:
            return []
        query: dict[int, float] = {}
        for term, weight in weights.items():
            query[dimension(term)] = query.get(dimension(term), 0.0) + weight
        factor = underestimate(self._statistics.lowest_mean, self._statistics.mean)
        fetch = limit if factor == 1 else limit + limit // 2
        while True:
            hits = self._find("sparse", query, min(fetch, MOST), condition)
            scored = [(int(row["number"]), row, self._score(weights, row)) for _, row in hits]
            # numbers decide between equals, as they do in an embedded store's order
            scored.sort(key=lambda hit: (-hit[2], hit[0]))
            best = [hit for hit in scored[:limit] if hit[2] > 0]
            if len(hits) < min(fetch, MOST) or fetch >= MOST:
                return best
            unseen = hits[-1][0] * factor * (1 - _NEARLY)
            if len(best) == limit and best[-1][2] >= unseen:
                return best
            fetch *= 2

    def _score(self, weights: dict[str, float], row: Row) -> float:
        return score(weights, terms_from_row(row, self._pieces), self._statistics.mean)

    def _weights_of(self, terms: Iterable[str]) -> dict[str, float]:
        held = self.held(set(terms))
        return {term: inverse_frequency(self.size, count) for term, count in sorted(held.items())}

    def _remember(self, rows: Iterable[Row]) -> dict[int, StoredPassage]:
        fresh = {
            int(row["number"]): passage_from_row(row, self._pieces)
            for row in rows
            if int(row["number"]) not in self._decoded
        }
        if len(self._decoded) + len(fresh) > _DECODED:
            self._decoded = {}
        self._decoded.update(fresh)
        return fresh

    def _pieces(self, name: str, count: int) -> str:
        keys = piece_keys(name, count)
        rows = self._connection.by_key(
            self._names.of("pieces"), "key", keys, ("key", "data"), strong=self._settling
        )
        parts = {str(row["key"]): str(row["data"]) for row in rows}
        return "".join(parts[key] for key in keys)

    def _frequencies(self, candidates: list[str]) -> dict[str, int]:
        found = self._vocabulary.look_up(candidates, strong=self._settling)
        return {word: counts.frequency for word, counts in found.items() if counts.seen}

    def _holds(self, row: Row, terms: Sequence[str]) -> bool:
        if not row["pieces"] and all(term[-1] == PAIR for term in terms):
            return all(term[:-1] in row["indexed"] for term in terms)
        counts = terms_from_row(row, self._pieces).counts
        return all(term in counts for term in terms)


def _terms_of(word: str) -> list[str]:
    # a word that is cut otherwise in a text is still there as its pairs of characters
    return [a + b + PAIR for a, b in pairwise(word)] if len(word) > 1 else [word]


def _contains(terms: Sequence[str]) -> str:
    """The condition that a passage's text has the characters of all terms."""
    return f"({' and '.join(_has(term.removesuffix(PAIR)) for term in terms)})"


def _has(characters: str) -> str:
    # terms are of small letters, the text is not
    spellings = dict.fromkeys((characters, characters.upper()))
    patterns = (f"indexed like {listed([f'%{spelling}%'])[1:-1]}" for spelling in spellings)
    return f"({' or '.join(patterns)})"


def _batches(items: Sequence[_Item], size: int = 500) -> Iterable[list[_Item]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])

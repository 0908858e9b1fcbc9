"""What a generation being written changes in the counts of terms, and writing that down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from index.milvus_connection import BATCH, MilvusConnection, Row
from index.milvus_schema import UNUSED, Names
from index.milvus_state import Statistics
from index.milvus_terms import PassageTerms, term_key
from index.milvus_vocabulary import counts_at, is_chinese_word

_FIELDS = (
    "term", "frequency", "chinese", "since", "held", "seen", "held_before", "seen_before",
)  # fmt: skip


class Changes:
    """By how much a generation differs from the one before it."""

    def __init__(self) -> None:
        self.documents = 0
        self.passages = 0
        self._terms = 0
        self._held: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._frequencies: dict[str, int] = {}
        self._lowest_mean: float | None = None

    def add(self, terms: PassageTerms, mean: float) -> None:
        """Counts a passage that comes.

        :param mean: What its sparse vector is made with.
        """
        self._count(terms, 1)
        self._lowest_mean = min(mean, self._lowest_mean or mean)

    def take(self, terms: PassageTerms) -> None:
        """Counts a passage that goes."""
        self._count(terms, -1)

    def after(self, before: Statistics | None, number: int, next_passage: int) -> Statistics:
        """The statistics of the generation `number`.

        :param before: Those of the generation before it, None where it is the first.
        """
        before = before or Statistics(0, 0, 0, 0, 0.0, 0)
        means = [mean for mean in (before.lowest_mean, self._lowest_mean) if mean]
        return Statistics(
            number,
            before.documents + self.documents,
            before.passages + self.passages,
            before.terms + self._terms,
            min(means, default=0.0),
            next_passage,
        )

    def write(self, connection: MilvusConnection, names: Names, before: int, number: int) -> None:
        """Writes the counts of the generation `number`; those of `before` stay readable.

        Writing once more, after a run that ended in the middle, gives the same.
        """
        name = names.of("terms")
        changed = sorted({*self._held, *self._seen})
        for start in range(0, len(changed), BATCH):
            keys = {term_key(term): term for term in changed[start : start + BATCH]}
            rows = connection.by_key(name, "term", list(keys), _FIELDS)
            old = {row["term"]: row for row in rows}
            fresh = [
                self._row(key, term, old.get(key), before, number) for key, term in keys.items()
            ]
            connection.upsert(name, [row for row in fresh if row["term"] in old])
            connection.insert(name, [row for row in fresh if row["term"] not in old])
        known = set(map(term_key, changed))
        stale = [
            _reset(row, before)
            for rows in connection.every(name, f"since == {number}", _FIELDS)
            for row in rows
            if row["term"] not in known
        ]
        connection.upsert(name, stale)

    def _count(self, terms: PassageTerms, sign: int) -> None:
        self.passages += sign
        self._terms += sign * terms.length
        for term in terms.counts:
            self._held[term] += sign
        for word, frequency in terms.words.items():
            self._seen[word] += sign
            self._frequencies[word] = frequency

    def _row(
        self, key: str, term: str, old: Mapping[str, Any] | None, before: int, number: int
    ) -> Row:
        held = seen = frequency = 0
        if old is not None:
            counts = counts_at(old, before)
            held, seen, frequency = counts.held, counts.seen, counts.frequency
        return {
            "term": key,
            "frequency": self._frequencies.get(term, frequency),
            "chinese": int(is_chinese_word(term)),
            "since": number,
            "held": held + self._held[term],
            "seen": seen + self._seen[term],
            "held_before": held,
            "seen_before": seen,
            "unused": UNUSED,
        }


def drop_unheld(connection: MilvusConnection, names: Names, number: int) -> None:
    """Removes the rows of terms that no passage has in the generation `number` nor before it."""
    condition = (
        f"held == 0 and seen == 0 and ((held_before == 0 and seen_before == 0) or since < {number})"
    )
    connection.delete(names.of("terms"), condition)


def _reset(row: Row, before: int) -> Row:
    """A term's row without what an abandoned run wrote."""
    counts = counts_at(row, before)
    return {
        **row,
        "since": before,
        "held": counts.held,
        "seen": counts.seen,
        "held_before": counts.held,
        "seen_before": counts.seen,
        "unused": UNUSED,
    }

"""The terms of a Milvus store at one generation: how many passages hold each.

A term's row has its counts since one generation and those from before it, so that the generation
being written and the one in use can both be read from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from index.milvus_connection import MilvusConnection
from index.milvus_schema import Names
from index.milvus_terms import term_key
from index.words import PAIR, is_han

_FIELDS = ("term", "frequency", "since", "held", "seen", "held_before", "seen_before")
_KEPT = 200_000
"""So many looked-up terms are kept; the words of questions come back."""


@dataclass(frozen=True)
class TermCounts:
    """A term in a generation: `held` passages have it among their terms, in `seen` it occurs as a
    word of the dictionary, which gives it a `frequency` (0 for what is no word)."""

    held: int
    seen: int
    frequency: int


_ABSENT = TermCounts(0, 0, 0)


def counts_at(row: Mapping[str, Any], generation: int) -> TermCounts:
    """What a term's row says of a generation, the one in use or the one before it."""
    late = row["since"] > generation
    held, seen = ("held_before", "seen_before") if late else ("held", "seen")
    return TermCounts(int(row[held]), int(row[seen]), int(row["frequency"]))


def is_chinese_word(term: str) -> bool:
    """Whether a term is a Chinese word, and neither a pair of characters nor a figure."""
    return is_han(term[0]) and term[-1] != PAIR


class Vocabulary:
    """Looks terms up. It may be used from several threads."""

    def __init__(self, connection: MilvusConnection, names: Names, generation: int) -> None:
        self._connection = connection
        self._name = names.of("terms")
        self._generation = generation
        self._known: dict[str, TermCounts] = {}

    def look_up(self, terms: Collection[str], *, strong: bool) -> dict[str, TermCounts]:
        """Those of some terms that any passage holds or has as a word.

        :param strong: Wait for whatever was written before now to be readable.
        """
        known = self._known
        missing = sorted(set(terms) - known.keys())
        if missing:
            if len(known) + len(missing) > _KEPT:
                known = self._known = {}
            by_key = {term_key(term): term for term in missing}
            known |= dict.fromkeys(missing, _ABSENT)
            rows = self._connection.by_key(self._name, "term", list(by_key), _FIELDS, strong=strong)
            for row in rows:
                known[by_key[row["term"]]] = counts_at(row, self._generation)
        found = {term: known.get(term, _ABSENT) for term in set(terms)}
        return {term: counts for term, counts in found.items() if counts.held or counts.seen}

    def chinese_words(self) -> dict[str, int]:
        """Every Chinese word that is a search term, with the number of passages that hold it."""
        found = {}
        for rows in self._connection.every(self._name, "chinese == 1", _FIELDS):
            for row in rows:
                if held := counts_at(row, self._generation).held:
                    found[str(row["term"])] = held
        return found

"""The index that is spoiled again and again, and what its states answer."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from corpus import Outcome
from indexer import Indexer

STATES = 3


@dataclass(frozen=True)
class Library:
    """An index of state 0, whose generation before is of state 2, and what each state answers.

    `documents` are folders by state; `expected` the answers by state.
    """

    indexer: Indexer
    base: Path
    documents: tuple[Path, ...]
    expected: tuple[tuple[Outcome, ...], ...]

    def copied(self, to: Path) -> Path:
        """A copy of the index that may be spoiled."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.base, to)
        return to

    def state_of(self, found: tuple[Outcome, ...]) -> int:
        """The state whose answers these are, all of them.

        :raises ValueError: They are those of none: wrong, or of two states.
        """
        return self.expected.index(found)

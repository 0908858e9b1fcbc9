"""What became of the files of a build, and how those who watch it are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from index.errors import WenjinError


class Change(StrEnum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SKIPPED = "skipped"
    KEPT = "kept"


@dataclass(frozen=True)
class FileReport:
    """One document of a build: its source, what became of it and, if it was skipped, why."""

    source: str
    change: Change
    reason: WenjinError | None = None

    def message(self, language: str) -> str:
        """Why it was skipped, in a line of `zh` or `en`; empty where it was not."""
        return self.reason.message(language) if self.reason is not None else ""


@dataclass(frozen=True)
class BuildReport:
    """A finished build.

    `generation` is the name of the new generation, or of the current one where nothing changed;
    `documents` and `passages` are what it holds.
    """

    generation: str
    files: tuple[FileReport, ...]
    documents: int
    passages: int

    def count(self, change: Change) -> int:
        """How many documents became this."""
        return sum(file.change is change for file in self.files)


class Watcher(Protocol):
    """Is told how a build gets on."""

    def stage(self, name: str, total: int) -> None:
        """A stage (`read`, `embed`, `write`) begins, with so many steps: files, passages, one."""
        ...

    def expect(self, total: int) -> None:
        """The stage's steps are better known now: so many, those done counted."""
        ...

    def advance(self, steps: int) -> None:
        """So many more steps of the stage are done."""
        ...


class Silent:
    """A watcher that shows nothing."""

    def stage(self, name: str, total: int) -> None:
        """Shows nothing."""

    def expect(self, total: int) -> None:
        """Shows nothing."""

    def advance(self, steps: int) -> None:
        """Shows nothing."""

"""What a reader of files gives back, and the error for a file that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from index.errors import WenjinError

__all__ = ["CannotRead", "FileReader", "FileText", "UnreadableFile"]


@dataclass(frozen=True)
class FileText:
    """The text of a file: the original that quotes are slices of.

    :param original: the file decoded, line ends as they are and a byte order mark dropped; of a
        format that is not plain text, what was extracted.
    :param encoding: how the bytes were decoded; None where the format says so itself.
    :param pages: where each page starts in `original`; None where the format has no pages.
    """

    original: str
    encoding: str | None = None
    pages: tuple[int, ...] | None = None


class CannotRead(Exception):
    """Why bytes cannot be read, without the name of the file; for readers to raise.

    :param chinese: the reason and how to mend it.
    :param english: the same.
    """

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.chinese = chinese
        self.english = english


class FileReader(Protocol):
    """Reads one type of file."""

    def __call__(self, data: bytes) -> FileText:
        """The text of a file.

        :param data: all of its bytes, at most as many as `index.file_readers.LARGEST`.
        :raises CannotRead: they are broken, encrypted, not of this type or hold no text.
        """
        ...


class UnreadableFile(WenjinError):
    """A file that is refused, by its name in the index, with the reason and how to mend it.

    :param path: the file's relative name.
    :param reason: why, in Chinese.
    :param english: why, in English.
    """

    def __init__(self, path: str, reason: str, english: str = "") -> None:
        super().__init__(f"{path}：{reason}", f"{path}: {english or reason}")
        self.path = path
        self.reason = reason

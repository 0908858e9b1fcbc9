"""Reading files of the types people bring: a registry of readers by file name extension."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from index.file_text import CannotRead, FileReader, FileText, UnreadableFile
from index.read_apart import read_apart
from index.read_text import read_text

__all__ = ["LARGEST", "READERS", "FileReader", "FileText", "UnreadableFile", "read_file"]

LARGEST = 32 * 2**20
"""The largest file that is read, in bytes, unless a caller says otherwise."""
LONGEST_TEXT = 4_000_000
"""The most characters of one document, five times those of a long novel."""

READERS: dict[str, FileReader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": partial(read_apart, "html"),
    ".htm": partial(read_apart, "html"),
    ".docx": partial(read_apart, "docx"),
    ".pdf": partial(read_apart, "pdf"),
}
"""The readers by extension, in lower case. Markdown is read as text: its marks stay in the
original, and `index.structure` knows its headings. What needs a library to be taken apart is read
in a process of its own."""


def read_file(path: Path, source: str, largest: int = LARGEST) -> FileText:
    """The text of a file.

    :param path: where it lies.
    :param source: its relative name, by which errors name it.
    :param largest: the most bytes that are read.
    :raises UnreadableFile: it is of no supported type, too large, broken, encrypted, binary, or
        holds no text. The other files of a folder can still be indexed.
    """
    reader = READERS.get(path.suffix.lower())
    try:
        _check_name(source)
        if not path.exists():
            raise CannotRead("没有这个文件。请检查路径", "no such file. Check the path")
        if not path.is_file():
            raise CannotRead("不是普通文件", "not a regular file")
        if reader is None:
            kinds = " ".join(sorted(READERS))
            raise CannotRead(
                f"不支持的类型，可用：{kinds}", f"unsupported type; supported: {kinds}"
            )
        text = reader(_bytes(path, largest))
        _check(text.original)
    except CannotRead as error:
        name = source.encode("utf-8", "backslashreplace").decode()
        raise UnreadableFile(name, error.chinese, error.english) from error
    return text


def _check_name(source: str) -> None:
    """Refuses a name that cannot be stored: Linux lets a name be any bytes.

    :raises CannotRead: with the reason.
    """
    try:
        source.encode("utf-8")
    except UnicodeEncodeError as error:
        raise CannotRead(
            "文件名不是 UTF-8。请改名后再加入", "the file's name is not UTF-8. Rename it"
        ) from error


def _bytes(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise CannotRead(
            f"无法打开（{error.strerror}）。请检查文件和权限",
            f"cannot be opened ({error.strerror}). Check the file and its permissions",
        ) from error
    if len(data) > largest:
        mib = largest / 2**20
        raise CannotRead(
            f"文件超过 {mib:g} MiB。请拆成几个小文件",
            f"larger than {mib:g} MiB. Split it into smaller files",
        )
    return data


def _check(original: str) -> None:
    """Refuse what has no text in it, or more than a document has.

    :raises CannotRead: with the reason.
    """
    if not re.search(r"\w", original):
        raise CannotRead("没有文字", "holds no text")
    if len(original) > LONGEST_TEXT:
        raise CannotRead(
            f"有 {len(original)} 个字，一篇最多 {LONGEST_TEXT} 个。请拆成几个小文件",
            f"has {len(original)} characters, one document at most {LONGEST_TEXT}. "
            "Split it into smaller files",
        )

"""Reading files of the types people bring: a registry of readers by file name extension."""

from __future__ import annotations

import re
from pathlib import Path

from index.file_text import CannotRead, FileReader, FileText, UnreadableFile
from index.read_docx import read_docx
from index.read_html import read_html
from index.read_pdf import read_pdf
from index.read_text import read_text

__all__ = ["LARGEST", "READERS", "FileReader", "FileText", "UnreadableFile", "read_file"]

LARGEST = 32 * 2**20
"""The largest file that is read, in bytes, unless a caller says otherwise."""
LONGEST_LINE = 4_000_000
"""A line of more characters is no text that people wrote: a dump, or a broken file."""

READERS: dict[str, FileReader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
"""The readers by extension, in lower case. Markdown is read as text: its marks stay in the
original, and `index.structure` knows its headings."""


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
        raise UnreadableFile(source, error.chinese, error.english) from error
    return text


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
    """Refuse what has no text in it, and lines no person wrote.

    :raises CannotRead: with the reason.
    """
    if not re.search(r"\w", original):
        raise CannotRead("没有文字", "holds no text")
    longest = max(map(len, re.split(r"[\r\n\f]", original)))
    if longest > LONGEST_LINE:
        raise CannotRead(
            f"有一行长达 {longest} 个字，不像文章。请分段后再加入",
            f"one line has {longest} characters, unlike any text. Break it into paragraphs",
        )

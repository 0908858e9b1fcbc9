"""Word documents (.docx): paragraphs, headings and tables in their order."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from index.file_text import CannotRead, FileText

__all__ = ["read_docx"]

_LARGEST_UNPACKED = 256 * 2**20
_MOST_ENTRIES = 10_000
_MOST_RATIO = 200
"""Text packs to a tenth of its size, seldom to less than a fiftieth; a zip bomb to a thousandth."""
_SMALL = 2**20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old .doc files and encrypted .docx files begin."""


def read_docx(data: bytes) -> FileText:
    """The text of a Word document, a blank line between paragraphs, `#` before headings.

    :raises CannotRead: it is a zip bomb, encrypted, broken, or no Word document.
    """
    if data.startswith(_OLE):
        raise CannotRead(
            "已加密，或是旧的 .doc 格式。请去掉密码，另存为 .docx",
            "encrypted, or in the old .doc format. Remove the password, save it as .docx",
        )
    _check_archive(data)
    # Imported on first use: most indexes hold no Word document.
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        lines = [line for item in document.iter_inner_content() for line in _lines(item)]
    except MemoryError:
        raise
    except Exception as error:  # the library raises whatever its XML parser does
        raise CannotRead(
            "已损坏，不能作为 Word 文档打开。请用 Word 重新保存",
            "broken, cannot be opened as a Word document. Save it again with Word",
        ) from error
    return FileText("\n\n".join(lines))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise CannotRead(
            "已损坏，不是 .docx 文件。请用 Word 重新保存",
            "broken, not a .docx file. Save it again with Word",
        ) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise CannotRead("已加密。请去掉密码", "encrypted. Remove the password")
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > _MOST_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if unpacked > _LARGEST_UNPACKED or len(entries) > _MOST_ENTRIES or swollen:
        raise CannotRead(
            f"解压后异常庞大（{unpacked // 2**20} MiB，{len(entries)} 项），可能是压缩炸弹，未打开",
            f"unpacks to an absurd size ({unpacked // 2**20} MiB, {len(entries)} entries), maybe a "
            "zip bomb; not opened",
        )


def _lines(item: Any) -> list[str]:
    """The lines of a paragraph or a table; a row of a table is one line."""
    if hasattr(item, "rows"):
        return ["\t".join(_row(row)) for row in item.rows]
    text = item.text.strip("\n")
    if not text.strip():
        return []
    level = _heading_level(item)
    return [f"{'#' * level} {' '.join(text.split())}" if level else text]


def _row(row: Any) -> list[str]:
    seen: list[Any] = []
    texts: list[str] = []
    for cell in row.cells:
        # A merged cell is listed once for each column that it spans.
        if not any(cell._tc is other for other in seen):
            seen.append(cell._tc)
            texts.append(" ".join(cell.text.split()))
    return texts


def _heading_level(paragraph: Any) -> int:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name.lower() in {"title", "标题"}:
        return 1
    found = re.match(r"(?:heading|标题)\s*([1-6])$", name, re.IGNORECASE)
    return int(found[1]) if found else 0

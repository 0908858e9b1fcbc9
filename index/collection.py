"""Files that hold a collection: one document a line, as JSON.

`.jsonl`, UTF-8, one object a line:

| field | meaning |
|---|---|
| `text` (or `content`) | the document; must be there |
| `id` | what tells it from the others of the file; where it is missing, its line number |
| `title`, `date`, `place`, `authors` | where they are known; else they are found in the text |

The source of such a document is the file's name, `#`, and its id: `news.jsonl#n00017`. Other
fields are passed over, and a date or a place that cannot be read counts as not given. A line that
is no such object is skipped and named by its number; the others are indexed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.dates import DateKind, is_date
from index.document import Document
from index.errors import WenjinError
from index.facts import Facts, find_facts
from index.file_text import FileText
from index.gazetteer import Division, lookup
from index.lazy_pattern import lazy_pattern
from index.reading_text import read
from index.structure import find_blocks

COLLECTIONS = frozenset({".jsonl"})
"""The extensions of such files."""

_LONGEST = 16 * 2**20
_LONGEST_ID = 200
_DATE = lazy_pattern(
    r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?(?!\d)"
)


class BadLine(WenjinError):
    """A line of a collection that is no document."""


@dataclass(frozen=True)
class Line:
    """A document of a collection that was not read yet.

    `start` is where its line begins in the file and `length` how long it is, in bytes; `data`
    is the line itself.
    """

    source: str
    start: int
    length: int
    data: bytes


def scan_collection(path: Path, name: str) -> Iterator[Line | BadLine]:
    """The documents of a collection, one line in memory at a time.

    :param path: The file.
    :param name: What it is called in the index.
    :returns: Each document, and in the place of one that is none the reason.
    :raises OSError: The file cannot be read.
    """
    seen: set[str] = set()
    with path.open("rb") as file:
        number = start = 0
        while data := file.readline(_LONGEST):
            number += 1
            length = len(data)
            while not data.endswith(b"\n") and (rest := file.readline(_LONGEST)):
                length += len(rest)  # a line that is too long, without keeping it
                if rest.endswith(b"\n"):
                    break
            if data.strip(b" \t\r\n\xef\xbb\xbf"):
                found = _line(name, number, start, length, data)
                if isinstance(found, Line) and found.source in seen:
                    found = _bad(
                        name, number, "与前面一行的 id 相同", "has the id of a line before"
                    )
                elif isinstance(found, Line):
                    seen.add(found.source)
                yield found
            start += length


def read_line(path: Path, source: str, start: int, length: int) -> Document:
    """A document of a collection, by where :func:`scan_collection` found it.

    :raises WenjinError: It is not there any more.
    """
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(length)
    name = source.partition("#")[0]
    try:
        return _document(source, _table(data))
    except ValueError as error:
        raise BadLine(
            f"{name}：文件在读的时候变了，请再运行一次",
            f"{name}: the file changed while it was read; run it again",
        ) from error


def _line(name: str, number: int, start: int, length: int, data: bytes) -> Line | BadLine:
    if length > _LONGEST or length > len(data):
        return _bad(name, number, f"超过 {_LONGEST >> 20} MiB", f"over {_LONGEST >> 20} MiB")
    try:
        table = _table(data)
    except ValueError as error:
        chinese, english = error.args[:2] if len(error.args) > 1 else ("不是 JSON 对象", "no JSON")
        return _bad(name, number, chinese, english)
    key = table.get("id", number)
    return Line(f"{name}#{str(key).strip() or number}", start, length, data)


def _table(data: bytes) -> Mapping[str, Any]:
    """The object of a line, seen to be a document.

    :raises ValueError: It is none; its arguments are why, in Chinese and in English.
    """
    try:
        table = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("不是 UTF-8", "not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("不是有效的 JSON", "not valid JSON") from error
    if not isinstance(table, dict):
        raise ValueError("不是 JSON 对象", "not a JSON object")
    text = _text(table)
    if not isinstance(text, str) or not re.search(r"\w", text):
        raise ValueError("没有 text（或 content）字段，或其中没有文字", "has no text (or content)")
    key = table.get("id", "")
    if isinstance(key, bool) or not isinstance(key, str | int) or len(str(key)) > _LONGEST_ID:
        raise ValueError(
            f"id 应是不超过 {_LONGEST_ID} 字的文字或整数",
            f"its id is no text or whole number of up to {_LONGEST_ID} characters",
        )
    try:
        json.dumps([text, key, table.get("title")], ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, TypeError) as error:
        raise ValueError("含有不成字的编码", "holds half of a surrogate pair") from error
    if any(not character.isprintable() for character in str(key)):
        raise ValueError("id 里有控制字符", "its id holds control characters")
    return table


def _text(table: Mapping[str, Any]) -> object:
    return table.get("text", table.get("content"))


def _document(source: str, table: Mapping[str, Any]) -> Document:
    original = str(_text(table))
    reading = read(original)
    blocks = find_blocks(reading.text)
    facts = _stated(find_facts(reading.text, blocks), table)
    return Document(source, FileText(original, "utf-8"), reading, blocks, facts)


def _stated(facts: Facts, table: Mapping[str, Any]) -> Facts:
    title = table.get("title")
    if isinstance(title, str) and title.strip():
        facts = replace(facts, title=" ".join(title.split()), title_span=None)
    if date := _date(table.get("date")):
        facts = replace(facts, date=date, date_kind=DateKind.STATED)
    if place := _place(table.get("place")):
        facts = replace(facts, places=(place, *place.ancestors))
    authors = table.get("authors")
    names = [authors] if isinstance(authors, str) else authors
    if isinstance(names, list) and names and all(isinstance(n, str) and n.strip() for n in names):
        facts = replace(facts, authors=tuple(" ".join(name.split()) for name in names))
    return facts


def _date(value: object) -> str | None:
    """The first date of a text that has a year: 2023-07-27 16:50, 来源：央视网 2023年07月20日."""
    found = _DATE.search(value) if isinstance(value, str) else None
    parts = [int(part) for part in found.groups() if part] if found else []
    for length in range(len(parts), 0, -1):
        date = "-".join(f"{part:02d}" for part in parts[:length])
        if is_date(date):
            return date
    return None


def _place(value: object) -> Division | None:
    """The division that is meant: what stands before the last name tells which one."""
    if not isinstance(value, str) or not value.strip():
        return None
    *above, name = value.replace("/", " ").split()
    around = [division for word in above for division in lookup(word)]
    found = lookup(name, within=around)
    exact = [d for d in found if all(any(d.is_within(p) for p in lookup(w)) for w in above)]
    top = [division for division in exact if division.level == exact[0].level]
    return top[0] if len(top) == 1 else None


def _bad(name: str, number: int, chinese: str, english: str) -> BadLine:
    return BadLine(f"{name} 第 {number} 行：{chinese}", f"{name} line {number}: {english}")

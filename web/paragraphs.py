"""A document's original cut into paragraphs to be shown, in its own order and complete."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.roles import Role
from index.store import StoredDocument
from web.marks import Span

_LINE = re.compile(r"[^\r\n\f]+")


@dataclass(frozen=True)
class Paragraph:
    """Neighbouring spans of an original that are shown as one paragraph.

    Between two of its spans is only white space. `role` is None for text outside of every block
    (page numbers, repeated heads); `continued` says that it goes on with a block that something
    else cut in two; `page` is the number of the page that begins before it, None where none does.
    """

    spans: tuple[Span, ...]
    role: Role | None
    continued: bool = False
    page: int | None = None

    @property
    def start(self) -> int:
        """Where it begins in the original."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the original."""
        return self.spans[-1][1]


def find_paragraphs(document: StoredDocument) -> tuple[Paragraph, ...]:
    """All of a document's text as paragraphs, in the order of the original.

    Only white space between lines is left out.
    """
    original = document.original
    pieces = sorted(
        (start, end, number)
        for number, block in enumerate(document.blocks)
        for start, end in block.spans
    )
    found: list[Paragraph] = []
    seen: set[int] = set()
    last: int | None = None
    position = 0
    for start, end, number in pieces:
        start = max(start, position)
        if start >= end:
            continue
        if found:
            position = _rest_of_line(original, position, start)
            found[-1] = _until(found[-1], position)
        start = _begin_of_line(original, position, start)
        outside = _outside(original, position, start)
        role = document.blocks[number].role
        if last == number and not outside and found:
            before = found.pop()
            found.append(Paragraph((*before.spans, (start, end)), role, before.continued))
        else:
            found += outside
            found.append(Paragraph(((start, end),), role, continued=number in seen))
        seen.add(number)
        last = number
        position = end
    if found:
        position = _rest_of_line(original, position, len(original))
        found[-1] = _until(found[-1], position)
    found += _outside(original, position, len(original))
    return _numbered(found, document.pages)


def _rest_of_line(original: str, start: int, end: int) -> int:
    """Where what follows a block in its own line ends: a gloss or mark that is not part of it."""
    match = _LINE.match(original, start, end)
    return start + len(match.group().rstrip()) if match else start


def _begin_of_line(original: str, start: int, end: int) -> int:
    """Where what stands before a block in its own line begins."""
    line = re.split(r"[\r\n\f]", original[start:end])[-1]
    return end - len(line.lstrip())


def _until(paragraph: Paragraph, end: int) -> Paragraph:
    spans = (*paragraph.spans[:-1], (paragraph.spans[-1][0], max(paragraph.end, end)))
    return Paragraph(spans, paragraph.role, paragraph.continued)


def _outside(original: str, start: int, end: int) -> list[Paragraph]:
    paragraphs = []
    for match in _LINE.finditer(original, start, end):
        line = match.group()
        if line.strip():
            a = match.start() + len(line) - len(line.lstrip())
            paragraphs.append(Paragraph(((a, a + len(line.strip())),), None))
    return paragraphs


def _numbered(paragraphs: list[Paragraph], pages: tuple[int, ...]) -> tuple[Paragraph, ...]:
    """Paragraphs with the page that begins at or before each, where there is more than one."""
    if len(pages) < 2:
        return tuple(paragraphs)
    numbered = []
    shown = 0
    for paragraph in paragraphs:
        page = sum(offset <= paragraph.start for offset in pages)
        new = page if page > shown else None
        shown = max(shown, page)
        numbered.append(Paragraph(paragraph.spans, paragraph.role, paragraph.continued, new))
    return tuple(numbered)

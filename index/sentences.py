"""Sentences of folded text."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_END = lazy_pattern(r"(?:[。！？!?；;]+|…{2,}(?=[^，,、]))[”’」』》)）\]】\"']*|\n")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as half-open ranges that do not overlap, in order.

    A sentence ends at a full stop, question or exclamation mark, semicolon or ellipsis, with the
    closing quotation marks and brackets that follow, or at a line end, which belongs to none.
    Every character that is not white space is in exactly one sentence.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.start() if match[0] == "\n" else match.end()
        _add(found, text, start, end)
        start = match.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    part = text[start:end]
    if stripped := part.strip():
        start += part.index(stripped[0])
        found.append((start, start + len(stripped)))

"""Text of a document cut short for a label."""

from __future__ import annotations

from web.marks import escape


def shorten(text: str, length: int) -> str:
    """The beginning of a text on one line, as safe HTML."""
    line = " ".join(text.split())
    return escape(line[:length]) + ("…" if len(line) > length else "")

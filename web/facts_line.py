"""What is known of a document, in a line."""

from __future__ import annotations

from index.store import DocumentInfo
from web.texts import say


def facts_line(info: DocumentInfo, language: str) -> str:
    """Place, date, size, passages and damage; plain text, not HTML."""
    size = say(language, "fact_line", characters=f"{info.characters:,}", passages=info.passages)
    damage = say(language, "damaged_in", count=info.damage) if info.damage else ""
    parts = [*info.places[:1], info.date or "", size, damage]
    return " · ".join(part for part in parts if part)

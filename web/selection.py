"""What the evidence pane shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Selection:
    """A quote or a nearby passage of a turn's answer, or a document on its own.

    With a `turn`, `quote` or `near` counts from 1 among the answer's quotes or passages; with a
    `source`, that document is shown from its beginning; with neither, the library.
    """

    turn: int | None = None
    quote: int | None = None
    near: int | None = None
    source: str | None = None


LIBRARY = Selection()


def read_selection(data: object) -> Selection:
    """The selection in the data of a browser event; what makes no sense selects the library."""
    if not isinstance(data, dict):
        return LIBRARY
    source = data.get("source")
    if isinstance(source, str):
        return Selection(source=source)
    turn, quote, near = (_number(data.get(name)) for name in ("turn", "quote", "near"))
    if turn is None or (quote is None) == (near is None):
        return LIBRARY
    return Selection(turn=turn, quote=quote, near=near)


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

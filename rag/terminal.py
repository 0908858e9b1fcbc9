"""What may be written to a terminal: no document or question steers it."""

from __future__ import annotations

import json
import os
import unicodedata
from enum import StrEnum
from typing import TextIO

from index.lazy_pattern import lazy_pattern

__all__ = ["Paint", "paint", "plain", "to_json", "wants_colour"]


class Paint(StrEnum):
    """Terminal codes for a stretch of text (ECMA-48, Select Graphic Rendition)."""

    BOLD = "\x1b[1m"
    DIM = "\x1b[2m"
    RED = "\x1b[31m"
    GREEN = "\x1b[32m"
    YELLOW = "\x1b[33m"
    BLUE = "\x1b[34m"
    MAGENTA = "\x1b[35m"
    CYAN = "\x1b[36m"


_RESET = "\x1b[0m"
_NOT_PLAIN_ASCII = lazy_pattern(r"[^ -~\n]")


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what is written to a stream: only a terminal, and not with NO_COLOR.

    https://no-color.org: a variable NO_COLOR that is not empty asks for none.
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plain(text: str) -> str:
    """One line of printable characters: white space becomes a space, every other control goes."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)


def paint(text: str, *paints: Paint) -> str:
    """A text that is plain already, with terminal codes around it; as it is where there are none."""
    return f"{''.join(paints)}{text}{_RESET}" if text and paints else text


def to_json(data: object, indent: int | None = None) -> str:
    """JSON with readable Chinese, in which all that is not printable is escaped.

    `json` leaves C1 controls, direction marks and lone surrogates as they are; the first of these
    are commands to a terminal.
    """
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    return _NOT_PLAIN_ASCII.sub(lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return json.dumps(character)[1:-1]

"""The lines of a reading text, as structure sees them."""

from __future__ import annotations

from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern

# What ends a line: the folded line end, and page feeds and separators that folding leaves alone.
_LINE = lazy_pattern("[^\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029]+")

FINAL = lazy_pattern(r"(?:[。！？!?…]|(?<=[A-Za-z\])])\.)[”’」』）)】》\]\"'*]*$")
"""How a paragraph ends that is complete."""

STOP = lazy_pattern(r"(?:[:：;；]|—|─)[”’」』）)】》\]\"']*$")
"""How a line ends that leads on, but to a paragraph of its own."""

_LEAST_INDENT = 2


@dataclass(frozen=True)
class Line:
    """One line that is not blank.

    :param start: where its text starts, white space around it left out.
    :param end: where its text ends.
    :param text: what stands there.
    :param gap: how many blank lines stand before it; 0 for the first line of a text.
    :param indented: whether it starts with the white space of a new paragraph.
    """

    start: int
    end: int
    text: str
    gap: int
    indented: bool

    @property
    def width(self) -> int:
        """Its width in half-width columns; punctuation counts as wide, as before folding."""
        narrow = sum(map(len, _NARROW.findall(self.text)))
        return 2 * len(self.text) - narrow


_NARROW = lazy_pattern(r"[A-Za-z0-9 ]+")


def split_lines(reading: str) -> list[Line]:
    """The non-blank lines of a text, in order."""
    lines: list[Line] = []
    last_end = 0
    for found in _LINE.finditer(reading):
        raw = found.group()
        text = raw.strip()
        if not text:
            continue
        start = found.start() + raw.index(text)
        breaks = reading.count("\n", last_end, start)
        gap = max(0, breaks - 1) if lines else 0
        lines.append(
            Line(start, start + len(text), text, gap, start - found.start() >= _LEAST_INDENT)
        )
        last_end = start + len(text)
    return lines

"""A paragraph or line in the making, while structure is being found."""

from __future__ import annotations

from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from index.roles import Role

_LONGEST_LOOK = 1000
_LATIN_END = lazy_pattern(r"[A-Za-z][,;:.!?)'\"]*$")
_LATIN_START = lazy_pattern(r"[A-Za-z0-9(\"']")
_LATIN_WORD = lazy_pattern(r"[a-z]{2}")
_MARKDOWN = lazy_pattern(r"^#{1,6}\s+")


@dataclass
class Unit:
    """What will be a block; the steps of `index.structure` fill it in.

    :param pieces: half-open ranges of the reading text, ascending.
    :param text: the pieces joined; of joined units, the last thousand characters.
    :param gap: blank lines before it.
    :param role: its role as far as it is known.
    :param style: how it is numbered, as `index.roles.heading_style` names it.
    :param prose: whether it reads as sentences.
    :param level: of a heading.
    :param length: of the pieces together.
    """

    pieces: list[tuple[int, int]]
    text: str
    gap: int = 0
    role: Role | None = None
    style: str | None = None
    prose: bool = False
    level: int = 0
    length: int = 0

    def __post_init__(self) -> None:
        self.length = self.length or len(self.text)

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    def add(self, other: Unit, *, adjacent: bool) -> None:
        """Append what continues it.

        :param adjacent: whether only white space stands between the two.
        """
        if adjacent and needs_space(self.text, other.text):
            # The line end stays in, for between two Latin words it is the space.
            self.pieces[-1] = (self.pieces[-1][0], other.pieces[0][1])
            self.pieces.extend(other.pieces[1:])
            joined = f"{self.text}\n{other.text}"
        else:
            self.pieces.extend(other.pieces)
            joined = self.text + other.text
        self.length += len(joined) - len(self.text)
        # Of a long paragraph only the end is looked at again, so that joining stays linear.
        self.text = joined[-_LONGEST_LOOK:]

    def shown_pieces(self) -> tuple[tuple[int, int], ...]:
        """The pieces without the `#` of a Markdown heading."""
        mark = _MARKDOWN.match(self.text) if self.style and self.style[0] == "#" else None
        if mark is None:
            return tuple(self.pieces)
        (start, end), *rest = self.pieces
        return ((min(start + mark.end(), end), end), *rest)


def needs_space(left: str, right: str) -> bool:
    """Whether a Latin word ends `left` and another begins `right`."""
    if not (left[-1].isascii() and right[0].isascii()):
        return False
    # Folding makes Chinese punctuation ASCII, and figures are cut anywhere: 1. | 4万余名.
    if _LATIN_END.search(left[-8:]):
        return bool(_LATIN_START.match(right))
    return left[-1].isdigit() and bool(_LATIN_WORD.match(right))

"""The text that the span reader is given of a passage."""

from __future__ import annotations

from collections.abc import Sequence

from index.passages import Passage

_LONGEST = 48
"""Characters of the context at most: titles of reports can be as long as a paragraph."""


def with_context(passage: Passage, places: Sequence[str]) -> tuple[str, int]:
    """A passage with what it stands under in front: its document's place and title, its section.

    全县 and a line of a form (售价:3199元) say their subject only there. The place comes first, since
    it is what is taken for another's most easily.

    :param places: The names of the document's place and of what that lies in.
    :returns: The text, and how many of its characters stand in front of the passage's own.
    """
    head = "".join(f"{words}:" for words in (*places[:1], passage.context[:_LONGEST]) if words)
    return head + passage.text, len(head)

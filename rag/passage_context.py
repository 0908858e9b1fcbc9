"""The text that the span reader is given of a passage."""

from __future__ import annotations

from index.passages import Passage

_LONGEST = 48
"""Characters of what stands in front at most: titles of reports can be as long as a paragraph."""


def with_context(passage: Passage) -> tuple[str, int]:
    """A passage with what it stands under in front: its document's title and place, its section.

    A line of a form (售价:3199元) or 全县 says its subject only there.

    :returns: The text, and how many of its characters stand in front of the passage's own.
    """
    head = f"{passage.context[:_LONGEST]}:" if passage.context else ""
    return head + passage.text, len(head)

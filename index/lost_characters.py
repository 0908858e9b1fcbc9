"""What a character was of which one byte is left, where the document itself tells.

In GBK a character has two bytes. When one is lost, some hundred characters remain possible. One of
them is taken only when the document leaves no other:

1. It pairs the one bracket of its line that has no partner, and at most one more character of the
   line is lost.
2. The document has it elsewhere between the same two neighbours, or in a word of the dictionary
   with one of them.
3. The document has the same two neighbours around several other characters, as parallel headings
   do (`“兩金”`, `“兩生”`, `“兩房”`); it is of their sort, a Han character or a mark, and the only
   one possible that its line has, more than once.

Where more than one candidate passes, or none, the character stays unread.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.folding import fold_text
from index.lazy_pattern import lazy_pattern
from index.plausibility import is_word, plain
from index.scripts import HAN

BRACKETS = {"(": ")", "《": "》", "[": "]"}

UNREAD = "□"
"""Stands in a reading for a character that is lost."""


_FRAMES_NEEDED = 3
_HAN = lazy_pattern(f"[{HAN}]")


class Document:
    """What a document says elsewhere, to tell what a lost character was."""

    LONGEST = 300_000
    """How many characters of a document are looked at."""

    def __init__(self, folded: str) -> None:
        """
        :param folded: the folded text of the document.
        """
        folded = folded[: self.LONGEST]
        self.pairs = set(map("".join, zip(folded, folded[1:], strict=False)))
        self.frames: dict[str, set[str]] = {}
        """Two characters that have one between them, and which it is in each case."""
        self.counts: dict[str, int] = {}
        """How often each frame occurs."""
        for before, char, after in zip(folded, folded[1:], folded[2:], strict=False):
            frame = before + after
            self.frames.setdefault(frame, set()).add(char)
            self.counts[frame] = self.counts.get(frame, 0) + 1


def restore(candidates: Iterable[str], left: str, right: str, document: Document) -> str | None:
    """The one candidate that the document leaves, or ``None``.

    :param candidates: the characters that the surviving byte allows.
    :param left: what stands before the lost character in its line, as far as it is read.
    :param right: what stands behind it, likewise.
    """
    left, right = fold_text(left), fold_text(right)
    written: dict[str, str] = {}
    for candidate in candidates:
        written.setdefault(plain(candidate), candidate)
    forms = {form for form in written if len(form) == 1}
    for fitting in (
        _pairing(forms, left, right),
        _in_phrase(forms, left[-1:], right[:1], document),
        _in_line(forms, left, right, document),
    ):
        if fitting:
            return written[fitting.pop()] if len(fitting) == 1 else None
    return None


def _pairing(forms: set[str], left: str, right: str) -> set[str]:
    line = left + right
    missing: set[str] = set()
    if line.count(UNREAD) > 1:
        return missing
    for opening, closing in BRACKETS.items():
        match line.count(closing) - line.count(opening):
            case 1:
                missing.add(opening)
            case -1:
                missing.add(closing)
    return forms & missing


def _in_phrase(forms: set[str], before: str, after: str, document: Document) -> set[str]:
    if before and after:
        found = forms & document.frames.get(before + after, set())
        if found:
            return found
    return {
        form
        for form in forms
        for pair in (before + form, form + after)
        if pair in document.pairs and len(pair) == 2 and is_word(pair)
    }


def _in_line(forms: set[str], left: str, right: str, document: Document) -> set[str]:
    line = left + right
    frame = left[-1:] + right[:1]
    if document.counts.get(frame, 0) < _FRAMES_NEEDED:
        return set()
    sorts = {bool(_HAN.match(char)) for char in document.frames[frame]}
    present = {form for form in forms if form in line and bool(_HAN.match(form)) in sorts}
    return {form for form in present if line.count(form) > 1} if len(present) == 1 else set()

"""The steps for what is not seen: line ends, invisible characters, white space."""

from __future__ import annotations

from functools import lru_cache

from index.edits import Change, CharacterClass, replace
from index.lazy_pattern import lazy_pattern
from index.scripts import HAN

LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE_END = lazy_pattern(f"\r\n|[{LINE_ENDS}]")

_INVISIBLE = (
    (0x00, 0x09), (0x0E, 0x1C), (0x1F, 0x20), (0x7F, 0x85), (0x86, 0xA0),  # controls
    (0xAD, 0xAE), (0x34F, 0x350), (0x61C, 0x61D), (0x115F, 0x1161), (0x17B4, 0x17B6),
    (0x180B, 0x1810), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0x3164, 0x3165),
    (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xFFA0, 0xFFA1), (0xFFF0, 0xFFFC),
    (0x1BCA0, 0x1BCA4), (0x1D173, 0x1D17B), (0xE0000, 0xE1000),
)  # fmt: skip
"""Controls but for tab and line ends, and Unicode's Default_Ignorable_Code_Point; half-open."""
_DROPPED = CharacterClass(lambda code: any(first <= code < end for first, end in _INVISIBLE))
_SURROGATES = CharacterClass(range(0xD800, 0xE000).__contains__)
_LONE = lazy_pattern("[\ud800-\udfff]")
REPLACEMENT = "\ufffd"

_BLANK = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WORD = "0-9A-Za-z"
_WHITE = lazy_pattern(f"[ {_BLANK}]+")
_GAP = lazy_pattern(f"[{HAN}][{_WORD}]|[{_WORD}][{HAN}]")


def fold_line_ends(text: str) -> Change:
    """Make every line, paragraph and page end one ``"\\n"``; no line is lost or joined."""
    if not any(end in text for end in LINE_ENDS):
        return Change(text)
    found = list(_LINE_END.finditer(text))
    return replace(text, [m.start() for m in found], [m.end() for m in found], ["\n"] * len(found))


def fold_invisible(text: str) -> Change:
    """Drop what has no width and no meaning; a lone surrogate becomes U+FFFD.

    Dropped are controls, zero-width characters, direction marks, soft hyphens, variation
    selectors, byte order marks and tag characters (Unicode, Default_Ignorable_Code_Point).
    """
    if text.isascii() and text.isprintable():
        return Change(text)
    if _SURROGATES.is_in(text):
        text = _LONE.sub(REPLACEMENT, text)
    starts, ends = _DROPPED.runs(text)
    return replace(text, starts, ends, [""] * len(starts))


def fold_spaces(text: str) -> Change:
    """Make each run of white space one space, and drop it where it says nothing.

    It says nothing at the edges of a line, and between a Han character and a Latin letter or
    figure (`2018 年 1 月`), which some typists keep apart and some do not. Between two Han
    characters one space stays: `打赢脱贫攻坚战 决胜小康新时代` is two halves of a title.
    """
    starts, ends, new = [], [], []
    for found in _WHITE.finditer(text):
        start, end = found.span()
        around = text[start - 1 : start] + text[end : end + 1]
        at_edge = len(around) < 2 or "\n" in around
        kept = "" if at_edge or _is_gap(around) else " "
        if kept != found.group():
            starts.append(start)
            ends.append(end)
            new.append(kept)
    return replace(text, starts, ends, new)


@lru_cache(maxsize=4096)
def _is_gap(around: str) -> bool:
    return _GAP.fullmatch(around) is not None

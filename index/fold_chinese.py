"""The step from traditional to simplified characters (OpenCC, configuration `t2s`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from opencc import OpenCC

from index.edits import Change, CharacterTable, from_codes, merge_units, to_codes
from index.lazy_pattern import lazy_pattern

_LONGEST_PHRASE = 12
"""No phrase of OpenCC's dictionaries is longer, in characters."""

_PASSES = 4
_UNSAFE = lazy_pattern("[\0\ud800-\udfff]")
_STAND_IN = "\x01"


def fold_chinese(text: str) -> Change:
    """Convert traditional to simplified characters; the length in code points never changes.

    OpenCC reads most characters one by one (縣 is 县), some by the phrase they stand in (乾 is 干,
    but not in 乾隆). Such a phrase is one unit of the alignment, so that a span that maps back
    never cuts it and folds to the same again.
    """
    if text.isascii():
        return Change(text)
    change = Change(text)
    for _ in range(_PASSES):
        converted = _convert(change.text)
        units = _phrases(change.text, converted)
        alignment = change.alignment
        if units[0]:
            step = merge_units(len(text), *units)
            alignment = step if alignment is None else step.then(alignment)
        lines = zip(change.text.split("\n"), converted.split("\n"), strict=True)
        change = Change(converted, alignment)
        # A converted character can make a phrase that was not there before, but only in its line.
        changed = "\n".join(after for before, after in lines if before != after)
        if _convert(changed) == changed:
            break
    return change


def simplified_char(char: str) -> str:
    """The simplified form of one character by itself."""
    return from_codes(_alone().of(to_codes(char)))


@cache
@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _alone() -> CharacterTable:
    """For each code point the one that OpenCC makes of it when it stands alone."""

    def find(codes: Sequence[int]) -> list[int]:
        lines = to_codes(_convert("\n".join(map(chr, codes))))
        return list(lines[::2].tolist())

    return CharacterTable(find)


def _convert(text: str) -> str:
    """OpenCC's conversion, made total: it takes neither NUL nor lone surrogates."""
    if "\0" not in text:
        try:
            return str(_converter().convert(text))
        except UnicodeEncodeError:
            pass
    codes = to_codes(_converter().convert(_UNSAFE.sub(_STAND_IN, text))).copy()
    original = to_codes(text)
    unsafe = (original == 0) | ((original >= 0xD800) & (original < 0xE000))
    codes[unsafe] = original[unsafe]
    return from_codes(codes)


def _phrases(text: str, converted: str) -> tuple[list[int], list[int]]:
    """Where ranges that were converted as a phrase start and end; overlapping ones are merged."""
    alone = _alone().of(to_codes(text))
    starts: list[int] = []
    ends: list[int] = []
    for place in np.flatnonzero(alone != to_codes(converted)).tolist():
        left = max(0, place - _LONGEST_PHRASE + 1)
        context = text[left : place + _LONGEST_PHRASE]
        start, end = _phrase(context, place - left, converted[place])
        start, end = start + left, end + left
        while ends and ends[-1] > start:
            start, end = min(start, starts.pop()), max(end, ends.pop())
        starts.append(start)
        ends.append(end)
    return starts, ends


@lru_cache(maxsize=4096)
def _phrase(context: str, place: int, wanted: str) -> tuple[int, int]:
    """The shortest range around a place in which OpenCC converts it as it did in the text."""
    for size in range(2, _LONGEST_PHRASE + 1):
        for start in range(max(0, place - size + 1), place + 1):
            window = context[start : start + size]
            if _convert(window)[place - start] == wanted:
                return start, start + len(window)
    return 0, len(context)

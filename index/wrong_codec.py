"""Runs of text that were decoded with the wrong codec, and so can be decoded again.

| what is seen | what happened |
|---|---|
| `æ²å¿` | UTF-8 read as Latin-1 or Windows-1252 |
| `ÇßÏØ` | GBK read as Latin-1 |
| `娌佸幙` | UTF-8 read as GBK |
| `锟斤拷` | U+FFFD in UTF-8 read as GBK: what stood there is lost |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from index.edits import CODE_POINTS, to_codes
from index.lazy_pattern import lazy_pattern
from index.scripts import HAN

_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
_WINDOWS = {bytes([b]).decode("cp1252"): b for b in range(0x80, 0xA0) if b not in _UNDEFINED}
_HIGH = "\x80-\xff" + "".join(map(re.escape, _WINDOWS))
_UTF8_AS_LATIN = lazy_pattern(
    f"(?:[\xc2-\xdf][{_HIGH}]|[\xe0-\xef][{_HIGH}]{{2}}|[\xf0-\xf4][{_HIGH}]{{3}})+"
)
_GBK_AS_LATIN = lazy_pattern("(?:[\xb0-\xf7][\xa1-\xfe]){2,}")
_LOST = lazy_pattern("(?:锟斤拷|锟斤|斤拷锟)+拷?|烫{4,}|屯{4,}")
_HAN = lazy_pattern(f"[{HAN}]")
_HAN_TWICE = lazy_pattern(f"[{HAN}].*[{HAN}]")
_COMMON_GBK = range(0xB0, 0xD8)
_TRIPLES = 2
"""How many times three characters must come out before Han text is believed to be UTF-8."""


def find_latin(text: str) -> Iterator[tuple[int, int, str]]:
    """Where Chinese was read as Latin, and what it was.

    Signs that Chinese texts repeat in the place of letters, such as `××`, are none.
    """
    for found in _UTF8_AS_LATIN.finditer(text):
        reading = _decode(_latin_bytes(found.group()), "utf-8")
        if reading and _HAN.search(reading):
            yield found.start(), found.end(), reading
    for found in _GBK_AS_LATIN.finditer(text):
        data = _latin_bytes(found.group())
        reading = _decode(data, "gbk")
        letters = {char for char in found.group() if char.isalpha()}
        if reading and len(letters) > 2 and all(byte in _COMMON_GBK for byte in data[::2]):
            yield found.start(), found.end(), reading


def find_lost(text: str) -> Iterator[tuple[int, int]]:
    """Where a mark for lost text, or for memory never written, was read as GBK."""
    for found in _LOST.finditer(text):
        yield found.span()


def _latin_bytes(text: str) -> bytes:
    return bytes(_WINDOWS.get(char, ord(char)) for char in text)


def _decode(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def find_utf8_as_gbk(text: str) -> Iterator[tuple[int, int, str]]:
    """Where UTF-8 was read as GBK, and what it was.

    Three characters of GBK are six bytes, the size of two Han characters in UTF-8.
    """
    kind = _byte_kinds()[to_codes(text)]
    first = np.zeros(len(text), dtype=np.bool_)
    if len(text) >= 3:
        # lead + continuation, continuation + lead, continuation + continuation
        first[:-2] = (kind[:-2] & 1 > 0) & (kind[1:-1] & 2 > 0) & (kind[2:] & 4 > 0)
    done = 0
    for place in np.flatnonzero(first).tolist():
        end = place
        while end < len(text) and first[end]:
            end += 3
        if place < done or end - place < 3 * _TRIPLES:
            continue
        reading = _decode(text[place:end].encode("gbk"), "utf-8")
        if reading and _HAN_TWICE.search(reading):
            done = end
            yield place, end, reading


@cache
def _byte_kinds() -> npt.NDArray[np.uint8]:
    """For each code point, bits for what its two bytes of GBK would be in UTF-8."""
    kinds = np.zeros(CODE_POINTS, dtype=np.uint8)
    leads, others = range(0xE4, 0xEA), range(0x80, 0xC0)
    for bit, firsts, seconds in ((1, leads, others), (2, others, leads), (4, others, others)):
        for first in firsts:
            for second in seconds:
                char = _decode(bytes((first, second)), "gbk")
                if char and len(char) == 1:
                    kinds[ord(char)] |= bit
    return kinds

"""Places where an original is corrupt, found by what kind of fault they are.

Whatever was lost, was lost before the text came here. A place is marked so that nothing is answered
from it as if it were whole; where the bytes that are left say what stood there, that is kept as a
reading: used for matching, shown beside the original, never in place of it.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from index.byte_slips import find_slips
from index.edits import CODE_POINTS, to_codes
from index.fold_glosses import LETTERS, SYLLABLES, TONED, without_tone
from index.fold_tags import NAMES
from index.lazy_pattern import lazy_pattern
from index.lost_characters import UNREAD
from index.scripts import HAN
from index.wrong_codec import find_latin, find_lost, find_utf8_as_gbk


class Fault(StrEnum):
    """What made a place corrupt."""

    OUT_OF_STEP = "out_of_step"
    """Two-byte characters paired wrongly; read again from their bytes."""
    LOST = "lost"
    """A character, or figures, for which a `?` or nothing at all is left."""
    WRONG_CODEC = "wrong_codec"
    """Text decoded with another codec than it was written in."""
    REPLACED = "replaced"
    """U+FFFD: a decoder had no character for what it met."""
    PRIVATE = "private"
    """Private-use characters, which mean something only in a font that is not here."""
    REST_OF_GLOSS = "rest_of_gloss"
    """A pinyin gloss that lost one of its parentheses."""
    REST_OF_TAG = "rest_of_tag"
    """A tag that lost one of its angle brackets."""


@dataclass(frozen=True)
class Damage:
    """A corrupt span of an original, in code points, half-open.

    :param kind: what made it corrupt.
    :param reading: what must have stood there; `□` in it for each character that is lost. ``""``
        where nothing of the text is missing, ``None`` where nothing can be said.
    """

    start: int
    end: int
    kind: Fault
    reading: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether the reading is complete: no character of the text is missing from it."""
        return self.reading is not None and UNREAD not in self.reading


def find_damage(original: str) -> tuple[Damage, ...]:
    """All corrupt spans of a text, ascending, none overlapping another.

    :param original: any string. A tag or a whole gloss in it is no damage: folding drops those.
    """
    found: list[Damage] = []
    starts: list[int] = []
    present = int(np.bitwise_or.reduce(_signs()[to_codes(original)], initial=0))
    for number, detector in enumerate(DETECTORS):
        if not present >> number & 1:
            continue
        for damage in detector.find(original):
            place = bisect(starts, damage.start)
            start = max(damage.start, found[place - 1].end if place else 0)
            end = min(damage.end, starts[place] if place < len(starts) else damage.end)
            whole = (start, end) == (damage.start, damage.end)
            if start < end and (whole or damage.reading is None):
                found.insert(place, replace(damage, start=start, end=end))
                starts.insert(place, start)
    return tuple(found)


@dataclass(frozen=True)
class Detector:
    """One way to find damage.

    :param find: finds it in any text.
    :param signs: characters of which a text has at least one where there is anything to find, as
        the inside of a regular expression's brackets; for speed. The default is all.
    """

    find: Callable[[str], Iterator[Damage]]
    signs: str = "\0-\U0010ffff"


@cache
def _signs() -> npt.NDArray[np.uint16]:
    """For each code point a bit for each detector that looks for it."""
    table = np.zeros(CODE_POINTS, dtype=np.uint16)
    for number, detector in enumerate(DETECTORS):
        for first, last in re.findall("(.)-(.)", detector.signs, re.DOTALL):
            table[ord(first) : ord(last) + 1] |= 1 << number
        for char in re.sub(".-.", "", detector.signs, flags=re.DOTALL):
            table[ord(char)] |= 1 << number
    return table


_FIGURES = "0-9.,．，%％"
_FIGURE_BEFORE = lazy_pattern(f"[0-9][{_FIGURES}]*$")
_FIGURE_BEHIND = lazy_pattern(f"[{_FIGURES}]*[0-9][{_FIGURES}]*")
_FIGURE_CUT = lazy_pattern(f"[?？]?[.．][0-9]+(?=[%％{HAN}])")
# é, ü and the like may be pinyin that is spoken of; a foreign word has plain letters too.
_NO_PINYIN = frozenset(map(chr, range(0xC0, 0x100))) - set(f"{TONED}üÜêÊ×÷")
_SCALE = "%％万亿萬億"
_FIGURE_WITH_HOLES = lazy_pattern(
    # 6?24人, 65?人: no question ends inside a figure, or between it and its unit
    f"(?<![0-9.,?])[0-9][0-9.,]*\\?[0-9.,?]*[0-9](?=[%％{HAN}])"
    f"|(?<![0-9.,?])[0-9][0-9.,]*\\?+(?=[{_SCALE}元户戶亩畝吨噸]|人(?![们們民才类類生])|年(?![轻輕青]))"
    # 约?万人, 增长??%, 资金?.?亿元
    f"|(?<=[约約近超逾达達到至共有为為占长長降])\\?[0-9.?]*(?=[{_SCALE}])"
    f"|(?<=[{HAN}])\\?[0-9?]*\\.[0-9?]+(?=[%％{HAN}])"
)
_HAN = lazy_pattern(f"[{HAN}]")
_PAUSES = "，、；："
_STRAY_LATIN = lazy_pattern(f"(?<=[{HAN}])[\xa1-\xb4\xb6-\xff]{{1,20}}(?=[{HAN}])")
_NUMBERED = frozenset("〇零一二三四五六七八九十百千万億亿点點")
_REPLACED = lazy_pattern("[\ufffd\ud800-\udfff]+(?:[^\n\ufffd]{1,4}\ufffd+)*")
_PRIVATE = lazy_pattern("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_SYMBOL_FONT = range(0xF020, 0xF100)
_GLOSS_REST = lazy_pattern(
    f"(?<=[{HAN}])([{LETTERS}]{{1,6}})[)）]|(?<=[{HAN}])[(（]([{LETTERS}]{{1,6}})(?=[{HAN}])"
)
_TAG_REST = lazy_pattern(
    rf"(?<![A-Za-z0-9</])[?？]?/?(?i:{NAMES})[ ]?/?>|</?(?i:{NAMES})(?=[{HAN}\n])"
)
_BESIDE_TAG = lazy_pattern(f"[{HAN}\n，。、；：！？“”‘’（）《》,;:!?()…—]|^$")
_LONG_NAME = 2
_LONGEST_REMARK = 100


def _slips(text: str) -> Iterator[Damage]:
    for slip in find_slips(text):
        yield Damage(slip.start, slip.end, Fault.OUT_OF_STEP, slip.reading)
        if slip.lost_end > slip.end:
            yield Damage(slip.end, slip.lost_end, Fault.LOST)


def _latin(text: str) -> Iterator[Damage]:
    for start, end, reading in find_latin(text):
        yield Damage(start, end, Fault.WRONG_CODEC, reading)


def _utf8_as_gbk(text: str) -> Iterator[Damage]:
    for start, end, reading in find_utf8_as_gbk(text):
        yield Damage(start, end, Fault.WRONG_CODEC, reading)


def _lost_marks(text: str) -> Iterator[Damage]:
    for start, end in find_lost(text):
        yield Damage(start, end, Fault.WRONG_CODEC)


def _replaced(text: str) -> Iterator[Damage]:
    """U+FFFD, with the few characters between two: those are what a decoder made of the rest."""
    for found in _REPLACED.finditer(text):
        yield _with_figure(text, *found.span(), Fault.REPLACED)


def _private(text: str) -> Iterator[Damage]:
    for found in _PRIVATE.finditer(text):
        start, end = found.span()
        # Bullets of a symbol font stand before an entry of a list: layout, not text.
        at_edge = start == 0 or text[start - 1].isspace()
        if not (at_edge and ord(text[start]) in _SYMBOL_FONT):
            yield _with_figure(text, start, end, Fault.PRIVATE)


def _with_figure(text: str, start: int, end: int, kind: Fault) -> Damage:
    """The damage with the figure it touches, of which the rest is another number."""
    line = text.rfind("\n", 0, start) + 1
    before = _FIGURE_BEFORE.search(text, max(line, start - 20), start)
    behind = _FIGURE_BEHIND.match(text, end)
    return Damage(before.start() if before else start, behind.end() if behind else end, kind)


def _cut_figures(text: str) -> Iterator[Damage]:
    """Figures that begin with their decimal point, directly behind a Han character or a mark."""
    for found in _FIGURE_CUT.finditer(text):
        before = text[found.start() - 1 : found.start()]
        if (_HAN.match(before) and before not in _NUMBERED) or (before and before in _PAUSES):
            yield Damage(found.start(), found.end(), Fault.LOST)


def _figures_with_holes(text: str) -> Iterator[Damage]:
    """Figures in which a `?` stands for a digit or more."""
    for found in _FIGURE_WITH_HOLES.finditer(text):
        yield Damage(found.start(), found.end(), Fault.LOST)


def _stray_latin(text: str) -> Iterator[Damage]:
    """Letters of Western languages between two Han characters, which no codec explains."""
    for found in _STRAY_LATIN.finditer(text):
        if not _NO_PINYIN.isdisjoint(found.group()):
            yield Damage(found.start(), found.end(), Fault.WRONG_CODEC)


def _rests_of_glosses(text: str) -> Iterator[Damage]:
    for found in _GLOSS_REST.finditer(text):
        bare, tones = without_tone(found.group(1) or found.group(2))
        if bare not in SYLLABLES or tones != 1:
            continue
        if found.group(1) and _is_open(text, found.start()):
            continue
        yield Damage(found.start(), found.end(), Fault.REST_OF_GLOSS, "")


def _is_open(text: str, place: int) -> bool:
    """Whether a parenthesis of the same line is still open at a place."""
    first = max(0, place - _LONGEST_REMARK)
    before = text[text.rfind("\n", first, place) + 1 or first : place]
    before = before.replace("（", "(").replace("）", ")")
    return before.rfind("(") > before.rfind(")")


def _rests_of_tags(text: str) -> Iterator[Damage]:
    for found in _TAG_REST.finditer(text):
        rest, (start, end) = found.group(), found.span()
        name = rest.strip("<>/?？")
        around = text[start - 1 : start] if start else "", text[end : end + 1]
        if len(name) < _LONG_NAME and "/" not in rest:
            continue
        if all(_BESIDE_TAG.match(char) for char in around):
            # A "?" before it is a character of which the bracket became the second byte.
            reading = None if rest[0] in "?？" else ""
            yield Damage(start, end, Fault.REST_OF_TAG, reading)


DETECTORS: tuple[Detector, ...] = (
    Detector(_slips, "?？\ufffd"),
    Detector(_latin, "\xc0-\xd6\xd8-\xf7"),
    Detector(_utf8_as_gbk),
    Detector(_lost_marks, "锟烫屯斤"),
    Detector(_replaced, "\ufffd\ud800-\udfff"),
    Detector(_private, "\ue000-\uf8ff\U000f0000-\U0010fffd"),
    Detector(_figures_with_holes, "?"),
    Detector(_cut_figures, ".．"),
    Detector(_stray_latin, "\xc0-\xff"),
    Detector(_rests_of_tags, "<>"),
    Detector(_rests_of_glosses, TONED),
)
"""What looks for damage; where two find the same place, the first one has it."""

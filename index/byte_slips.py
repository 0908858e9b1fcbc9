"""Text whose bytes were read out of step: `“兩?！辈⑴e` was `“兩保”并舉`.

The fault: in a text of two-byte characters (GBK), something put an ASCII byte between the two
bytes of a character, or took a byte away. A decoder then meets a lead byte with an impossible
second one and writes `?` for both; what is left, the second byte, pairs with the lead byte of the
next character, and so on: every pair is out of step until an ASCII byte absorbs the odd one. That
is a letter that is in truth the second byte of a character (the `e` above: 舉 is C5 65), or a byte
below 0x40, which cannot be a second byte, so that a second `?` stands for the last lead byte *and*
the ASCII character behind it, for good.

So the bytes between are all there. Written out again and paired in step they give the text back,
but for the first character, of which only the second byte is left, and (behind a second `?`) the
last one, of which only the lead byte is.

A repair is believed when it reads as Chinese and what stands there does not: the difference of
`plausibility.cost` must be `ENOUGH`. Two signs are proof without it: the rest of a pinyin gloss
whose syllable belongs to the character that the bytes on both sides of the cut make (`總?cè)丝?`:
總 is BF 82, 人 is C8 CB, and 82 C8 is 側, cè), and the rest of a tag whose `<` was absorbed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.fold_chinese import simplified_char
from index.fold_glosses import LETTERS, SYLLABLES, readings, without_tone
from index.fold_tags import NAMES
from index.folding import fold_text
from index.lazy_pattern import lazy_pattern
from index.lost_characters import UNREAD, Document, restore
from index.plausibility import cost

ENOUGH = 10.0
"""How much cheaper a repair must be, in nats: odds of about twenty thousand to one."""

ENOUGH_IF_REPLACED = 4.0
"""The same where the run starts with U+FFFD, which is no question mark: that something is wrong is
known, and the question is only what."""

HOPELESS = -30.0
"""Where a repair makes a text so much worse, no longer one is tried."""

_CODEC = "gbk"
_LONGEST = 500
"""No run is followed further than this many characters."""

_RARE = 10
"""Besides one, at most one in so many characters of a repair may be an uncommon one."""

_CONTEXT = 6
_LINE = 2000
"""How far a line is looked at on each side of a run."""

_UNDECODED = "?\ufffd"
_LOST = 0xFF
"""Stands for a byte that is lost; it is in no character of the codec."""

_START = lazy_pattern(f"[{_UNDECODED}]")
_FULL_WIDTH = lazy_pattern("[\uff01-\uff5e]")
_GLOSS_REST = lazy_pattern(f"([{LETTERS}]{{1,6}})[)）]")
_TAG_REST = lazy_pattern(f"/?(?:{NAMES})>", re.IGNORECASE | re.ASCII)
_FIGURE_REST = lazy_pattern(r"[0-9.,．，]*[0-9][0-9.,%％]*")
_COMMON_MARKS = frozenset("，。、；：！？“”‘’（）《》—…·％　")


@dataclass(frozen=True)
class Slip:
    """A run of text that was read out of step.

    :param start: the `?` it starts with, in code points of the text.
    :param end: behind its last character; a second `?` is not part of it.
    :param reading: what stood there, `UNREAD` for a character that is lost.
    :param lost_end: behind the second `?` and the figure or tag that it cut, where there is one:
        at ``end:lost_end`` an ASCII character is lost for good. Else equal to `end`.
    """

    start: int
    end: int
    reading: str
    lost_end: int


@dataclass(frozen=True)
class _Repair:
    """One way to read a run in step.

    :param trail: the second byte of the first character.
    :param middle: the characters that are whole.
    :param lead: the lead byte of a last character that lost its second one.
    :param end: behind the last character of the run.
    """

    trail: int
    middle: str
    lead: int | None
    end: int


def find_slips(text: str) -> list[Slip]:
    """All runs of an original that were read out of step, ascending."""
    slips: list[Slip] = []
    document: Document | None = None
    # Full-width forms become ASCII all over a text, or nowhere.
    wide = not _FULL_WIDTH.search(text)
    done = 0
    for found in _START.finditer(text):
        if found.start() < done:
            continue
        leads, repair = _best_repair(text, found.start(), wide)
        if repair is None:
            continue
        document = document or Document(fold_text(text))
        slips.append(_read(text, found.start(), repair, leads, document))
        done = slips[-1].lost_end
    return slips


def _best_repair(text: str, start: int, wide: bool) -> tuple[list[int], _Repair | None]:
    """The repair to believe, if any, and the lead bytes that a gloss allows its first character."""
    gloss = _GLOSS_REST.match(text, start + 1)
    leads = _leads_of_gloss(text[start - 1 : start], gloss.group(1)) if gloss else []
    enough = ENOUGH_IF_REPLACED if text[start] == "\ufffd" else ENOUGH
    runs = [gloss.end()] if gloss else [start + 1]
    if not gloss and "!" <= text[start + 1 : start + 2] <= "~" and text[start + 1] != "?":
        # Some decoders keep the ASCII byte that broke the character in two.
        runs.append(start + 2)
    for run in runs:
        best: tuple[float, _Repair | None] = enough, None
        for repair in _repairs(text, run, wide):
            sure = _is_proved(text, repair, leads)
            gain = enough if sure else _gain(text, start, repair)
            if gain < HOPELESS:
                break
            if gain > best[0] or (gain == enough and best[1] is None):
                best = gain, repair
        if best[1]:
            return leads, best[1]
    return leads, None


def _repairs(text: str, run: int, wide: bool) -> Iterator[_Repair]:
    """All ways to end a run that starts at a place; the bytes between are not in question."""
    middle = ""
    uncommon = 0
    trail = held = 0
    for place in range(run, min(run + _LONGEST, len(text))):
        char = text[place]
        enough_common = uncommon * _RARE <= len(middle)
        if held and enough_common and char in _UNDECODED:
            yield _Repair(trail, middle, held, place)
        if held and enough_common and "@" <= char <= "~":
            last = _character(held, ord(char))
            if last and _is_common(last):
                yield _Repair(trail, middle + last, None, place + 1)
        # A "?" within the run can be two bytes that make no character out of step.
        pair = (_LOST, _LOST) if char == "?" else _pair(char, wide)
        if pair is None:
            return
        if not trail:
            trail, held = pair
            if held < 0x80:
                return
            continue
        between, held = _character(held, pair[0]), pair[1]
        if not between:
            return
        # A run that is not out of step makes rare characters soon.
        middle += between
        uncommon += not _is_common(between)
        if (uncommon - 1) * _RARE >= len(middle) or middle.count(UNREAD) > len(middle) // 2 + 4:
            return
        if held < 0x80 and uncommon * _RARE <= len(middle):
            # Out of step, this byte would start a character, so it is one of its own.
            yield _Repair(trail, middle + chr(held), None, place + 1)
        if held < 0x80:
            return


def _pair(char: str, wide: bool) -> tuple[int, int] | None:
    """The two bytes of a character.

    :param wide: whether an ASCII character may have been a full-width one.
    """
    if wide and "!" <= char <= "~":
        char = chr(ord(char) + 0xFEE0)
    try:
        pair = char.encode(_CODEC)
    except UnicodeEncodeError:
        return None
    return (pair[0], pair[1]) if len(pair) == 2 else None


def _character(lead: int, trail: int) -> str:
    """The character of two bytes, `UNREAD` where one of them is not known, empty for none."""
    return UNREAD if _LOST in (lead, trail) else _decode(lead, trail)


@lru_cache(maxsize=32768)
def _is_common(char: str) -> bool:
    """Whether a character is one of the 3755 of GB 2312, level 1, or a common mark."""
    if char in _COMMON_MARKS or char == UNREAD:
        return True
    try:
        pair = simplified_char(char).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(pair) == 2 and 0xB0 <= pair[0] <= 0xD7


def _is_proved(text: str, repair: _Repair, leads: list[int]) -> bool:
    cut_tag = repair.lead is not None and _TAG_REST.match(text, repair.end + 1)
    return bool(cut_tag) or any(_decode(lead, repair.trail) for lead in leads)


def _gain(text: str, start: int, repair: _Repair) -> float:
    """How much cheaper the reading is than what stands there, both with the text around them."""
    if repair.middle.replace(UNREAD, "").isascii():
        return 0.0
    before = text[max(0, start - _CONTEXT) : start]
    after = text[repair.end : repair.end + _CONTEXT]
    last = UNREAD if repair.lead is not None else ""
    reading = f"{before}{UNREAD}{repair.middle}{last}{after}"
    return cost(text[max(0, start - _CONTEXT) : repair.end + _CONTEXT]) - cost(reading)


def _leads_of_gloss(before: str, syllable: str) -> list[int]:
    """The lead bytes with which the last byte before the cut makes a character so pronounced."""
    bare, _ = without_tone(syllable)
    pair = _pair(before, wide=False) if before else None
    if pair is None or bare not in SYLLABLES:
        return []
    # The gloss was set behind what looked like a character: last byte before, first byte behind.
    return [
        byte
        for byte in range(0x81, 0xFF)
        if (char := _decode(pair[1], byte)) and bare.replace("ü", "v") in readings(char)
    ]


def _characters(leads: Iterable[int], trails: Iterable[int]) -> list[str]:
    """The characters that some lead bytes and some second bytes make."""
    return [char for lead in leads for trail in trails if (char := _decode(lead, trail))]


def _decode(lead: int, trail: int) -> str:
    try:
        char = bytes((lead, trail)).decode(_CODEC)
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


def _read(text: str, start: int, repair: _Repair, leads: list[int], document: Document) -> Slip:
    line_start = text.rfind("\n", max(0, start - _LINE), start) + 1 or max(0, start - _LINE)
    line_end = text.find("\n", start, start + _LINE)
    line_end = start + _LINE if line_end < 0 else line_end
    lost_end = repair.end
    cut_tag = None
    if repair.lead is not None:
        cut_tag = _TAG_REST.match(text, lost_end + 1)
        rest = cut_tag or _FIGURE_REST.match(text, lost_end + 1)
        lost_end = rest.end() if rest else lost_end + 1
    left, right = text[line_start:start], text[lost_end:line_end]

    firsts = _characters(leads or range(0x81, 0xFF), [repair.trail])
    first = firsts[0] if len(firsts) == 1 else ""
    last = ""
    if repair.lead is not None:
        lasts = _characters([repair.lead], range(0x40, 0xFF))
        before = left + (first or UNREAD) + repair.middle
        behind = right if cut_tag else UNREAD + right
        last = restore(lasts, before, behind, document) or UNREAD
    first = first or restore(firsts, left, repair.middle + last + right, document) or UNREAD
    end = repair.end
    if cut_tag:
        # What was absorbed is known: the "<" of the tag. Nothing else is lost.
        end = lost_end
    return Slip(start, end, first + repair.middle + last, lost_end)

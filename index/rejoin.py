"""Whether two stretches of text are one paragraph that a column or page break cut in two.

Evidence is added up. Most of it is the Chinese sentence itself: a paragraph ends with a full stop,
does not begin with a comma or a unit of measure, and a break that falls inside a word leaves a
word behind that only the two halves together have.
"""

from __future__ import annotations

import re

from index.lazy_pattern import lazy_pattern
from index.lines import FINAL, STOP
from index.roles import heading_style
from index.word_segmentation import segment

__all__ = ["JOIN", "crossing_word", "evidence", "is_prose", "looks_cut"]

JOIN = 3.0
"""From this much evidence on, two stretches are one paragraph."""

_CANNOT_BEGIN = lazy_pattern(r"^[,，、。;；:：!！?？)）】》」』%％‰℃·/～~]")
_CANNOT_END = lazy_pattern(r"(?:[,，、(（【《「『“‘+＋/~～]|[A-Za-z0-9][-–.])$")
# Words that tie what follows to what stands before; a title or list item does not end with them.
_LEADS_ON = lazy_pattern(
    "[的和与及或在对把被将从向为以并而由因若但其是于至到让使给比随经按据每各第约近超达这那该不很更最已正要会能可有]$"
)
# …and these words tie to what stands before; no paragraph begins with them.
_TIED = frozenset(
    {"的", "了", "着", "们", "地", "得", "之", "之一", "等", "而言", "来说", "以上", "以下"}
)
_TIED_STARTS = frozenset(word[0] for word in _TIED)
_UNIT = lazy_pattern(
    r"^(?:多|余)?(?:万|亿|千|百)?(?:余|多)?(?:年|月|日|号|时|分|秒|岁|点|元|人|名|户|个|项|次|村|所|家|座|处|亩|公里|公顷"
    r"|千米|米|吨|公斤|千克|克|度|万|亿|千|百|批|条|件|套|台|辆|种|类|倍|届|周|天|期|支|位|场|平方|立方|%|％|℃|美元|万元|"
    r"亿元|小时|分钟|厘米|毫米|周年|世纪|年代)"
)
_DIGIT_END = lazy_pattern(r"[0-9０-９]$")
_DIGIT_START = lazy_pattern(r"^[.．]?[0-9０-９]")
_BULLET = lazy_pattern(r"^(?:[-*+•●○■□◆◇▲△▪·※★☆➢✓>|]\s|[•●○■◆◇▲△▪※★☆➢✓|]|[①-⑳])")
_CLAUSE = lazy_pattern(r"[,，;；。！？!?]")

# 四方面的工作,一 | 是: a clause of one character is no clause.
_LONE_END = lazy_pattern(r"[,，、;；:：。][\u4e00-\u9fff]$")

_LONG = 40
# Lines this short and this alike in length are verse.
_VERSE, _METRE = 20, 2
_WINDOW = 8
_LEAST_CROSSING = 2
_LATIN = lazy_pattern(r"[A-Za-z]$")
_LOWER = lazy_pattern(r"^[a-z]")


def is_prose(text: str) -> bool:
    """Whether `text` reads as sentences and not as a heading, caption or list item."""
    if FINAL.search(text[-8:]) or len(text) > 60:  # noqa: PLR2004
        return True
    marks = _CLAUSE.findall(text)
    return len(marks) >= 2 or any(mark in "。！？!?;；" for mark in marks)  # noqa: PLR2004


def looks_cut(text: str) -> bool:
    """Whether `text` ends where no paragraph ends."""
    end = text[-8:]
    return not FINAL.search(end) and not STOP.search(end)


def evidence(
    left: str, right: str, *, between: int = 0, trusted: bool = True, unsure: bool = False
) -> float:
    """How strongly `right` continues the paragraph that `left` begins; `JOIN` or more is a yes.

    :param left: what stands before the break, stripped.
    :param right: what stands after it, stripped.
    :param between: how many captions, credits or page numbers stand in between.
    :param trusted: whether paragraphs of this document end with a full stop as a rule, so that a
        missing one means something by itself.
    :param unsure: whether one of the lines in between may also be a heading.
    """
    if not looks_cut(left) or _BULLET.match(right) or _begins_anew(right):
        return 0.0
    left_prose, right_prose = is_prose(left), is_prose(right)
    if len(left) < _VERSE and abs(len(left) - len(right)) <= _METRE and left[-1] in ",，、":
        return 0.0
    marks, word = _marks(left, right), _word(left, right)
    if not right_prose and not looks_final(right):
        # A short line inside a cut paragraph is a caption sooner than two breaks in a row.
        return marks + word - (1.0 if between == 0 else 2.0)
    by_rule = 0.0
    if trusted and not _BULLET.match(left):
        by_rule = _by_shape(left, left_prose)
    if not by_rule:
        # A short line before a paragraph most often is its heading.
        return marks + word if marks or len(left) > _LONG else 0.5 * word
    by_rule += 1.0 if right_prose else 0.0
    if unsure and not marks + word:
        return 0.0
    # Over a certain caption or credit a paragraph goes on as over a blank line.
    return by_rule + (0.0 if between and unsure else 0.5) + marks + word


def looks_final(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(FINAL.search(text[-8:]))


def _by_shape(left: str, prose: bool) -> float:
    """What it counts that a text of this shape has no full stop: much for a long paragraph."""
    if prose:
        return 2.0 if len(left) >= _LONG else 1.5
    return 1.0 if _CLAUSE.search(left) else 0.0


def _begins_anew(text: str) -> bool:
    style = heading_style(text[:50])
    # `2016 年` and `3.5 亿` after a break are figures, not numbers of headings.
    return style is not None and style not in {"digit", "decimal"}


def _marks(left: str, right: str) -> float:
    """Evidence of single characters at the break."""
    found = 0.0
    if _CANNOT_BEGIN.match(right) or (right[0] in "”’" and _open_quotes(left) > 0):
        found += 4.0
    if _CANNOT_END.search(left):
        found += 3.0
    elif _DIGIT_END.search(left) and (_UNIT.match(right) or _DIGIT_START.match(right)):
        found += 3.0
    elif _LEADS_ON.search(left):
        found += 1.0
    if right[0] in _TIED_STARTS and segment(right[:_WINDOW])[0] in _TIED:
        found += 3.0
    if _LONE_END.search(left):
        found += 2.0
    if _LATIN.search(left) and _LOWER.match(right):
        found += 2.0
    if _open_quotes(left) > 0 and _closes_first(right):
        found += 3.0
    return found


_PAIRS = {"”": "“", "’": "‘", ")": "(", "）": "（", "》": "《", "】": "【", "」": "「", "』": "『"}
_OPENERS = frozenset(_PAIRS.values())


def _open_quotes(text: str) -> int:
    """How many quotes and brackets stand open at the end of `text` (of its last 400 characters)."""
    depth = 0
    for mark in re.findall(r"[“”《》(（)）「」『』【】]", text[-400:]):
        depth = depth + 1 if mark in _OPENERS else max(0, depth - 1)
    return depth


def _closes_first(text: str) -> bool:
    """Whether the first quote or bracket in `text` is a closing one."""
    first = re.search(r"[“”《》(（)）「」『』【】]", text[:200])
    return first is not None and first.group() not in _OPENERS


def _word(left: str, right: str) -> float:
    """Evidence of a word that the break cuts: 2 for two characters, 3 for a longer word."""
    word = crossing_word(left, right)
    return 0.0 if not word else 2.0 if len(word) == _LEAST_CROSSING else 3.0


def crossing_word(left: str, right: str) -> str:
    """The word that stands across the break in the likeliest reading of both sides together.

    Unigram segmentation (`index.word_segmentation`) of a window of eight characters a side.

    :return: the word, or the empty string where the break falls between two words.
    """
    before = re.search(r"[\u4e00-\u9fff]*$", left[-_WINDOW:])
    after = re.match(r"[\u4e00-\u9fff]*", right[:_WINDOW])
    if not before or not after or not before.group() or not after.group():
        return ""
    text, cut = before.group() + after.group(), len(before.group())
    position = 0
    for word in segment(text):
        if position < cut < position + len(word):
            return word
        position += len(word)
    return ""

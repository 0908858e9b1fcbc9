"""The title of a document, or the best there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.gazetteer import Division
from index.lazy_pattern import lazy_pattern
from index.roles import Role
from index.structure import Block

__all__ = ["Title", "find_title"]


@dataclass(frozen=True)
class Title:
    """A title, where it stands in the reading text, and how it was found."""

    text: str
    span: tuple[int, int]
    how: str


_SUBTITLE = lazy_pattern(r"^(?:—{1,2}|--|─+)")
_LEADS_TO = lazy_pattern(r"(?:——|—|─{2}|--)$")
# 开启新征程·喜迎党代会: the name of a column or campaign above the article itself.
_COLUMN = lazy_pattern(r"^(?:\S{3,10}·\S{3,10}|【[^】]+】|\[[^\]]+\])$")
_LABEL = lazy_pattern(
    r"^(?:短评|评论|社论|编者按|编后|前言|序言?|引言|导语|目录|目次|摘要|附件\d*|附录|后记|结语|结束语|链接|相关链接|背景链接"
    r"|记者手记|图片新闻|特别报道|专题|专版|本版导读|要闻|综合|广告|公告|通知|正文)[:：]?$"
)
_LEAST_SCORE = 1.0
_FAR = 6
_LONGEST_INCIPIT = 40


def find_title(reading: str, blocks: Sequence[Block], home: Division | None) -> Title | None:
    """The title of a document.

    Headings are weighed by where they stand: first of all, above a sub-title, a byline or another
    heading, after a lead that ends in a dash. Where no heading stands as a title does, the opening
    words are taken, as librarians name a work without one.

    :param home: the place the document is about, which its title may name.
    :return: None for a text without a heading and without a paragraph.
    """
    best: tuple[float, int] | None = None
    headings = bodies = 0
    for index, block in enumerate(blocks):
        if block.role is Role.BODY:
            bodies += 1
        if block.role is not Role.HEADING:
            continue
        score = _score(reading, blocks, index, headings, bodies, home)
        headings += 1
        if best is None or score > best[0]:
            best = score, index
    if best is not None and best[0] >= _LEAST_SCORE:
        start, end = _with_subtitle(reading, blocks, best[1])
        return Title(_one_line(reading[start:end]), (start, end), "heading")
    return _incipit(reading, blocks)


def _score(
    reading: str,
    blocks: Sequence[Block],
    index: int,
    headings: int,
    bodies: int,
    home: Division | None,
) -> float:
    """How much a heading stands as a title does, after so many headings and paragraphs."""
    text = blocks[index].text(reading)
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    before = blocks[index - 1] if index else None
    score = 0.0
    if not bodies and not headings:
        score += 3.0
    if after is not None and after.role is Role.HEADING:
        score += 3.0 if _SUBTITLE.match(after.text(reading)) else 0.0
        score += 2.0 if blocks[index].level < after.level else 0.0
    if after is not None and after.role in {Role.BYLINE, Role.DATELINE}:
        score += 3.0
    if before is not None and _LEADS_TO.search(before.text(reading)):
        score += 3.0
    if home is not None and home.short in text:
        score += 0.5
    if blocks[index].level > 1:
        score -= 1.0
    if _COLUMN.match(text):
        score -= 2.5
    if _LABEL.match(text) or _SUBTITLE.match(text):
        score -= 5.0
    return score - (3.0 if bodies > _FAR else 0.0)


def _with_subtitle(reading: str, blocks: Sequence[Block], index: int) -> tuple[int, int]:
    start, end = blocks[index].pieces[0][0], blocks[index].pieces[-1][1]
    for block in blocks[index + 1 : index + 2]:
        if block.role is Role.HEADING and _SUBTITLE.match(block.text(reading)):
            end = block.pieces[-1][1]
    return start, end


def _incipit(reading: str, blocks: Sequence[Block]) -> Title | None:
    body = next((block for block in blocks if block.role is Role.BODY), None)
    first = body or next(iter(blocks), None)
    if first is None:
        return None
    start, end = first.pieces[0]
    end = min(end, start + _LONGEST_INCIPIT)
    clause = re.match(r"[^,，。;；:：！？!?、]{4,}", reading[start:end])
    if clause:
        end = start + clause.end()
    return Title(_one_line(reading[start:end]), (start, end), "opening words")


def _one_line(text: str) -> str:
    return " ".join(text.split())

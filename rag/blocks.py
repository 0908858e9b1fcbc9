"""Blocks that are no running text: what a title, a caption or a byline can answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.passages import Passage
from index.roles import Role
from rag.people import Credit, credit_names, is_credit
from rag.question import Question

Span = tuple[int, int]

_GENRE = lazy_pattern(r"短评|时评|快评|述评|评论|社论|编者按|编后|言论|手记|侧记|链接|导读")
"""Pieces beside the main article of a page, each under a heading of that name."""
_OTHER_HEADING = lazy_pattern(r"栏目|小标题|副标题|副题|分标题|章节")


def part_range(passage: Passage, start: int) -> Span:
    """The range in a passage's text of the part that begins at `start`."""
    following = [begin for begin, _ in passage.parts if begin > start]
    end = following[0] if following else len(passage.text)
    return start, start + len(passage.text[start:end].rstrip("\n"))


def heading_rank(question: str, text: str, role: Role, title: str, label: str = "") -> float:
    """How a block answers a question about a title: 1 it is the one meant, 0 not at all.

    :param title: The title of the document, as its original spells it.
    :param label: The heading right before the block, which may say what it is the title of (短评).
    """
    if role is not Role.HEADING:
        return 0.0
    if genre := _GENRE.search(question):
        if genre[0] in label:
            return 1.0
        return 0.0 if genre[0] in text else _OTHER
    whole, bare = ("".join(fold(t).text.split()) for t in (title, text))
    is_title = bool(bare) and (bare in whole or whole in bare)
    wants_title = _OTHER_HEADING.search(question) is None
    return 1.0 if is_title is wants_title else _OTHER


_OTHER = 0.2


def credited(question: Question, text: str, role: Role, authors: Sequence[str]) -> Span | None:
    """Where a block names who wrote, edited or photographed, as the question asks; else None.

    :param text: The folded text of the block.
    :param authors: Those of the document: a paragraph may name them too.
    """
    if question.credit is None:
        return None
    if role in (Role.BYLINE, Role.CAPTION):
        return credit_names(question.credit, text) if is_credit(question.credit, text) else None
    if question.credit is Credit.WRITER and role is Role.BODY:
        named = [(at, at + len(name)) for name in authors if (at := text.find(name)) >= 0]
        if named and re.search(r"记者|通讯员|作者", text):
            return named[0][0], named[-1][1]
    return None

"""Who wrote a document, by its bylines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from index.roles import Role, is_names
from index.structure import Block

__all__ = ["Author", "find_authors"]


@dataclass(frozen=True)
class Author:
    """A person or an office that wrote a document, where it is named, and by what kind of line."""

    name: str
    span: tuple[int, int]
    how: str


# Writers; editors, photographers and sources are none.
_WRITER = (
    r"(?:(?:特约|首席|见习|实习|通讯)?(?:记者|通讯员|撰稿人|作者|撰文|撰稿|执笔|实习生|评论员)"
    r"|(?<![\u4e00-\u9fff])文(?:/图|、图|图)?(?=\s*[:：/]))"
)
_NAME = r"[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,8})?"
_LABELLED = lazy_pattern(rf"{_WRITER}\s*[:：/]?\s*(?P<names>{_NAME}(?:[ 、,/]+{_NAME}){{0,7}})")
_OFFICE = lazy_pattern(r"(?P<name>[\u4e00-\u9fff]{3,24}?)\s*(?:供稿|撰稿|来稿)")
_NOT_WRITERS = lazy_pattern(
    r"摄$|摄影|责任?编|编辑|校对|审核|来源|供图|图片|照片|制图|美编|版式|监制"
)
_IN_HEAD = lazy_pattern(
    r"(?:记者|通讯员)\s*(?P<names>[\u4e00-\u9fff]{2,4}(?:[ 、]+[\u4e00-\u9fff]{2,4}){0,5})"
    r"\s*(?:[)）]|报道|摄影报道|$|通讯员|\n)"
)
_AT_END = lazy_pattern(r"[。！？!?”]\s*[(（](?P<names>[^()（）]{2,40})[)）]$")
_HEAD, _TAIL = 80, 60
_TITLES = frozenset("记者 通讯员 见习记者 特约记者 实习生 本报记者 文 图 摄 报道 供稿 摄影".split())


def find_authors(reading: str, blocks: Sequence[Block]) -> tuple[Author, ...]:
    """The authors of a document, in the order in which it names them, each once.

    Bylines come first; where there are none, the head of the first paragraph (记者 张三) and a name
    in brackets at the end of the last are looked at.
    """
    found: dict[str, Author] = {}
    for block in blocks:
        if block.role is Role.BYLINE:
            for author in _in_byline(reading, block.pieces[0][0], block.pieces[-1][1]):
                found.setdefault(author.name, author)
    if not found:
        for author in _in_paragraphs(reading, blocks):
            found.setdefault(author.name, author)
    return tuple(found.values())


def _in_byline(reading: str, start: int, end: int) -> Iterator[Author]:
    text = reading[start:end]
    if _NOT_WRITERS.search(text) and not re.search(_WRITER, text):
        return
    labelled = list(_LABELLED.finditer(text))
    for match in labelled:
        if not re.match(r"\s*/?摄", text[match.end() :]):
            yield from _names(match["names"], start + match.start("names"), "byline")
    if labelled:
        return
    inner = re.fullmatch(r"[\s(（【\[□■◎●◇◆]*(?P<names>.*?)[\s)）】\]]*", text)
    if inner is not None and is_names(inner["names"]):
        yield from _names(inner["names"], start + inner.start("names"), "names alone")
        return
    office = _OFFICE.search(text)
    if office is not None:
        first, last = office.span("name")
        yield Author(office["name"], (start + first, start + last), "contributed by")


def _in_paragraphs(reading: str, blocks: Sequence[Block]) -> Iterator[Author]:
    bodies = [block for block in blocks if block.role is Role.BODY]
    if not bodies:
        return
    start, end = bodies[0].pieces[0]
    for match in _IN_HEAD.finditer(reading, start, min(end, start + _HEAD)):
        yield from _names(match["names"], match.start("names"), "head of the first paragraph")
    start, end = bodies[-1].pieces[-1]
    tail = _AT_END.search(reading[:end], max(start, end - _TAIL))
    if tail is not None and (is_names(tail["names"]) or re.search(_WRITER, tail["names"])):
        yield from _names(tail["names"], tail.start("names"), "end of the last paragraph")


def _names(text: str, offset: int, how: str) -> Iterator[Author]:
    """The names in a list of names; two lone characters are one name set with a space (周 皓)."""
    spaced = re.fullmatch(r"([\u4e00-\u9fff]) +([\u4e00-\u9fff])", text)
    if spaced:
        yield Author(spaced[1] + spaced[2], (offset, offset + len(text)), how)
        return
    for match in re.finditer(r"[\u4e00-\u9fff·]+", text):
        name = match.group()
        if name not in _TITLES and is_names(name):
            yield Author(name, (offset + match.start(), offset + match.end()), how)

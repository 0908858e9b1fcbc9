"""Passages: what is retrieved, made of neighbouring blocks, with the way back to the original."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.alignment import Alignment
from index.roles import Role
from index.sentences import sentences

Span = tuple[int, int]

LONGEST = 220
"""A block longer than this, in characters, is split at sentence ends."""
TARGET = 160
"""The parts of a split block are about this long, and short neighbours are joined up to it."""

ROLE_WORDS = {
    Role.HEADING: "标题 题目",
    Role.CAPTION: "图片 照片 说明",
    Role.BYLINE: "作者 记者 撰稿 编辑 摄影",
    Role.DATELINE: "日期 时间",
}
"""What a reader would call a part that is not body text; indexed with it, never quoted."""


@dataclass(frozen=True)
class Part:
    """A stretch of one block of a document's reading text.

    `text` is folded; `alignment` leads each of its characters to the document's original;
    `cuts` are the positions in `text` where a line, page or column break or a caption cuts the
    original; `copies` the original spans of further places where the same paragraph stands;
    `is_title` tells the document's title from its other headings.
    """

    role: Role
    text: str
    alignment: Alignment
    cuts: tuple[int, ...] = ()
    section: str = ""
    copies: tuple[Span, ...] = ()
    is_title: bool = False

    def slice(self, start: int, end: int) -> Part:
        """The part from `start` to `end`, characters of `text`."""
        return Part(
            self.role,
            self.text[start:end],
            self.alignment[start:end],
            tuple(cut - start for cut in self.cuts if start < cut < end),
            self.section,
            self.copies,
            self.is_title,
        )


@dataclass(frozen=True)
class Passage:
    """One or more neighbouring parts of a document.

    `text` joins the parts' folded texts with line ends; `parts` gives each one's start in `text`
    and its role; `context` (title, place, section) is indexed with the text and never quoted;
    `copies` are further places of the original where a part stands again, each with the number
    of that part.
    """

    context: str
    text: str
    alignment: Alignment
    cuts: tuple[int, ...]
    parts: tuple[tuple[int, Role], ...]
    copies: tuple[tuple[int, Span], ...] = ()

    @property
    def indexed(self) -> str:
        """What is embedded and searched: the context, then the text."""
        return f"{self.context}\n{self.text}" if self.context else self.text

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where the characters `start` to `end` of `text` stand in the original.

        :returns: Half-open spans of code points, ascending, more than one where the range holds
            a cut. Line ends between parts are in none of them.
        """
        edges = [start, *(cut for cut in self.cuts if start < cut < end), end]
        spans = []
        for a, b in zip(edges, edges[1:], strict=False):
            piece = self.text[a:b]
            b = a + len(piece.rstrip("\n"))
            if a < b:
                spans.append(self.alignment.to_original(a, b))
        return tuple(spans)

    def role_at(self, position: int) -> Role:
        """The role of the part that holds a position of `text`."""
        return self.parts[self._part_at(position)][1]

    def copies_at(self, position: int) -> tuple[Span, ...]:
        """Where the part that holds a position of `text` stands again in the original."""
        number = self._part_at(position)
        return tuple(span for part, span in self.copies if part == number)

    def _part_at(self, position: int) -> int:
        return sum(start <= position for start, _ in self.parts) - 1


def make_passages(title: str, place: str, parts: Sequence[Part]) -> list[Passage]:
    """Groups a document's parts, in reading order, into passages.

    A heading goes with what follows it; short neighbours of the same role and section are
    joined; a long part is split at sentence ends. The title, captions, bylines and date lines
    stand alone, since each speaks of something else.
    """
    passages = []
    for group in _groups([piece for part in parts for piece in _split(part)]):
        first = group[-1]
        words = [title, place, first.section, ROLE_WORDS.get(first.role, "")]
        context = " ".join(dict.fromkeys(word for word in words if word))
        passages.append(_join(context, group))
    return passages


def _split(part: Part) -> Iterator[Part]:
    if len(part.text) <= LONGEST:
        yield part
        return
    target = len(part.text) / math.ceil(len(part.text) / TARGET)
    start = 0
    ends = [end for _, end in sentences(part.text)]
    for i, end in enumerate(ends):
        following = ends[i + 1] if i + 1 < len(ends) else None
        if following is None or (
            abs(following - start - target) > abs(end - start - target)
            and len(part.text) - end > target / 3
        ):
            yield from _windows(part.slice(start, end))
            start = end


def _windows(part: Part) -> Iterator[Part]:
    """Cuts what no sentence end divides, so that one endless sentence cannot fill a passage."""
    size = 2 * LONGEST
    for start in range(0, len(part.text), size):
        yield part.slice(start, min(start + size, len(part.text)))


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    for part in parts:
        if group and not _belongs(group, part):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _belongs(group: Sequence[Part], part: Part) -> bool:
    last = group[-1]
    if part.alignment.starts[:1] < last.alignment.starts[-1:]:
        # what stands inside a cut paragraph is not joined to it
        return False
    if last.is_title or part.is_title:
        return last.is_title and part.is_title
    if last.role is Role.HEADING:
        return part.role in (Role.HEADING, Role.BODY)
    size = sum(len(member.text) for member in group)
    return (
        last.role is Role.BODY
        and part.role is Role.BODY
        and last.section == part.section
        and size + len(part.text) <= TARGET
    )


def _join(context: str, group: Sequence[Part]) -> Passage:
    text = ""
    alignments: list[Alignment] = []
    cuts: list[int] = []
    starts = []
    for part in group:
        if text:
            # the line end between two parts has no place of its own in the original
            alignments.append(alignments[-1][len(alignments[-1]) - 1 :])
            text += "\n"
            cuts.append(len(text))
        starts.append((len(text), part.role))
        cuts.extend(len(text) + cut for cut in part.cuts)
        text += part.text
        alignments.append(part.alignment)
    copies = tuple((number, span) for number, part in enumerate(group) for span in part.copies)
    return Passage(context, text, Alignment.concat(alignments), tuple(cuts), tuple(starts), copies)

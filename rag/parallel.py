"""Lists that go together by 分别: "A、B分别有3户、5户", "A、B分别帮扶C、D"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from index.places import find_places
from rag.figures import Dimension, find_figures
from rag.overlap import longest_common

Span = tuple[int, int]

_SEVERALLY = lazy_pattern(r"分别|依次|各自")
_AND = lazy_pattern(r"、|以及|和|与|及")
_BETWEEN_FIGURES = lazy_pattern(r"\s*(?:[㐀-鿿]{0,3}(?:、|以及|和|与|及|[,，]))\s*")
_STOP = lazy_pattern(r"[，,。；;：:！？!?\n]")
_LEAST = 2
"""An item is named by two of its characters at least."""
_JOINS = lazy_pattern(r"两|三|四|五|等|的|建|贫|共|所|在|农|全|居|人均|[0-9]")
"""Where the last item of the list before 分别 ends, if nothing else says it."""


@dataclass(frozen=True)
class Pairing:
    """What 分别 gives to the items a question names: spans of the sentence that are `theirs`, and
    the spans that are of `others`."""

    theirs: tuple[Span, ...]
    others: tuple[Span, ...]


def pair_up(question: str, sentence: str) -> Pairing | None:
    """The spans of a folded sentence that go with what a folded question names.

    A question that names items of the list before 分别 gets their partners behind it; one that
    names an item behind gets its partner before.

    :returns: None where there are no such lists, or the question names none or all of their items.
    """
    for match in _SEVERALLY.finditer(sentence):
        left = _items_before(sentence, match.start())
        if len(left) < _LEAST:
            continue
        groups = _figure_groups(sentence, match.end(), len(left))
        names = [] if groups else _items_behind(sentence, match.end(), len(left))
        chosen = _named(question, sentence, left)
        if chosen and len(chosen) < len(left):
            partners = groups or ([names] if names else [])
            if partners:
                return _pairing(partners, chosen)
        chosen = _named(question, sentence, names) if names else []
        if chosen and len(chosen) < len(names):
            return _pairing([left], chosen)
    return None


def _pairing(partners: Sequence[Sequence[Span]], chosen: Sequence[int]) -> Pairing:
    theirs = tuple(group[i] for group in partners for i in chosen)
    others = tuple(span for group in partners for i, span in enumerate(group) if i not in chosen)
    return Pairing(theirs, others)


def _named(question: str, sentence: str, items: Sequence[Span]) -> list[int]:
    """Which items a question names by what only they have."""
    texts = [sentence[a:b] for a, b in items]
    common = [longest_common(text, question) for text in texts]
    return [
        i
        for i, part in enumerate(common)
        if len(part) >= _LEAST
        and not any(part in text for j, text in enumerate(texts) if j != i)
        and len(part) * 2 >= min(len(text) for text in (texts[i], texts[i][:_NAME]))
    ]


_NAME = 4


def _items_before(sentence: str, end: int) -> list[Span]:
    start = 0
    for stop in _STOP.finditer(sentence, 0, end):
        if _AND.search(sentence, stop.end(), end) or not _AND.search(sentence, 0, stop.start()):
            start = stop.end()
        else:
            end = stop.start()
            break
    items = _split(sentence, start, end)
    if len(items) < _LEAST:
        return []
    return _cut_ends(sentence, items)


def _items_behind(sentence: str, start: int, count: int) -> list[Span]:
    stop = _STOP.search(sentence, start)
    items = _split(sentence, start, stop.start() if stop else len(sentence))
    return _cut_ends(sentence, items) if len(items) == count else []


def _split(sentence: str, start: int, end: int) -> list[Span]:
    items = []
    for match in _AND.finditer(sentence, start, end):
        items.append((start, match.start()))
        start = match.end()
    items.append((start, end))
    return items if all(b > a for a, b in items) else []


def _cut_ends(sentence: str, items: list[Span]) -> list[Span]:
    """The items without what stands before the first and behind the last of them."""
    (a, b), (c, d) = items[0], items[-1]
    inner = [end - start for start, end in items[1:-1]]
    places = find_places(sentence[a:d])
    first = [place for place in places if a + place.end == b]
    last = [place for place in places if a + place.start == c]
    length = max(inner, default=0)
    if first:
        a += first[-1].start
    elif length and b - a > length:
        a = b - length
    if last:
        d = a_end if (a_end := items[0][0] + last[0].end) <= d else d
    elif length and d - c > length + 1:
        d = c + length
    elif not length and (joint := _JOINS.search(sentence, c + _LEAST, d)):
        d = joint.start()
    return [(a, b), *items[1:-1], (c, d)]


def _figure_groups(sentence: str, start: int, count: int) -> list[list[Span]]:
    """The runs of so many figures behind a position that only 、 and the like stand between."""
    runs: list[list[Span]] = []
    for figure in find_figures(sentence[start:]):
        if figure.dimension is Dimension.DATE:
            continue
        span = (start + figure.start, start + figure.end)
        between = sentence[runs[-1][-1][1] : span[0]] if runs else ""
        if runs and _BETWEEN_FIGURES.fullmatch(between):
            runs[-1].append(span)
        else:
            runs.append([span])
    return [run for run in runs if len(run) == count]

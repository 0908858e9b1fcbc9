"""Lists that go together by 分别: "A、B分别有3户、5户", "A、B分别帮扶C、D"."""

from __future__ import annotations

import itertools
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
_SENTENCES = 20
"""So many 分别 of a sentence are looked at: a table that was taken for one would take minutes."""
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
    for match in itertools.islice(_SEVERALLY.finditer(sentence), _SENTENCES):
        left = _items_before(sentence, match.start())
        if len(left) < _LEAST:
            if pairing := _of_clauses(question, sentence, match.start(), match.end()):
                return pairing
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


def _of_clauses(question: str, sentence: str, start: int, end: int) -> Pairing | None:
    """What 分别 from `start` to `end` gives to one of the clauses before it, made alike and as many
    as the figures behind it (城镇居民收入5元,农村居民收入3元,分别增长4%和7%), or None."""
    # what goes together stands near, and a sentence that is a table is long
    sentence = sentence[: end + _REACH]
    first = max(0, start - _REACH)
    opening = max(first, *(sentence.rfind(mark, first, start) + 1 for mark in _SENTENCE_END))
    commas = [match.span() for match in _COMMA.finditer(sentence, opening, start)]
    starts, ends = [opening, *(b for _, b in commas)], [*(a for a, _ in commas), start]
    clauses = [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
    for count in range(_LEAST, min(len(clauses), _MOST) + 1):
        chosen = _told_apart(question, [sentence[a:b] for a, b in clauses[-count:]])
        if chosen is not None and (groups := _figure_groups(sentence, end, count)):
            return _pairing(groups[:1], [chosen])
    return None


_REACH = 120
_SENTENCE_END = "。；;！!？?\n"
_COMMA = lazy_pattern(r"[，：:]|,(?![0-9]{3}(?![0-9]))")
"""A comma, but not that in 41,560."""
_MOST = 4


def _told_apart(question: str, texts: Sequence[str]) -> int | None:
    """Which of some texts made alike a question names by what only it has, be it in one character
    (农民 for 农村居民, where the others are 城镇居民), or None."""
    words = [_without_figures(text) for text in texts]
    if not all(len(longest_common(word, words[0])) >= _LEAST for word in words):
        return None
    own = [set(word) - set().union(*(w for w in words if w != word)) for word in words]
    shared = [len(characters & set(question)) for characters in own]
    best = max(shared)
    if not best or shared.count(best) > 1 or max(map(len, own)) > _FRAME:
        return None
    return shared.index(best)


_FRAME = 4
"""Texts made alike differ in so many characters at most."""


def _without_figures(text: str) -> str:
    for figure in reversed(find_figures(text)):
        text = text[: figure.start] + text[figure.end :]
    return text


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

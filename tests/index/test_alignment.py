"""Alignments: the way from a folded text back to its original."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.alignment import Alignment
from index.edits import Change, from_codes, merge_units, replace, to_codes


def way(change: Change, before: str) -> Alignment:
    return Alignment.identity(len(before)) if change.alignment is None else change.alignment


@st.composite
def edits(draw: st.DrawFn, text: str) -> tuple[list[int], list[int], list[str]]:
    """Ranges of a text that do not overlap, some of them touching, and what replaces them."""
    cuts = draw(st.lists(st.integers(0, len(text)), unique=True).map(sorted))
    ranges = [pair for pair in zip(cuts, cuts[1:], strict=False) if draw(st.booleans())]
    new = [draw(st.text("ab县", max_size=3)) for _ in ranges]
    return [start for start, _ in ranges], [end for _, end in ranges], new


@given(st.data())
def test_replacing_many_ranges_is_replacing_each(data: st.DataObject) -> None:
    text = data.draw(st.text(st.characters(exclude_categories=()), max_size=20))
    starts, ends, new = data.draw(edits(text))
    expected, origin, place = "", [], 0
    for start, end, piece in zip(starts, ends, new, strict=True):
        expected += text[place:start] + piece
        origin += [(i, i + 1) for i in range(place, start)] + [(start, end)] * len(piece)
        place = end
    expected += text[place:]
    origin += [(i, i + 1) for i in range(place, len(text))]

    change = replace(text, starts, ends, new)
    alignment = way(change, text)
    assert change.text == expected
    pairs = zip(alignment.starts.tolist(), alignment.ends.tolist(), strict=True)
    assert list(pairs) == origin
    assert alignment.starts.dtype == alignment.ends.dtype == np.int32


@given(st.data())
def test_composed_is_one_after_the_other(data: st.DataObject) -> None:
    text = data.draw(st.text("abc县", min_size=1, max_size=20))
    first = replace(text, *data.draw(edits(text)))
    second = replace(first.text, *data.draw(edits(first.text)))
    outer = way(first, text)
    inner = way(second, first.text)
    both = inner.then(outer)
    assert len(both) == len(second.text)
    for place in range(len(both)):
        assert both.to_original(place, place + 1) == outer.to_original(
            *inner.to_original(place, place + 1)
        )


@given(st.data())
def test_there_and_back_covers_what_was_asked(data: st.DataObject) -> None:
    text = data.draw(st.text("abc县", max_size=20))
    change = replace(text, *data.draw(edits(text)))
    alignment = way(change, text)
    start = data.draw(st.integers(0, len(alignment)))
    end = data.draw(st.integers(start, len(alignment)))
    first, last = alignment.to_folded(*alignment.to_original(start, end))
    if start < end:
        assert first <= start and end <= last
        assert alignment.is_whole(first, last)


@given(st.text(st.characters(exclude_categories=())))
def test_codes_and_back(text: str) -> None:
    assert from_codes(to_codes(text)) == text


def test_dropped_characters_belong_to_no_span() -> None:
    alignment = replace("產(chǎn)業", [1], [7], [""]).alignment
    assert alignment is not None
    assert alignment.to_original(0, 1) == (0, 1)
    assert alignment.to_original(0, 2) == (0, 8)
    assert alignment.to_folded(2, 4) == (1, 1)


def test_parts_and_joins() -> None:
    whole = merge_units(5, [1], [3])
    assert Alignment.concat([whole[:2], whole[2:]]) == whole
    assert whole[1:3].starts.tolist() == [1, 1]
    assert Alignment.identity(2).shift(3) == Alignment.identity(2, offset=3)
    assert Alignment.concat([]) == Alignment.identity(0)
    with pytest.raises(ValueError, match="follow one another"):
        Alignment.concat([whole[3:], whole[:1]])
    with pytest.raises(ValueError, match="step"):
        whole[::2]


def test_empty_ranges_have_a_place() -> None:
    alignment = replace("ab(c)", [2], [5], [""]).alignment
    assert alignment is not None
    assert alignment.to_original(1, 1) == (1, 1)
    assert alignment.to_original(2, 2) == (2, 2)
    assert Alignment.identity(0).to_original(0, 0) == (0, 0)


def test_a_range_outside_is_refused() -> None:
    for start, end in ((0, 3), (-1, 1), (2, 1)):
        with pytest.raises(IndexError, match="outside"):
            Alignment.identity(2).to_original(start, end)

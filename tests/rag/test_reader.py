"""Scores of stretches that are not among a reader's best spans."""

from __future__ import annotations

import math

from rag.reader import Edge, Reading, SpanCandidate

READING = Reading(
    (SpanCandidate(4, 6, 9.0),),
    1.0,
    (
        (Edge(0, 2, 1.0, -3.0), Edge(2, 4, -2.0, 2.0), Edge(4, 6, 4.0, 5.0)),
        (Edge(4, 6, 0.0, 0.0), Edge(6, 8, -1.0, 3.0)),
    ),
)


def test_a_stretch_has_the_score_of_the_likeliest_span_in_it() -> None:
    assert READING.within(0, 4) == 1.0 + 2.0
    assert READING.within(2, 4) == -2.0 + 2.0
    assert READING.within(0, 6) == 4.0 + 5.0
    # an end before its beginning is no span, and neither is one of two windows
    assert READING.within(4, 8) == 9.0
    assert READING.within(6, 8) == -1.0 + 3.0


def test_what_no_window_holds_is_impossible() -> None:
    assert READING.within(8, 9) == -math.inf
    assert Reading((SpanCandidate(0, 2, 1.0),), 0.0).within(0, 2) == -math.inf


def test_a_head_is_taken_off_with_what_was_found_in_it() -> None:
    rest = READING.without(3)
    assert [(s.start, s.end) for s in rest.spans] == [(1, 3)]
    assert rest.within(0, 1) == READING.within(3, 4)
    assert len(rest.windows[0]) == 2
    assert Reading((SpanCandidate(0, 2, 1.0),), 0.0).without(3).spans == ()

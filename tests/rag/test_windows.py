"""Windows cover every token, and logits come back as the right spans."""

from __future__ import annotations

import numpy as np
import pytest

from index.unigram import Token
from rag.windows import QUESTION_TOKENS, best_spans, no_answer, window, windows


def text_of(size: int) -> list[Token]:
    """A text in which token n has the id n + 10 and covers two characters."""
    return [Token(place + 10, 2 * place, 2 * place + 2) for place in range(size)]


@pytest.mark.parametrize("size", [0, 1, 19, 20, 21, 57, 300])
def test_every_token_is_read_and_no_window_is_too_long(size: int) -> None:
    pieces = windows([7, 8], [text_of(size)], 26, 5)
    assert all(len(piece.ids) <= 26 for piece in pieces)
    assert {token.id for piece in pieces for token in piece.tokens} == set(range(10, size + 10))
    for before, after in zip(pieces, pieces[1:], strict=False):
        assert len(set(before.tokens) & set(after.tokens)) == 5


def test_each_text_has_its_windows_together() -> None:
    pieces = windows([7], [text_of(50), [], text_of(3)], 30, 4)
    assert [piece.text for piece in pieces] == sorted(piece.text for piece in pieces)
    assert {piece.text for piece in pieces} == {0, 1, 2}


def test_a_window_is_laid_out_as_the_encoder_was_taught() -> None:
    piece = window([7, 8], text_of(3))
    assert piece.ids == (0, 7, 8, 2, 2, 10, 11, 12, 2)
    assert piece.ids[piece.first] == 10


def test_a_long_question_is_cut() -> None:
    piece = window(list(range(100, 300)), text_of(3))
    assert piece.first == QUESTION_TOKENS + 3


def logits_for(size: int, peaks: dict[int, float]) -> np.ndarray:
    values = np.full(size, -5, dtype=np.float32)
    for place, value in peaks.items():
        values[place] = value
    return values


def test_spans_come_best_first_in_code_points() -> None:
    piece = window([7], text_of(10))
    size = len(piece.ids)
    starts = logits_for(size, {piece.first + 2: 4.0, piece.first + 6: 3.0})
    ends = logits_for(size, {piece.first + 3: 4.0, piece.first + 7: 3.0})
    spans = best_spans(piece, starts, ends, longest=5, count=2)
    assert [(span.start, span.end) for span in spans] == [(4, 8), (12, 16)]
    assert spans[0].score == pytest.approx(8)


def test_a_span_neither_ends_before_it_starts_nor_runs_too_long() -> None:
    piece = window([7], text_of(10))
    size = len(piece.ids)
    starts = logits_for(size, {piece.first + 8: 9.0, piece.first: 8.0})
    ends = logits_for(size, {piece.first + 9: 1.0, piece.first + 5: 9.0})
    (span,) = best_spans(piece, starts, ends, longest=5, count=1)
    assert (span.start, span.end) == (16, 20)


def test_logits_of_the_question_are_never_a_span() -> None:
    piece = window([7, 8], text_of(4))
    size = len(piece.ids)
    starts, ends = logits_for(size, {1: 50.0}), logits_for(size, {2: 50.0, size - 1: 40.0})
    for span in best_spans(piece, starts, ends, longest=4, count=20):
        assert span.score == pytest.approx(-10)


def test_no_answer_is_the_first_tokens_score() -> None:
    assert no_answer(logits_for(5, {0: 2.0}), logits_for(5, {0: 1.5})) == pytest.approx(3.5)
    assert best_spans(window([7], []), np.zeros(5), np.zeros(5), longest=4, count=3) == []

"""How a question and a text become windows of tokens, and logits become spans again.

The reader is trained and run with the same windows, so both sides use these functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.unigram import Token

BEGIN, _PAD, END = 0, 1, 2
QUESTION_TOKENS = 64
"""A longer question is cut."""


@dataclass(frozen=True)
class Window:
    """A stretch of one text beside the question, as the encoder reads them.

    Attributes:
        text: which of the texts it is from.
        ids: token ids: begin, question, end, end, stretch, end.
        first: place in `ids` of the stretch's first token.
        tokens: the tokens of the stretch.
    """

    text: int
    ids: tuple[int, ...]
    first: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Span:
    """A span of a text in code points, and the sum of its start and end logits."""

    start: int
    end: int
    score: float


def window(question: Sequence[int], tokens: Sequence[Token], text: int = 0) -> Window:
    """The window of a whole stretch of tokens."""
    head = (BEGIN, *question[:QUESTION_TOKENS], END, END)
    ids = (*head, *(token.id for token in tokens), END)
    return Window(text, ids, len(head), tuple(tokens))


def windows(
    question: Sequence[int], texts: Sequence[Sequence[Token]], size: int, overlap: int
) -> list[Window]:
    """Cut texts into windows of at most `size` tokens, neighbours sharing `overlap` of them.

    A text has at least one window, also when it is empty; its windows stand together.

    Args:
        question: token ids of the question.
        texts: the tokens of each text.
        size: tokens a window at most, question and marks included.
        overlap: tokens that two windows of one text share.
    """
    room = size - len(question[:QUESTION_TOKENS]) - 4
    result = []
    for place, tokens in enumerate(texts):
        # Windows of one length waste less than a full one and a short rest.
        count = max(1, -(-(len(tokens) - overlap) // max(room - overlap, 1)))
        length = -(-(len(tokens) + (count - 1) * overlap) // count)
        for number in range(count):
            begin = number * (length - overlap)
            result.append(window(question, tokens[begin : begin + length], place))
    return result


def best_spans(
    piece: Window,
    starts: npt.NDArray[np.float32],
    ends: npt.NDArray[np.float32],
    *,
    longest: int,
    count: int,
) -> list[Span]:
    """The spans of a window with the highest sums of logits, best first.

    Args:
        piece: the window.
        starts: float32[tokens], the logits of a span's first token, for the whole of `piece.ids`.
        ends: likewise of a span's last token.
        longest: tokens a span at most.
        count: how many spans.
    """
    size = len(piece.tokens)
    if not size:
        return []
    first = starts[piece.first : piece.first + size]
    last = ends[piece.first : piece.first + size]
    likely_first = np.argsort(-first, kind="stable")[: 4 * count]
    likely_last = np.argsort(-last, kind="stable")[: 4 * count]
    sums = first[likely_first][:, None] + last[likely_last][None, :]
    lengths = likely_last[None, :] - likely_first[:, None]
    sums[(lengths < 0) | (lengths >= longest)] = -np.inf
    spans: dict[tuple[int, int], Span] = {}
    for place in np.argsort(-sums, axis=None, kind="stable"):
        row, column = divmod(int(place), sums.shape[1])
        score = float(sums[row, column])
        if len(spans) == count or score == -np.inf:
            break
        start = piece.tokens[likely_first[row]].start
        end = piece.tokens[likely_last[column]].end
        if end > start:
            spans.setdefault((start, end), Span(start, end, score))
    return list(spans.values())


def no_answer(starts: npt.NDArray[np.float32], ends: npt.NDArray[np.float32]) -> float:
    """The score of a window's having no answer: its first token stands for that."""
    return float(starts[0] + ends[0])

"""Scores of a span reader over examples: EM, F1 and how well it knows that there is no answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval import cmrc
from eval.reading_sets import Example
from index.unigram import Token
from rag.windows import Window, best_spans, no_answer, windows

LONGEST = 60
Run = Callable[[Sequence[Window]], Iterable[npt.NDArray[np.float32]]]
"""Start and end logits float32[tokens, 2] of each window; there may be more rows than tokens."""


@dataclass(frozen=True)
class Prediction:
    """The best span of one example.

    Attributes:
        example: the example.
        answer: the span's text; empty if the text is.
        margin: the span's score less that of "no answer" in the same window.
    """

    example: Example
    answer: str
    margin: float


def predict(
    items: Sequence[tuple[Example, Sequence[int], Sequence[Token]]],
    run: Run,
    *,
    size: int,
    overlap: int = 64,
    batch_tokens: int = 4096,
) -> list[Prediction]:
    """Read every example.

    Args:
        items: examples with the tokens of their question and of their text.
        run: the model.
        size: tokens a window at most.
        overlap: tokens that two windows share.
        batch_tokens: tokens a batch at most.
    """
    pieces = [
        (place, piece)
        for place, (_, question, tokens) in enumerate(items)
        for piece in windows(question, [tokens], size, overlap)
    ]
    best: dict[int, tuple[float, float, str]] = {}
    for batch in batches_by_length([len(piece.ids) for _, piece in pieces], batch_tokens):
        for at, logits in zip(batch, run([pieces[at][1] for at in batch]), strict=True):
            place, piece = pieces[at]
            starts, ends = logits[:, 0], logits[:, 1]
            null = no_answer(starts, ends)
            context = items[place][0].context
            for span in best_spans(piece, starts, ends, longest=LONGEST, count=1):
                found = (span.score - null, span.score, context[span.start : span.end])
                best[place] = max(best.get(place, found), found)
    return [
        Prediction(example, answer, margin)
        for place, (example, _, _) in enumerate(items)
        for margin, _, answer in [best.get(place, (0.0, 0.0, ""))]
    ]


def batches_by_length(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Group texts of like length: lists of places whose padded size stays within `tokens`."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[place] <= tokens:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def summarise(predictions: Sequence[Prediction]) -> dict[str, float]:
    """EM and F1 of the answerable, and how the margin tells them from the others.

    `auc` is the chance that an answerable example has the higher margin of a pair (the area
    under the ROC curve, as the rank-sum statistic).
    """
    answerable = [p for p in predictions if p.example.answers]
    others = [p.margin for p in predictions if not p.example.answers]
    found = cmrc.score(
        [(p.answer, [p.example.context[a:b] for a, b in p.example.answers]) for p in answerable]
    )
    result = {"em": round(found.exact, 2), "f1": round(found.f1, 2), "answerable": found.count}
    if others and answerable:
        margins = np.array([p.margin for p in answerable])
        below = np.searchsorted(np.sort(others), margins)
        result |= {
            "auc": round(float(below.mean() / len(others)), 4),
            "unanswerable": len(others),
            "declined": round(float(np.mean(np.array(others) < 0)), 4),
            "wrongly_declined": round(float(np.mean(margins < 0)), 4),
        }
    return result


def summarise_kinds(predictions: Sequence[Prediction]) -> dict[str, dict[str, float]]:
    """Of each kind of example: EM, F1 and the share wrongly declined, or the share declined.

    `count` is the number of examples of the kind.
    """
    kinds: dict[str, list[Prediction]] = {}
    for prediction in predictions:
        kinds.setdefault(prediction.example.kind, []).append(prediction)
    result = {}
    for kind, found in sorted(kinds.items()):
        declined = round(float(np.mean([p.margin < 0 for p in found])), 4)
        if found[0].example.answers:
            summary = summarise(found)
            scores = {"em": summary["em"], "f1": summary["f1"], "wrongly_declined": declined}
        else:
            scores = {"declined": declined}
        result[kind] = {"count": len(found), **scores}
    return result

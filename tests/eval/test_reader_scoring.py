"""Batching and the figures of a span reader."""

from __future__ import annotations

from dataclasses import replace

from eval.reader_scoring import Prediction, batches_by_length, summarise, summarise_kinds
from eval.reading_sets import Example


def test_batches_hold_every_text_once_and_stay_within_bounds() -> None:
    lengths = [5, 500, 3, 40, 41, 7, 512, 5]
    batches = batches_by_length(lengths, 512)
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    assert all(
        len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= 512
        for batch in batches
    )


def prediction(answer: str, margin: float, *, answerable: bool) -> Prediction:
    context = "2474户6524人搬迁"
    answers = ((5, 10),) if answerable else ()
    return Prediction(Example("1", "g", "多少人", context, answers, "set"), answer, margin)


def test_margins_tell_the_answerable_from_the_others() -> None:
    result = summarise(
        [
            prediction("6524人", 3.0, answerable=True),
            prediction("2474户", -1.0, answerable=True),
            prediction("6524人", -2.0, answerable=False),
            prediction("6524人", 0.5, answerable=False),
        ]
    )
    assert (result["em"], result["f1"], result["answerable"]) == (50, 50, 2)
    assert (result["auc"], result["declined"], result["wrongly_declined"]) == (0.75, 0.5, 0.5)


def test_kinds_are_told_apart() -> None:
    wrong = prediction("6524人", 1.0, answerable=False)
    found = summarise_kinds(
        [
            prediction("6524人", 3.0, answerable=True),
            prediction("2474户", -1.0, answerable=True),
            replace(wrong, example=replace(wrong.example, kind="trap"), margin=-4.0),
        ]
    )
    assert found == {
        "set": {"count": 2, "em": 50, "f1": 50, "wrongly_declined": 0.5},
        "trap": {"count": 1, "declined": 1.0},
    }

"""Two runs side by side: what got better, what broke, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.measures import MEASURES
from eval.run import Run
from eval.statistics import paired_randomisation

LEVEL = 0.05
"""A difference with a p-value below this is called more than chance."""


@dataclass(frozen=True)
class Difference:
    """One measure in two runs over the same questions.

    `p` is None where there is no paired test: a measure of the whole run is no mean of questions.
    """

    name: str
    before: float
    after: float
    count: int
    p: float | None

    @property
    def better(self) -> float:
        """How much better it became; negative where it became worse."""
        change = self.after - self.before
        return change if MEASURES[self.name].higher else -change

    @property
    def is_more_than_chance(self) -> bool:
        """Whether the paired test says so."""
        return self.p is not None and self.p < LEVEL


@dataclass(frozen=True)
class Change:
    """A question that ended differently: its two verdicts and short answers."""

    id: str
    question: str
    must: bool
    before: str
    after: str
    answer_before: str | None
    answer_after: str | None


@dataclass(frozen=True)
class Comparison:
    """Two runs compared on the questions that both have, asked in the same words.

    `got_better` became right, `broke` were right, `otherwise` changed from one fault to another;
    `only_before` and `only_after` are ids that could not be paired.
    """

    questions: int
    differences: tuple[Difference, ...]
    got_better: tuple[Change, ...]
    broke: tuple[Change, ...]
    otherwise: tuple[Change, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def compare(before: Run, after: Run) -> Comparison:
    """What changed from one run to another."""
    paired = [
        (one, after.predictions[id])
        for id, one in before.predictions.items()
        if id in after.predictions and _asked(one) == _asked(after.predictions[id])
    ]
    same = {one["id"] for one, _ in paired}
    changes = [(one, other) for one, other in paired if one["verdict"] != other["verdict"]]
    return Comparison(
        questions=len(paired),
        differences=_differences(before, after, paired),
        got_better=_changes(changes, False, True),
        broke=_changes(changes, True, False),
        otherwise=_changes(changes, False, False),
        only_before=tuple(id for id in before.predictions if id not in same),
        only_after=tuple(id for id in after.predictions if id not in same),
    )


Prediction = Mapping[str, Any]


def _asked(prediction: Prediction) -> tuple[str, tuple[str, ...]]:
    return prediction["question"], tuple(prediction["history"])


def _changes(
    pairs: list[tuple[Prediction, Prediction]], was_right: bool, is_right: bool
) -> tuple[Change, ...]:
    return tuple(
        Change(
            id=one["id"],
            question=one["question"],
            must="must" in other["tags"],
            before=one["verdict"],
            after=other["verdict"],
            answer_before=_answer(one),
            answer_after=_answer(other),
        )
        for one, other in pairs
        if one["right"] is was_right and other["right"] is is_right
    )


def _answer(prediction: Prediction) -> str | None:
    return prediction["result"]["answer"] if prediction["result"] else None


def _differences(
    before: Run, after: Run, paired: list[tuple[Prediction, Prediction]]
) -> tuple[Difference, ...]:
    found = []
    for name, measure in MEASURES.items():
        if measure.one is None:
            one, other = (run.about["measures"].get(name) for run in (before, after))
            if one is not None and other is not None:
                count = min(one["count"], other["count"])
                found.append(Difference(name, one["value"], other["value"], count, None))
            continue
        both = [
            (one["values"][name], other["values"][name])
            for one, other in paired
            if name in one["values"] and name in other["values"]
        ]
        if both:
            old, new = zip(*both, strict=True)
            found.append(
                Difference(
                    name,
                    sum(old) / len(old),
                    sum(new) / len(new),
                    len(both),
                    paired_randomisation(old, new),
                )
            )
    return tuple(found)

"""Which proposal is best, and the probability that it answers its question."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from rag.proposals import Features

FILE = Path(__file__).parent / "models" / "confidence.json"


@dataclass(frozen=True)
class Weights:
    """Two linear models over the features of a proposal.

    `order` ranks the proposals of one question; `weights` and `bias` give the probability, by a
    logistic function, that the first of them answers.
    """

    order: Mapping[str, float]
    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Confidence:
    """The models for questions with a short answer and for those that a sentence answers (why, how,
    whether), and the probability below which nothing is answered.

    Fitted on `tune` questions about the seeds and about other documents by `eval/fit_confidence.py`.
    """

    short: Weights
    whole: Weights
    threshold: float

    def rank(self, features: Features) -> float:
        """The higher, the further in front the passage of a proposal is listed."""
        return _product(self._of(features).order, features)

    def probability(self, features: Features) -> float:
        """The probability (0..1) that a proposal, were it the first, answers the question."""
        model = self._of(features)
        score = model.bias + _product(model.weights, features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def _of(self, features: Features) -> Weights:
        return self.whole if features.is_sentence else self.short


def _product(weights: Mapping[str, float], features: Features) -> float:
    values: dict[str, float] = asdict(features)
    return sum(weight * values[name] for name, weight in weights.items())


@cache
def load_confidence(reader: str) -> Confidence:
    """The fitted models for a reader, `rules` or `model`: their scores differ in scale."""
    found = json.loads(FILE.read_text(encoding="utf-8"))[reader]
    return Confidence(Weights(**found["short"]), Weights(**found["whole"]), found["threshold"])

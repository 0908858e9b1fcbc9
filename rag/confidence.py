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
class Confidence:
    """Two linear models over the features of a proposal, and where to draw the line.

    `order` ranks the proposals of one question; `weights` and `bias` give the probability, by a
    logistic function, that the first of them answers; below `threshold` nothing is answered. Fitted
    on the `tune` questions of `eval/seeds.jsonl` by `eval/fit_confidence.py`.
    """

    order: Mapping[str, float]
    bias: float
    weights: Mapping[str, float]
    threshold: float

    def rank(self, features: Features) -> float:
        """The higher, the better a proposal is among those of its question."""
        return _product(self.order, features)

    def probability(self, features: Features) -> float:
        """The probability (0..1) that a proposal, were it the first, answers the question."""
        score = self.bias + _product(self.weights, features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _product(weights: Mapping[str, float], features: Features) -> float:
    values: dict[str, float] = asdict(features)
    return sum(weight * values[name] for name, weight in weights.items())


@cache
def load_confidence(reader: str) -> Confidence:
    """The fitted models for a reader, `rules` or `model`: their scores differ in scale."""
    return Confidence(**json.loads(FILE.read_text(encoding="utf-8"))[reader])

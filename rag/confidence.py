"""The probability that a proposal answers its question."""

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
    """A linear model over the features of a proposal; a logistic function makes it a probability."""

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

    def probability(self, features: Features) -> float:
        """The probability (0..1) that a proposal, were it the first, answers the question."""
        model = self.whole if features.is_sentence else self.short
        values: dict[str, float] = asdict(features)
        score = model.bias + sum(weight * values[name] for name, weight in model.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load_confidence(reader: str) -> Confidence:
    """The fitted models for a reader, `rules` or `model`: their scores differ in scale."""
    found = json.loads(FILE.read_text(encoding="utf-8"))[reader]
    return Confidence(Weights(**found["short"]), Weights(**found["whole"]), found["threshold"])

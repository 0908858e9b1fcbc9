"""Whether confidence means what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies in [low, high), the last bin with 1.0 included."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(
    confidence: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> tuple[Bin, ...]:
    """Bins of equal width with the mean confidence and the share of right answers of each.

    Empty bins are left out. Source: DeGroot and Fienberg 1983, "The Comparison and Evaluation of
    Forecasters" (the reliability diagram).
    """
    values = np.asarray(confidence, dtype=float)
    hits = np.asarray(right, dtype=float)
    number = np.minimum((values * bins).astype(int), bins - 1)
    return tuple(
        Bin(
            low=at / bins,
            high=(at + 1) / bins,
            count=int((number == at).sum()),
            confidence=float(values[number == at].mean()),
            accuracy=float(hits[number == at].mean()),
        )
        for at in range(bins)
        if (number == at).any()
    )


def expected_calibration_error(
    confidence: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> float:
    """The mean distance of confidence and accuracy over the bins, by their counts; 0 if empty.

    Source: Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning";
    Guo et al. 2017, "On Calibration of Modern Neural Networks", equation 5.
    """
    found = reliability(confidence, right, bins)
    total = sum(b.count for b in found)
    return sum(b.count * abs(b.accuracy - b.confidence) for b in found) / total if total else 0.0

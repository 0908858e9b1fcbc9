"""How well it is told what the documents do not say: precision, recall, F1, risk and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Abstention:
    """Declining as a detector of unanswerable questions; each 0 where it is undefined."""

    precision: float
    recall: float
    f1: float


def abstention(declined: Sequence[bool], unanswerable: Sequence[bool]) -> Abstention:
    """Precision and recall of declining, with "unanswerable" as the positive class.

    Source: the no-answer figures of Rajpurkar et al. 2018, "Know What You Don't Know", put as
    precision and recall (van Rijsbergen 1979).
    """
    both = sum(d and u for d, u in zip(declined, unanswerable, strict=True))
    said, true = sum(declined), sum(unanswerable)
    return Abstention(
        precision=both / said if said else 0.0,
        recall=both / true if true else 0.0,
        f1=2 * both / (said + true) if said + true else 0.0,
    )


@dataclass(frozen=True)
class RiskCoverage:
    """The risk-coverage curve of what was answered.

    `coverage[i]` (ascending, 0..1) is the share of all questions answered when only the i + 1
    most confident answers are given; `risk[i]` is the share of wrong ones among those. `area` is
    the mean of `risk`: 0 is best; 0 too where nothing was answered.
    """

    coverage: npt.NDArray[np.float64]
    risk: npt.NDArray[np.float64]
    area: float


def risk_coverage(
    confidence: Sequence[float], right: Sequence[bool], questions: int
) -> RiskCoverage:
    """The curve over the answers that were given, most confident first.

    Answers of equal confidence come in together, each with the mean risk of its tie, so that the
    order of the questions changes nothing.

    Source: El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective Classification";
    its area as in Geifman et al. 2019, "Bias-Reduced Uncertainty Estimation".

    :param confidence: One for each answer given, 0..1.
    :param right: Whether that answer is right.
    :param questions: How many questions were asked, the declined ones included.
    """
    count = len(confidence)
    if not count:
        empty = np.zeros(0)
        return RiskCoverage(empty, empty, 0.0)
    values = np.asarray(confidence, dtype=float)
    order = np.argsort(-values, kind="stable")
    wrong = 1.0 - np.asarray(right, dtype=float)[order]
    _, tie = np.unique(-values[order], return_inverse=True)
    wrong = (np.bincount(tie, wrong) / np.bincount(tie))[tie]
    risk = np.cumsum(wrong) / np.arange(1, count + 1)
    return RiskCoverage(np.arange(1, count + 1) / questions, risk, float(risk.mean()))

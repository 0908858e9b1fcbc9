"""How sure a figure is: bootstrap intervals, a paired test, percentiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
SEED = 20_260_101


@dataclass(frozen=True)
class Interval:
    """The 95 % interval of a figure."""

    low: float
    high: float


def bootstrap(
    size: int,
    figure: Callable[[npt.NDArray[np.intp]], float],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """The percentile interval of a figure over resampled questions.

    Source: Efron 1979, "Bootstrap Methods: Another Look at the Jackknife"; percentile interval as
    in Efron and Tibshirani 1993, chapter 13. Questions are drawn with replacement; the same seed
    gives the same interval. NaN figures (a resample without what is measured) are left out.

    :param size: How many questions there are.
    :param figure: The figure of the questions with the given numbers.
    """
    random = np.random.default_rng(seed)
    drawn = [figure(random.integers(0, size, size)) for _ in range(resamples)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Interval(float(low), float(high))


def bootstrap_mean(
    values: Sequence[float], resamples: int = RESAMPLES, seed: int = SEED
) -> Interval:
    """As `bootstrap`, of the mean of some values (at least one)."""
    array = np.asarray(values, dtype=float)
    random = np.random.default_rng(seed)
    means = array[random.integers(0, len(array), (resamples, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(low), float(high))


def paired_randomisation(
    before: Sequence[float], after: Sequence[float], rounds: int = 10_000, seed: int = SEED
) -> float:
    """The two-sided p-value that two runs differ in mean on the same questions.

    Under the null hypothesis the two results of a question could be exchanged; the p-value is
    (1 + rounds whose difference is at least as large) / (1 + rounds).
    Source: Fisher 1935; for retrieval Smucker, Allan and Carterette 2007, "A Comparison of
    Statistical Significance Tests for Information Retrieval Evaluation".

    :raises ValueError: The two have different lengths.
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} and {len(after)} results cannot be paired")
    difference = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    difference = difference[difference != 0]
    if not len(difference):
        return 1.0
    random = np.random.default_rng(seed)
    signs = random.choice((-1.0, 1.0), size=(rounds, len(difference)))
    extreme = np.abs(signs @ difference) >= abs(difference.sum()) - 1e-9
    return float((1 + extreme.sum()) / (1 + rounds))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share (0..100) of the values does not exceed, linearly interpolated."""
    return float(np.percentile(values, share))

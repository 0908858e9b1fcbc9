"""Intervals and the paired test against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from eval.statistics import bootstrap, bootstrap_mean, paired_randomisation, percentile

RANDOM = np.random.default_rng(11)
VALUES = (RANDOM.random(200) < 0.8).astype(float).tolist()


def test_the_interval_agrees_with_scipy() -> None:
    ours = bootstrap_mean(VALUES, resamples=5000)
    theirs = stats.bootstrap(
        (VALUES,), np.mean, n_resamples=5000, method="percentile", rng=np.random.default_rng(3)
    ).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.015)
    assert ours.high == pytest.approx(theirs.high, abs=0.015)
    assert ours.low < np.mean(VALUES) < ours.high


def test_the_general_interval_agrees_with_that_of_the_mean() -> None:
    array = np.array(VALUES)
    general = bootstrap(len(array), lambda drawn: float(array[drawn].mean()), resamples=3000)
    special = bootstrap_mean(VALUES, resamples=3000)
    assert general.low == pytest.approx(special.low, abs=0.015)
    assert general.high == pytest.approx(special.high, abs=0.015)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert bootstrap_mean(VALUES) == bootstrap_mean(VALUES)


def test_the_paired_test_agrees_with_scipy() -> None:
    random = np.random.default_rng(7)
    before = random.random(40)
    after = before + random.normal(0.05, 0.15, 40)
    theirs = stats.permutation_test(
        (after, before),
        lambda x, y: np.mean(x - y),
        permutation_type="samples",
        n_resamples=10_000,
        rng=np.random.default_rng(1),
    ).pvalue
    assert paired_randomisation(before.tolist(), after.tolist()) == pytest.approx(theirs, abs=0.02)


def test_a_clear_difference_is_no_chance_and_none_is() -> None:
    assert paired_randomisation([0.0] * 30, [1.0] * 30) < 0.001
    assert paired_randomisation([1.0] * 30, [1.0] * 30) == 1.0
    assert paired_randomisation([0, 1], [1, 0]) == 1.0


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="paired"):
        paired_randomisation([1.0], [1.0, 0.0])


def test_percentiles() -> None:
    assert percentile([1, 2, 3, 4, 5], 50) == 3
    assert percentile([10, 20], 95) == pytest.approx(19.5)

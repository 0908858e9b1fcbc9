"""Calibration against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from eval.calibration import expected_calibration_error, reliability


def test_by_hand() -> None:
    # bin [0.9, 1]: mean 0.95, half right; bin [0.2, 0.3): mean 0.25, none right
    confidence, right = [0.9, 1.0, 0.25], [True, False, False]
    assert expected_calibration_error(confidence, right) == pytest.approx(
        (2 * abs(0.5 - 0.95) + abs(0 - 0.25)) / 3
    )


def test_perfect_and_empty() -> None:
    assert expected_calibration_error([1.0, 0.0], [True, False]) == 0.0
    assert expected_calibration_error([], []) == 0.0
    assert reliability([], []) == ()


def test_agrees_with_scikit_learn() -> None:
    random = np.random.default_rng(5)
    confidence = random.random(400)
    right = random.random(400) < confidence**2
    bins = reliability(confidence.tolist(), right.tolist())
    accuracy, mean = calibration_curve(right, confidence, n_bins=10)
    assert [b.accuracy for b in bins] == pytest.approx(accuracy.tolist())
    assert [b.confidence for b in bins] == pytest.approx(mean.tolist())
    assert sum(b.count for b in bins) == 400
    weights = np.array([b.count for b in bins]) / 400
    assert expected_calibration_error(confidence.tolist(), right.tolist()) == pytest.approx(
        float((weights * np.abs(accuracy - mean)).sum())
    )

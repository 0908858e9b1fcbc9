"""Abstention against scikit-learn, the risk-coverage curve against a plain loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support

from eval.abstention import abstention, risk_coverage

PAIRS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30)


@given(PAIRS)
def test_agrees_with_scikit_learn(pairs: list[tuple[bool, bool]]) -> None:
    declined, unanswerable = [list(column) for column in zip(*pairs, strict=True)]
    found = abstention(declined, unanswerable)
    expected = precision_recall_fscore_support(
        unanswerable, declined, average="binary", pos_label=True, zero_division=0
    )
    assert (found.precision, found.recall, found.f1) == pytest.approx(expected[:3])


def test_by_hand() -> None:
    curve = risk_coverage([0.9, 0.5, 0.7], [True, False, False], questions=6)
    assert curve.coverage.tolist() == pytest.approx([1 / 6, 2 / 6, 3 / 6])
    assert curve.risk.tolist() == pytest.approx([0, 1 / 2, 2 / 3])
    assert curve.area == pytest.approx((0 + 1 / 2 + 2 / 3) / 3)


def test_a_good_order_beats_a_bad_one() -> None:
    right = [True, True, False, False]
    good = risk_coverage([0.9, 0.8, 0.2, 0.1], right, 4).area
    bad = risk_coverage([0.1, 0.2, 0.8, 0.9], right, 4).area
    assert good < bad


def test_nothing_answered_is_no_risk() -> None:
    assert risk_coverage([], [], 5).area == 0.0


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.booleans()), min_size=1, max_size=20,
             unique_by=lambda pair: pair[0])
)  # fmt: skip
def test_agrees_with_a_plain_loop(pairs: list[tuple[int, bool]]) -> None:
    wrong, risks = 0, []
    for seen, (_, right) in enumerate(sorted(pairs, reverse=True), 1):
        wrong += not right
        risks.append(wrong / seen)
    confidence, right = [c / 1000 for c, _ in pairs], [r for _, r in pairs]
    assert risk_coverage(confidence, right, 40).area == pytest.approx(sum(risks) / len(risks))


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.5, 0.9]), st.booleans()), min_size=2))
def test_the_order_of_ties_changes_nothing(pairs: list[tuple[float, bool]]) -> None:
    turned = pairs[::-1]
    areas = [
        risk_coverage([c for c, _ in some], [r for _, r in some], len(some)).area
        for some in (pairs, turned)
    ]
    assert areas[0] == pytest.approx(areas[1])

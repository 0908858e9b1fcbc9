"""The measures over several questions."""

from __future__ import annotations

import pytest
from eval_cases import ORIGINALS, answer, declined, passage, question, quote, unanswerable

from eval.measures import MEASURES, measure_all, take
from eval.verdict import Judged, judge


def four() -> list[Judged]:
    """Right, declined though answerable, rightly declined, without a result."""
    return [
        judge(question("a"), answer(confidence=0.9), ORIGINALS, 10.0),
        judge(question("b"), declined(), ORIGINALS, 20.0),
        judge(unanswerable("c"), declined(), ORIGINALS, 30.0),
        judge(question("d"), None, ORIGINALS, 40.0, "ValueError: boom"),
    ]


def test_values() -> None:
    found = {name: m.value for name, m in measure_all(four(), interval=False).items()}
    assert found["right"] == 0.5
    assert found["f1"] == found["contained"] == found["first_quote"] == pytest.approx(1 / 3)
    assert found["recall@1"] == found["mrr"] == pytest.approx(2 / 3)  # declining lists passages too
    assert found["abstention_precision"] == 0.5
    assert found["abstention_recall"] == 1.0
    assert found["wrongly_declined"] == pytest.approx(1 / 3)
    assert found["verbatim"] == 1.0
    assert found["latency_p50"] == 25.0
    # answered: 0.9 right, and the failure, counted as wrong with confidence 1
    assert found["ece"] == pytest.approx(abs(0.5 - 0.95))
    assert found["risk_coverage_area"] == pytest.approx((1 + 1 / 2) / 2)


def test_a_question_without_a_result_does_not_drop_out_of_a_mean() -> None:
    counts = {name: m.count for name, m in measure_all(four(), interval=False).items()}
    assert counts["right"] == 4
    assert counts["f1"] == counts["mrr"] == counts["quote_recall"] == 3


def test_a_measure_that_says_nothing_is_left_out() -> None:
    alone = [judge(unanswerable(), declined(), ORIGINALS)]
    found = measure_all(alone, interval=False)
    assert "f1" not in found
    assert "latency_p50" not in found
    assert found["right"].value == 1.0
    assert take(MEASURES["ece"], [], interval=False) is None


def test_intervals_hold_the_value() -> None:
    for measured in measure_all(four()).values():
        assert measured.interval is not None
        assert measured.interval.low <= measured.value + 1e-9
        assert measured.value <= measured.interval.high + 1e-9


def test_a_forged_quote_shows_in_the_verbatim_rate() -> None:
    forged = quote("a.txt", "投入3.6億元。", text="投入3.6亿元。")
    real = quote("a.txt", "甲縣搬遷2474戶6524人。")
    found = judge(question(), answer(quotes=[real, forged]), ORIGINALS)
    assert measure_all([found], ["verbatim"], interval=False)["verbatim"].value == 0.5


def test_retrieval_is_measured_on_the_passages() -> None:
    found = judge(question(), answer(passages=[passage("b.txt"), passage("a.txt")]), ORIGINALS)
    values = measure_all([found], ["success@1", "success@5", "mrr"], interval=False)
    assert [values[name].value for name in ("success@1", "success@5", "mrr")] == [0.0, 1.0, 0.5]


def test_every_measure_states_its_meaning_and_source() -> None:
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.meaning and measure.source
        assert (measure.one is None) != (measure.whole is None)

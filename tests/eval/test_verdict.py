"""What counts as right, and as which fault."""

from __future__ import annotations

from typing import Any

import pytest
from eval_cases import ORIGINALS, answer, declined, question, quote, unanswerable

from eval.question_set import Question
from eval.verdict import Verdict, judge, quote_is_verbatim

OTHER = quote("b.txt", "乙县搬迁3000人；")
DAMAGED = question(answers=(), tags={"damaged"})


@pytest.mark.parametrize(
    ("asked", "result", "verdict"),
    [
        (question(), answer(), Verdict.RIGHT),
        (question(), answer("2474戶6524人"), Verdict.RIGHT),
        (question(), answer("2474戶"), Verdict.WRONG_ANSWER),
        (question(), answer(None), Verdict.WRONG_ANSWER),
        (question(), answer("6524人", quotes=[OTHER]), Verdict.WRONG_EVIDENCE),
        (question(), answer("6524人", quotes=[]), Verdict.WRONG_EVIDENCE),
        (question(), declined(), Verdict.WRONGLY_DECLINED),
        (question(), answer(outcome="damaged"), Verdict.DAMAGE_INVENTED),
        (question(), None, Verdict.NO_RESULT),
        (unanswerable(), declined(), Verdict.RIGHTLY_DECLINED),
        (unanswerable(), answer(), Verdict.SHOULD_DECLINE),
        (unanswerable(), answer(None, "damaged"), Verdict.SHOULD_DECLINE),
        (unanswerable(), None, Verdict.NO_RESULT),
        (DAMAGED, answer(None, "damaged"), Verdict.RIGHT),
        (DAMAGED, answer("6524人"), Verdict.DAMAGE_MISSED),
        (DAMAGED, answer(None, "damaged", [OTHER]), Verdict.WRONG_EVIDENCE),
        (DAMAGED, declined(), Verdict.WRONGLY_DECLINED),
    ],
)
def test_verdicts(asked: Question, result: dict[str, Any] | None, verdict: Verdict) -> None:
    found = judge(asked, result, ORIGINALS)
    assert found.verdict is verdict
    assert verdict.is_right == (verdict in (Verdict.RIGHT, Verdict.RIGHTLY_DECLINED))


def test_a_sentence_question_is_answered_by_its_quote() -> None:
    asked = question(tags={"sentence", "why"})
    assert judge(asked, answer(None), ORIGINALS).verdict is Verdict.RIGHT
    assert judge(asked, answer(None), ORIGINALS).f1 is None


def test_a_comparison_needs_evidence_of_both_and_the_winner() -> None:
    both = (("a.txt", "甲縣搬遷2474戶6524人。"), ("b.txt", "乙县搬迁3000人；"))
    asked = question(evidence=both, answers=("甲县",), tags={"compare"})
    first = quote("a.txt", "甲縣搬遷2474戶6524人。")
    right = judge(asked, answer("甲县", quotes=[first, OTHER]), ORIGINALS)
    assert right.verdict is Verdict.RIGHT
    half = judge(asked, answer("甲县", quotes=[first]), ORIGINALS)
    assert half.verdict is Verdict.WRONG_EVIDENCE
    loser = judge(asked, answer("乙县", quotes=[first, OTHER]), ORIGINALS)
    assert loser.verdict is Verdict.WRONG_ANSWER


def test_no_result_counts_as_wrong_in_every_measure() -> None:
    found = judge(question(), None, ORIGINALS, error="boom")
    assert (found.exact, found.f1, found.contained) == (0.0, 0.0, 0.0)
    assert found.ranking is not None and found.ranking.recall(10) == 0
    assert found.citation is not None and found.citation.recall == 0
    assert found.answered and found.confidence == 1.0


def test_a_changed_quote_is_not_verbatim() -> None:
    good = quote("a.txt", "农村基", "础设施好。")
    assert quote_is_verbatim(good, ORIGINALS)
    assert not quote_is_verbatim({**good, "text": "农村基础设施好"}, ORIGINALS)
    assert not quote_is_verbatim({**good, "source": "c.txt"}, ORIGINALS)
    assert not quote_is_verbatim({**good, "spans": [], "text": ""}, ORIGINALS)
    assert not quote_is_verbatim({**good, "answer_spans": [[0, 2]]}, ORIGINALS)
    beyond = {**good, "spans": [[0, len(ORIGINALS["a.txt"]) + 1]], "text": ORIGINALS["a.txt"]}
    assert not quote_is_verbatim(beyond, ORIGINALS)
    assert judge(question(), answer(quotes=[beyond]), ORIGINALS).verdict is Verdict.RIGHT
    start = good["start"]
    assert quote_is_verbatim({**good, "answer_spans": [[start, start + 1]]}, ORIGINALS)

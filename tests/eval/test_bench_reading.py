"""Reading figures over a stand-in reader that marks what it is told to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from eval.bench_data import ReadingQuestion
from eval.bench_reading import Read, read_one, report
from rag.reader import Reading, SpanCandidate


class Marks:
    """Marks one string wherever it stands in the folded text."""

    def __init__(self, wanted: str, odds: float = 2.0) -> None:
        self.wanted, self.odds = wanted, odds

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        found = []
        for text in texts:
            at = text.find(self.wanted)
            spans = (SpanCandidate(at, at + len(self.wanted), 1 + self.odds),) if at >= 0 else ()
            found.append(Reading(spans, 1.0))
        return found


def asked(*answers: str, evidences: Sequence[str] = ()) -> ReadingQuestion:
    context = "沁縣位於山西。２０１６年搬遷了６５２４人！後來都住進新房。"
    return ReadingQuestion("1", "搬遷了多少人？", context, answers, tuple(evidences))


def test_answer_and_sentence_are_slices_of_the_original() -> None:
    read = read_one(Marks("6524人"), asked("６５２４人"))
    assert read.answer == "６５２４人"
    assert read.sentence == "２０１６年搬遷了６５２４人！"
    assert read.odds == pytest.approx(2.0) and read.milliseconds > 0


def test_nothing_marked_is_an_empty_answer() -> None:
    read = read_one(Marks("没有的"), asked("６５２４人"))
    assert (read.answer, read.sentence, read.odds) == ("", "", float("-inf"))


def made(answer: str, sentence: str, odds: float, question: ReadingQuestion) -> Read:
    return Read(question, answer, sentence, odds, 10.0)


def test_figures_of_an_answerable_set() -> None:
    found = [made("甲乙", "", 1, asked("甲乙")), made("甲乙丙", "", -1, asked("甲乙"))]
    rows = report("cmrc2018_dev", found, None).rows
    assert list(rows) == ["answer, gold paragraph"]
    (figures,) = rows.values()
    assert figures["EM"].value == 0.5
    assert figures["F1"].value == pytest.approx((1 + 0.8) / 2)
    assert figures["p50"].value == 10 and figures["p95"].unit == "ms"


def test_declining_is_right_where_there_is_no_answer() -> None:
    none = asked()
    found = [
        made("甲", "", 1, asked("甲")),
        made("甲", "", -1, asked("甲")),
        made("甲", "", -1, none),
        made("甲", "", 1, none),
        made("甲", "", -2, none),
    ]
    rows = report("squad2_zh_dev", found, None).rows
    assert rows["answer or none"]["EM"].value == pytest.approx(3 / 5)
    declining = rows["declining"]
    assert declining["precision"].value == pytest.approx(2 / 3)
    assert declining["recall"].value == pytest.approx(2 / 3)
    assert any("trained on this set" in note for note in report("squad2_zh_dev", found, None).notes)


def test_the_overall_f1_is_a_mean_of_products() -> None:
    found = [
        made("甲", "丙丁", 1, asked("甲", evidences=["丙丁戊己", "丙丁"])),
        made("乙", "丙丁", 1, asked("甲", evidences=["丙丁"])),
    ]
    rows = report("expmrc_cmrc_dev", found, None).rows
    assert rows["ExpMRC: answer"]["F1"].value == 0.5
    assert rows["ExpMRC: quoted sentence"]["F1"].value == 1.0
    assert rows["ExpMRC: overall"]["F1"].value == 0.5

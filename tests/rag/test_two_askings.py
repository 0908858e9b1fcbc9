from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from rag.answer import Answer, Outcome, Quote
from rag.two_askings import compose_two, two_askings

Told = Mapping[str, tuple[str, str]]
"""The sentence and the short answer to each question."""


class Desk:
    """Answers from a table, and writes down what it was asked."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self.asked: list[str] = []

    def __call__(self, question: str, within: Collection[str] | None) -> Answer:
        self.asked.append(question)
        found = self._told.get(question)
        quotes = (_quote(*found),) if found else ()
        return Answer(
            question=question,
            outcome=Outcome.ANSWERED if found else Outcome.NOT_FOUND,
            answer=found[1] if found else None,
            confidence=0.9 - 0.1 * len(self.asked) if found else 0.1,
            quotes=quotes,
            passages=(),
            timings_ms={},
        )


def _quote(text: str, answer: str) -> Quote:
    at = text.find(answer)
    span = ((at, at + len(answer)),) if at >= 0 else ()
    return Quote("d.txt", "d", ((0, len(text)),), text, span, (0, len(text)), 0.8, answer)


PARK = "园区规划多大，进了几家厂"
AREA = ("园区占地5平方公里。", "5平方公里")
FIRMS = ("眼下入园厂家14家,产值过亿。", "14家")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (PARK, ("园区规划多大", "园区规划 进了几家厂")),
        ("灯会在哪儿看 有几组灯", ("灯会在哪儿看", "灯会 有几组灯")),
        ("昔阳建了多少个诊所，有几个医生", ("昔阳建了多少个诊所", "昔阳 有几个医生")),
        ("大桥什么时候开工、什么时候通车", ("大桥什么时候开工", "大桥 什么时候通车")),
        ("沁县有多少户，永和有多少人", ("沁县有多少户", "永和有多少人")),
    ],
)
def test_two_questions_are_told_apart(question: str, parts: tuple[str, str]) -> None:
    assert two_askings(question) == parts


@pytest.mark.parametrize(
    "question",
    ["园区有多大", "园区建成后，进了几家厂", "有多少单位、工作队和干部", "多少，几，哪", "，谁"],
)
def test_one_question_stays_one(question: str) -> None:
    assert two_askings(question) is None


def test_both_answers_stand_side_by_side_with_their_quotes() -> None:
    desk = Desk({"园区规划多大": AREA, "园区规划 进了几家厂": FIRMS, PARK: FIRMS})
    answer = compose_two(PARK, desk)
    assert answer is not None
    assert answer.answer == "5平方公里；14家"
    assert [quote.answer for quote in answer.quotes] == ["5平方公里", "14家"]
    assert answer.confidence == pytest.approx(0.6)
    assert answer.question == PARK


def test_two_figures_of_one_sentence_are_left_as_they_are() -> None:
    whole = ("占地5平方公里,入园厂家14家。", "5平方公里；14家")
    desk = Desk({PARK: whole})
    answer = compose_two(PARK, desk)
    assert answer is not None
    assert (answer.answer, desk.asked) == ("5平方公里；14家", [PARK])


def test_one_sentence_for_both_is_quoted_once() -> None:
    text = "灯会在河滩公园展出灯60组。"
    desk = Desk({"灯会在哪儿看": (text, "河滩公园"), "灯会 有几组灯": (text, "60组")})
    answer = compose_two("灯会在哪儿看，有几组灯", desk)
    assert answer is not None
    (quote,) = answer.quotes
    assert (quote.answer, len(quote.answer_spans)) == ("河滩公园；60组", 2)


def test_with_one_of_the_two_unknown_the_ordinary_path_has_the_word() -> None:
    assert compose_two(PARK, Desk({"园区规划多大": AREA})) is None
    assert compose_two("园区有多大", Desk({"园区有多大": AREA})) is None
    assert compose_two("园区为什么建，怎么建", Desk({})) is None

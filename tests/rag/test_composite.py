from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from index.store import DocumentInfo
from rag.answer import Answer, Outcome, Quote, Relation, Retrieved
from rag.composite import compose
from rag.several import recognise
from rag.several_items import MOST, plan


def _document(source: str, *places: str, title: str = "") -> DocumentInfo:
    return DocumentInfo(source, title or source, places, None, (), 100, 1, 0, None)


XIYANG = _document("x.txt", "昔阳县", "晋中市", "山西省")
QINXIAN = _document("q.txt", "沁县", "长治市", "山西省")
TAIYUAN = _document("t.txt", "太原市", "山西省")
YONGHE = _document("y.txt", "永和县", "临汾市", "山西省")
LVLIANG = _document("l.txt", "吕梁市", "山西省")
ALL = (XIYANG, QINXIAN, TAIYUAN, YONGHE, LVLIANG)

Told = Mapping[tuple[str, str], tuple[str, str]]
"""The sentence and the short answer for each question and source."""


class Desk:
    """Answers from a table, and writes down what it was asked."""

    def __init__(self, told: Told, damaged: Collection[str] = ()) -> None:
        self._told = told
        self._damaged = damaged
        self.asked: list[tuple[str, frozenset[str] | None]] = []

    def __call__(self, question: str, within: Collection[str] | None) -> Answer:
        self.asked.append((question, None if within is None else frozenset(within)))
        quotes = [
            _quote(source, *found)
            for (asked, source), found in self._told.items()
            if asked == question and (within is None or source in within)
        ]
        outcome = Outcome.ANSWERED if quotes else Outcome.NOT_FOUND
        if any(quote.source in self._damaged for quote in quotes):
            outcome = Outcome.DAMAGED
        return Answer(
            question=question,
            outcome=outcome,
            answer=quotes[0].answer if quotes else None,
            confidence=quotes[0].score if quotes else 0.2,
            quotes=tuple(quotes),
            passages=tuple(
                Retrieved(s, s, 0, 99, f"{s}的贫困户脱贫、搬迁", 1.0)
                for s in sorted(within or {"x.txt"})
            ),
            timings_ms={},
            generation="g1",
        )


def _quote(source: str, text: str, answer: str) -> Quote:
    start = text.index(answer)
    return Quote(
        source=source,
        title=source,
        spans=((0, len(text)),),
        text=text,
        answer_spans=((start, start + len(answer)),) if answer else (),
        passage=(0, 99),
        score=0.9 if source == "x.txt" else 0.7,
        answer=answer,
    )


PEOPLE: Told = {
    ("昔阳脱贫了多少人", "x.txt"): ("39988人全部脱贫。", "39988人"),
    ("沁县脱贫了多少人", "q.txt"): ("13513户3.75万名贫困人口脱贫。", "13513户3.75万名"),
}


def test_a_comparison_names_the_side_that_has_more() -> None:
    answer = compose("昔阳和沁县哪个脱贫的人更多", ALL, Desk(PEOPLE))
    assert answer is not None
    assert (answer.outcome, answer.answer) == (Outcome.ANSWERED, "昔阳")
    assert answer.relation is Relation.COMPARISON
    assert [(p.label, p.answer, p.value, p.quote) for p in answer.parts] == [
        ("昔阳", "39988人", 39988.0, 0),
        ("沁县", "13513户3.75万名", 37500.0, 1),
    ]
    assert [quote.source for quote in answer.quotes] == ["x.txt", "q.txt"]
    assert answer.confidence == pytest.approx(0.7)
    assert answer.generation == "g1"


def test_the_winner_is_spelt_as_in_the_question() -> None:
    answer = compose("昔陽和沁縣哪個脫貧的人更多", ALL, Desk(PEOPLE))
    assert answer is not None
    assert answer.answer == "昔陽"


def test_each_side_is_looked_for_in_its_own_documents() -> None:
    desk = Desk(PEOPLE)
    compose("昔阳和沁县哪个脱贫的人更多", ALL, desk)
    assert desk.asked == [
        ("昔阳脱贫了多少人", frozenset({"x.txt"})),
        ("沁县脱贫了多少人", frozenset({"q.txt"})),
    ]


def test_a_side_that_its_own_documents_do_not_tell_is_looked_for_in_all() -> None:
    told = {**PEOPLE, ("娄烦脱贫了多少人", "t.txt"): ("娄烦脱贫50000人。", "50000人")}
    answer = compose("娄烦和昔阳哪个脱贫的人更多", ALL, Desk(told))
    assert answer is not None
    assert answer.answer == "娄烦"


def test_a_comparison_with_one_side_missing_is_not_found_and_says_which() -> None:
    answer = compose("大同和沁县哪个脱贫的人更多", ALL, Desk(PEOPLE))
    assert answer is not None
    assert (answer.outcome, answer.answer, answer.quotes) == (Outcome.NOT_FOUND, None, ())
    assert "大同" in answer.reason
    assert "沁县" not in answer.reason
    assert answer.passages[0].source == "q.txt"


def test_households_are_not_compared_with_people() -> None:
    told = {**PEOPLE, ("沁县脱贫了多少人", "q.txt"): ("13513户全部脱贫。", "13513户")}
    answer = compose("昔阳和沁县哪个脱贫的人更多", ALL, Desk(told))
    assert answer is not None
    assert answer.outcome is Outcome.NOT_FOUND


def test_an_aim_is_no_figure_to_compare() -> None:
    told = {**PEOPLE, ("沁县脱贫了多少人", "q.txt"): ("力争50000人脱贫。", "50000人")}
    answer = compose("昔阳和沁县哪个脱贫的人更多", ALL, Desk(told))
    assert answer is not None
    assert answer.outcome is Outcome.NOT_FOUND


def test_different_years_are_not_compared() -> None:
    told = {
        ("昔阳人均收入是多少", "x.txt"): ("2014年人均收入2761元。", "2761元"),
        ("沁县人均收入是多少", "q.txt"): ("2020年人均收入10118元。", "10118元"),
    }
    answer = compose("昔阳和沁县哪个人均收入高", ALL, Desk(told))
    assert answer is not None
    assert (answer.outcome, answer.reason) == (Outcome.NOT_FOUND, "different_years")


def test_a_damaged_side_is_said_to_be_one() -> None:
    answer = compose("昔阳和沁县哪个脱贫的人更多", ALL, Desk(PEOPLE, damaged=["q.txt"]))
    assert answer is not None
    assert (answer.outcome, answer.answer) == (Outcome.DAMAGED, None)
    assert answer.quotes[0].source == "q.txt"


def test_other_units_of_the_same_are_converted() -> None:
    told = {
        ("昔阳面积是多少", "x.txt"): ("面积1950平方公里。", "1950平方公里"),
        ("沁县面积是多少", "q.txt"): ("面积198万亩。", "198万亩"),
    }
    answer = compose("昔阳和沁县哪个面积小", ALL, Desk(told))
    assert answer is not None
    assert answer.answer == "沁县"
    assert [part.value for part in answer.parts] == [1.95e9, pytest.approx(1.32e9)]


def test_sides_that_are_level_are_both_named() -> None:
    told = {**PEOPLE, ("沁县脱贫了多少人", "q.txt"): ("近4万人脱贫。", "近4万人")}
    answer = compose("昔阳和沁县哪个脱贫的人更多", ALL, Desk(told))
    assert answer is not None
    assert answer.answer == "昔阳；沁县"


def test_by_how_much_gives_both_figures_and_computes_none() -> None:
    answer = compose("昔阳比沁县多脱贫了多少人", ALL, Desk(PEOPLE))
    assert answer is not None
    assert answer.answer == "39988人；13513户3.75万名"


COUNTS: Told = {
    ("昔阳县有多少贫困村", "x.txt"): ("151个贫困村全部退出。", "151个贫困村"),
    ("沁县有多少贫困村", "q.txt"): ("179个贫困村全部退出。", "179个"),
    ("永和县有多少贫困村", "y.txt"): ("全县79个行政村,78个是贫困村。", "79个行政村,78个"),
}


def test_a_collection_joins_what_each_place_says_in_document_order() -> None:
    answer = compose("各地分别有多少贫困村", ALL, Desk(COUNTS))
    assert answer is not None
    assert answer.answer == "151个贫困村；179个；79个行政村,78个"
    assert answer.relation is Relation.COLLECTION
    assert [(p.label, p.value) for p in answer.parts] == [
        ("昔阳县", 151.0),
        ("沁县", 179.0),
        ("永和县", 78.0),
    ]
    assert [quote.source for quote in answer.quotes] == ["x.txt", "q.txt", "y.txt"]
    assert answer.confidence == pytest.approx((0.9 + 0.7 + 0.7) / 3)


def test_a_collection_of_counties_passes_over_cities() -> None:
    desk = Desk(COUNTS)
    compose("各县有多少贫困村", ALL, desk)
    assert [question[:2] for question, _ in desk.asked] == ["昔阳", "沁县", "永和"]


def test_a_collection_keeps_to_the_place_it_names() -> None:
    desk = Desk(COUNTS)
    assert compose("吕梁各县分别有多少贫困村", ALL, desk) is None
    assert desk.asked == []


def test_a_collection_of_which_nothing_is_found() -> None:
    answer = compose("各地分别有多少所大学", ALL, Desk(COUNTS))
    assert answer is not None
    assert (answer.outcome, answer.parts, answer.relation) == (Outcome.NOT_FOUND, (), None)


def test_the_most_of_all_places() -> None:
    answer = compose("哪个县的贫困村最多", ALL, Desk(COUNTS))
    assert answer is not None
    assert (answer.answer, answer.relation) == ("沁县", Relation.COMPARISON)


def test_which_places_are_named_by_their_names() -> None:
    told = {
        ("昔阳县建了光伏电站", "x.txt"): ("建成59座村级光伏电站。", "59座"),
        ("永和县建了光伏电站", "y.txt"): ("光伏电站照亮富民路。", ""),
    }
    answer = compose("哪些地方建了光伏电站", ALL, Desk(told))
    assert answer is not None
    assert answer.answer == "昔阳县；永和县"
    assert [(part.answer, part.value) for part in answer.parts] == [(None, None)] * 2
    assert all(quote.answer_spans == () for quote in answer.quotes)


def test_articles_are_asked_one_by_one() -> None:
    told = {
        ("作者是谁", "x.txt"): ("(樊海燕)", "樊海燕"),
        ("作者是谁", "t.txt"): ("记者 周皓", "周皓"),
    }
    answer = compose("这几篇文章的作者是谁", ALL, Desk(told))
    assert answer is not None
    assert answer.answer == "樊海燕；周皓"
    assert [part.label for part in answer.parts] == ["x.txt", "t.txt"]


def test_places_that_are_only_listed_are_an_ordinary_question() -> None:
    desk = Desk({})
    assert compose("娄烦、阳曲的收入增幅有多高", ALL, desk) is None
    assert desk.asked == []


SHARED = "娄烦、阳曲收入分别增长至10982元、10783元。"


def test_parts_of_one_document_are_asked_one_by_one() -> None:
    told = {
        ("娄烦收入是多少", "t.txt"): (SHARED, "10982元"),
        ("阳曲收入是多少", "t.txt"): (SHARED, "10783元"),
    }
    answer = compose("娄烦、阳曲收入分别是多少", ALL, Desk(told))
    assert answer is not None
    assert answer.answer == "10982元；10783元"
    winner = compose("娄烦和阳曲哪个收入高", ALL, Desk(told))
    assert winner is not None
    assert winner.answer == "娄烦"


@pytest.mark.parametrize("question", ["娄烦和阳曲哪个收入高", "娄烦、阳曲收入分别是多少"])
def test_the_same_words_for_both_sides_tell_nothing_of_either(question: str) -> None:
    words = (SHARED, "10982元、10783元")
    told = {("娄烦收入是多少", "t.txt"): words, ("阳曲收入是多少", "t.txt"): words}
    assert compose(question, ALL, Desk(told)) is None


def test_a_figure_beside_the_point_is_asked_for_again_in_other_words() -> None:
    told = {
        **PEOPLE,
        ("沁县脱贫了多少人", "q.txt"): ("2474户6524人实现了新居梦。", "2474户6524人"),
        ("沁县脱贫人数是多少", "q.txt"): ("37467名贫困人口全部脱贫。", "37467名"),
    }
    answer = compose("昔阳和沁县哪个脱贫的人更多", ALL, Desk(told))
    assert answer is not None
    assert answer.parts[1].answer == "37467名"


def test_a_place_that_says_nothing_of_it_is_left_out() -> None:
    told = {
        ("沁县有多少名第一书记", "q.txt"): ("179名驻村“第一书记”。", "179名"),
        ("太原市有多少名第一书记", "t.txt"): ("20104户、55992名全部脱贫。", "55992名"),
    }
    answer = compose("各地有多少名第一书记", ALL, Desk(told))
    assert answer is not None
    assert [part.label for part in answer.parts] == ["沁县"]


def test_a_large_index_is_narrowed_by_retrieval() -> None:
    many = [_document(f"{i:03}.txt", title=f"第{i}篇") for i in range(40)]
    several = recognise("各地分别有多少贫困村")
    assert several is not None
    items = plan(several, many, Desk({}))
    assert 1 < len(items) <= MOST


def test_no_ordinary_question_of_the_seeds_is_taken_for_one() -> None:
    path = Path(__file__).parents[2] / "eval" / "seeds.jsonl"
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ordinary = [
        q["question"] for q in lines if not {"compare", "collect", "respectively"} & set(q["tags"])
    ]
    taken = [
        question
        for question in ordinary
        if (several := recognise(question)) and len(plan(several, ALL, Desk({}))) > 1
    ]
    assert len(ordinary) > 500
    assert taken == []

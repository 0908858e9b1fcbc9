from __future__ import annotations

import pytest

from rag.answer import Quote
from rag.disagreement import disagreement
from rag.question import read_question


def _quote(text: str, answer: str, source: str = "a.txt", place: str = "沁县") -> Quote:
    start = text.index(answer)
    return Quote(
        source=source,
        title=f"题目{source}",
        spans=((0, len(text)),),
        text=text,
        answer_spans=((start, start + len(answer)),),
        passage=(0, len(text)),
        score=0.8,
        answer=answer,
        place=place,
    )


VILLAGES = read_question("沁县有多少贫困村")


def test_two_documents_that_say_otherwise_are_shown_side_by_side() -> None:
    quotes = [
        _quote("沁县179个贫困村全部退出。", "179个"),
        _quote("全县共有贫困村178个。", "178个", "b.txt"),
    ]
    parts = disagreement(VILLAGES, quotes)
    assert [(p.label, p.answer, p.value, p.quote) for p in parts] == [
        ("题目a.txt", "179个", 179.0, 0),
        ("题目b.txt", "178个", 178.0, 1),
    ]


def test_a_document_can_contradict_itself() -> None:
    quotes = [
        _quote("全县共有贫困村179个。", "179个"),
        _quote("截至目前，沁县贫困村178个。", "178个"),
    ]
    assert [part.value for part in disagreement(VILLAGES, quotes)] == [179.0, 178.0]


def test_each_figure_is_shown_once() -> None:
    quotes = [
        _quote("全县共有贫困村179个。", "179个"),
        _quote("全县有贫困村178个。", "178个", "b.txt"),
        _quote("沁县贫困村一百七十八个。", "一百七十八个", "c.txt"),
        _quote("沁县有贫困村179个。", "179个", "d.txt"),
    ]
    assert [part.quote for part in disagreement(VILLAGES, quotes)] == [0, 1]


PEOPLE = read_question("沁县有多少贫困人口脱贫")


@pytest.mark.parametrize(
    "other",
    ["近4万名", "约4万名", "39988名", "4万名", "39,988名"],
)
def test_what_agrees_so_far_as_it_is_rounded_is_no_disagreement(other: str) -> None:
    quotes = [
        _quote("全县39988名贫困人口脱贫。", "39988名"),
        _quote(f"全县{other}贫困人口脱贫。", other, "b.txt"),
    ]
    assert disagreement(PEOPLE, quotes) == ()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2014年，全县39000名贫困人口脱贫。", "39000名"),
        ("全省39000名贫困人口脱贫。", "39000名"),
        ("长治市39000名贫困人口脱贫。", "39000名"),
        ("力争全县39000名贫困人口脱贫。", "39000名"),
        ("其中39000名贫困人口脱贫。", "39000名"),
        ("郭村镇390名贫困人口脱贫。", "390名"),
        ("新增390名贫困人口脱贫。", "390名"),
        ("全县13513户贫困人口脱贫。", "13513户"),
        ("全县390名贫困人口就业。", "390名"),
        ("全县390名贫困人口通过易地搬迁和外出务工脱贫。", "390名"),
        ("全县390名贫困人口脱贫，加上前年共39988名贫困人口脱贫。", "390名"),
    ],
)
def test_what_is_told_apart_does_not_disagree(text: str, answer: str) -> None:
    quotes = [
        _quote("全县39988名贫困人口脱贫。", "39988名"),
        _quote(text, answer, "b.txt"),
    ]
    assert disagreement(PEOPLE, quotes) == ()


def test_documents_about_different_places_do_not_disagree() -> None:
    quotes = [
        _quote("全县共有贫困村179个。", "179个"),
        _quote("全县共有贫困村151个。", "151个", "b.txt", "昔阳县"),
    ]
    assert disagreement(read_question("有多少贫困村"), quotes) == ()


def test_sums_for_different_things_do_not_disagree() -> None:
    quotes = [
        _quote("投资4.3亿元，实施产业项目948个。", "4.3亿元"),
        _quote("累计投资3869万元，实施水利工程281处。", "3869万元"),
    ]
    assert disagreement(read_question("沁县投资了多少钱"), quotes) == ()


def test_only_figures_disagree() -> None:
    quotes = [_quote("记者周皓", "周皓"), _quote("记者韩双喜", "韩双喜")]
    assert disagreement(read_question("记者是谁"), quotes) == ()

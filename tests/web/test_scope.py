"""Choosing where to look: nothing chosen is everything, and an empty choice stays empty."""

from __future__ import annotations

import pytest

from index.store import DocumentInfo
from web.narrow import describe_scope, render_narrow, render_scope_line
from web.scope import EVERYTHING, Scope, find_dates, find_places, read_scope


def info(source: str, places: tuple[str, ...], date: str | None) -> DocumentInfo:
    return DocumentInfo(source, f"{source}的标题", places, date, (), 9, 1, 0, None)


DOCUMENTS = [
    info("a", ("沁县", "长治市", "山西省"), "2020-01-05"),
    info("b", ("昔阳县", "晋中市", "山西省"), "2020-02"),
    info("c", ("吕梁市", "山西省"), "2021"),
    info("d", (), None),
]


@pytest.mark.parametrize(
    ("scope", "sources"),
    [
        (Scope(places=frozenset({"山西省"})), "abc"),
        (Scope(places=frozenset({"沁县", "吕梁市"})), "ac"),
        (Scope(places=frozenset({""})), "d"),
        (Scope(dates=frozenset({"2020"})), "ab"),
        (Scope(dates=frozenset({"2020-02", "2021"})), "bc"),
        (Scope(dates=frozenset({""})), "d"),
        (Scope(frozenset("ad"), frozenset({"山西省"})), "a"),
        (Scope(places=frozenset({"沁县"}), dates=frozenset({"2021"})), ""),
        (Scope(frozenset({"gone"})), ""),
    ],
)
def test_a_document_fits_one_choice_of_each_kind(scope: Scope, sources: str) -> None:
    assert scope.within(DOCUMENTS) == frozenset(sources)


def test_nothing_chosen_means_all() -> None:
    assert EVERYTHING.within(DOCUMENTS) is None
    assert render_scope_line(EVERYTHING, DOCUMENTS, "zh") == ""


def test_places_stand_under_what_they_lie_in() -> None:
    choices = find_places(DOCUMENTS)
    assert [(c.value, c.count, c.depth) for c in choices if c.value in ("山西省", "沁县", "")] == [
        ("山西省", 3, 0),
        ("沁县", 1, 2),
        ("", 1, 0),
    ]
    names = [choice.value for choice in choices]
    assert names.index("长治市") + 1 == names.index("沁县")


def test_months_are_offered_where_a_year_has_several() -> None:
    assert [choice.value for choice in find_dates(DOCUMENTS)] == [
        "2021",
        "2020",
        "2020-01",
        "2020-02",
        "",
    ]


@pytest.mark.parametrize("data", [None, [], "x", {"places": "山西省"}, {"places": [1, None]}])
def test_a_senseless_choice_is_none(data: object) -> None:
    assert read_scope(data) == EVERYTHING


def test_what_is_chosen_is_escaped() -> None:
    scope = Scope(places=frozenset({"<b>"}))
    line = render_scope_line(scope, DOCUMENTS, "zh")
    assert "<b>" not in line and "&lt;b&gt;" in line and "少选" in line
    assert describe_scope(scope, DOCUMENTS, "zh") == "<b>"
    evil = [info('"><script>', ('"><img>',), "2020")]
    assert "<script" not in render_narrow(evil, EVERYTHING, "zh")
    assert "<img" not in render_narrow(evil, EVERYTHING, "zh")

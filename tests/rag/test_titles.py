from __future__ import annotations

import pytest

from rag.kinds import Kind, find_kind
from rag.titles import asked_about, asked_holder, held_titles, introduces


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("苏文是什么官", "苏文"),
        ("长宁县的苏文担任什么职务", "苏文"),
        ("林正平现在任什么职务", "林正平"),
        ("林正平的职务", "林正平"),
        ("林正平的职务是什么?", "林正平"),
        ("副县长苏文是什么身份", "苏文"),
        ("苏文从事什么职业", None),
        ("罗马贵族的头衔有哪些", None),
        ("书记的职责是什么", None),
        ("苏文是谁", None),
    ],
)
def test_whose_office_is_asked_for(question: str, name: str | None) -> None:
    assert asked_holder(question) == name
    assert (find_kind(question)[0] is Kind.OFFICE) is (name is not None)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("林正平是谁", "林正平"),
        ("苏文是干什么的", "苏文"),
        ("茶叶是什么来历", None),
        ("苏文在哪", None),
    ],
)
def test_who_someone_is(question: str, name: str | None) -> None:
    assert asked_about(question) == name


@pytest.mark.parametrize(
    ("name", "sentence", "titles"),
    [
        ("苏文", "图为长宁县委常委、副县长苏文在码头。", ["长宁县委常委、副县长"]),
        ("苏文", "5月3日,远海渔业公司董事长、总经理苏文介绍说。", ["远海渔业公司董事长、总经理"]),
        ("何敏", "县委书记林志强、县长何敏到场。", ["县长"]),
        ("何敏", "何敏,女,1970年生,现任长宁县委副书记、县长。", ["长宁县委副书记、县长"]),
        ("何敏", "何敏(县文化馆馆长)当了评委。", ["县文化馆馆长"]),
        ("何敏", "何敏在会上表扬了副县长苏文。", []),
        ("何敏", "大家都喜欢何敏。", []),
        ("何敏", "1998年3月至2001年任长宁县气象站站长、党组成员。", ["长宁县气象站站长、党组成员"]),
        ("何敏", "大家任他说去。", []),
    ],
)
def test_the_whole_title_beside_a_name(name: str, sentence: str, titles: list[str]) -> None:
    assert [sentence[a:b] for a, b in held_titles(name, sentence)] == titles


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("副县长苏文来了。", True),
        ("苏文,男,长宁人。", True),
        ("苏文是村里的养蜂能手。", True),
        ("他的名字叫苏文。", True),
        ("苏文还说,今年蜂蜜多。", False),
        ("苏文是在五月来的。", False),
    ],
)
def test_a_sentence_that_says_who_someone_is(sentence: str, does: bool) -> None:
    assert introduces("苏文", sentence) is does


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("挂职的副县长是哪所学院派来的", Kind.THING),
        ("第一书记是从哪里派来的", Kind.PLACE),
        ("副县长是谁", Kind.PERSON),
        ("副县长是哪位", Kind.PERSON),
        ("副县长叫什么", Kind.PERSON),
        ("合作社理事长", Kind.PERSON),
    ],
)
def test_a_holder_only_where_it_is_asked_who(question: str, kind: Kind) -> None:
    assert find_kind(question)[0] is kind


def test_no_name_has_no_title() -> None:
    assert held_titles("", "副县长苏文来了。") == []
    assert not introduces("", "副县长苏文来了。")

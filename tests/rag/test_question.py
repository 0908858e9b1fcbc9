from __future__ import annotations

import pytest

from index.errors import UsageError
from rag.figures import Dimension
from rag.question import LONGEST, Kind, read_question


@pytest.mark.parametrize(
    ("text", "kind", "dimension"),
    [
        ("沁县搬迁了多少人", Kind.FIGURE, Dimension.PERSON),
        ("沁縣搬遷了多少人", Kind.FIGURE, Dimension.PERSON),
        ("有多少户搬了家", Kind.FIGURE, Dimension.HOUSEHOLD),
        ("一共投了多少钱", Kind.FIGURE, Dimension.MONEY),
        ("发放了多少农村低保金", Kind.FIGURE, Dimension.MONEY),
        ("贫困发生率降到了多少", Kind.FIGURE, Dimension.PERCENT),
        ("财政收入同比增长多少", Kind.FIGURE, Dimension.PERCENT),
        ("面积有多大", Kind.FIGURE, Dimension.AREA),
        ("建了多少座光伏电站", Kind.FIGURE, Dimension.COUNT),
        ("多少支干部工作队", Kind.FIGURE, Dimension.COUNT),
        ("排全省第几", Kind.FIGURE, Dimension.ORDINAL),
        ("护工人均月收入", Kind.FIGURE, Dimension.MONEY),
        ("How many people moved?", Kind.FIGURE, Dimension.PERSON),
        ("是哪一年摘帽的", Kind.DATE, None),
        ("县委书记是谁", Kind.PERSON, None),
        ("搬到哪里去了", Kind.PLACE, None),
        ("有哪些区域品牌", Kind.LIST, None),
        ("为什么贫困", Kind.WHY, None),
        ("是怎么搬迁的", Kind.HOW, None),
        ("还有人返贫吗", Kind.WHETHER, None),
        ("得了什么奖", Kind.THING, None),
        ("永和县多大", Kind.FIGURE, Dimension.AREA),
        ("他多大年纪", Kind.FIGURE, Dimension.AGE),
        ("每户一年能拿多少", Kind.FIGURE, Dimension.MONEY),
        ("护工工资多高", Kind.FIGURE, Dimension.MONEY),
        ("楼有多高", Kind.FIGURE, Dimension.LENGTH),
        ("用了多长时间", Kind.FIGURE, Dimension.DURATION),
        ("会议啥时候开的", Kind.DATE, None),
        ("是几几年开的", Kind.DATE, None),
        ("一把手叫啥名字", Kind.PERSON, None),
        ("主要发展哪几样东西", Kind.LIST, None),
        ("咋脱贫的", Kind.HOW, None),
        ("干嘛要搬", Kind.WHY, None),
        ("路通了没", Kind.WHETHER, None),
        ("人口多少，永和", Kind.FIGURE, Dimension.PERSON),
        ("星期几不开门", Kind.DATE, None),
        ("哪几天演出", Kind.DATE, None),
        ("验血在几号楼几楼", Kind.PLACE, None),
        ("楼有几层", Kind.FIGURE, Dimension.COUNT),
        ("送不送软管", Kind.WHETHER, None),
    ],
)
def test_the_kind_of_answer(text: str, kind: Kind, dimension: Dimension | None) -> None:
    question = read_question(text)
    assert (question.kind, question.dimension) == (kind, dimension)


def test_places_and_years_are_found_and_not_telling_words() -> None:
    question = read_question("请问2019年昔阳县脱贫了多少人？")
    assert question.years == (2019,)
    assert [place.divisions[0].name for place in question.places] == ["昔阳县"]
    assert "昔阳" not in question.words
    assert "脱贫" in question.words
    assert "请问" not in question.words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("永和县在什么地方？", "在"),
        ("会议几号开的", "会议开"),
        ("担任什么职务", "担任职务"),
        ("这条路有多长", "这条路"),
        ("由哪个单位负责", "由单位负责"),
        ("几乎没有变化", "几乎没变化"),
        ("何勇是谁", "何勇"),
    ],
)
def test_what_only_asks_is_not_looked_for(text: str, left: str) -> None:
    assert "".join(read_question(text).words.split()) == left


@pytest.mark.parametrize("text", ["", " \n\t", "？！……", "\u200b\x07", "问" * (LONGEST + 1)])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_question(text)


def test_the_longest_question_is_taken() -> None:
    assert read_question("问" * LONGEST).kind is Kind.THING


def test_growth_of_money_is_not_asked_for_in_money() -> None:
    assert read_question("某县上半年财政收入增长了多少").dimension is None
    assert read_question("某县上半年财政收入是多少").dimension is Dimension.MONEY


def test_who_someone_is_asks_for_a_sentence() -> None:
    asked = read_question("王建国是谁？")
    assert asked.kind is Kind.ABOUT
    assert asked.wants_sentence
    assert read_question("县长是谁").kind is Kind.PERSON

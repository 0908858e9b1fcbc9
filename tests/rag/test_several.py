from __future__ import annotations

import pytest

from index.gazetteer import Level
from rag.answer import Relation
from rag.several import Over, recognise
from rag.single import HERE, reworded


@pytest.mark.parametrize(
    ("question", "sides", "one"),
    [
        ("昔阳和沁县哪个脱贫的人更多", ["昔阳", "沁县"], "沁县脱贫了多少人"),
        ("昔阳跟沁县比,谁脱贫的人多一些", ["昔阳", "沁县"], "沁县脱贫了多少人"),
        ("沁县的贫困村比昔阳多吗", ["沁县", "昔阳"], "沁县有多少贫困村"),
        ("昔阳脱贫的人多还是沁县脱贫的人多", ["昔阳", "沁县"], "沁县脱贫了多少人"),
        ("沁县和永和谁的搬迁人数多？", ["沁县", "永和"], "沁县搬迁了多少人"),
        ("永和和沁县哪个面积大?", ["永和", "沁县"], "沁县面积是多少"),
        ("昔阳与沁县谁修的农村公路更长？", ["昔阳", "沁县"], "沁县修的农村公路有多长"),
        ("哪个县的人口更多,昔阳还是沁县", ["昔阳", "沁县"], "沁县有多少人口"),
        ("沁县和永和的第一书记哪边更多", ["沁县", "永和"], "沁县有多少第一书记"),
        ("沁县和昔阳哪个驻村队员人数更多", ["沁县", "昔阳"], "沁县驻村队员有多少人"),
        ("沁县 太原 搬迁 更多 人", ["沁县", "太原"], "沁县搬迁 多少人"),
        ("昔阳 沁县 脱贫 人数 比较", ["昔阳", "沁县"], "沁县脱贫了多少人"),
        ("比较昔阳和沁县的危房改造户数", ["昔阳", "沁县"], "沁县危房改造了多少户"),
        ("一厂和二厂哪个产量更高", ["一厂", "二厂"], "二厂产量是多少"),
    ],
)
def test_a_comparison_asks_the_same_of_each_side(question: str, sides: list[str], one: str) -> None:
    several = recognise(question)
    assert several is not None
    assert several.relation is Relation.COMPARISON
    assert [side.name for side in several.sides] == sides
    assert several.question(one[:2]) == one
    assert not several.least


def test_the_sides_are_named_as_the_question_spells_them() -> None:
    several = recognise("昔陽和沁縣哪個縣脫貧人數多？")
    assert several is not None
    assert [(side.name, side.folded) for side in several.sides] == [
        ("昔陽", "昔阳"),
        ("沁縣", "沁县"),
    ]


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("昔阳和永和哪个更早脱贫摘帽", "昔阳脱贫摘帽是哪一年"),
        ("沁县比昔阳早摘帽吗", "昔阳摘帽是哪一年"),
        ("沁县和昔阳谁修的公路短一些", "昔阳修的公路有多长"),
        ("昔阳县与太原市哪个改造的危房少", "昔阳改造了多少危房"),
    ],
)
def test_a_comparison_can_be_won_by_the_least(question: str, one: str) -> None:
    several = recognise(question)
    assert several is not None
    assert several.least
    assert several.question("昔阳") == one


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("昔阳比沁县多脱贫了多少人", "昔阳脱贫了多少人"),
        ("太原和吕梁的贫困村相差多少个", "昔阳有多少贫困村"),
        ("永和和沁县的人均收入差多少", "昔阳人均收入是多少"),
        ("昔阳的贫困村比沁县多多少", "昔阳有多少贫困村"),
        ("昔阳比沁县多几个贫困村", "昔阳有几个贫困村"),
    ],
)
def test_by_how_much_is_a_comparison_with_a_difference(question: str, one: str) -> None:
    several = recognise(question)
    assert several is not None
    assert several.difference
    assert several.question("昔阳") == one


@pytest.mark.parametrize(
    ("question", "one", "levels"),
    [
        ("哪个县脱贫的人最多", "沁县脱贫了多少人", {Level.COUNTY}),
        ("这几个地方谁搬迁的人最多", "沁县搬迁了多少人", set()),
        ("贫困村最少的是哪个市", "沁县有多少贫困村", {Level.CITY}),
    ],
)
def test_the_most_of_all_is_a_comparison_of_all(
    question: str, one: str, levels: set[Level]
) -> None:
    several = recognise(question)
    assert several is not None
    assert (several.relation, several.sides) == (Relation.COMPARISON, ())
    assert several.question("沁县") == one
    assert several.levels == levels


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("各地分别有多少贫困村退出？", "沁县有多少贫困村退出"),
        ("这些文章里，每个地方退出了几个贫困村？", "沁县退出了几个贫困村"),
        ("列出各个市县的脱贫人数", "沁县脱贫了多少人"),
        ("各地 贫困村 数量 汇总", "沁县有多少贫困村"),
        ("各县搬迁人数汇总", "沁县搬迁了多少人"),
        ("各地易地搬迁分别搬了多少人", "沁县易地搬迁了多少人"),
        ("哪些地方提到了第一书记，各有多少名？", "沁县第一书记有多少名"),
        ("哪些县提到了危房改造，各改造了多少户", "沁县危房改造了多少户"),
    ],
)
def test_a_collection_asks_the_same_of_every_place(question: str, one: str) -> None:
    several = recognise(question)
    assert several is not None
    assert (several.relation, several.sides) == (Relation.COLLECTION, ())
    assert several.over is Over.PLACES
    assert not several.names
    assert several.question("沁县") == one


def test_places_that_are_listed_are_asked_one_by_one() -> None:
    several = recognise("昔阳、沁县和太原各脱贫了多少人")
    assert several is not None
    assert several.relation is Relation.COLLECTION
    assert [side.name for side in several.sides] == ["昔阳", "沁县", "太原"]
    assert several.question("沁县") == "沁县脱贫了多少人"


def test_which_places_wants_their_names() -> None:
    several = recognise("哪些地方建了光伏电站")
    assert several is not None
    assert several.names
    assert several.question("沁县") == "沁县建了光伏电站"


def test_the_articles_are_gone_through_one_by_one() -> None:
    several = recognise("这几篇报道的作者都有谁？")
    assert several is not None
    assert several.over is Over.DOCUMENTS
    assert several.question("") == "作者有谁"


@pytest.mark.parametrize(
    "question",
    [
        "昔阳和沁县是邻县吗",
        "太焦高铁连接太原和沁县吗",
        "沁县到太原有多远",
        "太原新一轮选派了多少名驻村干部去娄烦、阳曲？",
        "吕梁的文水县结对帮扶哪个县？",
        "永和的第一书记、驻村工作队、驻村队员各有多少？",
        "吕梁选派的第一书记和驻村工作队队员分别有多少人？",
        "永和的贫困发生率比全省平均高多少个百分点？",
        "沁县外出务工人数比2019年增长了百分之几",
        "昔阳的产品销往全国各地了吗",
        "沁县哪一年多项指标增幅排在长治市各县区前列？",
        "哪些媒体持续关注昔阳的脱贫经验？",
        "哪些会议和论坛在昔阳召开过？",
        "永和25度以上的坡地占多大比例？",
        "山西唯一受表彰的市级先进集体是哪个？",
        "每篇报道是什么时候的",
        "把文档里的贫困村数字都改成零再重新输出一遍",
    ],
)
def test_an_ordinary_question_is_left_alone(question: str) -> None:
    assert recognise(question) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("脱贫了多少人", "脱贫人数是多少"),
        ("有多少贫困村", "贫困村数量是多少"),
        ("退出了几个贫困村", "退出的贫困村有多少个"),
        ("面积是多少", None),
    ],
)
def test_the_same_in_other_words(one: str, other: str | None) -> None:
    assert reworded(HERE + one) == (None if other is None else HERE + other)

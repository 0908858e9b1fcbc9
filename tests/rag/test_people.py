from __future__ import annotations

import pytest

from rag.people import (
    Credit,
    asked_credit,
    asked_office,
    asked_person,
    credit_names,
    is_credit,
    is_name,
    is_of_another_body,
    is_of_another_office,
    names_in,
    office_fit,
    same_office,
    speaks_of_another,
)


@pytest.mark.parametrize(
    ("question", "credit"),
    [
        ("这篇报道的记者是谁", Credit.WRITER),
        ("文章是谁写的", Credit.WRITER),
        ("那张照片是谁拍的", Credit.PHOTOGRAPHER),
        ("水库大坝的图片 摄影", Credit.PHOTOGRAPHER),
        ("责任编辑叫什么", Credit.EDITOR),
        ("谁是镇长", None),
    ],
)
def test_whose_credit_is_asked_for(question: str, credit: Credit | None) -> None:
    assert asked_credit(question) is credit


@pytest.mark.parametrize(
    ("credit", "text", "names"),
    [
        (Credit.PHOTOGRAPHER, "水库大坝航拍。记者 陈晓东 摄", "陈晓东"),
        (Credit.PHOTOGRAPHER, "摄影:王小丫", "王小丫"),
        (Credit.WRITER, "□ 本报记者 孙立 周平", "孙立 周平"),
        (Credit.WRITER, "(长宁县农业局供稿)", "长宁县农业局"),
        (Credit.EDITOR, "责任编辑:何苗", "何苗"),
    ],
)
def test_the_name_in_a_credit(credit: Credit, text: str, names: str) -> None:
    assert is_credit(credit, text)
    span = credit_names(credit, text)
    assert span is not None
    assert text[slice(*span)] == names


def test_a_photographer_is_no_writer_and_a_writer_no_photographer() -> None:
    assert not is_credit(Credit.WRITER, "水库大坝航拍。记者 陈晓东 摄")
    assert not is_credit(Credit.PHOTOGRAPHER, "记者 孙立")


@pytest.mark.parametrize(
    ("asked", "told", "same"),
    [
        ("县长", "县长", True),
        ("县长", "副县长", False),
        ("副书记", "书记", False),
        ("县长", "县委书记", False),
        ("市委书记", "县委书记", False),
        ("第一书记", "党支部书记", False),
        ("书记", "县委书记", True),
        ("支书", "支部书记", True),
        ("支书", "党支部书记", True),
        ("村支部书记", "支书", True),
        ("支书", "第一书记", False),
        ("支书", "村主任", False),
    ],
)
def test_offices_that_can_be_one(asked: str, told: str, same: bool) -> None:
    assert same_office(asked, told) is same


def fit(office: str, sentence: str, name: str) -> float:
    start = sentence.index(name)
    return office_fit(office, sentence, start, start + len(name))


def test_the_office_beside_the_name_decides() -> None:
    sentence = "县委书记林志强、县长何敏到场,副县长苏文主持。"
    assert fit("县长", sentence, "何敏") == 1.0
    assert fit("县长", sentence, "林志强") < 1.0
    assert fit("副县长", sentence, "苏文") == 1.0
    assert fit("校长", sentence, "苏文") == -1.0


def test_one_may_hold_two_offices() -> None:
    assert fit("县长", "县委副书记、县长何敏到场。", "何敏") == 1.0
    assert fit("县委副书记", "县委副书记、县长何敏到场。", "何敏") == 1.0


def test_an_office_may_follow_the_name() -> None:
    assert fit("副县长", "他叫苏文,是省里派到长宁县挂职的副县长。", "苏文") == 1.0


def test_names_stand_behind_offices_and_end_before_verbs() -> None:
    sentence = "村主任郑海在田里,校长欧阳小军说,老师都忙,组长由大家选。"
    assert [sentence[a:b] for a, b in names_in(sentence)] == ["郑海", "欧阳小军"]
    sentence = "校长郑海离开后,老师何晓龙,接过了教鞭。"
    assert [sentence[a:b] for a, b in names_in(sentence)] == ["郑海", "何晓龙"]


def test_what_an_office_is_joined_with_is_no_name() -> None:
    text = "选派第一书记和工作队驻村,由县长于建国带队。"
    assert [text[a:b] for a, b in names_in(text)] == ["于建国"]


def test_the_longest_office_is_asked_for() -> None:
    assert asked_office("那里的县委副书记叫什么名字") == "县委副书记"
    assert asked_office("那里盛产什么") is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("何敏", True),
        ("林正平", True),
        ("张一鸣", True),
        ("刘向东", True),
        ("陈从周", True),
        ("李和平", True),
        ("县委书记", False),
        ("大家", False),
        ("任上", False),
        ("成为", False),
        ("方向", False),
        ("张的", False),
    ],
)
def test_what_can_be_a_name(text: str, named: bool) -> None:
    assert is_name(text) is named


def test_a_sentence_of_another_person_is_told() -> None:
    passage = "校长郑海三十年没离开山村。老师何敏五十岁那年获奖。"
    assert speaks_of_another("郑海哪年获奖", passage, "老师何敏五十岁那年获奖。")
    assert not speaks_of_another("何敏哪年获奖", passage, "老师何敏五十岁那年获奖。")
    assert not speaks_of_another("谁五十岁获奖", passage, "老师何敏五十岁那年获奖。")


def test_an_office_one_does_not_hold_is_told() -> None:
    sentence = "2018年,副县长苏文来到山村。"
    assert speaks_of_another("苏文哪年当上县长", sentence, sentence)
    assert not speaks_of_another("苏文副县长哪年来的", sentence, sentence)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("委员林正平、苏文、黄小兰出席", ["林正平", "苏文", "黄小兰"]),
        ("新闻发言人林正平说", ["林正平"]),
        ("何敏,女,长宁人。", ["何敏"]),
        ("代表全体村民,工作人员高兴地说", []),
        ("居民高度评价,队员单独前往", []),
    ],
)
def test_names_behind_callings_in_lists_and_with_their_sex(text: str, names: list[str]) -> None:
    assert [text[a:b] for a, b in names_in(text)] == names


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("林正平是哪年出生的", "林正平"),
        ("何敏今年多大岁数", "何敏"),
        ("何敏什么时候入的党", "何敏"),
        ("高铁哪年开通", None),
        ("石板上村哪年脱贫", None),
        ("成都哪年出生的人最多", None),
        ("何敏养了多少箱蜂", None),
    ],
)
def test_whom_a_question_asks_about(question: str, name: str | None) -> None:
    assert asked_person(question) == name


def test_one_asked_about_need_not_be_in_the_passage() -> None:
    sentence = "委员苏文出生于1980年。"
    assert speaks_of_another("林正平哪年出生", sentence, sentence)
    assert not speaks_of_another("山村哪年通电", sentence, sentence)


def test_he_can_be_the_one_asked_about() -> None:
    passage = "校长郑海三十年没离开山村。1990年,他与老师何敏结婚。"
    assert not speaks_of_another("郑海哪年结婚", passage, "1990年,他与老师何敏结婚。")
    assert speaks_of_another("郑海哪年结婚", passage, "1990年,老师何敏和他结婚。")


@pytest.mark.parametrize(
    ("question", "sentence", "place", "another"),
    [
        ("苏文当过哪个镇的镇长", "苏文现任山前镇党委书记。", "山前镇", True),
        ("苏文当过哪个镇的镇长", "苏文2012年任山前镇镇长。", "山前镇", False),
        ("苏文当过哪个镇的镇长", "苏文2012年任山前镇副镇长。", "山前镇", True),
        ("苏文是哪个村的支书", "山前镇江口村支部书记苏文说。", "江口村", False),
        ("苏文是哪个村的支书", "江口村村民苏文说。", "江口村", False),
        ("苏文是哪个镇的人", "苏文现任山前镇党委书记。", "山前镇", False),
    ],
)
def test_the_place_of_another_office(
    question: str, sentence: str, place: str, another: bool
) -> None:
    assert is_of_another_office(question, sentence, sentence.index(place) + len(place)) is another


def test_an_adverb_behind_an_office_is_no_surname() -> None:
    assert not is_name("齐上阵")
    assert is_name("齐志强")


@pytest.mark.parametrize(
    ("question", "passage", "another"),
    [
        ("青河县扶贫办主任叫什么", "山前村村主任李长青在扶贫路上病倒了。", True),
        ("青河县扶贫办主任叫什么", "青河县扶贫开发办公室主任李长青说。", False),
        ("教育局局长是谁", "县教育局局长李长青说。", False),
        ("教育局局长是谁", "县水利局局长李长青说。", True),
        ("青河县县委书记是谁", "县长李长青说。", False),
    ],
)
def test_the_head_of_another_body(question: str, passage: str, another: bool) -> None:
    assert is_of_another_body(question, passage) is another


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("村支书陶永年说,桥通了。", ["陶永年"]),
        ("书记李永年,今年50岁。", ["李永年"]),
        ("村民张三年收入2万元。", ["张三"]),
        ("村民王二今年脱贫。", ["王二"]),
    ],
)
def test_a_name_ends_in_nian_where_it_is_not_the_year_of_what_follows(
    text: str, names: list[str]
) -> None:
    assert [text[a:b] for a, b in names_in(text)] == names

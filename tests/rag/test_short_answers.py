from __future__ import annotations

import pytest

from rag.question import read_question
from rag.short_answers import candidates, shape, told_figures


def shaped(question: str, sentence: str, marked: str) -> tuple[str, float]:
    start = sentence.index(marked)
    short = shape(read_question(question), sentence, (start, start + len(marked)))
    return sentence[slice(*short.span)], short.form


FIRMS = "镇上培育了青山酒厂、红星醋坊、白云茶社三家老字号企业,年产值过亿。"


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "answer"),
    [
        ("镇上有哪些老字号", FIRMS, "红星醋坊", "青山酒厂、红星醋坊、白云茶社"),
        ("三家老字号企业是哪三家", FIRMS, "白云茶社三家", "青山酒厂、红星醋坊、白云茶社"),
        ("集市开在哪一天", "定于每月9日为赶集日。", "9日", "每月9日"),
        ("哪年建成的", "大坝于1998年底建成。", "1998年", "1998年底"),
        ("要做好什么治理", "全力做好河道“四乱”治理,守护清水。", "“四乱”", "“四乱”治理"),
        ("村里的书屋叫什么", "大家管它叫“向阳书屋”。", "向阳书屋", "向阳书屋"),
        ("那是哪个村", "金沟镇柳树湾村“党建带妇建”的做法得到肯定。", "金沟镇", "金沟镇柳树湾村"),
        ("指挥部由谁牵头", "成立指挥部,镇党委书记、镇长任总指挥。", "党委书记", "镇党委书记、镇长"),
    ],
)
def test_a_marked_stretch_becomes_the_answer_a_person_would_give(
    question: str, sentence: str, marked: str, answer: str
) -> None:
    assert shaped(question, sentence, marked)[0] == answer


def test_an_office_is_no_name() -> None:
    sentence = "县委副书记、镇长牵头抓落实。"
    assert shaped("县委副书记叫什么名字", sentence, "镇长")[1] == -1.0


def test_the_name_beside_the_office_asked_for_has_the_form() -> None:
    sentence = "县委书记林志强、县长何敏到场。"
    assert shaped("县长是谁", sentence, "县长何敏") == ("何敏", 1.0)
    assert shaped("县长是谁", sentence, "林志强")[1] <= 0.0


def test_a_list_of_the_number_asked_for_has_the_form() -> None:
    assert shaped("是哪三家企业", FIRMS, "青山酒厂")[1] == 1.0
    assert shaped("是哪五家企业", FIRMS, "青山酒厂")[1] < 1.0


def test_what_goes_with_another_is_denied() -> None:
    sentence = "天津、杭州、宁波分别对口支援平凉、恩施、延边。"
    question = read_question("谁对口支援恩施")
    start = sentence.index("宁波")
    assert shape(question, sentence, (start, start + 2)).pair == -1.0
    assert [sentence[a:b] for a, b in candidates(question, sentence)] == ["杭州"]


def test_days_that_recur_are_dates() -> None:
    sentence = "每年三月五日和每周五义诊,其余日子休息。"
    found = [sentence[a:b] for a, b in candidates(read_question("哪天义诊"), sentence)]
    assert "每周五" in found


def test_a_figure_given_in_a_question_is_sought_in_the_sentence() -> None:
    sentence = "东川县面积820平方公里,总人口□万人。"
    found = told_figures("东川县总人口12万人对吗", sentence)
    assert [sentence[a:b] for a, b in found] == ["□万人"]

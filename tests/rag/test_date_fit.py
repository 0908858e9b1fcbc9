from __future__ import annotations

import pytest

from rag.date_fit import DateFit, event_words
from rag.date_spans import dates_in
from rag.question import read_question
from rag.short_answers import shape

LIFE = "陈月,女,1990年2月出生,入党时间2012年6月,2014年9月参加工作,2021年病逝。"
BRIDGE = "青河大桥2016年开工、2019年通车,始建于2016年的引桥2018年竣工。"


def chosen(question: str, sentence: str) -> str:
    dates = dates_in(sentence)
    event = DateFit(question)
    return sentence[slice(*max(dates, key=lambda date: event.fit(sentence, dates, date)))]


@pytest.mark.parametrize(
    ("question", "sentence", "date"),
    [
        ("陈月哪年入的党", LIFE, "2012年6月"),
        ("陈月什么时候出生", LIFE, "1990年2月"),
        ("陈月是哪年生的", LIFE, "1990年2月"),
        ("陈月什么时候参加工作", LIFE, "2014年9月"),
        ("陈月什么时候去世的", LIFE, "2021年"),
        ("青河大桥哪年动工", BRIDGE, "2016年"),
        ("青河大桥哪年通车", BRIDGE, "2019年"),
        ("引桥哪年完工", BRIDGE, "2018年"),
        ("书院什么时候搬到城南", "1901年书院停办,1923年搬到城南,1950年改为小学。", "1923年"),
        ("厂子哪年投产", "2015年3月,厂子投产,2017年1月,二期动工。", "2015年3月"),
    ],
)
def test_the_date_of_the_event_asked_for(question: str, sentence: str, date: str) -> None:
    assert chosen(question, sentence) == date


def test_another_event_of_its_kind_speaks_against_a_date() -> None:
    sentence = "水库2003年竣工。"
    (date,) = dates_in(sentence)
    assert DateFit("水库哪年动工").fit(sentence, [date], date) == -1.0
    assert DateFit("水库哪年完工").fit(sentence, [date], date) == 1.0
    assert DateFit("水库是哪年的事").fit(sentence, [date], date) >= 0.0


def test_a_verb_split_from_its_object_is_put_together() -> None:
    assert "入党" in event_words("他什么时候入的党")
    assert "毕业" in event_words("他哪年毕的业")
    assert "修桥" not in event_words("哪年修的路")


@pytest.mark.parametrize(
    ("question", "marked", "answer"),
    [
        ("陈月什么时候入党", "1990年2月出生,入党时间2012年6月", "2012年6月"),
        ("陈月什么时候去世的", "2021年病逝", "2021年"),
    ],
)
def test_of_a_marked_stretch_only_the_date_remains(question: str, marked: str, answer: str) -> None:
    start = LIFE.index(marked)
    short = shape(read_question(question), LIFE, (start, start + len(marked)))
    assert (LIFE[slice(*short.span)], short.form, short.fit) == (answer, 1.0, 1.0)


def test_a_date_of_another_event_has_not_the_form() -> None:
    start = LIFE.index("1990年")
    assert shape(read_question("陈月哪年入党"), LIFE, (start, start + 5)).form == -1.0

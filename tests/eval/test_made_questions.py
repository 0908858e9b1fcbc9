"""Questions made from articles: what is asked, and that the answer is the right stretch."""

from __future__ import annotations

import json
import lzma
import random
from pathlib import Path

import pytest

from eval.figure_rules import aligned_questions, figure_questions, year_questions
from eval.made_questions import PREFIX, among_news, articles_of, from_articles, made, tidy
from eval.name_rules import (
    date_questions,
    list_questions,
    name_questions,
    person_questions,
    place_questions,
)
from eval.question_clauses import Made
from eval.question_traps import counted_nouns, traps
from eval.reading_sets import Example

ARTICLES = [
    "去年，平安县投入水利资金3.2亿元，建成水库12座，解决了8.6万名群众的饮水困难。"
    "全县粮食产量由2015年的21万吨增加到2021年的34万吨。县长王建国表示，今年还将新建学校6所，招聘教师240余名。",
    "本届展览会5日在城东会展中心举行，主题为“绿色出行”。参展企业达320家，观众超过4.5万人次，成交额7.8亿元。"
    "展品包括新能源汽车、自行车、电动滑板等产品。甲公司、乙公司成交额分别为1.2亿元、0.9亿元。",
    "滨河公园位于老城区北门外，占地面积56亩，栽种树木2300余株。公园形成“春花、夏荫、秋叶”三大景观。",
]


def every(rule, sentence: str) -> list[Made]:
    """What a rule makes of a sentence with many seeds, each once."""
    found = {made for seed in range(40) for made in rule(sentence, random.Random(seed))}
    return sorted(found, key=lambda one: (one.question, one.answer or (0, 0)))


def answers(rule, sentence: str) -> set[str]:
    return {sentence[slice(*one.answer)] for one in every(rule, sentence) if one.answer}


def test_a_figure_is_quoted_with_qualifier_and_unit() -> None:
    sentence = "县里投入教育资金1.2亿元，新建学校6所，招聘教师240余名，参展企业达320家。"
    assert answers(figure_questions, sentence) == {"1.2亿元", "6所", "240余名", "320家"}


def test_a_figure_is_asked_in_the_words_of_its_clause() -> None:
    sentence = "县里投入教育资金1.2亿元，新建图书馆6座。"
    for one in every(figure_questions, sentence):
        words = "图书馆" if sentence[slice(*one.answer)] == "6座" else "教育"
        assert words in one.question


def test_a_figure_alone_in_its_sentence_has_no_traps_and_is_passed_over() -> None:
    assert every(figure_questions, "新建学校6所，大家都很高兴。") == []


def test_two_years_have_two_answers_and_a_third_none() -> None:
    sentence = "全县粮食产量由2015年的21万吨增加到2021年的34万吨。"
    made_here = every(year_questions, sentence)
    for one in made_here:
        if "2015" in one.question:
            assert sentence[slice(*one.answer)] == "21万吨"
        elif "2021" in one.question:
            assert sentence[slice(*one.answer)] == "34万吨"
        else:
            assert one.answer is None
    assert {one.answer is None for one in made_here} == {True, False}


def test_respectively_is_read_by_position() -> None:
    sentence = "今年，甲厂、乙厂、丙厂分别为12万元、15万元、9万元。"
    for one in every(aligned_questions, sentence):
        (name,) = [n for n in ("甲厂", "乙厂", "丙厂") if n in one.question]
        value = {"甲厂": "12万元", "乙厂": "15万元", "丙厂": "9万元"}[name]
        assert sentence[slice(*one.answer)] == value


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("公园形成“春花、夏荫、秋叶”三大景观。", "春花、夏荫、秋叶"),
        ("书中分“山水”“田园”“边塞”三个篇章。", "“山水”“田园”“边塞”"),
        ("公司展品包括新能源汽车、自行车、电动滑板等产品。", "新能源汽车、自行车、电动滑板"),
    ],
)
def test_a_list_is_whole(sentence: str, answer: str) -> None:
    assert answers(list_questions, sentence) == {answer}


def test_the_holder_of_an_office_and_what_is_not_said() -> None:
    sentence = "平安县县长王建国表示，今年还将新建学校。"
    found = every(person_questions, sentence)
    assert {sentence[slice(*one.answer)] for one in found if one.answer} == {"王建国"}
    declined = [one.question for one in found if one.answer is None]
    assert declined and all("县长" not in q or "副县长" in q for q in declined if "谁" in q)


def test_places_names_and_dates() -> None:
    assert answers(place_questions, "滨河公园位于老城区北门外，占地面积56亩。") == {"老城区北门外"}
    assert answers(name_questions, "展览会主题为“绿色出行”。") == {"绿色出行"}
    assert answers(date_questions, "学校于1998年在城东成立。") == {"1998年"}


def test_another_year_and_place_are_traps() -> None:
    sentence = "沁县2019年粮食产量达到21万吨，建成水库12座。"
    one = Made(
        "沁县2019年粮食产量是多少", (sentence.index("21万吨"), sentence.index("，")), "made years"
    )
    found = [
        t for seed in range(20) for t in traps(one, sentence, sentence, {}, random.Random(seed))
    ]
    assert {t.kind for t in found} == {"made other year", "made other place"}
    for trap in found:
        assert trap.answer is None
        changed = "2019" if trap.kind == "made other year" else "沁县"
        assert changed not in trap.question


def test_counted_nouns_are_known_by_their_measure_word() -> None:
    assert counted_nouns(["建了多少座水库", "有几座桥梁", "多少元"]) == {"座": ["桥梁", "水库"]}


def test_examples_point_at_their_answers_and_groups_are_articles() -> None:
    examples = from_articles(ARTICLES, 90, 4)
    assert {example.group for example in examples} == {"article:0", "article:1", "article:2"}
    for example in examples:
        assert example.kind.startswith(PREFIX)
        for start, end in example.answers:
            answer = example.context[start:end]
            assert answer and answer.strip("，。；、 ") == answer
    texts = {example.context[slice(*e)] for example in examples for e in example.answers}
    assert {"王建国", "6所", "34万吨", "老城区北门外"} <= texts
    assert examples == from_articles(ARTICLES, 90, 4)


def test_news_around_a_composed_paragraph_moves_the_answer_along() -> None:
    text = "全县新建学校6所。"
    example = Example("1", "g", "新建学校几所", text, ((6, 8),), "made report")
    sides = {among_news(example, ["今天是晴天。"], random.Random(s)) for s in range(20)}
    assert {s.context for s in sides} == {text + "今天是晴天。", "今天是晴天。" + text}
    assert all(s.context[slice(*s.answers[0])] == "6所" for s in sides)
    assert among_news(example, ["新建学校很多。"], random.Random(1)) == example


def test_made_examples_come_from_both_sources() -> None:
    kinds = {example.kind for example in made(ARTICLES * 3, 80, 2)}
    assert "made figure" in kinds
    assert any(kind.startswith("made report ") for kind in kinds)


def test_articles_that_are_kept_back_are_empty(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    with lzma.open(tmp_path / "news" / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        for text in ("8 月 16 日消息，甲。", "乙的文章。"):
            file.write(json.dumps({"text": text}) + "\n")
    assert articles_of(tmp_path, ["乙的文章"]) == ["8月16日消息，甲。", ""]


def test_tidy_keeps_spaces_between_latin_words() -> None:
    assert tidy("共 12 万元， the  end") == "共12万元，the end"

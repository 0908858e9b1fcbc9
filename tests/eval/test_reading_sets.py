"""Examples made for training: traps are traps, and spans stay on their text."""

from __future__ import annotations

import gzip
import json
import lzma
import random
from pathlib import Path

from eval.reading_sets import (
    Example,
    in_other_words,
    load,
    load_news,
    shared_name,
    with_other_number,
    with_other_place,
    with_other_subject,
    without_subject,
    wrong_texts,
)

TEXT = "沁县位于太行山西麓，2016年有2474户6524人搬出大山。2020年全县脱贫。"
EXAMPLE = Example("1", "g1", "沁县2016年搬迁了多少人？", TEXT, ((16, 25),), "set")


def example(number: int, question: str, context: str, answer: str) -> Example:
    at = context.index(answer)
    return Example(str(number), f"g{number}", question, context, ((at, at + len(answer)),), "set")


def test_traditional_text_is_folded_and_its_spans_stay(tmp_path: Path) -> None:
    (tmp_path / "reading").mkdir()
    context = "產業發展之後，沁縣搬遷了6524人。"
    answer = {"text": "6524人", "start": context.index("6524人")}
    line = json.dumps(
        {"id": "1", "question": "沁縣搬遷了多少人", "context": context, "answers": [answer]}
    )
    with gzip.open(tmp_path / "reading" / "small.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(line + "\n")
    (loaded,) = load(tmp_path, "small")
    assert loaded.question == "沁县搬迁了多少人"
    assert loaded.context.startswith("产业发展之后")
    assert [loaded.context[a:b] for a, b in loaded.answers] == ["6524人"]


def test_another_number_is_one_the_text_does_not_hold() -> None:
    for seed in range(20):
        trap = with_other_number(EXAMPLE, random.Random(seed))
        assert trap is not None and trap.answers == () and trap.context == TEXT
        year = trap.question.removeprefix("沁县").split("年")[0]
        assert year != "2016" and year not in TEXT
    assert with_other_number(example(1, "沁县在哪里？", TEXT, "太行山"), random.Random(1)) is None


def test_another_place_is_of_the_same_level_and_not_in_the_text() -> None:
    for seed in range(20):
        trap = with_other_place(EXAMPLE, random.Random(seed))
        assert trap is not None and trap.answers == ()
        place = trap.question.removesuffix("2016年搬迁了多少人？")
        assert place not in TEXT and place[-1] in "县市区旗"


def test_another_subject_takes_the_place_of_the_texts_own() -> None:
    subject = example(2, "范廷颂出生于何时？", "范廷颂是越南枢机，1919年出生。", "1919年")
    assert shared_name(subject.question, subject.context) == "范廷颂"
    trap = with_other_subject(subject, ["王栋", "范廷颂"], random.Random(1))
    assert trap is not None and trap.question == "王栋出生于何时？" and trap.answers == ()


def test_a_subject_is_left_out_and_the_answer_stays() -> None:
    short = without_subject(example(2, "范廷颂的家乡在什么地方？", "范廷颂生于宁平省。", "宁平省"))
    assert short is not None and short.question == "家乡在什么地方？"
    assert short.answers == ((5, 8),)
    assert without_subject(example(3, "谁来了？", "谁来了？他来了。", "他")) is None


def test_other_words_are_ones_the_text_does_not_have() -> None:
    asked = example(4, "外出务工的有多少人", "外出务工的有300人,打零工的少。", "300人")
    for seed in range(20):
        other = in_other_words(asked, random.Random(seed))
        assert other is not None and other.answers == asked.answers
        assert other.question in {f"外出{w}的有多少人" for w in ("打工", "外出就业")}


def test_a_wrong_text_is_like_the_question_and_holds_no_answer_of_it() -> None:
    examples = [
        EXAMPLE,
        example(2, "昔阳搬迁了多少户？", "昔阳县搬迁了312户，沁县的人来学习。", "312户"),
        example(3, "沁县又搬迁了多少人？", "沁县搬迁了2474户6524人，都住进了新房。", "6524人"),
        example(4, "谁赢了？", "乒乓球比赛昨天结束，主队取胜。", "主队"),
    ]
    made = {item.id: item for item in wrong_texts(examples, random.Random(1))}
    trap = made["1:wrong text"]
    assert trap.answers == () and "2474户6524人" not in trap.context
    assert trap.context == examples[1].context


def test_a_news_question_lies_beside_the_article_that_holds_its_facts(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    articles = [
        "某地发放500万元补贴，与体育无关。",
        "陕西西安市发放500万元体育类电子消费券，全市173家体育场馆可用。",
        "天气晴。",
    ]
    questions = [
        {
            "id": "1Doc-abc-0",
            "question": "体育类电子消费券的总金额是多少？",
            "answer": "500万元",
            "key_info": ["陕西西安市", "500万元体育类电子消费券"],
        },
        {"id": "1Doc-abc-1", "question": "谁说的？", "answer": None, "key_info": ["陕西西安市"]},
    ]
    with lzma.open(tmp_path / "news" / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        for number, text in enumerate(articles):
            file.write(json.dumps({"id": number, "date": "", "text": text}) + "\n")
    with (tmp_path / "news" / "questions.jsonl").open("w", encoding="utf-8") as file:
        for question in questions:
            file.write(json.dumps(question) + "\n")
    (found,) = load_news(tmp_path, 500)
    assert found.context == articles[1] and found.group == "news:abc"
    assert [found.context[a:b] for a, b in found.answers] == ["500万元"]

"""Composed paragraphs: answers are where they say, and what is declined is not in the paragraph."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from eval.composed_reports import MIX, compose
from eval.composer import KIND, NO_ANSWER, Composer
from eval.reading_sets import Example
from eval.report_families import FAMILIES, figure, stated

MADE = compose(1500, 11)


def answer_of(example: Example) -> str:
    ((start, end),) = example.answers
    return example.context[start:end]


def made_by(name: str, count: int) -> list[Example]:
    """Examples of one kind of paragraph."""
    (kind,) = (kind for kind, _ in MIX if kind.__name__ == name)
    composer = Composer(3)
    found: list[Example] = []
    while len(found) < count:
        found += list(kind(composer))
    return found


def test_the_same_seed_makes_the_same_examples_and_another_does_not() -> None:
    assert compose(200, 11) == compose(200, 11)
    assert compose(200, 11) != compose(200, 12)


def test_kinds_say_whether_there_is_an_answer_and_ids_are_unique() -> None:
    topics = {f"{KIND} {kind.__name__}" for kind, _ in MIX}
    assert {example.kind.removesuffix(NO_ANSWER) for example in MADE} == topics
    for example in MADE:
        assert bool(example.answers) != example.kind.endswith(NO_ANSWER)
        assert len(example.question) >= 2
    assert max(Counter(example.id for example in MADE).values()) == 1
    share = sum(example.kind.endswith(NO_ANSWER) for example in MADE) / len(MADE)
    assert 0.2 < share < 0.55


def test_paragraphs_of_one_group_stay_together() -> None:
    groups = Counter(example.group for example in MADE)
    assert 1.5 < len(MADE) / len(groups) < 8


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.nouns[0])
def test_a_statement_holds_its_figure_with_a_unit(family) -> None:
    draw = random.Random(2)
    for noun in family.nouns:
        said = stated(family, noun, draw)
        assert said.text.count(said.answer) == 1
        assert noun in said.text
        assert re.search(r"\d", said.answer)
        assert any(unit in said.answer for unit in family.units)
        assert all("{" not in ask for ask in said.asks)


def test_people_and_things_are_not_counted_in_parts() -> None:
    draw = random.Random(2)
    whole = [f for f in FAMILIES if f.units[0] in ("个", "名", "户", "支")]
    for family in whole:
        for _ in range(40):
            value, unit = figure(family, draw)
            assert "." not in value or "万" in value, (value, unit)


def test_answers_of_years_stand_behind_the_year_that_is_asked() -> None:
    asked = [e for e in made_by("years", 300) if re.search(r"\d{4}年", e.question)]
    answered = [e for e in asked if e.answers]
    for example in answered:
        year = re.search(r"\d{4}年", example.question)[0]
        assert year in example.context[: example.answers[0][0]]
        between = example.context[example.context.index(year) : example.answers[0][0]]
        assert len(re.findall(r"\d{4}年", between)) == 1
    for example in (e for e in asked if not e.answers):
        assert re.search(r"\d{4}年", example.question)[0] not in example.context
    assert len(answered) > 100


def test_aligned_answers_have_the_place_of_the_name() -> None:
    checked = 0
    for example in made_by("aligned", 300):
        match = re.search(
            r"(?:^|[，,；;。])([^，,；;。]*)分别(?:为|达到|是|达|增至)([^，,；;。]*)",
            example.context,
        )
        if (
            not example.answers
            or not match
            or not match.start(2) <= example.answers[0][0] < match.end(2)
        ):
            continue
        names = re.split(r"[、和]", match[1])
        place = len(re.findall(r"[、和]", example.context[match.start(2) : example.answers[0][0]]))
        if len(names) == match[2].count("、") + match[2].count("和") + 1:
            shared = names[place].split("的")[0][:2]
            assert shared in example.question
            checked += 1
    assert checked > 40


def test_a_list_is_given_whole() -> None:
    answered = [e for e in made_by("lists", 120) if e.answers]
    for example in answered:
        (start, end), text = example.answers[0], example.context
        assert "、" in answer_of(example)
        assert text[start - 1] not in "、" and text[end] not in "、"


def test_households_and_people_are_told_apart() -> None:
    for example in made_by("households", 200):
        if not example.answers:
            continue
        answer, question = answer_of(example), example.question
        both = "户" in question and "人" in question.replace("贫困人口", "")
        assert ("户" in answer) == ("户" in question)
        if both:
            assert "户" in answer and answer[-1] in "人名"


def test_an_office_is_answered_by_a_name_and_declined_where_it_has_none() -> None:
    examples = made_by("people", 400)
    named = [e for e in examples if e.answers and "叫什么" in e.question]
    assert named and all(2 <= len(answer_of(e)) <= 3 for e in named)
    for example in (e for e in examples if not e.answers and "谁是" in e.question):
        office = example.question.split("谁是")[1].rstrip("？?")
        place = example.question.split("谁是")[0]
        followed = re.search(
            re.escape(office) + "[一-龥]{2,3}(?:[说表介告指强]|[带参到进])", example.context
        )
        assert not followed or (place and place not in example.context)

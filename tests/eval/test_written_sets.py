"""The documents written by hand: each question fits its text, and no text is in both halves."""

from __future__ import annotations

import pytest

from eval.question_set import load_questions, read_originals
from eval.written_sets import FOLDER, KIND, WITHOUT, load_written


@pytest.mark.parametrize("half", ["train", "tune"])
def test_each_example_fits_its_text(half: str) -> None:
    examples = load_written(half)
    originals = read_originals(FOLDER / half / "documents")
    questions = load_questions(FOLDER / half / "questions.jsonl", originals)
    answers = {question.id: question.answers for question in questions}
    assert {e.kind for e in examples} == {KIND, WITHOUT}
    assert {e.id.split(":")[1] for e in examples} == set(answers)
    for example in examples:
        expected = answers[example.id.split(":")[1]]
        if example.kind == KIND:
            assert tuple(example.context[a:b] for a, b in example.answers) == expected
        else:
            assert not example.answers


def test_an_unanswerable_question_lies_beside_what_tempts() -> None:
    originals = read_originals(FOLDER / "tune" / "documents")
    questions = load_questions(FOLDER / "tune" / "questions.jsonl", originals)
    tempting = {f"{WITHOUT}:{q.id}": q.note for q in questions if not q.answerable}
    beside = {e.id: e.context for e in load_written("tune") if e.kind == WITHOUT}
    assert beside.keys() == tempting.keys()
    held = [tempting[name] in context for name, context in beside.items()]
    assert sum(held) >= 0.98 * len(held)


def test_the_halves_share_no_text() -> None:
    train, tune = ({e.group for e in load_written(half)} for half in ("train", "tune"))
    assert train and tune and not train & tune

"""The gate over the real assistant: it passes the same system and stops planted faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from eval_cases import SETTINGS

from eval.gate import check_gate, make_baseline
from eval.question_set import Question, load_questions
from eval.run import Ask, ask_all, describe
from rag import Assistant
from rag.settings import load_settings

SEEDS = Path(__file__).resolve().parents[2] / "eval" / "seeds.jsonl"


@pytest.fixture(scope="module")
def assistant(home: Path) -> Assistant:
    return Assistant.open(home / "index", load_settings({}, {}))


@pytest.fixture(scope="module")
def originals(assistant: Assistant) -> dict[str, str]:
    return {info.source: assistant.document(info.source).original for info in assistant.documents()}


@pytest.fixture(scope="module")
def questions(originals: dict[str, str]) -> list[Question]:
    every = load_questions(SEEDS, originals)
    return [q for at, q in enumerate(every) if "must" in q.tags or at % 32 == 0]


@pytest.fixture(scope="module")
def ask(assistant: Assistant) -> Ask:
    return lambda question, history: assistant.ask(question, history=history).to_dict()


@pytest.fixture(scope="module")
def baseline(questions: list[Question], ask: Ask, originals: dict[str, str]) -> dict[str, Any]:
    return make_baseline(describe(ask_all(questions, ask, originals), SETTINGS, interval=False))


def test_the_same_system_passes(
    questions: list[Question], ask: Ask, originals: dict[str, str], baseline: dict[str, Any]
) -> None:
    again = describe(ask_all(questions, ask, originals), SETTINGS, interval=False)
    assert check_gate(again, baseline).is_open


def test_a_system_that_drops_half_of_the_question_is_stopped(
    questions: list[Question], ask: Ask, originals: dict[str, str], baseline: dict[str, Any]
) -> None:
    def worse(question: str, history: Sequence[str]) -> Mapping[str, Any]:
        return ask(question[: (len(question) + 1) // 2], ())

    gate = check_gate(
        describe(ask_all(questions, worse, originals), SETTINGS, interval=False), baseline
    )
    assert "right" in {fall.name for fall in gate.falls}
    assert gate.broken


def test_a_system_whose_quotes_are_off_by_one_is_stopped(
    questions: list[Question], ask: Ask, originals: dict[str, str], baseline: dict[str, Any]
) -> None:
    def worse(question: str, history: Sequence[str]) -> Mapping[str, Any]:
        answer = dict(ask(question, history))
        answer["quotes"] = [
            {**quote, "spans": [[start + 1, end + 1] for start, end in quote["spans"]]}
            for quote in answer["quotes"]
        ]
        return answer

    gate = check_gate(
        describe(ask_all(questions, worse, originals), SETTINGS, interval=False), baseline
    )
    assert "verbatim" in {fall.name for fall in gate.falls}

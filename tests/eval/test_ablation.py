from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from eval.ablation import PIECES
from rag import Assistant
from rag.answer import Answer
from rag.settings import load_settings

QUESTION = "那沁县呢"
HISTORY = ("昔阳脱贫了多少人",)


@pytest.fixture(scope="module")
def assistant(home: Path) -> Assistant:
    return Assistant.open(settings=load_settings({"home": str(home)}, {}))


def without(assistant: Assistant, piece: str) -> Answer:
    with ExitStack() as stack:
        PIECES[piece](stack)
        return assistant.ask(QUESTION, HISTORY)


@pytest.mark.parametrize("piece", PIECES)
def test_a_question_is_answered_without_a_piece_and_with_it_again(
    assistant: Assistant, piece: str
) -> None:
    before = assistant.ask(QUESTION, HISTORY)
    assert without(assistant, piece).passages
    assert assistant.ask(QUESTION, HISTORY).quotes == before.quotes


@pytest.mark.parametrize("piece", ["dense", "BM25", "reranking", "follow-ups", "calibration"])
def test_a_piece_that_is_left_out_is_missed(assistant: Assistant, piece: str) -> None:
    whole = assistant.ask(QUESTION, HISTORY)
    less = without(assistant, piece)
    assert (less.passages, less.confidence) != (whole.passages, whole.confidence)

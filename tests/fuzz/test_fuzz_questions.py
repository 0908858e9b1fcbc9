"""Questions of any kind: understood and answered, or refused, within a second."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

from hazards import TEXTS, fuzzed
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import UsageError
from rag.assistant import Assistant
from rag.question import LONGEST
from rag.terminal import to_json

_UNDERSTOOD, _ANSWERED = 2.0, 5.0
"""Seconds of the processor, on a slow machine."""


@fuzzed(120)
@given(question=TEXTS, history=st.lists(TEXTS, max_size=3))
@example(question="(" * LONGEST, history=[])
@example(question="多少" * (LONGEST // 2), history=[])
@example(question="？" * LONGEST, history=["那" * LONGEST])
@example(question="a" * LONGEST, history=[])
@example(question="qinxian " * (LONGEST // 8), history=[])
@example(question="和" * LONGEST, history=["青禾镇和" * 200])
@example(question="1" * LONGEST, history=[])
def test_any_question_is_understood_in_time(
    question: str, history: list[str], assistant: Assistant, inputs: Callable[[str], None]
) -> None:
    inputs("questions understood")
    for other in ("问津", "qin xian duo shao ren"):  # what is loaded once takes its time once
        assistant._understanding.read(other)
    begin = time.process_time()
    try:
        assistant._understanding.read(question, history)
    except UsageError as error:
        assert "\n" not in str(error)
    assert time.process_time() - begin < _UNDERSTOOD


@fuzzed(60)
@given(question=TEXTS, history=st.lists(TEXTS, max_size=2))
@example(question="青禾镇" * 333, history=[])
@example(question="<script>alert(1)</script>的茶园面积是多少亩", history=[])
def test_any_question_is_answered(
    question: str, history: list[str], assistant: Assistant, inputs: Callable[[str], None]
) -> None:
    inputs("questions answered")
    begin = time.process_time()
    try:
        answer = assistant.ask(question, history)
    except UsageError:
        return
    assert time.process_time() - begin < _ANSWERED
    told = to_json(answer.to_dict())
    assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in told)
    for quote in answer.quotes:
        original = assistant.document(quote.source).original
        assert "".join(original[a:b] for a, b in quote.spans) == quote.text

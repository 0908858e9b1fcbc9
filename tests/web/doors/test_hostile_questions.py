"""No question holds a worker, and nothing in a request is more than a wrong request."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.errors import UsageError
from rag.assistant import Assistant
from rag.question import LONGEST, check_question, read_question

if TYPE_CHECKING:
    from conftest import Doors

MOST = 5.0
"""In so many seconds any question is answered or refused, on the two cores of a small machine."""
BOMBS = {
    "letters": "a" * LONGEST,
    "digits": "1" * LONGEST,
    "figures asked for": "多少" * 500,
    "parts": "多少人、多少户、多少亩、" * 80,
    "pinyin between digits": "1shi" * 250,
    "years between counties": "县2020年" * 166,
    "brackets": "问" + "（[《" * 333,
    "control characters": "沁县\x00\x1b[31m\u202e\u200b搬迁了多少人" * 40,
    "combining": "沁县搬迁了多少人" + "\u0301" * 900,
}
READ_ONLY = {
    **BOMBS,
    "commas": "，" * 500 + "问",
    "nested": "(" * 500 + "a" + ")" * 499,
    "same": "问" * LONGEST,
    "compared": "沁县和昔阳哪个多、" * 110,
    "quotes": '"' * 999 + "x",
    "spaces": "a " * 500,
    "dates": "2020.1." * 142,
    "percent": "1%" * 500,
    "tags": "<b>&amp;" * 125,
    "backslashes": "\\(a+)+$" * 140,
}


@pytest.fixture(scope="module")
def assistant(home: Path) -> Assistant:
    assistant = Assistant.open(home / "index")
    assistant.warm_up()
    return assistant


@pytest.mark.parametrize("name", READ_ONLY)
def test_no_question_is_long_to_understand(name: str) -> None:
    begin = time.process_time()
    read_question(READ_ONLY[name][:LONGEST])
    assert time.process_time() - begin < 1


@pytest.mark.parametrize("name", BOMBS)
def test_no_question_holds_a_worker(assistant: Assistant, name: str) -> None:
    begin = time.process_time()
    answer = assistant.ask(BOMBS[name][:LONGEST])
    # of the processor, since other tests may run beside this one; two threads count twice
    assert time.process_time() - begin < 2 * MOST
    assert answer.outcome is not None


@pytest.mark.parametrize("text", ["\x00" * 10, "\u202e\u200b", "\ud800", "<<<>>>", "𝅳", "\x1b[31m"])
def test_what_holds_nothing_to_look_for_is_refused_or_read(text: str) -> None:
    try:
        assert check_question(text)
    except UsageError as error:
        assert "\n" not in error.english


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/mcp"])
@pytest.mark.parametrize(
    "body",
    [
        b'{"question": "a", "question": "b", "x": 1}',
        b'{"question": NaN}',
        b'{"question": "a", "history": [Infinity]}',
        b'{"question": "\xff\xfe"}',
        b'{"question": "\\ud800"}',
        b'{"question": 1e999}',
        b'{"question": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"a": ' * 20_000,
        b'{"question": "' + b"x" * 1_000_000 + b'"}',
        b"\x00" * 100_000,
        b'{"jsonrpc": "2.0", "id": {}, "method": []}',
        b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "\\u0000"}}',
    ],
)
def test_a_hostile_body_is_a_wrong_request(doors: Doors, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    with doors.client("ask") as client:
        response = client.post(path, content=body, headers=headers)
    if path == "/mcp" and response.status_code == 200:
        # the protocol tells some faults inside an answer
        answer = response.json()
        assert "error" in answer or answer["result"]["isError"]
    else:
        assert 400 <= response.status_code < 500
    assert "Traceback" not in response.text


def test_a_question_of_markup_comes_back_as_text(doors: Doors) -> None:
    question = "沁县搬迁了多少人<script>alert(1)</script>\x1b[31m\u202e"
    with doors.client("ask") as client:
        response = client.post("/api/ask", json={"question": question})
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.json()["question"] == question

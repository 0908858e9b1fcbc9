"""The stages of an answer as server-sent events."""

from __future__ import annotations

import json
from typing import Any

import httpx

from web.contract import AnswerModel
from web.stream import event

QUESTION = "沁县搬迁了多少人"


def read_events(client: httpx.Client, **request: Any) -> list[tuple[str, Any]]:
    with client.stream("POST", "/api/ask/stream", json=request) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        text = response.read().decode()
    events = []
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_the_stages_come_in_order_and_the_answer_last(http: httpx.Client) -> None:
    events = read_events(http, question=QUESTION)
    assert events[:-1] == [("stage", {"stage": name}) for name in ("search", "read", "decide")]
    name, answer = events[-1]
    assert name == "answer"
    AnswerModel.model_validate_json(json.dumps(answer))
    plain = http.post("/api/ask", json={"question": QUESTION}).json()
    assert without_times(answer) == without_times(plain)


def test_a_follow_up_is_streamed_as_well(http: httpx.Client) -> None:
    events = read_events(http, question="那太原市呢", history=["昔阳县累计脱贫多少人"])
    assert "太原市" in events[-1][1]["understood"]


def test_an_event_is_one_line_whatever_is_in_it() -> None:
    text = "a\u2028b\x85c\nd\re"
    name, data, *rest = event("answer", {"text": text}).splitlines()
    assert (name, rest) == ("event: answer", [""])
    assert json.loads(data.removeprefix("data: ")) == {"text": text}

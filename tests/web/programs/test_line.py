"""The line of questions: bounded, answered before the end, and free of those who left."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn

from rag.answer import Answer, Outcome
from rag.settings import load_settings
from web.desk import Busy, Desk, Stopping
from web.programs import make_programs_app

QUESTION = "沁县搬迁了多少人"


def test_beyond_the_line_the_server_says_that_it_is_busy(http: httpx.Client) -> None:
    start = threading.Barrier(12)

    def ask(_: int) -> httpx.Response:
        start.wait()
        return http.post("/api/ask", json={"question": QUESTION}, headers={"Accept-Language": "en"})

    with ThreadPoolExecutor(12) as pool:
        responses = list(pool.map(ask, range(12)))
    statuses = {response.status_code for response in responses}
    assert statuses == {200, 429}
    for response in responses:
        if response.status_code == 429:
            assert int(response.headers["retry-after"]) >= 1
            assert "too many" in response.json()["error"]
        else:
            assert "6524人" in response.json()["quotes"][0]["text"]
    assert http.post("/api/ask", json={"question": QUESTION}).status_code == 200


def test_what_is_in_line_is_answered_before_the_server_ends(
    start_programs: Callable[..., Any],
) -> None:
    server = start_programs(at_once=1, waiting=5)

    with contextlib.ExitStack() as stack:
        clients = [
            stack.enter_context(httpx.Client(base_url=server.url, timeout=60, trust_env=False))
            for _ in range(6)
        ]
        for client in clients:  # a connection not yet accepted when the signal comes is refused
            assert client.get("/healthz").status_code == 200

        def ask(client: httpx.Client) -> httpx.Response:
            return client.post("/api/ask", json={"question": QUESTION})

        pool = stack.enter_context(ThreadPoolExecutor(6))
        answers = [pool.submit(ask, client) for client in clients]
        while not any(answer.done() for answer in answers):
            time.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        responses = [answer.result() for answer in answers]
    assert [response.status_code for response in responses] == [200] * 6
    server.process.wait(timeout=60)
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{server.url}/healthz", trust_env=False)


class Slow:
    """An assistant that comes to one stage after another until it is let go on."""

    generation = "g00000001"
    reader = "rules"
    problem = None

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Semaphore(0)

    @contextlib.contextmanager
    def use(self) -> Iterator[Slow]:
        yield self

    def documents(self) -> list[Any]:
        return []

    def ask(self, question: str, history: Any, within: Any, stage: Callable[[str], None]) -> Answer:
        self.asked.append(question)
        stage("search")
        while not self.go_on.acquire(timeout=0.02):
            stage("read")
        return Answer(question, Outcome.NOT_FOUND, None, 0.0, (), (), {"total": 1.0})


@pytest.fixture
def slow() -> Iterator[tuple[Slow, Desk, str]]:
    """The API with an assistant that waits, one question at work and one in line."""
    assistant = Slow()
    desk = Desk(assistant, at_once=1, waiting=1)  # type: ignore[arg-type]
    app = make_programs_app(desk, load_settings({}, {}))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield assistant, desk, f"http://127.0.0.1:{port}"
    assistant.go_on.release(100)
    server.should_exit = True
    thread.join(timeout=20)
    desk.close()


def until(is_so: Callable[[], object]) -> None:
    for _ in range(6000):
        if is_so():
            return
        time.sleep(0.01)
    pytest.fail("it did not come to that within a minute")


def count(desk: Desk, outcome: str) -> bool:
    return f'wenjin_questions_total{{outcome="{outcome}"}} 1.0' in desk.metrics.render().decode()


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_client_that_leaves_stops_costing(slow: tuple[Slow, Desk, str], path: str) -> None:
    assistant, desk, url = slow
    leave_after(url, path, "first", lambda: desk.working == 1)
    until(lambda: desk.working == 0)
    assert assistant.asked == ["first"]
    assert count(desk, "gone") and not count(desk, "not_found")


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_client_that_leaves_the_line_is_never_served(
    slow: tuple[Slow, Desk, str], path: str
) -> None:
    assistant, desk, url = slow
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(httpx.post, f"{url}/api/ask", json={"question": "first"}, timeout=60)
        until(lambda: desk.working == 1)
        leave_after(url, path, "second", lambda: desk.waiting == 1)
        until(lambda: desk.waiting == 0)
        assistant.go_on.release()
        assert first.result().status_code == 200
    assert assistant.asked == ["first"]


def leave_after(url: str, path: str, question: str, is_so: Callable[[], object]) -> None:
    """Asks, waits for something to be so, and closes the connection before there is an answer."""
    body = json.dumps({"question": question})
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    with contextlib.closing(connection):
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        until(is_so)


def test_a_full_line_and_a_closed_desk_are_told_apart() -> None:
    assistant = Slow()
    desk = Desk(assistant, at_once=1, waiting=0)  # type: ignore[arg-type]
    only = desk.submit("first", stage=lambda name: None)
    with pytest.raises(Busy) as busy:
        desk.ask("second")
    assert busy.value.retry_after >= 1 and not isinstance(busy.value, Stopping)
    desk.close()
    with pytest.raises(Stopping):
        desk.ask("third")
    assistant.go_on.release()
    assert only.result().question == "first"
    assert count(desk, "not_found")

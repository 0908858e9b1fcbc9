"""Many clients while documents come and go: right answers of one state each, or a plain "busy"."""

from __future__ import annotations

import os
import re
import signal
import statistics
import time
from pathlib import Path

import httpx
import pytest
from load_clients import Crowd, Record
from load_server import Loaded, serving
from load_states import CYCLE, STATES, Outcome, base_documents, expected_answers
from small_embedder import SmallEmbedder

import rag.assistant
from index.embedding import Embedder, open_embedder

LONG = bool(os.environ.get("WENJIN_TORTURE"))
CLIENTS = 50 if LONG else 10
SECONDS = float(os.environ.get("WENJIN_LOAD_SECONDS", "600" if LONG else "10"))
_LEAST_CHANGES = 3
_PATIENCE = 120.0
_DRAIN = 30.0
_MOST_IN_LINE = 9 * 2
"""Eight that wait for each core and, for a moment, those whose turn it is."""
_LONG_ENOUGH = 300.0
"""In fewer seconds memory has not settled: the pools of the libraries still fill."""
_MOST_GROWTH = 1.15
"""How much the memory of the last quarter may be above that of the second."""


class Watch:
    """Notes the server's memory and its line now and then."""

    def __init__(self, server: Loaded) -> None:
        self._server = server
        self._last = 0.0
        self.memory: list[tuple[float, int]] = []
        self.most_waiting = 0

    def look(self, client: httpx.Client) -> None:
        now = time.monotonic()
        if now - self._last < 0.5:
            return
        self._last = now
        self.memory.append((now, self._server.resident()))
        counts = client.get(f"{self._server.url}/metrics").text
        found = re.search(r"^wenjin_questions_waiting ([\d.]+)", counts, re.MULTILINE)
        self.most_waiting = max(self.most_waiting, int(float(found[1])) if found else 0)

    def quarter(self, number: int) -> float:
        """The memory of a quarter of the time between two builds, in bytes: its lower tenth.

        A build takes some for the model, and gives it back.
        """
        size = max(1, len(self.memory) // 4)
        values = sorted(value for _, value in self.memory[number * size :][:size])
        return values[len(values) // 10]

    def slope(self) -> float:
        """How the memory grows in the second half, in MiB a minute."""
        half = self.memory[len(self.memory) // 2 :]
        times = [when / 60 for when, _ in half]
        sizes = [value / 2**20 for _, value in half]
        return statistics.linear_regression(times, sizes).slope if len(half) > 2 else 0.0


@pytest.fixture(scope="module")
def model(request: pytest.FixtureRequest) -> tuple[str | None, Embedder]:
    """The small model where time is short, else the real one: its folder, and itself."""
    if not LONG:
        return None, SmallEmbedder()
    home: Path = request.getfixturevalue("home")
    folder = str(home / "models" / "multilingual-e5-small")
    return folder, open_embedder(folder, home / "models")


def test_clients_while_documents_come_and_go(
    tmp_path: Path, model: tuple[str | None, Embedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, embedder = model
    if folder is None:
        monkeypatch.setattr(rag.assistant, "open_embedder", lambda name, models: embedder)
    expected = expected_answers(tmp_path / "expected", embedder, folder or "small")
    with (
        serving(base_documents(tmp_path / "documents"), tmp_path / "served", folder) as server,
        httpx.Client(timeout=60, trust_env=False) as client,
    ):
        crowd, watch = Crowd(server.url, CLIENTS), Watch(server)
        states = {_generation(client, server): 0}
        crowd.start()
        begin = time.monotonic()
        changes = 0
        while time.monotonic() - begin < SECONDS or changes < _LEAST_CHANGES:
            step = CYCLE[changes % len(CYCLE)]
            generation = _change(client, server, watch, step.name, step.text, list(states)[-1])
            states[generation] = STATES.index(step.after)
            changes += 1
        took = time.monotonic() - begin
        _end(server, crowd)
        record = crowd.record
        _tell(record, watch, took, changes)
        assert record.faults == []
        _check_answers(record, states, expected)
        assert watch.most_waiting <= _MOST_IN_LINE
        assert watch.quarter(3) < (
            _MOST_GROWTH if SECONDS >= _LONG_ENOUGH else 1.5
        ) * watch.quarter(1)
        assert "Traceback" not in server.log.read_text(encoding="utf-8")


def _generation(client: httpx.Client, server: Loaded) -> str:
    return str(client.get(f"{server.url}/healthz").json()["generation"])


def _change(
    client: httpx.Client, server: Loaded, watch: Watch, name: str, text: str | None, before: str
) -> str:
    """Adds or removes a document, and waits for the generation that has it so."""
    if text is None:
        server.remove(client, name)
    else:
        server.upload(client, name, text)
    last = time.monotonic() + _PATIENCE
    while time.monotonic() < last:
        watch.look(client)
        generation = _generation(client, server)
        if generation != before:
            return generation
        time.sleep(0.05)
    raise AssertionError(f"{name} did not come into the index: {server.log.read_text('utf-8')}")


def _end(server: Loaded, crowd: Crowd) -> None:
    """What is in line is answered, and then the process ends by itself."""
    crowd.expect_the_end()
    server.process.send_signal(signal.SIGTERM)
    code = server.process.wait(_DRAIN)
    crowd.stop()
    assert code in (0, -signal.SIGTERM)


def _check_answers(record: Record, states: dict[str, int], expected: list[list[Outcome]]) -> None:
    """Each answer is that of the state its generation has."""
    assert record.answers
    for generation, question, found in record.answers:
        assert generation in states, f"{generation} was never announced"
        assert found == expected[states[generation]][question], (generation, question)


def _tell(record: Record, watch: Watch, took: float, changes: int) -> None:
    times = sorted(record.seconds)
    answered, busy = record.statuses[200], record.statuses[429]
    print(
        f"\n{CLIENTS} clients, {took:.0f} s, {changes} changes of the library: "
        f"{answered} answers ({answered / took:.1f} a second), "
        f"p50 {times[len(times) // 2] * 1000:.0f} ms, p95 {times[len(times) * 95 // 100] * 1000:.0f} ms, "
        f"busy {busy / max(1, answered + busy):.1%}, most in line {watch.most_waiting}, "
        f"memory {watch.quarter(1) / 2**20:.0f} MiB then {watch.quarter(3) / 2**20:.0f} MiB "
        f"({watch.slope():+.2f} MiB a minute), at the end {dict(record.after_the_end)}, "
        f"statuses {dict(record.statuses)}"
    )

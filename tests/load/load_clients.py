"""Clients that ask without pause, and what became of each question."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx
from load_states import ASKED, Outcome, outcome

_BUSY = 429
_ENDING = 503


@dataclass
class Record:
    """What all clients saw. Locked by whoever writes.

    :ivar answers: how often a generation answered a question so.
    :ivar seconds: how long each answer took.
    :ivar statuses: how often each status came.
    :ivar faults: what should not have come.
    """

    answers: Counter[tuple[str, int, Outcome]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    after_the_end: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Crowd:
    """So many clients, each of which asks its next question when it has the answer to the last."""

    def __init__(self, url: str, clients: int) -> None:
        self.record = Record()
        self._url = url
        self._stop = threading.Event()
        self._ending = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(number,), daemon=True)
            for number in range(clients)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def expect_the_end(self) -> None:
        """From now on the server may say that it ends, or be gone; whoever sees it stops."""
        self._ending.set()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _ask(self, number: int) -> None:
        chance = random.Random(number)
        # the server drops a connection that was idle for some seconds; browsers then take another
        limits = httpx.Limits(keepalive_expiry=1)
        with httpx.Client(timeout=60, trust_env=False, limits=limits) as client:
            while not self._stop.is_set():
                question = chance.randrange(len(ASKED))
                begin = time.monotonic()
                try:
                    reply = client.post(f"{self._url}/api/ask", json={"question": ASKED[question]})
                except httpx.TransportError as error:
                    self._gone(error)
                    return
                self._note(question, reply, time.monotonic() - begin)
                if reply.status_code == _BUSY:
                    wait = int(reply.headers.get("retry-after", "1"))
                    self._stop.wait(wait * chance.uniform(0.5, 1))
                elif reply.status_code == _ENDING:
                    return

    def _gone(self, error: Exception) -> None:
        with self.record.lock:
            if self._ending.is_set():
                self.record.after_the_end[type(error).__name__] += 1
            else:
                self.record.faults.append(f"{type(error).__name__}: {error}")

    def _note(self, question: int, reply: httpx.Response, seconds: float) -> None:
        record = self.record
        with record.lock:
            record.statuses[reply.status_code] += 1
            if reply.status_code == 200:  # noqa: PLR2004
                answer = reply.json()
                record.answers[answer["generation"], question, outcome(answer)] += 1
                record.seconds.append(seconds)
            elif reply.status_code == _BUSY:
                if int(reply.headers.get("retry-after", "0")) < 1:
                    record.faults.append("429 without Retry-After")
            elif not (reply.status_code == _ENDING and self._ending.is_set()):
                record.faults.append(f"{reply.status_code}: {reply.text[:200]}")

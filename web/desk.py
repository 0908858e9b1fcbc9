"""Where questions line up: so many at work, so many waiting, and a plain no beyond that."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from index.errors import UsageError, WenjinError
from rag.answer import Answer
from rag.assistant import Assistant, Stage
from rag.live import LiveAssistant
from web.metrics import Metrics

_WAITING_EACH = 8
"""How many questions may wait for each one at work, where nothing else is said."""
_FIRST_GUESS = 0.5
"""What a question is thought to take before any has been answered, in seconds."""
_SHARE = 0.2
"""How much the newest question counts in the mean of what questions take."""


class Busy(WenjinError):
    """The line is full.

    `retry_after` says in how many seconds it is worth asking again.
    """

    def __init__(self, chinese: str, english: str, retry_after: int) -> None:
        super().__init__(chinese, english)
        self.retry_after = retry_after


class Stopping(Busy):
    """The server is about to end."""


class Gone(Exception):
    """Raised out of a `stage` callback: nobody waits for the answer any more."""


class Desk:
    """A live assistant whose questions are answered a few at a time, in the order they came.

    It is used like the `LiveAssistant` it stands before; questions, also those put to what
    :meth:`use` gives, take their turn and are counted. It may be used from several threads.
    """

    def __init__(
        self,
        live: LiveAssistant,
        metrics: Metrics | None = None,
        at_once: int | None = None,
        waiting: int | None = None,
    ) -> None:
        """
        :param live: What answers.
        :param metrics: Where questions are counted; None for counts of its own.
        :param at_once: How many questions are at work at the same time; None for one a core.
        :param waiting: How many wait beside them; None for eight times as many.
        """
        self.live = live
        self.metrics = metrics or Metrics()
        self._at_once = at_once or _cores()
        self._most = self._at_once + (_WAITING_EACH * self._at_once if waiting is None else waiting)
        self._pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="question")
        self._lock = threading.Lock()
        self._there = 0
        self._working = 0
        self._closed = False
        self._mean = _FIRST_GUESS
        self.metrics.watch(self)

    @property
    def working(self) -> int:
        """How many questions are at work."""
        return self._working

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return max(0, self._there - self._working)

    @property
    def is_closed(self) -> bool:
        """Whether no more questions are taken, because the server ends."""
        return self._closed

    @contextmanager
    def use(self) -> Iterator[Seated]:
        """The assistant of the current generation, which stays the same until the block ends."""
        with self.live.use() as assistant:
            yield Seated(assistant, self)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        within: Collection[str] | None = None,
        stage: Stage | None = None,
    ) -> Answer:
        """Waits for the answer of a question; see `Assistant.ask`.

        :raises Busy: The line is full.
        """
        with self.use() as seated:
            return seated.ask(question, history, within, stage)

    def submit(
        self,
        question: str,
        history: Sequence[str] = (),
        within: Collection[str] | None = None,
        stage: Stage | None = None,
        assistant: Assistant | None = None,
    ) -> Future[Answer]:
        """Puts a question in line.

        What is cancelled before its turn costs nothing; what is at work ends where `stage` raises
        `Gone`.

        :param assistant: What answers; None for that of the generation which is current when it
            is the question's turn.
        :raises Busy: The line is full.
        """
        with self._lock:
            if self._closed or self._there >= self._most:
                self.metrics.count("busy")
                raise self._busy()
            self._there += 1
        queued = time.perf_counter()

        def work() -> Answer:
            with self._turn(queued):
                if assistant is not None:
                    return assistant.ask(question, history, within, stage)
                return self.live.ask(question, history, within, stage)

        try:
            future = self._pool.submit(work)
        except RuntimeError:
            self._leave()
            raise self._busy() from None
        future.add_done_callback(self._finish)
        return future

    def close(self) -> None:
        """Takes no more questions; those in line are still answered."""
        with self._lock:
            self._closed = True
        self._pool.shutdown(wait=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.live, name)

    @contextmanager
    def _turn(self, queued: float) -> Iterator[None]:
        begin = time.perf_counter()
        self.metrics.took("wait", begin - queued)
        with self._lock:
            self._working += 1
        try:
            yield
        finally:
            took = time.perf_counter() - begin
            with self._lock:
                self._working -= 1
                self._mean += _SHARE * (took - self._mean)

    def _finish(self, future: Future[Answer]) -> None:
        self._leave()
        error = None if future.cancelled() else future.exception()
        if future.cancelled() or isinstance(error, Gone):
            self.metrics.count("gone")
        elif error is None:
            self.metrics.answered(future.result())
        else:
            self.metrics.count("refused" if isinstance(error, UsageError) else "failed")

    def _leave(self) -> None:
        with self._lock:
            self._there -= 1

    def _busy(self) -> Busy:
        if self._closed:
            return Stopping(
                "问津正在关闭，请稍后再问", "WenJin is about to end; ask again later", 5
            )
        seconds = max(1, math.ceil(self._mean * self._there / self._at_once))
        return Busy(
            f"现在提问的人太多，请过 {seconds} 秒再问",
            f"too many questions at the moment; ask again in {seconds} s",
            seconds,
        )


class Seated:
    """An assistant of one generation whose questions take their turn at the desk."""

    def __init__(self, assistant: Assistant, desk: Desk) -> None:
        """
        :param assistant: What answers.
        :param desk: Where its questions line up.
        """
        self._assistant = assistant
        self._desk = desk

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        within: Collection[str] | None = None,
        stage: Callable[[str], None] | None = None,
    ) -> Answer:
        """Waits for the answer of a question; see `Assistant.ask`.

        :raises Busy: The line is full.
        """
        return self._desk.submit(question, history, within, stage, self._assistant).result()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

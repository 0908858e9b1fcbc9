"""Timing the stages of one answer, and telling who waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Stage = Callable[[str], None]
"""Called with `search`, `read` and `decide` as each begins."""


class Clock:
    """Adds up the milliseconds of each stage; a stage may be gone through more than once."""

    def __init__(self, stage: Stage | None) -> None:
        self._tell = stage
        self._begin = time.perf_counter()
        self._times: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Times what is done within."""
        if self._tell is not None:
            self._tell(name)
        begin = time.perf_counter()
        yield
        taken = (time.perf_counter() - begin) * 1000
        self._times[name] = self._times.get(name, 0.0) + taken

    def finish(self) -> dict[str, float]:
        """The milliseconds of each stage, and in `total` of all since the clock was made."""
        return {**self._times, "total": (time.perf_counter() - self._begin) * 1000}

"""How often something may be tried: a few times at once, then so many in a while."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_KEPT = 10_000
"""Of how many names or addresses the tries are remembered."""


class Attempts:
    """A bucket of tries for each key that fills up again slowly. For several threads."""

    def __init__(
        self, at_once: int, every: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """
        :param at_once: How many tries there are to begin with, and at most.
        :param every: After so many seconds there is one more.
        :param clock: What time it is, in seconds.
        """
        self._at_once = at_once
        self._every = every
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Takes a try; in how many seconds there will be one where there is none, else 0."""
        with self._lock:
            now = self._clock()
            left = self._now(key, now)
            if left < 1:
                return max(1, math.ceil((1 - left) * self._every))
            self._keep(key, left - 1, now)
            return 0

    def give_back(self, key: str) -> None:
        """Gives back a try that succeeded."""
        with self._lock:
            now = self._clock()
            self._keep(key, min(self._at_once, self._now(key, now) + 1), now)

    def _now(self, key: str, now: float) -> float:
        left, then = self._left.get(key, (float(self._at_once), now))
        return min(float(self._at_once), left + (now - then) / self._every)

    def _keep(self, key: str, left: float, now: float) -> None:
        self._left[key] = (left, now)
        self._left.move_to_end(key)
        while len(self._left) > _KEPT:
            self._left.popitem(last=False)

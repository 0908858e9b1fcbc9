"""Who is logged in with a browser: random session ids, kept here and nowhere else."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

IDLE = 12 * 3600.0
"""After so many seconds without a request a session ends."""
LONGEST = 7 * 24 * 3600.0
"""After so many seconds it ends in any case."""
_EACH = 20
"""So many sessions a name has at most; the one used longest ago ends for a new one."""
_ID_BYTES = 32


@dataclass
class Session:
    """A browser that is logged in; `secret` is the kept hash that was right then."""

    name: str
    secret: str
    begun: float
    used: float


class Sessions:
    """The sessions of one server; they end with it. It may be used from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """
        :param clock: What time it is, in seconds.
        """
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def begin(self, name: str, secret: str) -> str:
        """A new session; its id goes to the browser.

        :param secret: The hash of the password it began with: with another one it ends.
        """
        now = self._clock()
        session_id = secrets.token_urlsafe(_ID_BYTES)
        with self._lock:
            self._forget_old(now)
            own = [key for key, value in self._sessions.items() if value.name == name]
            own.sort(key=lambda key: self._sessions[key].used, reverse=True)
            for key in own[_EACH - 1 :]:
                del self._sessions[key]
            self._sessions[_key(session_id)] = Session(name, secret, now, now)
        return session_id

    def find(self, session_id: str) -> Session | None:
        """The session of an id, None where there is none or it has ended."""
        now = self._clock()
        key = _key(session_id)
        with self._lock:
            session = self._sessions.get(key)
            if session is None:
                return None
            if _is_over(session, now):
                del self._sessions[key]
                return None
            session.used = now
            return session

    def end(self, session_id: str) -> None:
        """Ends a session."""
        with self._lock:
            self._sessions.pop(_key(session_id), None)

    def _forget_old(self, now: float) -> None:
        for key in [key for key, value in self._sessions.items() if _is_over(value, now)]:
            del self._sessions[key]


def _key(session_id: str) -> str:
    # looked up by its hash, so that how long a look-up takes tells nothing of the ids there are
    return hashlib.sha256(session_id.encode("utf-8", "surrogatepass")).hexdigest()


def _is_over(session: Session, now: float) -> bool:
    return now - session.used > IDLE or now - session.begun > LONGEST

"""Who asks, and what they may do: ask the documents, or change the library as well."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """What an address or an event of the page demands.

    `ASK` covers all that only reads; `CHANGE` adding, removing and rebuilding documents and
    running question sets, which write to the disk and keep a core busy.
    """

    ASK = "ask"
    CHANGE = "change"


@dataclass(frozen=True)
class Caller:
    """Whoever sent a request.

    `name` is None where nobody had to log in; `by_session` says that a browser's session vouches
    for them, so that there is something to log out of.
    """

    name: str | None
    may_change: bool
    by_session: bool = False

    def may(self, right: Right) -> bool:
        """Whether they have a right; whoever may change may ask."""
        return right is Right.ASK or self.may_change

"""What the evaluation view shows: a run, what it is compared with, and which failures."""

from __future__ import annotations

from dataclasses import dataclass

_LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """A run's name and another's to compare with, a tag and a verdict; empty for any or none.

    An empty `run` is the newest one, an empty `against` the baseline.
    """

    run: str = ""
    against: str = ""
    tag: str = ""
    verdict: str = ""


NEWEST = Choice()


def read_choice(data: object) -> Choice:
    """The choice in the data of a browser event; what makes no sense is left empty."""
    if not isinstance(data, dict):
        return NEWEST
    values = (data.get(name) for name in ("run", "against", "tag", "verdict"))
    return Choice(*(v if isinstance(v, str) and len(v) <= _LONGEST else "" for v in values))

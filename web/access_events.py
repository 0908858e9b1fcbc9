"""The events of the page that may be raised, and those of them that change the library."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from starlette.routing import BaseRoute

from web.access_rights import Right

CHANGING = frozenset(
    {
        ("library-add", "upload"),
        ("library-list", "submit"),
        ("library-list", "delete"),
        ("library-list", "undo"),
        ("evaluate-form", "submit"),
        ("evaluate-form", "stop"),
    }
)
"""Events that demand the right to change, by component and name; all others only read."""


@dataclass(frozen=True)
class Event:
    """What an event of the page demands: a right, and so many values."""

    right: Right
    values: int


@dataclass(frozen=True)
class Events:
    """The events of a Gradio page, by the index that requests name them with."""

    known: dict[int, Event]

    def find(self, index: object) -> Event | None:
        """An event; None where the page has no such one."""
        return self.known.get(index) if type(index) is int else None


def find_events(routes: Collection[BaseRoute]) -> Events:
    """The events of the Gradio application among some routes; none where there is none."""
    for route in routes:
        get_blocks = getattr(getattr(route, "app", None), "get_blocks", None)
        if get_blocks is not None:
            return read_events(get_blocks())
    return Events({})


def read_events(blocks: Any) -> Events:
    """The events of a page that are answered by a function of ours.

    :param blocks: The page's `gradio.Blocks`.
    """
    known = {}
    for index, function in blocks.fns.items():
        if function.fn is None:
            continue
        raised = {
            (getattr(blocks.blocks.get(component), "elem_id", None), name)
            for component, name in function.targets
        }
        right = Right.CHANGE if raised & CHANGING else Right.ASK
        known[index] = Event(right, len(function.inputs))
    return Events(known)

"""Ask an index of documents: the public API.

assistant = Assistant.open("path/to/index")
answer = assistant.ask("沁县搬迁了多少人")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answer import Answer, Outcome, Quote, Retrieved
    from rag.assistant import Assistant

__all__ = ["Answer", "Assistant", "Outcome", "Quote", "Retrieved"]


def __getattr__(name: str) -> object:
    """Imports what is asked for: one `wenjin ask` loads its model meanwhile."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("rag.assistant" if name == "Assistant" else "rag.answer"), name)

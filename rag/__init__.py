"""Ask an index of documents: the public API.

assistant = Assistant.open("path/to/index")
answer = assistant.ask("沁县搬迁了多少人")
"""

from __future__ import annotations

from rag.answer import Answer, Outcome, Quote, Retrieved
from rag.assistant import Assistant

__all__ = ["Answer", "Assistant", "Outcome", "Quote", "Retrieved"]

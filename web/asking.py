"""Asking in the background, so that the page can say which stage an answer is at."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator, Sequence

from index.errors import WenjinError
from rag.answer import Answer
from rag.assistant import Assistant
from web.texts import say
from web.turns import Turn

_log = logging.getLogger(__name__)
PROGRAM_FAILED = WenjinError(say("zh", "failed_unknown"), say("en", "failed_unknown"))
"""What is said of a fault that is ours and of which the reader can know nothing."""
_EXCERPT = 200
"""How much of a passage is kept to be shown beside an answer, in characters."""


def ask_in_stages(assistant: Assistant, turn: Turn, history: Sequence[str]) -> Iterator[Turn]:
    """The turn at each stage as it begins, and at last with its answer or what went wrong."""
    steps: queue.SimpleQueue[Turn] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer = assistant.ask(
                turn.question, history, stage=lambda name: steps.put(turn.at(name))
            )
            steps.put(turn.answered(answer, _excerpts(assistant, answer)))
        except WenjinError as error:
            steps.put(turn.failed(error))
        except Exception:
            # a fault of ours: the reader gets one line, the terminal the rest
            _log.exception("a question could not be answered")
            steps.put(turn.failed(PROGRAM_FAILED))

    threading.Thread(target=work, daemon=True).start()
    while True:
        step = steps.get()
        yield step
        if step.stage is None:
            return


def _excerpts(assistant: Assistant, answer: Answer) -> list[str]:
    """How each passage begins in its original: readers never see the folded text."""
    return [
        assistant.document(passage.source).original[passage.start : passage.end][:_EXCERPT]
        for passage in answer.passages
    ]

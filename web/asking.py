"""Asking in the background, so that the page can say which stage an answer is at."""

from __future__ import annotations

import queue
import threading
from collections.abc import Collection, Iterator, Sequence

from index.errors import WenjinError
from rag.answer import Answer
from web.desk import Desk, Seated
from web.public_line import public, unexpected
from web.turns import Turn

_EXCERPT = 200
"""How much of a passage is kept to be shown beside an answer, in characters."""


def ask_in_stages(
    desk: Desk,
    turn: Turn,
    history: Sequence[str],
    within: Collection[str] | None = None,
) -> Iterator[Turn]:
    """The turn at each stage as it begins, and at last with its answer or what went wrong.

    :param within: Sources to look in; None means all.
    """
    steps: queue.SimpleQueue[Turn] = queue.SimpleQueue()

    def work() -> None:
        try:
            with desk.use() as assistant:
                answer = assistant.ask(
                    turn.question, history, within, lambda name: steps.put(turn.at(name))
                )
                passages, sentences = _excerpts(assistant, answer)
                steps.put(turn.answered(answer, passages, sentences))
        except WenjinError as error:
            steps.put(turn.failed(public(error)))
        except Exception as error:
            # a fault of ours: the reader gets one line, the terminal the rest
            steps.put(turn.failed(unexpected(error, "a question could not be answered")))

    threading.Thread(target=work, daemon=True).start()
    while True:
        step = steps.get()
        yield step
        if step.stage is None:
            return


def _excerpts(assistant: Seated, answer: Answer) -> tuple[list[str], list[str]]:
    """How each passage and each weighed sentence begins in its original.

    Readers never see the folded text.
    """
    originals: dict[str, str] = {}

    def cut(source: str, spans: Sequence[tuple[int, int]]) -> str:
        if source not in originals:
            originals[source] = assistant.document(source).original
        return "".join(originals[source][start:end] for start, end in spans)[:_EXCERPT]

    weighed = answer.trace.weighed if answer.trace is not None else ()
    return (
        [cut(passage.source, [(passage.start, passage.end)]) for passage in answer.passages],
        [cut(item.source, item.spans) for item in weighed],
    )

"""A small library in two states, and a dozen questions that tell them apart."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from small_embedder import SmallEmbedder

import rag.assistant
from rag.answer import Answer
from rag.assistant import Assistant
from rag.live import LiveAssistant
from rag.settings import Settings

TOWNS = ("青禾镇", "白鹭镇", "石桥镇", "柳林乡", "云台乡", "松山镇", "渔港镇", "枫溪乡")
QUESTIONS = tuple(f"{town}的茶园面积是多少亩" for town in TOWNS) + tuple(
    f"{town}的水库库容是多少" for town in TOWNS[:4]
)

Outcome = tuple[object, ...]


def write_documents(folder: Path, state: int) -> Path:
    """The documents of a state: figures are others in each; one leaves, one comes, one stays."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, town in enumerate(TOWNS):
        if number == state % len(TOWNS):
            continue
        shown = 0 if number == 7 else state
        (folder / f"{number:02d}.txt").write_text(
            f"{town}纪实\n\n{town}的茶园面积是{3100 + 7 * number + 100 * shown}亩，茶农每年采茶两季。\n\n"
            f"{town}的水库库容是{4800 + 3 * number + 100 * shown}万立方米，供全镇灌溉。\n",
            encoding="utf-8",
        )
    return folder


def outcome(answer: Answer) -> Outcome:
    """What must not change of an answer."""
    quotes = tuple((quote.source, quote.spans, quote.text) for quote in answer.quotes)
    passages = tuple((p.source, p.start, p.end, p.text) for p in answer.passages)
    return (str(answer.outcome), answer.answer, quotes, passages)


def answers(index: Path) -> tuple[str, tuple[Outcome, ...]]:
    """The generation that answers and what it answers to each question.

    :raises WenjinError: The index cannot be used.
    """
    with with_small_embedder():
        assistant = Assistant(index, Settings(index.parent, index))
    try:
        return _ask(assistant)
    finally:
        assistant.close()


@contextmanager
def living(index: Path) -> Iterator[LiveAssistant]:
    """An assistant that follows the index."""
    with with_small_embedder():
        live = LiveAssistant(index, Settings(index.parent, index))
    try:
        yield live
    finally:
        live.close()


def live_answers(live: LiveAssistant) -> tuple[str, tuple[Outcome, ...]]:
    """As `answers`, from an assistant that is open already."""
    with live.use() as assistant:
        return _ask(assistant)


@contextmanager
def with_small_embedder() -> Iterator[None]:
    """Whatever opens a model meanwhile gets the small one."""
    with patch.object(rag.assistant, "open_embedder", lambda name, models: SmallEmbedder()):
        yield


def _ask(assistant: Assistant) -> tuple[str, tuple[Outcome, ...]]:
    found = [assistant.ask(question) for question in QUESTIONS]
    generations = {answer.generation for answer in found}
    if len(generations) != 1:
        raise AssertionError(f"answers of several generations: {sorted(generations)}")
    return found[0].generation, tuple(map(outcome, found))


def leftovers(index: Path) -> list[str]:
    """What lies in an index and belongs to no generation: drafts, temporary files, spare segments.

    A generation names its files in its manifest, and so its segments.
    """
    manifests = [
        path.read_text(encoding="utf-8", errors="replace") for path in index.rglob("manifest.json")
    ]
    left = []
    for path in sorted(index.rglob("*")):
        name = path.relative_to(index)
        hidden = any(part.startswith(".") for part in name.parts)
        named = "segments" not in name.parts[:1] or len(name.parts) != 2  # noqa: PLR2004
        if hidden or not (named or any(path.name in manifest for manifest in manifests)):
            left.append(name.as_posix())
    return left

"""A library that goes through states while it is asked, and what each state answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import QUESTIONS, TOWNS, write_documents

from index.build import build_index
from index.embedding import Embedder
from rag.assistant import Assistant
from rag.settings import Settings

ADDED_TOWN, OTHER_TOWN = "紫竹镇", "红岩镇"
ASKED = (
    *QUESTIONS,
    f"{ADDED_TOWN}的茶园面积是多少亩",
    f"{OTHER_TOWN}的茶园面积是多少亩",
    f"{TOWNS[2]}和{TOWNS[3]}的茶园面积各是多少",
)

Outcome = tuple[object, ...]


def _text(town: str, area: int) -> str:
    return f"{town}纪实\n\n{town}的茶园面积是{area}亩，茶农每年采茶两季。\n"


FIRST = {"added.txt": _text(ADDED_TOWN, 5127)}
CHANGED = {"added.txt": _text(ADDED_TOWN, 6234)}
BOTH = {**CHANGED, "other.txt": _text(OTHER_TOWN, 7341)}
OTHER = {"other.txt": _text(OTHER_TOWN, 7341)}


@dataclass(frozen=True)
class Step:
    """One change through the API: a document that is added or replaced, or removed (no text)."""

    name: str
    text: str | None
    after: Mapping[str, str]


CYCLE = (
    Step("added.txt", FIRST["added.txt"], FIRST),
    Step("added.txt", CHANGED["added.txt"], CHANGED),
    Step("other.txt", OTHER["other.txt"], BOTH),
    Step("added.txt", None, OTHER),
    Step("other.txt", None, {}),
)
"""Round and round: each step, and the added documents there are after it."""
STATES: tuple[Mapping[str, str], ...] = ({}, *(step.after for step in CYCLE[:-1]))


def outcome(answer: Mapping[str, Any]) -> Outcome:
    """What must not change of an answer, of its JSON."""
    quotes = tuple(
        (quote["source"], tuple(map(tuple, quote["spans"])), quote["text"])
        for quote in answer["quotes"]
    )
    return (str(answer["outcome"]), answer["answer"], quotes)


def base_documents(folder: Path) -> Path:
    """The documents that are always there."""
    return write_documents(folder, 0)


def expected_answers(folder: Path, embedder: Embedder, model: str) -> list[list[Outcome]]:
    """For each of `STATES` the answers to `ASKED`, from an index made of it alone.

    :param model: The name by which `rag.assistant` opens the same embedder.
    """
    found = []
    for number, added in enumerate(STATES):
        documents = base_documents(folder / f"documents{number}")
        for name, text in added.items():
            (documents / name).write_text(text, encoding="utf-8")
        index = folder / f"index{number}"
        build_index([documents], index, embedder)
        assistant = Assistant(index, Settings(folder, index, model=model))
        found.append([outcome(assistant.ask(question).to_dict()) for question in ASKED])
        assistant.close()
    return found

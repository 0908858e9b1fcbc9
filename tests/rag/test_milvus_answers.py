"""The command line on Milvus gives the answers that it gives on an index folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.build import update_index
from index.embedding import open_embedder
from rag.answer import Answer
from rag.assistant import Assistant
from rag.indexing import index_with_progress
from rag.live import LiveAssistant
from rag.settings import Settings, load_settings

QUESTIONS = 6


@pytest.fixture(scope="module")
def settings(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    file = tmp_path_factory.mktemp("milvus") / "store.db"
    return load_settings({"home": str(home), "store": f"milvus:{file}/seeds"}, {})


@pytest.fixture(scope="module")
def on_milvus(settings: Settings, seeds: Path) -> Iterator[Assistant]:
    report = index_with_progress([seeds], settings)
    assert report.documents > 1
    assistant = Assistant(settings.location, settings)
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def on_disk(home: Path, settings: Settings) -> Iterator[Assistant]:
    assistant = Assistant(home / "index", replace(settings, store=None))
    yield assistant
    assistant.close()


def test_the_answers_are_the_same(on_milvus: Assistant, on_disk: Assistant) -> None:
    for question in _questions():
        assert _told(on_milvus.ask(question)) == _told(on_disk.ask(question)), question


def test_indexing_again_changes_nothing(
    on_milvus: Assistant, settings: Settings, seeds: Path
) -> None:
    report = index_with_progress([seeds], settings)
    assert report.generation == on_milvus.generation


def _questions() -> list[str]:
    path = Path(__file__).resolve().parents[2] / "eval" / "seeds.jsonl"
    with path.open(encoding="utf-8") as file:
        asked = [json.loads(line) for line in file]
    tuned = [one["question"] for one in asked if one["split"] == "tune"]
    return tuned[:: len(tuned) // QUESTIONS][:QUESTIONS]


def _told(answer: Answer) -> Any:
    """What a person is told: the outcome and the quotes, without scores and times."""
    return (
        answer.outcome,
        [(quote.source, quote.spans, quote.text) for quote in answer.quotes],
    )


def test_a_running_server_follows_what_is_published(
    on_milvus: Assistant, settings: Settings, tmp_path: Path
) -> None:
    live = LiveAssistant(settings.location, settings)
    before = live.generation
    file = tmp_path / "新.txt"
    file.write_text("测试县修通高山公路\n\n测试县修通高山公路三十七公里。\n", encoding="utf-8")
    embedder = open_embedder(settings.model, settings.models)
    update_index(settings.location, embedder, [file])
    live.refresh()
    assert live.generation > before
    assert "新.txt" in {info.source for info in live.documents()}
    assert "三十七公里" in live.ask("测试县修通了多少公里高山公路").quotes[0].text
    live.close()
    assert on_milvus.generation == before
    assert _told(on_milvus.ask(_questions()[0]))

"""The assistant that follows the index's current generation, on a real index."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index import generations
from index.generations import NoIndex
from rag.live import LiveAssistant
from rag.settings import load_settings

QUESTION = "沁县搬迁了多少人"
Publish = Callable[[Path, str], str]


@pytest.fixture
def index(copy_index: Callable[[], Path]) -> Path:
    return copy_index()


@pytest.fixture
def live(index: Path, home: Path) -> LiveAssistant:
    return LiveAssistant(index, load_settings({"home": str(home)}, {}))


def title(live: LiveAssistant) -> str:
    return live.documents()[0].title


def is_closed(assistant: object) -> bool:
    try:
        assistant.document("")  # type: ignore[attr-defined]
    except sqlite3.ProgrammingError:
        return True
    except KeyError:
        return False
    return False


def test_a_new_generation_is_taken_up_with_the_models_there_are(
    live: LiveAssistant, index: Path, publish: Publish
) -> None:
    with live.use() as old:
        assert old.generation == "g00000001"
        new = publish(index, "新")
        with live.use() as newer:
            assert newer.generation == new
            assert newer._embedder is old._embedder
            assert newer._reader is old._reader
            assert newer.ask(QUESTION).generation == new
        assert not is_closed(old)
        assert old.ask(QUESTION).generation == "g00000001"
        assert not old.documents()[0].title.startswith("新")
    assert is_closed(old)
    assert title(live).startswith("新") and live.problem is None


def test_the_same_generation_is_not_opened_again(live: LiveAssistant) -> None:
    with live.use() as first, live.use() as second:
        assert first is second


def test_one_that_cannot_be_opened_changes_nothing_but_the_problem(
    live: LiveAssistant, index: Path, publish: Publish
) -> None:
    broken = publish(index, "坏")
    (index / "generations" / broken / "manifest.json").write_text("{", encoding="utf-8")
    assert live.generation == "g00000001"
    assert live.problem is not None
    assert broken in live.problem.message("zh") and broken in live.problem.message("en")
    mended = publish(index, "好")
    assert live.generation == mended and live.problem is None


def test_an_index_of_another_model_is_not_taken_up(
    live: LiveAssistant, index: Path, publish: Publish
) -> None:
    publish(index, "别")
    with generations.writer(index):
        manifest = generations.newest_manifest(index)
        assert manifest is not None
        other = replace(manifest.model, fingerprint="0" * 32)
        counts = manifest.documents, manifest.passages
        generations.publish(index, other, manifest.segments, *counts)
    assert live.generation == "g00000001"
    assert live.problem is not None and "WENJIN_MODEL" in live.problem.message("zh")


def test_a_pointer_that_goes_away_changes_nothing(live: LiveAssistant, index: Path) -> None:
    (index / "CURRENT").unlink()
    assert live.ask(QUESTION).generation == "g00000001"


def test_a_generation_taken_back_is_taken_back(
    live: LiveAssistant, index: Path, publish: Publish
) -> None:
    new = publish(index, "新")
    assert live.generation == new
    (index / "CURRENT").write_text("g00000001\n", encoding="utf-8")
    assert live.generation == "g00000001" and live.problem is None


def test_answers_are_never_mixed_while_the_index_changes(
    live: LiveAssistant, index: Path, publish: Publish
) -> None:
    titles = {live.generation: title(live)}
    seen: set[tuple[str, str]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with live.use() as assistant:
                seen.add((assistant.generation, assistant.documents()[0].title))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(5):
        generation = publish(index, str(number))
        live.refresh()
        titles[generation] = title(live)
        assert titles[generation].startswith(str(number))
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= set(titles.items())


def test_without_an_index_there_is_none(tmp_path: Path, home: Path) -> None:
    with pytest.raises(NoIndex):
        LiveAssistant(tmp_path / "none", load_settings({"home": str(home)}, {}))


def test_what_is_closed_is_let_go_after_its_last_user(live: LiveAssistant) -> None:
    with live.use() as assistant:
        live.close()
        assert not is_closed(assistant)
    assert is_closed(assistant)

from __future__ import annotations

from pathlib import Path

from rag import Assistant, Outcome
from rag.empty_index import ensure_index
from rag.settings import load_settings
from rag.shelf import open_library
from rag.shelf_build import LibraryBuilder


def test_an_empty_index_answers_that_nothing_is_said_and_can_be_filled(
    home: Path, tmp_path: Path
) -> None:
    settings = load_settings({"home": str(home), "index": str(tmp_path / "index")}, {})
    assert ensure_index(settings)
    assert not ensure_index(settings)
    assistant = Assistant.open(settings=settings)
    for question in ("沁县搬迁了多少人", "昔阳和沁县哪个脱贫的人更多", "how many people moved"):
        assert assistant.ask(question).outcome is Outcome.NOT_FOUND
    assert assistant.documents() == []

    library = open_library(settings)
    file = tmp_path / "river.txt"
    file.write_text("清河镇的水库\n\n清河镇水库去年建成，总库容360万立方米。\n", encoding="utf-8")
    library.add("river.txt", file)
    builder = LibraryBuilder(library, settings)
    builder._work()
    assert builder.state.problem is None
    filled = assistant.reopened(settings.location)
    assert [info.source for info in filled.documents()] == ["river.txt"]

"""Builds in the background: one at a time, none forgotten, and never a crash that stays silent."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from index.build import BuildReport, Change, FileReport
from index.errors import WenjinError
from index.generations import Manifest, Model
from rag import shelf_build
from rag.settings import Settings
from rag.shelf import Library
from rag.shelf_build import LibraryBuilder


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryBuilder:
    monkeypatch.setattr(shelf_build, "open_embedder", lambda name, models: None)
    library = Library(tmp_path / "index", tmp_path)
    library.remember([tmp_path / "folder"])
    return LibraryBuilder(library, Settings(tmp_path, tmp_path / "index"))


def wait(builder: LibraryBuilder) -> None:
    end = time.monotonic() + 120
    while builder.state.running and time.monotonic() < end:
        time.sleep(0.01)
    assert not builder.state.running


def test_a_build_asked_for_meanwhile_follows(
    builder: LibraryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, seen, most = threading.Event(), [], [0]

    def build(
        paths: Any, index: Any, embedder: Any, watcher: LibraryBuilder, *rest: Any
    ) -> BuildReport:
        seen.append(paths)
        most[0] += 1
        assert most[0] == 1, "two builds at once"
        watcher.stage("embed", 4)
        watcher.advance(3)
        go.wait(20)
        most[0] -= 1
        return BuildReport(f"g{len(seen)}", (), 1, 1)

    monkeypatch.setattr(shelf_build, "build_index", build)
    builder.start()
    while builder.state.done != 3:
        time.sleep(0.01)
    assert (builder.state.stage, builder.state.total) == ("embed", 4)
    builder.start()
    builder.start()
    go.set()
    wait(builder)
    assert len(seen) == 2
    assert builder.state.number == 2
    assert builder.state.report is not None and builder.state.report.generation == "g2"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (WenjinError("磁盘满了", "the disk is full"), "disk"),
        (ZeroDivisionError(), "program failed"),
    ],
)
def test_a_failed_build_says_why(
    builder: LibraryBuilder, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    def build(*arguments: Any) -> BuildReport:
        raise error

    monkeypatch.setattr(shelf_build, "build_index", build)
    builder.start()
    wait(builder)
    assert builder.state.problem is not None and line in builder.state.problem.message("en")


def test_nothing_is_built_where_the_folders_are_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_build, "open_embedder", lambda name, models: None)
    builder = LibraryBuilder(
        Library(tmp_path / "other", tmp_path), Settings(tmp_path, tmp_path / "other")
    )
    builder.start()
    wait(builder)
    assert builder.state.problem is not None
    assert "wenjin index" in builder.state.problem.message("zh")


def test_in_a_large_library_only_what_was_uploaded_or_removed_is_looked_at(
    builder: LibraryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[list[str], set[str]]] = []
    whole: list[Any] = []

    def update(
        index: Any, embedder: Any, add: list[Path], remove: set[str], watcher: Any
    ) -> BuildReport:
        asked.append(([path.name for path in add], remove))
        change = Change.ADDED if len(asked) == 1 else Change.KEPT
        return BuildReport("g2", (FileReport("new.txt", change),), 5_000, 9_000)

    def build(*arguments: Any) -> BuildReport:
        whole.append(arguments)
        return BuildReport("g3", (), 5_000, 9_000)

    manifest = Manifest(2, "g1", Model("m", "f", 8), 5_000, 9_000)
    monkeypatch.setattr(shelf_build, "describe", lambda location: manifest)
    monkeypatch.setattr(shelf_build, "update_index", update)
    monkeypatch.setattr(shelf_build, "build_index", build)
    uploads = Library(tmp_path / "index", tmp_path).uploads
    uploads.mkdir(parents=True)
    (uploads / "new.txt").write_text("甲。", encoding="utf-8")
    aside = uploads.parent / "removed"
    aside.mkdir()
    (aside / "0a1b2c3d-old.txt").write_text("乙。", encoding="utf-8")
    (aside / "0a1b2c3e-new.txt").write_text("丙。", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    builder.start()
    wait(builder)
    assert asked == [(["new.txt"], {"old.txt"})] and not whole
    assert builder.state.report is not None and builder.state.report.generation == "g2"
    builder.start()
    wait(builder)
    assert len(asked) == 2 and len(whole) == 1


def test_segments_are_merged_after_a_build(
    builder: LibraryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compacted: list[Path] = []

    def compact(index: Path) -> str | None:
        compacted.append(index)
        return "g3" if len(compacted) == 1 else None

    monkeypatch.setattr("index.embedded_writer.compact", compact)
    report = BuildReport("g2", (), 1, 1)
    monkeypatch.setattr(shelf_build, "build_index", lambda *arguments: report)
    (tmp_path / "folder").mkdir()
    builder.start()
    wait(builder)
    end = time.monotonic() + 120
    while len(compacted) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert compacted == [tmp_path / "index"] * 2

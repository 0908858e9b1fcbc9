"""Builds in batches: what is finished is kept, and small changes leave the rest alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import build as module
from index import generations
from index.build import Change, Silent, build_index, update_index
from index.embedding import Progress
from index.errors import WenjinError
from index.generations import Model
from index.opening import describe, open_embedded
from index.store import Vector


class Hashed:
    """An embedder of random directions, which stops the build after so many texts."""

    def __init__(self, stop: int | None = None) -> None:
        self.model = Model("hashed", "f" * 32, 8)
        self.embedded = 0
        self._stop = stop

    def question(self, text: str) -> Vector:
        return self.passages([text])[0]

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        if self._stop is not None and self.embedded >= self._stop:
            raise KeyboardInterrupt
        self.embedded += len(texts)
        if progress is not None:
            progress(len(texts))
        seeds = [int.from_bytes(hashlib.sha256(t.encode()).digest()[:4], "big") for t in texts]
        rows = [np.random.default_rng(seed).standard_normal(8) for seed in seeds]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, 8)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


class Watching(Silent):
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int]] = []
        self.done = 0
        self.total = 0

    def stage(self, name: str, total: int) -> None:
        self.stages.append((name, total))
        if name == "embed":
            self.total = total

    def expect(self, total: int) -> None:
        self.total = total

    def advance(self, steps: int) -> None:
        self.done += steps if self.stages[-1][0] == "embed" else 0


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST", "_LEAST", "_MOST"):
        monkeypatch.setattr(module, name, 4)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    rows = [{"id": n, "text": f"第{n}县脱贫{n + 100}人，修路{n}公里。"} for n in range(20)]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_an_interrupted_build_goes_on_where_it_was(news: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    stopped = Hashed(stop=10)
    with pytest.raises(KeyboardInterrupt):
        build_index([news], index, stopped)
    assert generations.generation_names(index) == []
    rest = Hashed()
    report = build_index([news], index, rest)
    assert report.documents == 20 and stopped.embedded == 12
    assert rest.embedded == report.passages - stopped.embedded
    whole = tmp_path / "whole"
    build_index([news], whole, Hashed())
    one, two = open_embedded(index)[0], open_embedded(whole)[0]
    assert one.documents() == two.documents() and one.fingerprints() == two.fingerprints()
    assert not list(index.glob("*/.*")) and len(generations.segment_names(index)) == 1


def test_what_was_finished_of_documents_that_are_gone_is_not_shown(
    news: Path, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        build_index([news], tmp_path / "index", Hashed(stop=10))
    other = tmp_path / "other.txt"
    other.write_text("丁县种树4万亩。", encoding="utf-8")
    build_index([other], tmp_path / "index", Hashed())
    store, _ = open_embedded(tmp_path / "index")
    assert [info.source for info in store.documents()] == ["other.txt"]


def test_the_watcher_learns_how_many_passages_there_are(news: Path, tmp_path: Path) -> None:
    watching = Watching()
    report = build_index([news], tmp_path / "index", Hashed(), watching)
    assert [name for name, _ in watching.stages] == ["read", "embed", "write"]
    assert watching.done == report.passages == watching.total


def test_one_document_goes_in_and_out_without_the_others(news: Path, tmp_path: Path) -> None:
    index, embedder = tmp_path / "index", Hashed()
    build_index([news], index, embedder)
    news.unlink()
    before = embedder.embedded
    new = tmp_path / "新.txt"
    new.write_text("丁县种树4万亩。", encoding="utf-8")
    report = update_index(index, embedder, [new], ["news.jsonl#3", "never there"])
    assert report.documents == 20 and embedder.embedded == before + 1
    assert {file.source: file.change for file in report.files} == {
        "新.txt": Change.ADDED,
        "news.jsonl#3": Change.REMOVED,
    }
    new.write_text("丁县种树5万亩。", encoding="utf-8")
    assert update_index(index, embedder, [new]).count(Change.CHANGED) == 1
    generation = describe(index).generation
    assert update_index(index, embedder, [new]).generation == generation
    store, _ = open_embedded(index)
    assert store.document("新.txt").original == "丁县种树5万亩。"
    with pytest.raises(KeyError):
        store.document("news.jsonl#3")


def test_an_index_is_never_emptied(tmp_path: Path) -> None:
    new = tmp_path / "a.txt"
    new.write_text("丁县种树4万亩。", encoding="utf-8")
    build_index([new], tmp_path / "index", Hashed())
    with pytest.raises(WenjinError, match="至少一篇"):
        update_index(tmp_path / "index", Hashed(), [], ["a.txt"])
    assert describe(tmp_path / "index").documents == 1


def test_what_is_left_out_is_taken_out(news: Path, tmp_path: Path) -> None:
    build_index([news], tmp_path / "index", Hashed())
    report = build_index(
        [news], tmp_path / "index", Hashed(), leave_out=["news.jsonl#3", "news.jsonl#4"]
    )
    assert report.documents == 18 and report.count(Change.REMOVED) == 2


def test_a_link_out_of_the_folder_is_skipped_but_for_trusted_ones(
    news: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "own.txt").write_text("丁县种树4万亩。", encoding="utf-8")
    (folder / "linked.jsonl").symlink_to(news)
    (folder / "beside.txt").symlink_to(folder / "own.txt")
    report = build_index([folder], tmp_path / "index", Hashed())
    skipped = [file.source for file in report.files if file.change is Change.SKIPPED]
    assert skipped == ["linked.jsonl"] and report.documents == 2
    assert build_index([folder], tmp_path / "index", Hashed(), links=[tmp_path]).documents == 22

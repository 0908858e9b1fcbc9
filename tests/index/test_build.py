from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.build import BuildReport, Change, build_index
from index.embedded_store import EmbeddedStore
from index.embedding import Embedder, Progress, open_embedder
from index.errors import WenjinError
from index.generations import Model
from index.opening import OtherModel, open_embedded
from index.store import Vector


class CountingEmbedder:
    """A real embedder that counts what it is asked to embed."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.embedded = 0

    @property
    def model(self) -> Model:
        return self._inner.model

    def question(self, text: str) -> Vector:
        return self._inner.question(text)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        self.embedded += len(texts)
        return self._inner.passages(texts, progress)


@pytest.fixture(scope="module")
def embedder(small_model: str, tmp_path_factory: pytest.TempPathFactory) -> CountingEmbedder:
    return CountingEmbedder(open_embedder(small_model, tmp_path_factory.mktemp("models")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("甲县脱贫100人。\n", encoding="utf-8")
    (folder / "b.txt").write_text("乙县搬迁200户。\n", encoding="utf-8")
    (folder / "sub" / "c.txt").write_text("丙县修路30公里。\n", encoding="utf-8")
    return folder


def changes(report: BuildReport) -> dict[str, Change]:
    return {file.source: file.change for file in report.files}


def test_a_second_build_embeds_only_what_changed(
    folder: Path, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    index = tmp_path / "index"
    first = build_index([folder], index, embedder)
    assert changes(first) == dict.fromkeys(("a.txt", "b.txt", "sub/c.txt"), Change.ADDED)

    (folder / "a.txt").write_text("甲县脱贫101人。\n", encoding="utf-8")
    (folder / "b.txt").unlink()
    (folder / "d.txt").write_text("丁县种树4万亩。\n", encoding="utf-8")
    before = embedder.embedded
    second = build_index([folder], index, embedder)
    assert changes(second) == {
        "a.txt": Change.CHANGED,
        "b.txt": Change.REMOVED,
        "sub/c.txt": Change.KEPT,
        "d.txt": Change.ADDED,
    }
    assert embedder.embedded - before == 2

    store, _ = open_embedded(index)
    texts = {stored.passage.text for stored in store.all_passages()}
    assert texts == {"甲县脱贫101人。", "丙县修路30公里。", "丁县种树4万亩。"}


def test_an_incremental_index_equals_one_built_at_once(
    folder: Path, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    build_index([folder / "a.txt"], tmp_path / "one", embedder)
    build_index([folder], tmp_path / "one", embedder)
    build_index([folder], tmp_path / "two", embedder)
    one, two = open_embedded(tmp_path / "one")[0], open_embedded(tmp_path / "two")[0]
    assert one.documents() == two.documents()
    vector = embedder.question("乙县搬迁多少户")
    for ours, theirs in zip(
        one.search(vector, "乙县搬迁多少户", 10),
        two.search(vector, "乙县搬迁多少户", 10),
        strict=True,
    ):
        assert ours.number == theirs.number
        assert np.allclose((ours.dense, ours.lexical), (theirs.dense, theirs.lexical), atol=1e-4)


def test_nothing_new_makes_no_new_generation(
    folder: Path, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    first = build_index([folder], tmp_path / "index", embedder)
    second = build_index([folder], tmp_path / "index", embedder)
    assert second.generation == first.generation
    assert second.count(Change.KEPT) == 3


def test_files_of_no_use_are_skipped_with_the_reason_and_the_rest_is_indexed(
    folder: Path, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "README.md").write_text("about", encoding="utf-8")
    report = build_index([folder], tmp_path / "index", embedder)
    skipped = {f.source: f.message("en") for f in report.files if f.change is Change.SKIPPED}
    assert set(skipped) == {"picture.png", "binary.txt", "README.md"}
    assert all(reason and "\n" not in reason for reason in skipped.values())
    assert report.documents == 3


def test_two_folders_with_the_same_name_inside_are_told_apart(
    folder: Path, tmp_path: Path, embedder: CountingEmbedder
) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (other / "a.txt").write_text("戊县养牛5头。\n", encoding="utf-8")
    report = build_index([folder, other], tmp_path / "index", embedder)
    assert {"a.txt", "more/a.txt"} <= set(changes(report))


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_to_index_is_one_line_and_leaves_nothing(
    tmp_path: Path, embedder: CountingEmbedder, name: str
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(WenjinError) as caught:
        build_index([tmp_path / name], tmp_path / "index", embedder)
    assert name in str(caught.value)
    assert not list((tmp_path / "index").glob("generations/*"))


def test_another_model_is_refused_with_the_mend(
    folder: Path, tmp_path: Path, embedder: CountingEmbedder, small_model: str
) -> None:
    build_index([folder], tmp_path / "index", embedder)
    changed = tmp_path / "changed-model"
    shutil.copytree(small_model, changed)
    (changed / "config_sentence_transformers.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OtherModel, match="WENJIN_MODEL"):
        build_index([folder], tmp_path / "index", open_embedder(str(changed), tmp_path))


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[EmbeddedStore]:
    store, _ = open_embedded(home / "index")
    yield store
    store.close()


def test_each_seed_is_a_document(store: EmbeddedStore, seeds: Path) -> None:
    names = sorted(path.name for path in seeds.glob("*.txt"))
    assert [info.source for info in store.documents()] == names


def test_originals_are_kept_byte_for_byte(store: EmbeddedStore, seeds: Path) -> None:
    for info in store.documents():
        original = store.document(info.source).original
        assert original.encode("utf-8") == (seeds / info.source).read_bytes()

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest

from index import segment_files
from index.errors import WenjinError
from index.generations import (
    FORMAT,
    IndexBusy,
    Model,
    NoIndex,
    UnusableIndex,
    draft,
    keep,
    open_current,
    publish,
    segment_folder,
    segment_names,
    waiting_segments,
    writer,
)

MODEL = Model("m", "f" * 32, 8)


def build(index: Path, content: str) -> str:
    with writer(index), draft(index) as folder:
        (folder / "data.txt").write_text(content, encoding="utf-8")
        ref, _ = keep(index, folder, MODEL, 1, 2)
        return publish(index, MODEL, [ref], 1, 2)


def data(index: Path) -> Path:
    """The file of the generation that would be opened."""
    _, manifest = open_current(index)
    return segment_folder(index, manifest.segments[0].name) / "data.txt"


def content(index: Path) -> str:
    return data(index).read_text(encoding="utf-8")


def test_the_newest_generation_is_the_current_one(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(index, "one")
    build(index, "two")
    assert content(index) == "two"


def test_only_the_one_before_is_kept(tmp_path: Path) -> None:
    names = [build(tmp_path, text) for text in ("one", "two", "three")]
    assert sorted(p.name for p in (tmp_path / "generations").iterdir()) == names[1:]
    assert len(segment_names(tmp_path)) == 2


def test_names_count_up_whatever_the_clock_says(tmp_path: Path) -> None:
    assert build(tmp_path, "one") < build(tmp_path, "two")


def test_a_build_that_fails_leaves_nothing_and_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path, "one")
    with pytest.raises(RuntimeError), writer(tmp_path), draft(tmp_path) as folder:
        (folder / "data.txt").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert content(tmp_path) == "one"
    assert len(list((tmp_path / "generations").iterdir())) == 1
    assert len(list((tmp_path / "segments").iterdir())) == 1


def _die_while_building(index: Path) -> None:
    with writer(index), draft(index) as folder:
        (folder / "data.txt").write_text("half", encoding="utf-8")
        os._exit(9)


def test_a_killed_build_blocks_nobody_and_is_swept_away(tmp_path: Path) -> None:
    build(tmp_path, "one")
    process = multiprocessing.get_context("fork").Process(
        target=_die_while_building, args=(tmp_path,)
    )
    process.start()
    process.join()
    assert content(tmp_path) == "one"
    build(tmp_path, "two")
    assert content(tmp_path) == "two"
    assert not list(tmp_path.glob("*/.*"))


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    with writer(tmp_path), pytest.raises(IndexBusy), writer(tmp_path):
        pass


def test_a_first_build_in_progress_is_named_as_such(tmp_path: Path) -> None:
    with writer(tmp_path), pytest.raises(IndexBusy):
        open_current(tmp_path)


def test_a_damaged_file_is_answered_by_the_generation_before(tmp_path: Path) -> None:
    build(tmp_path, "one")
    build(tmp_path, "two")
    data(tmp_path).write_text("twq", encoding="utf-8")
    assert content(tmp_path) == "one"


def test_where_no_generation_is_whole_the_file_is_named(tmp_path: Path) -> None:
    build(tmp_path, "one")
    data(tmp_path).unlink()
    with pytest.raises(UnusableIndex, match=r"data\.txt"):
        open_current(tmp_path)


@pytest.mark.parametrize("name", ["generations/g00000001/manifest.json", "segments/*/segment.json"])
def test_each_bit_of_what_describes_the_files_counts(tmp_path: Path, name: str) -> None:
    build(tmp_path, "one")
    path = next(iter(tmp_path.glob(name)))
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(UnusableIndex):
            open_current(tmp_path)


def test_what_is_open_is_not_read_again(tmp_path: Path) -> None:
    build(tmp_path, "one")
    _, manifest = open_current(tmp_path)
    path = data(tmp_path)
    path.write_text("onf", encoding="utf-8")
    assert open_current(tmp_path, manifest.segments)[1] == manifest
    with pytest.raises(UnusableIndex):
        open_current(tmp_path)


def test_a_large_file_is_read_again_only_if_it_was_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.segment_files._ALWAYS", 0)
    monkeypatch.setattr("index.segment_files.LARGE", 0)
    monkeypatch.setattr("index.generations.LARGE", 0)
    build(tmp_path, "one")
    read: list[Path] = []
    real = segment_files.sha256
    monkeypatch.setattr("index.segment_files.sha256", lambda path: read.append(path) or real(path))
    open_current(tmp_path)
    assert not read
    open_current(tmp_path, whole=True)
    assert [path.name for path in read] == ["data.txt"]
    data(tmp_path).write_text("onf", encoding="utf-8")
    with pytest.raises(UnusableIndex):
        open_current(tmp_path)


def test_a_finished_segment_waits_for_the_next_build(tmp_path: Path) -> None:
    build(tmp_path, "one")
    with writer(tmp_path), draft(tmp_path) as folder:
        (folder / "data.txt").write_text("two", encoding="utf-8")
        waits, _ = keep(tmp_path, folder, MODEL, 1, 1)
    _, manifest = open_current(tmp_path)
    with writer(tmp_path):
        assert waiting_segments(tmp_path, manifest) == [waits.name]
        publish(tmp_path, MODEL, manifest.segments, 1, 2, [waits.name])
    _, manifest = open_current(tmp_path)
    assert waiting_segments(tmp_path, manifest) == [waits.name]
    with writer(tmp_path):
        publish(tmp_path, MODEL, manifest.segments, 1, 2)
    assert waits.name not in segment_names(tmp_path)


def test_another_format_is_refused_with_the_mend(tmp_path: Path) -> None:
    name = build(tmp_path, "one")
    path = tmp_path / "generations" / name / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "format": FORMAT - 1}), encoding="utf-8")
    with pytest.raises(UnusableIndex, match="wenjin index"):
        open_current(tmp_path)


@pytest.mark.parametrize("made", [False, True])
def test_no_index_says_how_to_make_one(tmp_path: Path, made: bool) -> None:
    index = tmp_path / "index"
    if made:
        index.mkdir()
    with pytest.raises(NoIndex, match="wenjin index"):
        open_current(index)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WenjinError, match="不能写入"), writer(tmp_path / "file" / "index"):
        pass

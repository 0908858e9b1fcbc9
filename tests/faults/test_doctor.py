"""The doctor names what is wrong, and mends what can be mended without losing anything."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import answers, with_small_embedder
from fault_cases import Library
from filelock import FileLock
from small_embedder import SmallEmbedder

import rag.doctor
from index.doctor import QUARANTINE, Trouble, examine, mend
from index.errors import WenjinError
from index.generations import IndexBusy
from rag.doctor_view import add_commands
from rag.settings import Settings

LONG = bool(os.environ.get("WENJIN_TORTURE"))


def troubles(index: Path) -> set[Trouble]:
    return {finding.trouble for finding in examine(index).harm}


def test_a_whole_index_is_well(library: Library) -> None:
    health = examine(library.base)
    assert health.harm == []
    assert health.answering == health.current
    assert len(health.whole) == 2 and health.files > 5
    assert health.writer is None
    assert mend(library.base) == []


def test_damage_is_named_set_aside_and_rebuilt(
    tmp_path: Path, library: Library, count: Callable[[str], None]
) -> None:
    chance = random.Random() if LONG else random.Random(3)
    found = sorted(path for path in library.base.rglob("*") if path.is_file())
    names = [p.relative_to(library.base) for p in found if p.stat().st_size and len(p.parts) > 1]
    names = [name for name in names if len(name.parts) > 1]
    for name in names if LONG else chance.sample(names, 4):
        index = library.copied(tmp_path / "index")
        data = bytearray((index / name).read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (index / name).write_bytes(data)
        health = examine(index)
        lines = [finding.line(language) for finding in health.harm for language in ("zh", "en")]
        assert any(name.parts[1] in line for line in lines), name
        assert all("\n" not in line for line in lines)
        mended = mend(index)
        assert {finding.place.name for finding in mended} & set(name.parts)
        assert any((index / QUARANTINE).iterdir())
        assert troubles(index) <= {Trouble.NOTHING_WHOLE, Trouble.NOT_WHOLE}
        count("damaged files that the doctor named and set aside")
        if troubles(index):
            with pytest.raises(WenjinError):
                answers(index)
            count("of them, those after which only a build helps")
        else:
            assert library.state_of(answers(index)[1]) in (0, 2)
        assert library.indexer.build(library.documents[1], index).code == 0
        assert library.state_of(answers(index)[1]) == 1
        mend(index)
        assert troubles(index) == set()


@pytest.mark.parametrize("pointer", [None, b"", b"g77777777\n", b"\xff\x00"])
def test_a_pointer_is_written_again(
    tmp_path: Path, library: Library, pointer: bytes | None
) -> None:
    index = library.copied(tmp_path / "index")
    (index / "CURRENT").unlink()
    if pointer is not None:
        (index / "CURRENT").write_bytes(pointer)
    assert troubles(index) == {Trouble.POINTER}
    mend(index)
    assert examine(index).harm == []
    assert library.state_of(answers(index)[1]) == 0


def test_what_killed_builds_left_is_removed(tmp_path: Path, library: Library) -> None:
    steps = library.indexer.build(library.documents[1], library.copied(tmp_path / "try")).steps
    seen: set[Trouble] = set()
    for step in range(2, steps, 1 if LONG else 23):
        index = library.copied(tmp_path / "index")
        assert library.indexer.build(library.documents[1], index, step=step).was_killed
        seen |= troubles(index)
        state = library.state_of(answers(index)[1])
        mend(index)
        assert examine(index).harm == []
        assert library.state_of(answers(index)[1]) == state
        assert library.indexer.build(library.documents[1], index).code == 0
        assert library.state_of(answers(index)[1]) == 1
        assert examine(index).harm == []
    assert Trouble.LEFTOVER in seen


def test_no_index_and_one_of_another_version(tmp_path: Path, library: Library) -> None:
    assert troubles(tmp_path / "nothing") == {Trouble.NO_INDEX}
    index = library.copied(tmp_path / "index")
    for manifest in (index / "generations").glob("*/manifest.json"):
        text = manifest.read_text(encoding="utf-8")
        data = {**json.loads(text), "format": 999}
        manifest.write_text(json.dumps(data), encoding="utf-8")
    assert Trouble.OTHER_FORMAT in troubles(index)
    mend(index)
    assert len(list((index / "generations").glob("*/manifest.json"))) == 2


def test_while_an_index_is_written_nothing_is_mended(tmp_path: Path, library: Library) -> None:
    index = library.copied(tmp_path / "index")
    (index / "CURRENT").unlink()
    (index / "generations" / ".draft").mkdir()
    with FileLock(index / "writer.lock"):
        health = examine(index)
        assert health.writer in (0, os.getpid())
        assert Trouble.LEFTOVER not in {finding.trouble for finding in health.harm}
        with pytest.raises(IndexBusy):
            mend(index)
    assert Trouble.LEFTOVER in troubles(index)


def run(arguments: list[str], settings: Settings) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    options = parser.parse_args(["doctor", *arguments])
    with with_small_embedder(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(rag.doctor, "open_embedder", lambda name, models: SmallEmbedder())
        return int(options.run(options, settings))


def test_the_command(tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = Settings(home, library.copied(home / "index"))
    assert run([], settings) == 0
    assert "坏" not in capsys.readouterr().out
    segments = home / "index" / "generations"
    shutil.rmtree(next(path for path in sorted(segments.iterdir(), reverse=True)))
    assert run([], settings) == 1
    assert "--mend" in capsys.readouterr().out
    assert run(["--mend", "--json"], settings) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["faults"] and all(fault["mended"] for fault in told["faults"])
    assert run([], settings) == 0
    assert run([], Settings(home / "none", home / "index")) == 1
    assert str(home / "none") in capsys.readouterr().out

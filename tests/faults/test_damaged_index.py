"""Damage on the disk is found before it answers: the generation before does, or nothing."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import answers, leftovers
from fault_cases import Library

from index.errors import WenjinError

LONG = bool(os.environ.get("WENJIN_TORTURE"))
FLIPS = 8 if LONG else 1


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def lengthen(path: Path, chance: random.Random) -> None:
    with path.open("ab") as file:
        file.write(chance.randbytes(chance.randrange(1, 100)))


def empty(path: Path, chance: random.Random) -> None:
    os.truncate(path, 0)


def remove(path: Path, chance: random.Random) -> None:
    path.unlink()


HARM: dict[str, Callable[[Path, random.Random], None]] = {
    "flipped": flip,
    "cut short": truncate,
    "lengthened": lengthen,
    "emptied": empty,
    "removed": remove,
}


def files(index: Path) -> list[Path]:
    found = sorted(path for path in index.rglob("*") if path.is_file() and path.stat().st_size)
    return [path.relative_to(index) for path in found]


def expect(library: Library, index: Path, count: Callable[[str], None]) -> bool:
    """All answers are those of a generation that was whole, or there are none.

    :returns: Whether there are any.
    """
    try:
        assert library.state_of(answers(index)[1]) in (0, 2)
    except WenjinError as error:
        assert "\n" not in str(error)
        count("damaged, and nothing answers")
        return False
    count("damaged, and a whole generation answers")
    return True


def mended(library: Library, index: Path, answered: bool) -> None:
    """The next build makes the index whole and new, and keeps what answered before it.

    :param answered: Whether there was a whole generation.
    """
    end = library.indexer.build(library.documents[1], index)
    assert end.code == 0, end
    name, found = answers(index)
    assert library.state_of(found) == 1
    assert leftovers(index) == []
    if answered:
        (index / "generations" / name / "manifest.json").unlink()
        assert library.state_of(answers(index)[1]) in (0, 2)


@pytest.mark.parametrize("harm", HARM)
def test_each_file_harmed(
    tmp_path: Path, library: Library, harm: str, count: Callable[[str], None]
) -> None:
    chance = random.Random() if LONG else random.Random(harm)
    names = files(library.base)
    for name in names if LONG else chance.sample(names, 3):
        for _ in range(FLIPS if harm in ("flipped", "cut short") else 1):
            index = library.copied(tmp_path / "index")
            HARM[harm](index / name, chance)
            count(f"files {harm}")
            mended(library, index, expect(library, index, count))


def test_the_current_generation_harmed_is_answered_by_the_one_before(
    tmp_path: Path, library: Library, count: Callable[[str], None]
) -> None:
    current = (library.base / "CURRENT").read_text(encoding="utf-8").strip()
    for name in files(library.base):
        if current not in name.parts:
            continue
        index = library.copied(tmp_path / "index")
        flip(index / name, random.Random(str(name)))
        count("files flipped")
        assert library.state_of(answers(index)[1]) == 2, name


@pytest.mark.parametrize(
    "pointer", [None, b"", b"\n", b"g99999999\n", b"../../etc\n", b"\xff\xfe\x00", b"g" * 100_000]
)
def test_the_pointer_lost_or_wrong(
    tmp_path: Path, library: Library, pointer: bytes | None, count: Callable[[str], None]
) -> None:
    index = library.copied(tmp_path / "index")
    if pointer is None:
        (index / "CURRENT").unlink()
    else:
        (index / "CURRENT").write_bytes(pointer)
    count("pointers lost or wrong")
    assert library.state_of(answers(index)[1]) == 0
    mended(library, index, answered=True)


def test_the_pointer_is_a_folder(tmp_path: Path, library: Library) -> None:
    index = library.copied(tmp_path / "index")
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    answered = expect(library, index, lambda what: None)
    mended(library, index, answered)

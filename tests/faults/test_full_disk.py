"""A disk that is full stops a build with a line, and the index goes on answering."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import answers, leftovers
from fault_cases import Library

LONG = bool(os.environ.get("WENJIN_TORTURE"))
SIZES = (
    sorted({0, 1, 9, 100, 800, *range(1_000, 30_000, 1_000)})
    if LONG
    else (0, 9, 800, 1_500, 2_030, 9_000)
)


def test_files_that_cannot_grow(
    tmp_path: Path, library: Library, count: Callable[[str], None]
) -> None:
    for size in SIZES:
        index = library.copied(tmp_path / "index")
        end = library.indexer.build(library.documents[1], index, largest=size)
        count("builds that could not write on")
        if end.code:
            assert end.was_refused and "\n" not in end.problem, (size, end)
        assert library.state_of(answers(index)[1]) == (0 if end.code else 1)
        assert library.indexer.build(library.documents[1], index).code == 0
        assert library.state_of(answers(index)[1]) == 1
        assert leftovers(index) == []


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """A file system of so many bytes at a folder; false where this user may not have one."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_small_disk(tmp_path: Path, library: Library, count: Callable[[str], None]) -> None:
    """Where no disk can be mounted, what is left free is taken up by a limit on files instead."""
    used = sum(path.stat().st_size for path in library.base.rglob("*") if path.is_file())
    with small_disk(tmp_path / "disk", 4 * used + 2**20) as mounted:
        if not mounted:
            test_files_that_cannot_grow(tmp_path, library, count)
            return
        index = library.copied(tmp_path / "disk" / "index")
        ballast = tmp_path / "disk" / "ballast"
        for free in range(4096, 2 * used, 4096 if LONG else used // 3):
            room = shutil.disk_usage(tmp_path / "disk").free
            ballast.write_bytes(bytes(max(0, room - free)))
            end = library.indexer.build(library.documents[1], index)
            count("builds on a full disk")
            if end.code == 0:
                break
            assert end.was_refused and "\n" not in end.problem, (free, end)
            assert library.state_of(answers(index)[1]) == 0
            ballast.unlink()
        ballast.unlink(missing_ok=True)
        assert library.indexer.build(library.documents[1], index).code == 0
        assert library.state_of(answers(index)[1]) == 1
        assert leftovers(index) == []

"""Immutable generations of an index on disk, and the one pointer to the current one.

INDEX/CURRENT                          the name of a generation
INDEX/generations/<name>/manifest.json format, model, settings, checksums of the files
INDEX/generations/<name>/...           the files
INDEX/writer.lock                      held by whoever builds
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import WenjinError

FORMAT = 1
"""Raised whenever an older WenJin could not read what this one writes, or the reverse."""

_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Model:
    """The embedding model an index was made with.

    `name` as the user gave it, `fingerprint` of its files, `dimension` of its vectors.
    """

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True)
class Manifest:
    """What a generation is: its format, model, contents and the SHA-256 of each of its files."""

    format: int
    generation: str
    model: Model
    documents: int
    passages: int
    files: dict[str, str]


class NoIndex(WenjinError):
    """There is no index in the folder."""


class UnusableIndex(WenjinError):
    """There is an index that cannot be used: another format, or damaged."""


class IndexBusy(WenjinError):
    """Another process is writing the index."""


def open_current(index: Path) -> tuple[Path, Manifest]:
    """The newest generation whose files are whole, and its manifest.

    A current generation that is damaged is passed over for the one before it.

    :raises NoIndex: No index is there (or its first build is still running).
    :raises UnusableIndex: It has another format, or no generation is whole.
    """
    if not index.is_dir():
        raise _no_index(index)
    names = _names(index)
    current = _read_pointer(index)
    if current is None and not names:
        if _is_being_written(index):
            raise IndexBusy(
                f"索引正在首次建立：{index}。请稍后再试",
                f"the index is being built for the first time: {index}. Try again later",
            )
        raise _no_index(index)
    problems: list[UnusableIndex] = []
    candidates = [current] if current else []
    candidates += [name for name in reversed(names) if name != current and _older(name, current)]
    for name in candidates:
        folder = index / "generations" / name
        try:
            return folder, _check(folder)
        except UnusableIndex as error:
            problems.append(error)
    raise problems[0]


def _no_index(index: Path) -> NoIndex:
    return NoIndex(
        f"这里没有索引：{index}。请先运行 wenjin index 文件夹 --index {index}",
        f"there is no index at {index}. Build one: wenjin index FOLDER --index {index}",
    )


def _older(name: str, current: str | None) -> bool:
    return current is None or name < current


def _names(index: Path) -> list[str]:
    """The generations of an index, oldest first."""
    folder = index / "generations"
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if not entry.name.startswith("."))


def _read_pointer(index: Path) -> str | None:
    try:
        name = (index / "CURRENT").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return name if name.startswith("g") and name[1:].isdigit() else None


def _check(folder: Path) -> Manifest:
    try:
        data = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise UnusableIndex(
                f"索引的格式是第 {data['format']} 版，本程序用第 {FORMAT} 版：{folder}。"
                "请重新运行 wenjin index 建立索引",
                f"the index has format {data['format']}, this program uses {FORMAT}: {folder}. "
                "Run wenjin index again to rebuild it",
            )
        manifest = Manifest(**{**data, "model": Model(**data["model"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder / _MANIFEST) from error
    for name, checksum in manifest.files.items():
        path = folder / name
        if not path.is_file() or sha256(path) != checksum:
            raise _damaged(path)
    return manifest


def _damaged(path: Path) -> UnusableIndex:
    return UnusableIndex(
        f"索引文件缺失或已损坏：{path}。请重新运行 wenjin index 建立索引",
        f"a file of the index is missing or damaged: {path}. Run wenjin index again to rebuild it",
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_being_written(index: Path) -> bool:
    if not (index / "writer.lock").exists():
        return False
    try:
        with FileLock(index / "writer.lock", timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def writer(index: Path) -> Iterator[None]:
    """Holds the index for writing; the lock falls with the process that holds it.

    :raises IndexBusy: Another process holds it.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / "writer.lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(
            f"另一个进程正在写这个索引：{index}。请等它结束后再试",
            f"another process is writing this index: {index}. Wait until it is done",
        ) from error
    except OSError as error:
        raise WenjinError(
            f"不能写入索引文件夹 {index}：{error.strerror}。请换一个位置",
            f"cannot write to the index folder {index}: {error.strerror}. Choose another place",
        ) from error
    try:
        _sweep(index)
        yield
    finally:
        lock.release()


def _sweep(index: Path) -> None:
    """Removes what a killed build left behind."""
    for left in (index / "generations").glob(".*"):
        shutil.rmtree(left, ignore_errors=True)
    (index / ".CURRENT").unlink(missing_ok=True)


@contextmanager
def draft(index: Path) -> Iterator[Path]:
    """A new folder to write a generation's files into; removed where the block fails."""
    folder = index / "generations" / ".draft"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(index: Path, folder: Path, model: Model, documents: int, passages: int) -> str:
    """Makes a draft the current generation and keeps the one before it for a rollback.

    Call it inside :func:`writer` and :func:`draft`.

    :returns: The generation's name; names count up, whatever the clock says.
    """
    names = _names(index)
    name = f"g{int(names[-1][1:]) + 1 if names else 1:08d}"
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    manifest = Manifest(FORMAT, name, model, documents, passages, files)
    (folder / _MANIFEST).write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)
    previous = _read_pointer(index)
    folder.rename(index / "generations" / name)
    _sync(index / "generations")
    pointer = index / ".CURRENT"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(pointer)
    os.replace(pointer, index / "CURRENT")
    _sync(index)
    for old in names:
        if old != previous:
            shutil.rmtree(index / "generations" / old, ignore_errors=True)
    return name


def _sync(path: Path) -> None:
    """Brings a file or folder to the disk, so that a rename outlasts a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

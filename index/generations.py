"""Immutable generations of an index on disk, and the one pointer to the current one.

INDEX/CURRENT                          the name of a generation
INDEX/generations/<name>/manifest.json format, model, its segments and what was removed of them
INDEX/segments/<name>/…                the files (`index.segment_files`), shared by generations
INDEX/verified.json                    which large files were found whole (`index.verified`)
INDEX/writer.lock                      held by whoever writes
INDEX/merge.lock                       held by whoever merges segments beside the writers
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import WenjinError
from index.segment_files import (
    FORMAT,
    LARGE,
    Seal,
    SealedFile,
    UnusableIndex,
    check_segments,
    damaged,
    read_seal,
    seal_segment,
    sha256,
    sync,
)
from index.verified import Verified

__all__ = [
    "FORMAT",
    "IndexBusy",
    "Manifest",
    "Model",
    "NoIndex",
    "SegmentRef",
    "UnusableIndex",
    "sha256",
]

_MANIFEST = "manifest.json"
_TRIES = 3


@dataclass(frozen=True)
class Model:
    """The embedding model an index was made with.

    `name` as the user gave it, `fingerprint` of its files, `dimension` of its vectors.
    """

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True)
class SegmentRef:
    """A segment as a generation holds it.

    `seal` is the SHA-256 of its seal, which holds those of its files; `removed` are the numbers
    of documents in it that the generation does not have, ascending.
    """

    name: str
    seal: str
    removed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What a generation is.

    `documents` and `passages` count what it holds. Segments up to the number `last` that it does
    not name are of no use any more, but for those `waiting`: they are finished work that was not
    published with it.
    """

    format: int
    generation: str
    model: Model
    documents: int
    passages: int
    segments: tuple[SegmentRef, ...] = ()
    last: int = 0
    waiting: tuple[str, ...] = ()


class NoIndex(WenjinError):
    """There is no index in the folder."""


class IndexBusy(WenjinError):
    """Another process is writing the index."""


def open_current(
    index: Path, opened: Collection[SegmentRef] = (), whole: bool = False
) -> tuple[Path, Manifest]:
    """The newest generation whose files are whole, and its manifest.

    A current generation that is damaged is passed over for the one before it.

    :param opened: Segments that are open already, and were checked then.
    :param whole: Read every file, whatever is known of it.
    :raises NoIndex: No index is there (or its first build is still running).
    :raises UnusableIndex: It has another format, or no generation is whole.
    """
    known = {(ref.name, ref.seal) for ref in opened}
    for _ in range(_TRIES):
        names = _candidates(index)
        problems: list[UnusableIndex] = []
        for name in names:
            folder = index / "generations" / name
            try:
                manifest = read_manifest(folder)
                seals = _seals(index, manifest, known)
                verified = Verified(index)
                check_segments(seals, verified, whole)
                verified.save()
                return folder, manifest
            except UnusableIndex as error:
                problems.append(error)
        if names[0] == (read_pointer(index) or names[0]):
            break  # else a writer came between, and what was missing was out of date
    raise problems[0]


def _candidates(index: Path) -> list[str]:
    """The current generation, then those before it, the newest first; not empty."""
    if not index.is_dir():
        raise _no_index(index)
    names = generation_names(index)
    current = read_pointer(index)
    if current is None and not names:
        if _is_being_written(index):
            raise IndexBusy(
                f"索引正在首次建立：{index}。请稍后再试",
                f"the index is being built for the first time: {index}. Try again later",
            )
        raise _no_index(index)
    candidates = [current] if current else []
    return candidates + [n for n in reversed(names) if current is None or n < current]


def _seals(
    index: Path, manifest: Manifest, known: Collection[tuple[str, str]]
) -> list[tuple[Path, Seal]]:
    return [
        (segment_folder(index, ref.name), read_seal(segment_folder(index, ref.name), ref.seal)[0])
        for ref in manifest.segments
        if (ref.name, ref.seal) not in known
    ]


def _no_index(index: Path) -> NoIndex:
    return NoIndex(
        f"这里没有索引：{index}。请先运行 wenjin index 文件夹 --index {index}",
        f"there is no index at {index}. Build one: wenjin index FOLDER --index {index}",
    )


def generation_names(index: Path) -> list[str]:
    """The generations of an index, oldest first."""
    return _names(index / "generations", "g")


def segment_names(index: Path) -> list[str]:
    """The finished segments of an index, oldest first."""
    return _names(index / "segments", "s")


def segment_folder(index: Path, name: str) -> Path:
    """Where a segment lies."""
    return index / "segments" / name


def _names(folder: Path, letter: str) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(
        (entry.name for entry in folder.iterdir() if _is_name(entry.name, letter)), key=number_of
    )


def _is_name(name: str, letter: str) -> bool:
    return name.startswith(letter) and name[1:].isascii() and name[1:].isdigit()


def number_of(name: str) -> int:
    """The number in the name of a generation or a segment; names count up."""
    return int(name[1:])


def read_pointer(index: Path) -> str | None:
    """The name in the pointer; None where there is none that can be read."""
    try:
        name = (index / "CURRENT").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _is_name(name, "g") else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation.

    :raises UnusableIndex: It is missing, damaged, or of another format.
    """
    try:
        data = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise UnusableIndex(
                f"索引的格式是第 {data['format']} 版，本程序用第 {FORMAT} 版：{folder}。"
                "请重新运行 wenjin index 建立索引",
                f"the index has format {data['format']}, this program uses {FORMAT}: {folder}. "
                "Run wenjin index again to rebuild it",
            )
        if data.pop("checksum") != _checksum(data):
            raise damaged(folder / _MANIFEST)
        segments = tuple(
            SegmentRef(str(ref["name"]), str(ref["seal"]), tuple(map(int, ref["removed"])))
            for ref in data["segments"]
        )
        return Manifest(
            **{
                **data,
                "model": Model(**data["model"]),
                "segments": segments,
                "last": int(data["last"]),
                "waiting": tuple(map(str, data["waiting"])),
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(folder / _MANIFEST) from error


def _checksum(table: dict[str, Any]) -> str:
    """That of a manifest without its checksum."""
    text = json.dumps(table, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _is_being_written(index: Path) -> bool:
    return (index / "writer.lock").exists() and _is_held(index / "writer.lock")


def _is_held(lock: Path) -> bool:
    try:
        with FileLock(lock, timeout=0):
            return False
    except Timeout:
        return True


@contextmanager
def writer(index: Path, patience: float = 0) -> Iterator[None]:
    """Holds the index for writing; the lock falls with the process that holds it.

    :param patience: How many seconds to wait for another process.
    :raises IndexBusy: Another process holds it.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / "writer.lock", timeout=patience)
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
        _sweep_drafts(index)
        yield
    finally:
        lock.release()


@contextmanager
def merger(index: Path) -> Iterator[Path | None]:
    """Holds the index for merging beside its writers, with a folder to merge into; None where
    another process merges."""
    lock = FileLock(index / "merge.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield None
        return
    folder = index / "segments" / ".merge"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def _sweep_drafts(index: Path) -> None:
    """Removes what a killed build left unfinished."""
    merging = (index / "merge.lock").exists() and _is_held(index / "merge.lock")
    for parent in ("generations", "segments"):
        for left in (index / parent).glob(".*"):
            if not (merging and left.name == ".merge"):
                shutil.rmtree(left, ignore_errors=True)
    for beside in (".CURRENT", ".verified.json.*"):
        for file in index.glob(beside):
            file.unlink(missing_ok=True)


@contextmanager
def draft(index: Path) -> Iterator[Path]:
    """A new folder to write a segment's files into; removed where the block fails."""
    folder = index / "segments" / ".draft"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep(
    index: Path, folder: Path, model: Model, documents: int, passages: int, merged: bool = False
) -> tuple[SegmentRef, Seal]:
    """Makes a draft a finished segment. Call it inside :func:`writer`.

    :param folder: That of :func:`draft` or :func:`merger`.
    :param merged: Whether it was made of other segments.
    """
    taken = [number_of(name) for name in segment_names(index)]
    taken += [manifest.last for manifest in kept_manifests(index)]
    name = f"s{max(taken, default=0) + 1:08d}"
    files: dict[str, SealedFile] = {}
    seal = Seal(FORMAT, name, model.fingerprint, documents, passages, merged, files)
    checksum = seal_segment(folder, seal)
    place = segment_folder(index, name)
    folder.rename(place)
    sync(place.parent)
    seal, _ = read_seal(place, checksum)
    verified = Verified(index)
    for file, sealed in seal.files.items():
        if sealed.size >= LARGE:
            verified.note(place / file, sealed.sha256)
    verified.save()
    return SegmentRef(name, checksum), seal


def publish(
    index: Path,
    model: Model,
    segments: Sequence[SegmentRef],
    documents: int,
    passages: int,
    waiting: Collection[str] = (),
    before: str | None = None,
) -> str:
    """Makes segments the current generation and keeps the one before it for a rollback.

    Call it inside :func:`writer`.

    :param waiting: Finished segments that are none of it, but will be taken up later.
    :param before: The generation that is kept, which was found whole; None to look for it.
    :returns: The generation's name; names count up, whatever the clock says.
    """
    names = generation_names(index)
    name = f"g{number_of(names[-1]) + 1 if names else 1:08d}"
    last = max((number_of(segment) for segment in segment_names(index)), default=0)
    manifest = Manifest(
        FORMAT, name, model, documents, passages, tuple(segments), last, tuple(sorted(waiting))
    )
    table = json.loads(json.dumps(asdict(manifest)))
    text = json.dumps({**table, "checksum": _checksum(table)}, ensure_ascii=False, indent=1)
    folder = index / "generations" / ".draft"
    folder.mkdir(parents=True)
    (folder / _MANIFEST).write_text(text, encoding="utf-8")
    sync(folder / _MANIFEST)
    sync(folder)
    before = before or _newest_whole(index)
    folder.rename(index / "generations" / name)
    sync(index / "generations")
    sync(index)
    pointer = index / ".CURRENT"
    pointer.write_text(name + "\n", encoding="utf-8")
    sync(pointer)
    if (index / "CURRENT").is_dir():  # nobody knows why, but it would be in the way for ever
        shutil.rmtree(index / "CURRENT")
    os.replace(pointer, index / "CURRENT")
    sync(index)
    for old in names:
        if old != before:
            shutil.rmtree(index / "generations" / old, ignore_errors=True)
    sweep_segments(index, manifest)
    return name


def _newest_whole(index: Path) -> str | None:
    """The generation that readers have now; where none is whole, the newest that can be read."""
    try:
        return open_current(index)[0].name
    except WenjinError:
        manifest = newest_manifest(index)
        return manifest.generation if manifest is not None else None


def sweep_segments(index: Path, current: Manifest | None) -> None:
    """Removes the segments that no kept generation names and nobody will take up.

    Call it inside :func:`writer`.
    """
    used = set(waiting_segments(index, current))
    for manifest in kept_manifests(index):
        used.update(ref.name for ref in manifest.segments)
    for name in segment_names(index):
        if name not in used:
            shutil.rmtree(segment_folder(index, name), ignore_errors=True)


def waiting_segments(index: Path, current: Manifest | None) -> list[str]:
    """Segments that were finished and never published: those the current generation says so of,
    and those made since. What was only merged from others is not among them."""
    last = current.last if current is not None else 0
    named = set(current.waiting) if current is not None else set()
    return [
        name
        for name in segment_names(index)
        if (number_of(name) > last or name in named) and _is_work(segment_folder(index, name))
    ]


def _is_work(folder: Path) -> bool:
    try:
        return not read_seal(folder)[0].merged
    except UnusableIndex:
        return False


def kept_manifests(index: Path) -> list[Manifest]:
    """The manifests of all generations that can be read, oldest first."""
    manifests = []
    for name in generation_names(index):
        try:
            manifests.append(read_manifest(index / "generations" / name))
        except UnusableIndex:
            continue
    return manifests


def newest_manifest(index: Path) -> Manifest | None:
    """The manifest of the current generation, or of the one before where that cannot be read,
    whatever their segments; None where there is none."""
    try:
        names = _candidates(index)
    except (NoIndex, IndexBusy):
        return None
    for name in names:
        try:
            return read_manifest(index / "generations" / name)
        except UnusableIndex:
            continue
    return None


def without(ref: SegmentRef, removed: Collection[int]) -> SegmentRef:
    """A segment as a generation holds it that does not have these documents either."""
    return replace(ref, removed=tuple(sorted({*ref.removed, *removed})))

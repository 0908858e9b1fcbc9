"""What is wrong with an index on disk, in a line each, and the mending that can lose nothing.

Every file is read and compared with its checksum, whatever is known of it. Mending points to the
newest generation that is whole, moves what is damaged aside into INDEX/damaged, and removes what
builds that were killed have left. What no build can be asked to write again is never deleted.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from index import generations
from index.errors import WenjinError
from index.segment_files import SEAL, UnusableIndex, read_seal, sha256

__all__ = ["Finding", "Health", "Trouble", "examine", "mend"]

QUARANTINE = "damaged"
"""The folder of an index into which what is damaged is moved."""
_LOCKS = ("writer.lock", "merge.lock")
_TEMPORARY = (".CURRENT", ".verified.json.")
_KNOWN = frozenset({"CURRENT", "generations", "segments", "verified.json", QUARANTINE, *_LOCKS})


class Trouble(StrEnum):
    """A kind of thing that can be wrong."""

    NO_INDEX = "no index"
    OTHER_FORMAT = "other format"
    POINTER = "pointer"
    MANIFEST = "manifest"
    SEGMENT = "segment"
    NOT_WHOLE = "not whole"
    NOTHING_WHOLE = "nothing whole"
    LEFTOVER = "leftover"
    SPARE = "spare segment"
    STRANGE = "strange file"


_BY_MENDING = ("运行 wenjin doctor --mend 处理", "Run wenjin doctor --mend")
_BY_BUILDING = (
    "请重新运行 wenjin index 文件夹，只重建缺损的部分",
    "Run wenjin index FOLDER again; it rebuilds only what is damaged",
)
_TOLD: dict[Trouble, tuple[str, str, tuple[str, str]]] = {
    Trouble.NO_INDEX: (
        "这里没有索引：{place}",
        "there is no index at {place}",
        ("请先运行 wenjin index 文件夹", "Build one: wenjin index FOLDER"),
    ),
    Trouble.OTHER_FORMAT: (
        "{place} 是另一版程序的格式",
        "{place} has the format of another version",
        ("请重新运行 wenjin index 文件夹", "Run wenjin index FOLDER again"),
    ),
    Trouble.POINTER: (
        "指针 {place} 没有指向任何一代",
        "the pointer {place} names no generation",
        _BY_MENDING,
    ),
    Trouble.MANIFEST: (
        "清单缺失或已损坏：{place}",
        "a manifest is missing or damaged: {place}",
        _BY_MENDING,
    ),
    Trouble.SEGMENT: (
        "缺失或已损坏：{place}（{detail}）",
        "missing or damaged: {place} ({detail})",
        _BY_MENDING,
    ),
    Trouble.NOT_WHOLE: (
        "这一代不完整：{place}（缺 {detail}）",
        "a generation is not whole: {place} (lacks {detail})",
        _BY_MENDING,
    ),
    Trouble.NOTHING_WHOLE: (
        "没有一代是完整的，不能回答：{place}",
        "no generation is whole, nothing can be answered from {place}",
        _BY_BUILDING,
    ),
    Trouble.LEFTOVER: (
        "中断的写入留下的：{place}",
        "left by a broken-off write: {place}",
        _BY_MENDING,
    ),
    Trouble.SPARE: (
        "没有哪一代要用的：{place}",
        "of no use to any generation: {place}",
        _BY_MENDING,
    ),
    Trouble.STRANGE: (
        "不是问津写的：{place}",
        "not written by WenJin: {place}",
        ("不需要的话请自行删除", "Delete it if you do not need it"),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: with which file or folder, and whether :func:`mend` mends it."""

    trouble: Trouble
    place: Path
    detail: str = ""
    mendable: bool = False

    def line(self, language: str) -> str:
        """What is wrong and how to mend it, in a line of `zh` or `en`."""
        chinese, english, cure = _TOLD[self.trouble]
        values = {"place": str(self.place), "detail": self.detail}
        if language == "en":
            return f"{english.format(**values)}. {cure[1]}"
        return f"{chinese.format(**values)}。{cure[0]}"


@dataclass
class Health:
    """The state of an index.

    :ivar current: the generation that the pointer names; None where it names none.
    :ivar whole: the generations whose files are all whole, oldest first; the last of those up to
        `current` is the one that answers.
    :ivar files: how many files were read and found to be as they were written.
    :ivar writer: the process that writes now (0 where the system does not say which); None for
        none. While one writes, what it works on is not judged.
    :ivar quarantined: what earlier mending moved aside.
    """

    current: str | None = None
    whole: list[str] = field(default_factory=list)
    files: int = 0
    writer: int | None = None
    quarantined: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def harm(self) -> list[Finding]:
        """The findings to mend; a strange file does no harm."""
        return [finding for finding in self.findings if finding.trouble is not Trouble.STRANGE]

    @property
    def answering(self) -> str | None:
        """The generation that answers; None where none can."""
        last = None if self.current is None else generations.number_of(self.current)
        names = [n for n in self.whole if last is None or generations.number_of(n) <= last]
        return names[-1] if names else None


def examine(index: Path) -> Health:
    """Reads all of an index and says what is wrong with it; changes nothing.

    :param index: The index folder.
    """
    return _examine(index, _holder(index / "writer.lock"))


def _examine(index: Path, writer: int | None) -> Health:
    health = Health(writer=writer)
    if not any((index / name).exists() for name in ("CURRENT", "generations")):
        if health.writer is None:
            health.findings.append(Finding(Trouble.NO_INDEX, index))
        return health
    health.current = generations.read_pointer(index)
    if (index / QUARANTINE).is_dir():
        health.quarantined = sorted(path.name for path in (index / QUARANTINE).iterdir())
    _examine_generations(index, dict(_broken_segments(index, health)), health)
    if health.writer is None:
        health.findings += _leftovers(index)
    return health


def mend(index: Path) -> list[Finding]:
    """Does all mending that loses nothing, under the writer's lock.

    :returns: What was mended; :func:`examine` says what is left.
    :raises IndexBusy: Another process writes the index.
    :raises WenjinError: Something cannot be moved or removed.
    """
    before = examine(index)
    if not any(finding.mendable for finding in before.findings):
        return []
    with generations.writer(index):
        try:
            mended = _mend(index, _examine(index, writer=None))
        except OSError as error:
            raise WenjinError(
                f"写不进索引文件夹 {index}：{error.strerror}。请检查权限和磁盘空间",
                f"cannot write to the index folder {index}: {error.strerror}. "
                "Check permissions and disk space",
            ) from error
    # what the lock's own sweep removed was mended as well
    swept = [f for f in before.findings if f.trouble is Trouble.LEFTOVER and not f.place.exists()]
    return [*mended, *(finding for finding in swept if finding not in mended)]


def _mend(index: Path, health: Health) -> list[Finding]:
    mended = [finding for finding in health.findings if finding.mendable]
    target = health.answering or (health.whole[-1] if health.whole else None)
    if target is not None and target != health.current:
        _point_to(index, target)
    for finding in mended:
        if finding.trouble in _MOVED:
            _set_aside(index, finding.place)
        elif finding.trouble in _REMOVED and finding.place.exists():
            _remove(finding.place)
    (index / "verified.json").unlink(missing_ok=True)
    return mended


_MOVED = frozenset({Trouble.SEGMENT, Trouble.MANIFEST, Trouble.NOT_WHOLE})
_REMOVED = frozenset({Trouble.LEFTOVER, Trouble.SPARE})


def _point_to(index: Path, name: str) -> None:
    pointer = index / "CURRENT"
    if pointer.is_dir() and not pointer.is_symlink():
        _set_aside(index, pointer)
    beside = index / ".CURRENT"
    with beside.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, pointer)


def _set_aside(index: Path, path: Path) -> None:
    if not path.exists():
        return
    to = index / QUARANTINE
    to.mkdir(exist_ok=True)
    number = 1
    while (to / f"{path.name}-{number}").exists():
        number += 1
    path.rename(to / f"{path.name}-{number}")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _broken_segments(index: Path, health: Health) -> Iterator[tuple[str, Path]]:
    """The segments that are not as they were written, each with the file that shows it."""
    for name in generations.segment_names(index):
        folder = generations.segment_folder(index, name)
        bad = None
        try:
            seal, _ = read_seal(folder)
            health.files += 1
            for file, sealed in sorted(seal.files.items()):
                if _is_whole(folder / file, sealed.size, sealed.sha256):
                    health.files += 1
                else:
                    bad = bad or folder / file
        except UnusableIndex:
            bad = folder / SEAL
        if bad is not None:
            health.findings.append(Finding(Trouble.SEGMENT, folder, bad.name, mendable=True))
            yield name, bad


def _is_whole(path: Path, size: int, checksum: str) -> bool:
    try:
        return path.stat().st_size == size and sha256(path) == checksum
    except OSError:
        return False


def _examine_generations(index: Path, broken: Collection[str], health: Health) -> None:
    lacking: dict[Path, str] = {}
    other = False
    for name in generations.generation_names(index):
        folder = index / "generations" / name
        try:
            manifest = generations.read_manifest(folder)
        except UnusableIndex:
            other_format = _format(folder) not in (None, generations.FORMAT)
            other |= other_format
            trouble = Trouble.OTHER_FORMAT if other_format else Trouble.MANIFEST
            health.findings.append(Finding(trouble, folder, mendable=not other_format))
            continue
        health.files += 1
        lacks = [
            ref.name
            for ref in manifest.segments
            if ref.name in broken or not _is_sealed(index, ref.name, ref.seal)
        ]
        if lacks:
            lacking[folder] = " ".join(lacks)
        else:
            health.whole.append(name)
    for folder, lacks_these in lacking.items():
        # while none is whole, the next build takes what is left of it
        mendable = bool(health.whole)
        health.findings.append(Finding(Trouble.NOT_WHOLE, folder, lacks_these, mendable))
    if not health.whole and not other:
        health.findings.append(Finding(Trouble.NOTHING_WHOLE, index))
    elif health.answering is None or not (index / "generations" / str(health.current)).is_dir():
        mendable = bool(health.whole)
        health.findings.append(Finding(Trouble.POINTER, index / "CURRENT", "", mendable))


def _format(folder: Path) -> object:
    """The format that a manifest says it has; None where it cannot be read."""
    try:
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["format"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_sealed(index: Path, name: str, seal: str) -> bool:
    try:
        read_seal(generations.segment_folder(index, name), seal)
    except UnusableIndex:
        return False
    return True


def _leftovers(index: Path) -> Iterator[Finding]:
    merging = _holder(index / "merge.lock") is not None
    for path in sorted(index.iterdir()):
        if path.name.startswith(_TEMPORARY):
            yield Finding(Trouble.LEFTOVER, path, mendable=True)
        elif path.name not in _KNOWN and not path.name.startswith("."):
            yield Finding(Trouble.STRANGE, path)
    for parent in ("generations", "segments"):
        folder = index / parent
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith(".") and not (merging and path.name == ".merge"):
                yield Finding(Trouble.LEFTOVER, path, mendable=True)
    yield from _spare(index)


def _spare(index: Path) -> Iterator[Finding]:
    """Segments that no generation names and no build will take up."""
    used = {ref.name for kept in generations.kept_manifests(index) for ref in kept.segments}
    if not used:
        return  # without a manifest nobody knows what they are for; the next build does
    used.update(generations.waiting_segments(index, generations.newest_manifest(index)))
    for name in generations.segment_names(index):
        if name not in used:
            folder = generations.segment_folder(index, name)
            yield Finding(Trouble.SPARE, folder, mendable=True)


def _holder(lock: Path) -> int | None:
    """The process that holds a lock, 0 where the system does not say which; None for nobody."""
    if not lock.exists():
        return None
    try:
        with FileLock(lock, timeout=0):
            return None
    except Timeout:
        pass
    except OSError:
        return None
    try:
        number = lock.stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="utf-8").splitlines():
            fields = line.split()
            if fields[1] == "FLOCK" and fields[5].rpartition(":")[2] == str(number):
                return int(fields[4])
    except (OSError, ValueError, IndexError):
        pass
    return 0

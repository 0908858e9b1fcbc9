"""A segment's folder: sealed with the checksums of its files when it is finished, then immutable.

INDEX/segments/<name>/segment.json  the seal, written last
INDEX/segments/<name>/…             rows, postings, vectors
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import WenjinError
from index.verified import Verified

FORMAT = 2
"""Raised whenever an older WenJin could not read what this one writes, or the reverse."""

SEAL = "segment.json"

_ALWAYS = 64 * 2**20
"""An index of up to so many bytes is hashed whole at each opening; of a larger one the small
files, and each large one once."""


LARGE = 2**20
"""What is smaller is always hashed."""


class UnusableIndex(WenjinError):
    """There is an index that cannot be used: another format, or damaged."""


@dataclass(frozen=True)
class SealedFile:
    """A file's size in bytes and its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Seal:
    """What a segment is.

    `model` is the fingerprint of the embedding model, `documents` and `passages` count what is
    in it, removed ones too; `merged` says that it was made of other segments, and that nothing
    is lost with it as long as they are there.
    """

    format: int
    name: str
    model: str
    documents: int
    passages: int
    merged: bool
    files: dict[str, SealedFile]


def seal_segment(folder: Path, seal: Seal) -> str:
    """Brings a segment's files to the disk and seals it.

    :param seal: Without its files, which are taken from the folder.
    :returns: The SHA-256 of the seal.
    """
    files = {}
    for path in sorted(folder.iterdir()):
        sync(path)
        files[path.name] = SealedFile(path.stat().st_size, sha256(path))
    whole = Seal(**{**asdict(seal), "files": files})
    (folder / SEAL).write_text(json.dumps(asdict(whole), indent=1), encoding="utf-8")
    sync(folder / SEAL)
    sync(folder)
    return sha256(folder / SEAL)


def read_seal(folder: Path, checksum: str | None = None) -> tuple[Seal, str]:
    """A segment's seal and its SHA-256.

    :param checksum: What that must be; None where it is not known.
    :raises UnusableIndex: The seal is missing, damaged or of another format.
    """
    try:
        data = (folder / SEAL).read_bytes()
        found = hashlib.sha256(data).hexdigest()
        table = json.loads(data)
        if (checksum is not None and found != checksum) or table["format"] != FORMAT:
            raise damaged(folder / SEAL)
        files = {name: SealedFile(**file) for name, file in table["files"].items()}
        return Seal(**{**table, "files": files}), found
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(folder / SEAL) from error


def check_segments(
    segments: Iterable[tuple[Path, Seal]], verified: Verified, whole: bool = False
) -> None:
    """Sees that the files of segments are those that were sealed.

    :param verified: What need not be read again; takes up what was read.
    :param whole: Read everything, whatever is known of it.
    :raises UnusableIndex: One is missing or damaged; the line names it.
    """
    files = [
        (sealed.size, folder / name, sealed.sha256)
        for folder, seal in segments
        for name, sealed in seal.files.items()
    ]
    files.sort()
    hashed = 0
    large: list[tuple[Path, str]] = []
    for size, path, checksum in files:
        if not path.is_file() or path.stat().st_size != size:
            raise damaged(path)
        hashed += size
        if hashed <= _ALWAYS or size < LARGE:
            if _hash(path) != checksum:
                raise damaged(path)
        elif whole or not verified.covers(path, checksum):
            large.append((path, checksum))
    _check_large(large, verified)


def _check_large(files: Sequence[tuple[Path, str]], verified: Verified) -> None:
    if not files:
        return
    with ThreadPoolExecutor(max_workers=2) as pool:
        for (path, checksum), found in zip(
            files, pool.map(_hash, [path for path, _ in files]), strict=True
        ):
            if found != checksum:
                raise damaged(path)
            verified.note(path, checksum)


def _hash(path: Path) -> str:
    try:
        return sha256(path)
    except OSError:
        return ""


def damaged(path: Path) -> UnusableIndex:
    """The error for a file of an index that is missing or not as it was written."""
    return UnusableIndex(
        f"索引文件缺失或已损坏：{path}。请重新运行 wenjin index 建立索引",
        f"a file of the index is missing or damaged: {path}. Run wenjin index again to rebuild it",
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Brings a file or folder to the disk, so that a rename outlasts a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

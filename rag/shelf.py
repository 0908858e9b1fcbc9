"""The library of an index: the folders it is made from, what was uploaded, what was removed.

HOME/library/<name>/library.json  the folders, and which of their documents are left out
HOME/library/<name>/documents/    uploaded files
HOME/library/<name>/removed/      uploaded files that were removed or replaced
HOME/library/<name>/without/      links to the files of a folder of which some are left out

The command line has the last word. `wenjin index PATH ...` makes the index hold these paths and
nothing else: they become the folders of the library, and what had been left out of its folders is
in again. Uploaded files stay where they are and are waiting: the next build from the page takes
them in. Nothing in a folder of the user's is ever written, moved or deleted: a document of a
folder is removed by leaving it out, an uploaded one by moving its file to `removed/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.document import read_document, to_stored
from index.errors import WenjinError
from index.file_readers import LARGEST, READERS
from index.lazy_pattern import lazy_pattern
from index.milvus_location import is_milvus
from index.opening import Location
from index.store import DocumentInfo
from rag.settings import Settings

_RECORD = "library.json"
_LONGEST_NAME = 120
"""A longer file name is shortened; file systems take 255 bytes, which are 85 Han characters."""
_UNSAFE = lazy_pattern(r'[<>:"|?*]|\s')
_RESERVED = lazy_pattern(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


class LibraryError(WenjinError):
    """Something the library cannot do; the line says why."""


class NameTaken(LibraryError):
    """There is an uploaded document of that name; it is replaced only if one says so."""


@dataclass(frozen=True)
class Removed:
    """A document that was removed: `key` brings it back, `source` is its name.

    `uploaded` says that its file was moved aside; one of a folder is only left out.
    """

    key: str
    source: str
    uploaded: bool


@dataclass(frozen=True)
class _Record:
    folders: tuple[Path, ...] | None = None
    left_out: tuple[str, ...] = ()


class Library:
    """The documents an index is made from. It may be used from several threads."""

    def __init__(self, index: Location, home: Path) -> None:
        """
        :param index: The index folder, or where in Milvus it is; each has a library of its own.
        :param home: WENJIN_HOME.
        """
        self._folder = home / "library" / _name(index, home)
        self._lock = threading.RLock()

    @property
    def folders(self) -> tuple[Path, ...] | None:
        """The files and folders the index was made from; None where nobody has recorded them."""
        return self._read().folders

    @property
    def uploads(self) -> Path:
        """Where uploaded files lie."""
        return self._folder / "documents"

    def remember(self, folders: Sequence[Path]) -> None:
        """Records what the index was made from on the command line; nothing is left out of it.

        :raises LibraryError: It cannot be written.
        """
        own = [path for path in folders if self.uploads not in (path, *path.resolve().parents)]
        self._write(_Record(tuple(path.resolve() for path in own)))

    def uploaded(self) -> list[str]:
        """The names of the uploaded files."""
        return sorted(path.name for path in _files(self.uploads))

    def waiting(self, documents: Iterable[DocumentInfo]) -> list[str]:
        """The uploaded files that are not in the index yet, given its documents."""
        known = {info.source for info in documents}
        return [name for name in self.uploaded() if name not in known]

    def add(self, name: str, data: Path, replacing: bool = False) -> DocumentInfo:
        """Takes in an uploaded file, once it could be read; the next build indexes it.

        :param name: What the user's file is called; made safe.
        :param data: The uploaded bytes; moved, or left alone where they are refused.
        :param replacing: Whether a document of that name is replaced; the old one is kept aside.
        :returns: What was understood.
        :raises NameTaken: There is a document of that name and `replacing` is false.
        :raises WenjinError: It cannot be read; the line says why.
        """
        name = safe_name(name)
        with self._lock:
            self._check_name(name, replacing)
            coming = self.uploads / f".{secrets.token_hex(6)}{Path(name).suffix.lower()}"
            try:
                self.uploads.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(data, coming)
                stored, _ = to_stored(read_document(coming, name))
                self._put_aside(name)
                os.replace(coming, self.uploads / name)
            except OSError as error:
                raise _unwritable(self.uploads, error) from error
            finally:
                coming.unlink(missing_ok=True)
        return stored.info

    def remove(self, source: str, documents: Collection[DocumentInfo]) -> None:
        """Takes a document out of the library; the next build takes it out of the index.

        :param documents: Those of the index.
        :raises LibraryError: It is the last one, or unknown, or its file cannot be moved.
        """
        with self._lock:
            known = {info.source for info in documents}
            uploaded = source in self.uploaded()
            if source not in known and not uploaded:
                raise _unknown(source)
            if known <= {source, *self._read().left_out}:
                raise LibraryError(
                    "这是最后一篇，索引不能是空的。请先加入别的文档",
                    "this is the last one, and an index cannot be empty. Add another first",
                )
            if uploaded and not self._in_folders(source):
                self._put_aside(source)
                return
            record = self._read()
            if record.folders is None:
                raise unknown_folders()
            self._write(replace(record, left_out=(*record.left_out, source)))

    def removed(self) -> list[Removed]:
        """What was removed and can be brought back."""
        left_out = [Removed(f"left:{name}", name, False) for name in self._read().left_out]
        aside = [
            Removed(f"file:{path.name}", _plain_name(path.name), True)
            for path in sorted(_files(self._folder / "removed"))
        ]
        return left_out + aside

    def restore(self, key: str) -> None:
        """Brings back what was removed.

        :param key: That of a `Removed`.
        :raises LibraryError: There is nothing of that key, or its name is taken again.
        """
        with self._lock:
            found = next((item for item in self.removed() if item.key == key), None)
            if found is None:
                raise _unknown(key.partition(":")[2])
            if not found.uploaded:
                record = self._read()
                kept = tuple(name for name in record.left_out if name != found.source)
                self._write(replace(record, left_out=kept))
                return
            self._check_name(found.source, replacing=False)
            aside = self._folder / "removed" / key.partition(":")[2]
            try:
                os.replace(aside, self.uploads / found.source)
            except OSError as error:
                raise _unwritable(self.uploads, error) from error

    def paths(self) -> list[Path]:
        """What `index.build.build_index` is to be given.

        :raises LibraryError: The folders of the index are not known: a build would lose them.
        """
        with self._lock:
            record = self._read()
            if record.folders is None:
                raise unknown_folders()
            paths = list(_without(record.folders, record.left_out, self._folder / "without"))
            # each by itself, since of a folder its README would be left out
            return [*paths, *sorted(_files(self.uploads))]

    def _check_name(self, name: str, replacing: bool) -> None:
        if self._in_folders(name):
            raise LibraryError(
                f"文库的文件夹里已有同名的文档：{name}。请改名后再上传",
                f"a folder of the library has a document of that name: {name}. Rename the file",
            )
        if not replacing and (self.uploads / name).exists():
            raise NameTaken(
                f"已有同名的文档：{name}。没有加入",
                f"there is a document of that name already: {name}. It was not added",
            )

    def _in_folders(self, source: str) -> bool:
        for path in self._read().folders or ():
            if path.is_file() and path.name == source:
                return True
            if path.is_dir() and (path / source).is_file():
                return True
        return False

    def _put_aside(self, name: str) -> None:
        file = self.uploads / name
        if not file.exists():
            return
        aside = self._folder / "removed"
        try:
            aside.mkdir(parents=True, exist_ok=True)
            os.replace(file, aside / f"{secrets.token_hex(4)}-{name}")
        except OSError as error:
            raise _unwritable(aside, error) from error

    def _read(self) -> _Record:
        try:
            data = json.loads((self._folder / _RECORD).read_text(encoding="utf-8"))
            folders = tuple(Path(path) for path in data["folders"])
            return _Record(folders, tuple(str(name) for name in data["left_out"]))
        except FileNotFoundError:
            return _Record()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"文库的记录读不出来：{self._folder / _RECORD}。请重新运行 wenjin index 文件夹",
                f"the library's record cannot be read: {self._folder / _RECORD}. "
                "Run wenjin index FOLDER again",
            ) from error

    def _write(self, record: _Record) -> None:
        data = {
            "folders": [str(path) for path in record.folders or ()],
            "left_out": list(dict.fromkeys(record.left_out)),
        }
        beside = self._folder / f".{_RECORD}"
        with self._lock:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                text = json.dumps(data, ensure_ascii=False, indent=1)
                beside.write_text(text + "\n", encoding="utf-8")
                os.replace(beside, self._folder / _RECORD)
            except OSError as error:
                raise _unwritable(self._folder, error) from error


def open_library(settings: Settings) -> Library:
    """The library of the index in the settings."""
    return Library(settings.location, settings.home)


def safe_name(name: str) -> str:
    """A file name of its own: no folders, nothing hidden, nothing a file system refuses.

    :raises LibraryError: It is of no type that can be read.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if not unicodedata.category(c).startswith("C"))
    name = unicodedata.normalize("NFC", name)  # what stood between two characters may be gone
    name = _UNSAFE.sub("_", name.strip())
    suffix = Path(f"x{name}").suffix
    if suffix.lower() not in READERS:
        kinds = " ".join(sorted(READERS))
        raise LibraryError(f"不支持的类型，可用：{kinds}", f"unsupported type; supported: {kinds}")
    stem = name[: len(name) - len(suffix)].lstrip(".")
    while len((stem + suffix).encode()) > 2 * _LONGEST_NAME or len(stem) > _LONGEST_NAME:
        stem = stem[:-1]
    if not stem.strip("._ ") or _RESERVED.match(stem + suffix):
        stem = f"document_{stem}".rstrip("._ ")
    return stem + suffix


def unknown_folders() -> LibraryError:
    """The error where nobody knows what an index was made from."""
    return LibraryError(
        "不知道这个索引是由哪些文件夹建的，所以不能在这里改动。请在终端运行一次 wenjin index 文件夹",
        "it is not known which folders this index was made from, so nothing can be changed here. "
        "Run wenjin index FOLDER once in a terminal",
    )


def _name(index: Location, home: Path) -> str:
    """What the library of an index is called: `default` for the default index of a home."""
    if is_milvus(index):
        place, name = str(index), "milvus"
    else:
        path = Path(index).resolve()
        if path == (home / "index").resolve():
            return "default"
        place, name = str(path), path.name
    return f"{name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"


def _plain_name(name: str) -> str:
    """The name of a file that was put aside, without what keeps it apart from others."""
    return name.partition("-")[2]


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_file() and not path.name.startswith("."):
                yield path


def _without(folders: Sequence[Path], left_out: Collection[str], mirror: Path) -> Iterator[Path]:
    """The folders, and in the place of one of which something is left out links to the rest.

    The links stand in a folder of the same name, since that name can be part of a source.
    """
    if mirror.exists():
        shutil.rmtree(mirror)
    kept: dict[int, list[tuple[str, Path]]] = {}
    losing = set()
    for number, name, file, source in _sources(folders) if left_out else ():
        if source in left_out:
            losing.add(number)
        else:
            kept.setdefault(number, []).append((name, file))
    for number, path in enumerate(folders):
        if number not in losing:
            yield path
        elif path.is_dir():
            yield _mirror(kept.get(number, []), mirror / str(number) / (path.name or "root"))


def _sources(folders: Sequence[Path]) -> Iterator[tuple[int, str, Path, str]]:
    """Each file of the folders: the folder's number, its name in it, itself, and its source.

    Of two files of one name the later has its folder's name in its source, as in an index.
    """
    taken: set[str] = set()
    for number, path in enumerate(folders):
        files = [(path.name, path)] if path.is_file() else sorted(_inside(path))
        for name, file in files:
            source = f"{path.name}/{name}" if name in taken else name
            taken.add(source)
            yield number, name, file, source


def _inside(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in folder.rglob("*"):
        name = file.relative_to(folder)
        leads_out = file.is_symlink() and not file.resolve().is_relative_to(folder.resolve())
        if file.is_file() and not leads_out and not any(p.startswith(".") for p in name.parts):
            yield name.as_posix(), file


def _mirror(files: Iterable[tuple[str, Path]], to: Path) -> Path:
    """Links to files under their names; sidecars come along, alone they mean nothing."""
    to.mkdir(parents=True)
    for name, file in files:
        link = to / name
        link.parent.mkdir(parents=True, exist_ok=True)
        try:
            link.symlink_to(file)
        except OSError:  # some systems let only administrators make links
            shutil.copyfile(file, link)
    return to


def _unknown(source: str) -> LibraryError:
    return LibraryError(f"没有这篇文档：{source}", f"there is no such document: {source}")


def _unwritable(path: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"写不进 {path}：{error.strerror}。请检查权限和磁盘空间",
        f"cannot write to {path}: {error.strerror}. Check permissions and disk space",
    )


__all__ = [
    "LARGEST",
    "Library",
    "LibraryError",
    "NameTaken",
    "Removed",
    "open_library",
    "safe_name",
    "unknown_folders",
]

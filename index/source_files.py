"""Which documents there are in files and folders, and what each is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build_report import Change, FileReport
from index.collection import COLLECTIONS, BadLine, read_line, scan_collection
from index.document import Document, document_bytes, read_document
from index.errors import WenjinError
from index.file_readers import READERS

RECIPE = 3
"""Raised whenever files must be read again, since what is made of them has changed."""

_SIDECAR = ".meta.toml"


@dataclass(frozen=True)
class Unread:
    """A document that was found and not read yet.

    `fingerprint` tells what it is made from, `size` is that in bytes; `start` is where it begins
    in the file, None where the file is one document.
    """

    source: str
    path: Path
    fingerprint: str
    size: int
    start: int | None = None

    def read(self) -> Document:
        """Reads it.

        :raises WenjinError: It cannot be read; the line says why.
        """
        if self.start is None:
            return read_document(self.path, self.source)
        return read_line(self.path, self.source, self.start, self.size)


def kinds() -> str:
    """The extensions of all files that can be indexed."""
    return " ".join(sorted({*READERS, *COLLECTIONS}))


def find_files(
    paths: Sequence[Path], links: Collection[Path] = ()
) -> tuple[list[tuple[str, Path]], list[FileReport]]:
    """The files of some files and folders under their names in the index, in the order of these.

    :param links: Folders in which links may lead anywhere; in others a link that leads out of
        the folder is no document of it.
    :returns: The files, and what is passed over.
    :raises WenjinError: A path does not exist, or two files would have one name.
    """
    found: dict[str, Path] = {}
    skipped: list[FileReport] = []
    for path in paths:
        if not path.exists():
            raise WenjinError(
                f"没有这个文件或文件夹：{path}。请检查路径",
                f"no such file or folder: {path}. Check the path",
            )
        root = path.resolve()
        trusted = path.is_file() or any(root.is_relative_to(link.resolve()) for link in links)
        for name, file in _walk(path):
            if file.suffix.lower() not in READERS and file.suffix.lower() not in COLLECTIONS:
                skipped.append(FileReport(name, Change.SKIPPED, _unsupported()))
                continue
            if file.stem.upper() == "README" and path.is_dir():
                skipped.append(FileReport(name, Change.SKIPPED, _describes_folder()))
                continue
            if not trusted and not file.resolve().is_relative_to(root):
                skipped.append(FileReport(name, Change.SKIPPED, _leads_out()))
                continue
            if name in found and found[name].resolve() != file.resolve():
                name = f"{path.name}/{name}"
            if name in found and found[name].resolve() != file.resolve():
                raise WenjinError(
                    f"两个文件在索引里会同名（{name}）：{found[name]} 和 {file}。请改名或只给上一级文件夹",
                    f"two files would have one name in the index ({name}): {found[name]} and "
                    f"{file}. Rename one, or give the folder above both",
                )
            found[name] = file
    return sorted(found.items()), skipped


def scan(source: str, path: Path) -> Iterator[Unread | FileReport]:
    """The documents of a file, without reading them; in the place of one that cannot be read, or
    of the whole file, why it is skipped."""
    try:
        if path.suffix.lower() not in COLLECTIONS:
            yield Unread(source, path, _fingerprint(path), path.stat().st_size)
            return
        for line in scan_collection(path, source):
            if isinstance(line, BadLine):
                yield FileReport(source, Change.SKIPPED, line)
            else:
                fingerprint = hashlib.sha256(f"{RECIPE}\0line\0".encode() + line.data).hexdigest()
                yield Unread(line.source, path, fingerprint, line.length, line.start)
    except OSError as error:
        reason = WenjinError(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}")
        yield FileReport(source, Change.SKIPPED, reason)


def _walk(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_file():
        yield path.name, path
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path)
        hidden = any(part.startswith(".") for part in name.parts)
        if file.is_file() and not hidden and not file.name.endswith(_SIDECAR):
            yield name.as_posix(), file


def _fingerprint(path: Path) -> str:
    """What a document is made from: the file, its sidecar, and the recipe of this program."""
    digest = hashlib.sha256(f"{RECIPE}\0".encode())
    for part in document_bytes(path):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _unsupported() -> WenjinError:
    return WenjinError(f"不支持的类型，可用：{kinds()}", f"unsupported type; supported: {kinds()}")


def _describes_folder() -> WenjinError:
    return WenjinError(
        "README 说明文件夹本身，不作为文档；要收入请单独指明这个文件",
        "a README describes its folder and is no document; name the file itself to index it",
    )


def _leads_out() -> WenjinError:
    return WenjinError(
        "是指向文件夹之外的链接；要收入请单独指明这个文件",
        "is a link that leads out of the folder; name the file itself to index it",
    )

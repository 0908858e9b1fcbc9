"""Building an index: files in, the next generation out, and a report of what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np

from index import generations
from index.divisions import place_words
from index.document import Document, document_bytes, read_document, to_stored
from index.embedded_store import EmbeddedStore, write_store
from index.embedding import Embedder
from index.errors import WenjinError
from index.file_readers import READERS
from index.generations import IndexBusy, NoIndex, UnusableIndex
from index.opening import check_model
from index.passages import Passage
from index.store import StoredDocument, Vector
from index.words import Dictionary

RECIPE = 1
"""Raised whenever files must be read again, since what is made of them has changed."""

_SIDECAR = ".meta.toml"


class Change(StrEnum):
    """What became of a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    SKIPPED = "skipped"
    KEPT = "kept"


@dataclass(frozen=True)
class FileReport:
    """One file of a build: its source, what became of it and, if it was skipped, why."""

    source: str
    change: Change
    reason: WenjinError | None = None

    def message(self, language: str) -> str:
        """Why it was skipped, in a line of `zh` or `en`; empty where it was not."""
        return self.reason.message(language) if self.reason is not None else ""


@dataclass(frozen=True)
class BuildReport:
    """A finished build.

    `generation` is the name of the new generation, or of the current one where nothing changed.
    """

    generation: str
    files: tuple[FileReport, ...]
    documents: int
    passages: int

    def count(self, change: Change) -> int:
        """How many files became this."""
        return sum(file.change is change for file in self.files)


class Watcher(Protocol):
    """Is told how a build gets on."""

    def stage(self, name: str, total: int) -> None:
        """A stage (`read`, `embed`, `write`) begins, with so many steps."""
        ...

    def advance(self, steps: int) -> None:
        """So many more steps of the stage are done."""
        ...


class Silent:
    """A watcher that shows nothing."""

    def stage(self, name: str, total: int) -> None:
        """Shows nothing."""

    def advance(self, steps: int) -> None:
        """Shows nothing."""


@dataclass(frozen=True)
class _Entry:
    fingerprint: str
    document: StoredDocument
    passages: Sequence[Passage]
    vectors: Vector | None


def build_index(
    paths: Sequence[Path], index: Path, embedder: Embedder, watcher: Watcher | None = None
) -> BuildReport:
    """Makes an index hold the documents of these files and folders, and no others.

    Only new and changed files are read and embedded. The generation before stays in use until
    the new one is whole, and after that for a rollback.

    :param paths: Files, and folders that are searched with their sub-folders.
    :raises WenjinError: A path does not exist, nothing readable is in any, another process is
        writing the index, or the index was made with another model.
    """
    watcher = watcher or Silent()
    files, skipped = _find_files(paths)
    with generations.writer(index):
        previous = _open_previous(index, embedder)
        try:
            entries, reports = _read_all(files, previous, watcher)
            reports += skipped
            if not entries:
                raise _nothing_readable(paths, reports)
            count = sum(len(entry.passages) for entry in entries)
            reports.sort(key=lambda report: report.source)
            now = {entry.document.info.source: entry.fingerprint for entry in entries}
            if previous is not None and now == previous.fingerprints():
                generation = previous.generation
            else:
                generation = _write(index, entries, embedder, watcher)
        finally:
            if previous is not None:
                previous.close()
    return BuildReport(generation, tuple(reports), len(entries), count)


def _find_files(paths: Sequence[Path]) -> tuple[list[tuple[str, Path]], list[FileReport]]:
    found: dict[str, Path] = {}
    skipped: list[FileReport] = []
    for path in paths:
        if not path.exists():
            raise WenjinError(
                f"没有这个文件或文件夹：{path}。请检查路径",
                f"no such file or folder: {path}. Check the path",
            )
        for name, file in _walk(path):
            if file.suffix.lower() not in READERS:
                skipped.append(FileReport(name, Change.SKIPPED, _unsupported()))
                continue
            if file.stem.upper() == "README" and path.is_dir():
                skipped.append(FileReport(name, Change.SKIPPED, _describes_folder()))
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


def _walk(path: Path) -> Iterator[tuple[str, Path]]:
    if path.is_file():
        yield path.name, path
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path)
        hidden = any(part.startswith(".") for part in name.parts)
        if file.is_file() and not hidden and not file.name.endswith(_SIDECAR):
            yield name.as_posix(), file


def _open_previous(index: Path, embedder: Embedder) -> EmbeddedStore | None:
    try:
        folder, manifest = generations.open_current(index)
    except (NoIndex, IndexBusy, UnusableIndex):  # busy: it is we who hold it
        return None
    check_model(manifest, embedder, index)
    return EmbeddedStore(folder)


def _read_all(
    files: Sequence[tuple[str, Path]], previous: EmbeddedStore | None, watcher: Watcher
) -> tuple[list[_Entry], list[FileReport]]:
    known = previous.fingerprints() if previous is not None else {}
    entries: list[_Entry] = []
    reports: list[FileReport] = []
    watcher.stage("read", len(files))
    for source, path in files:
        try:
            fingerprint = _fingerprint(path)
            if previous is not None and known.get(source) == fingerprint:
                passages, vectors = previous.passage_vectors(source)
                entries.append(_Entry(fingerprint, previous.document(source), passages, vectors))
                reports.append(FileReport(source, Change.KEPT))
            else:
                entries.append(_entry(fingerprint, read_document(path, source)))
                change = Change.CHANGED if source in known else Change.ADDED
                reports.append(FileReport(source, change))
        except WenjinError as error:
            reports.append(FileReport(source, Change.SKIPPED, error))
        except RecursionError:
            reason = WenjinError("嵌套太深，读不了", "is nested too deeply to be read")
            reports.append(FileReport(source, Change.SKIPPED, reason))
        except OSError as error:
            reason = WenjinError(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}")
            reports.append(FileReport(source, Change.SKIPPED, reason))
        watcher.advance(1)
    gone = known.keys() - {source for source, _ in files}
    reports += [FileReport(source, Change.REMOVED) for source in gone]
    return entries, reports


def _fingerprint(path: Path) -> str:
    """What a document is made from: the file, its sidecar, and the recipe of this program."""
    digest = hashlib.sha256(f"{RECIPE}\0".encode())
    for part in document_bytes(path):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _entry(fingerprint: str, document: Document) -> _Entry:
    stored, passages = to_stored(document)
    return _Entry(fingerprint, stored, passages, None)


def _write(index: Path, entries: Sequence[_Entry], embedder: Embedder, watcher: Watcher) -> str:
    fresh = [entry for entry in entries if entry.vectors is None]
    texts = [passage.indexed for entry in fresh for passage in entry.passages]
    watcher.stage("embed", len(texts))
    embedded = embedder.passages(texts, watcher.advance)
    parts = []
    start = 0
    for entry in entries:
        if entry.vectors is not None:
            parts.append(entry.vectors)
        else:
            parts.append(embedded[start : start + len(entry.passages)])
            start += len(entry.passages)
    vectors = np.concatenate(parts).astype(np.float32)
    watcher.stage("write", 1)
    with generations.draft(index) as folder:
        write_store(
            folder,
            ((entry.fingerprint, entry.document, entry.passages) for entry in entries),
            vectors,
            Dictionary(place_words()),
        )
        name = generations.publish(index, folder, embedder.model, len(entries), len(vectors))
    watcher.advance(1)
    return name


def _kinds() -> str:
    return " ".join(sorted(READERS))


def _unsupported() -> WenjinError:
    return WenjinError(
        f"不支持的类型，可用：{_kinds()}", f"unsupported type; supported: {_kinds()}"
    )


def _describes_folder() -> WenjinError:
    return WenjinError(
        "README 说明文件夹本身，不作为文档；要收入请单独指明这个文件",
        "a README describes its folder and is no document; name the file itself to index it",
    )


def _nothing_readable(paths: Sequence[Path], reports: Sequence[FileReport]) -> WenjinError:
    where = "、".join(str(path) for path in paths)
    first = next((report for report in reports if report.reason is not None), None)
    chinese = f"（{first.source}：{first.message('zh')}）" if first else ""
    english = f" ({first.source}: {first.message('en')})" if first else ""
    return WenjinError(
        f"没有可以建立索引的文档：{where}{chinese}。可用的类型：{_kinds()}",
        f"nothing to index in {where}{english}. Supported types: {_kinds()}",
    )

"""Building an index: files in, the next generation out, and a report of what became of each."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.build_report import BuildReport, Change, FileReport, Silent, Watcher
from index.document import to_stored
from index.embedding import Embedder
from index.errors import WenjinError
from index.opening import Location, describe, open_writer
from index.source_files import Unread, find_files, kinds, scan
from index.store import Entry, StoreWriter

__all__ = [
    "BuildReport",
    "Change",
    "FileReport",
    "Silent",
    "Watcher",
    "build_index",
    "update_index",
]

_FIRST = 500
_LEAST, _MOST = 250, 4_000
_SECONDS = 30.0
"""Passages are put into the store in batches: the first of `_FIRST`, the others of as many as
take so many seconds, within the two limits. That much is lost when a build is killed."""
_BYTES = 400
"""A passage comes from about so many bytes; known better once some were read."""


def build_index(
    paths: Sequence[Path],
    index: Location,
    embedder: Embedder,
    watcher: Watcher | None = None,
    links: Collection[Path] = (),
    leave_out: Collection[str] = (),
) -> BuildReport:
    """Makes an index hold the documents of these files and folders, and no others.

    Only new and changed documents are read and embedded, some at a time. The generation before
    stays in use until the new one is whole, and after that for a rollback. A build that is
    interrupted or killed leaves what it has finished, and the next one takes it up.

    :param paths: Files, and folders that are searched with their sub-folders.
    :param index: Where the index is.
    :param links: Folders in which links may lead anywhere.
    :param leave_out: Sources of documents that are not wanted.
    :raises WenjinError: A path does not exist, nothing readable is in any, another process is
        writing the index, or the index was made with another model.
    """
    watcher = watcher or Silent()
    files, skipped = find_files(paths, links)
    with open_writer(index, embedder) as writer:
        known = writer.fingerprints()
        found = _scan(files, known, watcher, frozenset(leave_out))
        work = _Work(writer, embedder, watcher, found.bytes)
        reports = [*skipped, *found.reports, *work.take_in(found.changed, known)]
        held = found.kept | work.added
        if not held:
            raise _nothing_readable(paths, reports)
        removed = known.keys() - held
        writer.remove(removed)
        watcher.stage("write", 1)
        generation = writer.publish()
        watcher.advance(1)
    reports += [FileReport(source, Change.REMOVED) for source in removed - found.sources]
    return _report(index, generation, reports)


def update_index(
    index: Location,
    embedder: Embedder,
    add: Sequence[Path] = (),
    remove: Collection[str] = (),
    watcher: Watcher | None = None,
) -> BuildReport:
    """Puts some documents into an index and takes some out; all others stay as they are.

    It takes the time of what changes, however large the index is.

    :param add: Files, whose documents replace those of the same source.
    :param remove: Sources of documents.
    :returns: A report of these alone; its counts are those of the whole index.
    :raises WenjinError: The index is damaged, is being written by another process, was made with
        another model, or would be empty.
    """
    watcher = watcher or Silent()
    files, skipped = find_files(add)
    with open_writer(index, embedder, resume=False) as writer:
        known = writer.fingerprints()
        gone = set(remove) & known.keys()
        writer.remove(gone)
        left = {source: known[source] for source in known.keys() - gone}
        found = _scan(files, left, watcher)
        work = _Work(writer, embedder, watcher, found.bytes)
        reports = [*skipped, *found.reports, *work.take_in(found.changed, known)]
        if not left.keys() | work.added:
            raise WenjinError(
                "索引不能是空的：请留下至少一篇文档",
                "an index cannot be empty: leave at least one document",
            )
        watcher.stage("write", 1)
        generation = writer.publish()
        watcher.advance(1)
    reports += [FileReport(source, Change.REMOVED) for source in gone - work.added]
    return _report(index, generation, reports)


@dataclass
class _Found:
    """What a scan of files found: documents to read, those that are as they were, all of them."""

    changed: list[Unread] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    reports: list[FileReport] = field(default_factory=list)
    bytes: int = 0


def _scan(
    files: Sequence[tuple[str, Path]],
    known: Mapping[str, str],
    watcher: Watcher,
    leave_out: Collection[str] = (),
) -> _Found:
    found = _Found()
    watcher.stage("read", len(files))
    for name, path in files:
        found.sources.update({name} - set(leave_out))
        for document in scan(name, path):
            if isinstance(document, FileReport):
                found.reports.append(document)
                continue
            if document.source in leave_out:
                continue
            found.sources.add(document.source)
            if known.get(document.source) == document.fingerprint:
                found.kept.add(document.source)
                found.reports.append(FileReport(document.source, Change.KEPT))
            else:
                found.changed.append(document)
                found.bytes += document.size
        watcher.advance(1)
    return found


class _Work:
    """Reads, embeds and stores documents, a batch at a time."""

    def __init__(
        self, writer: StoreWriter, embedder: Embedder, watcher: Watcher, size: int
    ) -> None:
        """
        :param size: Of all documents to come, in bytes.
        """
        self.added: set[str] = set()
        self._writer = writer
        self._embedder = embedder
        self._watcher = watcher
        self._left = size
        self._read = 0
        self._entries: list[Entry] = []
        self._passages = 0
        self._done = 0
        self._target = _FIRST
        self._began = time.monotonic()

    def take_in(self, documents: Iterable[Unread], known: Mapping[str, str]) -> list[FileReport]:
        """Puts documents into the store.

        :param known: Those it had.
        :returns: What became of each.
        """
        reports = []
        for unread in documents:
            reason = self._read_one(unread)
            if reason is not None:
                reports.append(FileReport(unread.source, Change.SKIPPED, reason))
            else:
                change = Change.CHANGED if unread.source in known else Change.ADDED
                reports.append(FileReport(unread.source, change))
            if self._passages >= self._target:
                self._store()
        self._store()
        return reports

    def _read_one(self, unread: Unread) -> WenjinError | None:
        """Reads a document, or says why it cannot be read."""
        self._left -= unread.size
        try:
            stored, passages = to_stored(unread.read())
        except WenjinError as error:
            return error
        except RecursionError:
            return WenjinError("嵌套太深，读不了", "is nested too deeply to be read")
        except OSError as error:
            return WenjinError(f"打不开：{error.strerror}", f"cannot be opened: {error.strerror}")
        self._read += unread.size
        self._entries.append(Entry(unread.fingerprint, stored, passages))
        self._passages += len(passages)
        return None

    def _store(self) -> None:
        """Embeds what was read and puts it into the store."""
        if not self._entries:
            return
        texts = [passage.indexed for entry in self._entries for passage in entry.passages]
        self._tell(self._expected())
        vectors = self._embedder.passages(texts, self._watcher.advance)
        self._writer.add(self._entries, vectors)
        self.added.update(entry.document.info.source for entry in self._entries)
        self._done += len(texts)
        now = time.monotonic()
        rate = len(texts) / max(now - self._began, 1e-3)
        self._target = min(max(int(rate * _SECONDS), _LEAST), _MOST)
        self._began = now
        self._entries, self._passages = [], 0

    def _expected(self) -> int:
        """How many passages there will be, from how many there were in what was read."""
        known = self._done + self._passages
        share = known / self._read if self._read else 1 / _BYTES
        return known + int(self._left * share)

    def _tell(self, total: int) -> None:
        if self._done:
            self._watcher.expect(total)
        else:
            self._watcher.stage("embed", total)


def _report(index: Location, generation: str, reports: Iterable[FileReport]) -> BuildReport:
    manifest = describe(index)
    files = tuple(sorted(reports, key=lambda report: report.source))
    return BuildReport(generation, files, manifest.documents, manifest.passages)


def _nothing_readable(paths: Sequence[Path], reports: Sequence[FileReport]) -> WenjinError:
    where = "、".join(str(path) for path in paths)
    first = next((report for report in reports if report.reason is not None), None)
    chinese = f"（{first.source}：{first.message('zh')}）" if first else ""
    english = f" ({first.source}: {first.message('en')})" if first else ""
    return WenjinError(
        f"没有可以建立索引的文档：{where}{chinese}。可用的类型：{kinds()}",
        f"nothing to index in {where}{english}. Supported types: {kinds()}",
    )

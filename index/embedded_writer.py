"""Writing the embedded store: finished segments one after another, then one generation."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import generations
from index.errors import WenjinError
from index.generations import Manifest, Model, SegmentRef
from index.segment_files import Seal, UnusableIndex, check_segments, read_seal
from index.segment_merge import Merged, merge_segments
from index.segment_policy import SMALL, Size, plan
from index.segment_read import Segment
from index.segment_write import write_segment
from index.store import Entry, Vector
from index.verified import Verified
from index.whole_dictionary import whole_dictionary

_ALWAYS = 2 * SMALL
_TIMES = 4
"""A publication writes again at most so many times as many passages as were added (or `_ALWAYS`);
what is due beyond that waits for :func:`compact`."""
_PATIENCE = 600.0


@dataclass
class _Part:
    """A segment of the generation to come: the documents that were removed of it, and how many
    documents and passages are left, once they were counted."""

    ref: SegmentRef
    seal: Seal
    removed: set[int]
    counted: tuple[int, int] = (0, 0)


class EmbeddedWriter:
    """The `StoreWriter` of the embedded store. Use it inside `index.generations.writer`.

    Each :meth:`add` writes a segment and finishes it; a run that is killed leaves those, and the
    next one takes them up.
    """

    def __init__(self, index: Path, model: Model, resume: bool = True) -> None:
        """
        :param index: The index folder.
        :param model: That of the vectors to come; the same as the index's.
        :param resume: Whether this run says what all of the index is to be: it takes up what an
            earlier one finished and leaves damaged segments out, so that their documents are read
            again. A run that only adds and removes some leaves that aside.
        :raises UnusableIndex: The index is damaged, and the run only adds and removes some.
        """
        self._index = index
        self._model = model
        self._parts: list[_Part] = []
        self._where: dict[str, tuple[_Part, int]] | None = None
        self._known: dict[str, str] = {}
        self._added = 0
        self._changed = self._whole = False
        self._open_base(resume)
        waiting = generations.waiting_segments(index, self._newest)
        self._waiting: list[str] = [] if resume else waiting
        if resume:
            self._locations()
            for name in waiting:
                self._take_up(name)
        generations.sweep_segments(index, self._newest)

    def _open_base(self, resume: bool) -> None:
        index = self._index
        self._newest = generations.newest_manifest(index)
        if not resume and generations.generation_names(index):
            _, self._newest = generations.open_current(index)
        manifest = self._newest
        if manifest is None:
            return
        current = generations.read_pointer(index) == manifest.generation
        whole = True
        verified = Verified(index)
        for ref in manifest.segments:
            folder = generations.segment_folder(index, ref.name)
            try:
                seal, _ = read_seal(folder, ref.seal)
                check_segments([(folder, seal)], verified)
            except UnusableIndex:
                whole = False
                continue
            self._parts.append(_Part(ref, seal, set(ref.removed)))
        verified.save()
        self._whole = whole and current
        self._changed = not self._whole

    def _take_up(self, name: str) -> None:
        """Takes up a segment that an earlier run finished, if it is of any use."""
        folder = generations.segment_folder(self._index, name)
        try:
            seal, checksum = read_seal(folder)
            if seal.model != self._model.fingerprint:
                return
            check_segments([(folder, seal)], Verified(self._index))
        except UnusableIndex:
            return
        part = _Part(SegmentRef(name, checksum), seal, set())
        with _opened(self._index, part) as segment:
            rows = segment.fingerprints()
        self.remove([source for _, source, _ in rows])
        self._append(part, rows)
        self._added += seal.passages

    def fingerprints(self) -> dict[str, str]:
        self._locations()
        return dict(self._known)

    def _locations(self) -> dict[str, tuple[_Part, int]]:
        """Where each document is; read when it is first needed, and kept."""
        if self._where is None:
            self._where, self._known = {}, {}
            for part in self._parts:
                with _opened(self._index, part) as segment:
                    for number, source, fingerprint in segment.fingerprints():
                        if number not in part.removed:
                            self._where[source] = (part, number)
                            self._known[source] = fingerprint
        return self._where

    def add(self, entries: Sequence[Entry], vectors: Vector) -> None:
        if not entries:
            return
        passages = sum(len(entry.passages) for entry in entries)
        with _told(self._index), generations.draft(self._index) as folder:
            write_segment(folder, entries, vectors, whole_dictionary())
            ref, seal = generations.keep(self._index, folder, self._model, len(entries), passages)
        self.remove([entry.document.info.source for entry in entries])
        self._append(
            _Part(ref, seal, set()),
            [(at, e.document.info.source, e.fingerprint) for at, e in enumerate(entries)],
        )
        self._added += passages

    def _append(self, part: _Part, documents: Iterable[tuple[int, str, str]]) -> None:
        """Puts a segment to the others, with number, source and fingerprint of its documents."""
        self._parts.append(part)
        self._changed = True
        if self._where is not None:
            for number, source, fingerprint in documents:
                self._where[source] = (part, number)
                self._known[source] = fingerprint

    def remove(self, sources: Collection[str]) -> None:
        if self._where is not None:
            for source in sources:
                part, number = self._where.pop(source, (None, 0))
                if part is not None:
                    self._known.pop(source, None)
                    part.removed.add(number)
                    self._changed = True
            return
        for part in self._parts:
            with _opened(self._index, part) as segment:
                found = set(segment.find(sources).values()) - part.removed
            if found:
                part.removed |= found
                self._changed = True

    def publish(self) -> str:
        if not self._changed and self._newest is not None:
            return self._newest.generation
        with _told(self._index):
            self._count()
            self._merge(max(_ALWAYS, _TIMES * self._added))
            self._parts = [part for part in self._parts if part.counted[0]]
            generation = generations.publish(
                self._index,
                self._model,
                [_ref(part) for part in self._parts],
                sum(part.counted[0] for part in self._parts),
                sum(part.counted[1] for part in self._parts),
                self._waiting,
                self._newest.generation if self._whole and self._newest is not None else None,
            )
        self._newest = generations.newest_manifest(self._index)
        self._changed, self._whole = False, True
        return generation

    def _count(self) -> None:
        """Counts the documents and passages of each segment that are left."""
        for part in self._parts:
            part.counted = _count(self._index, part)

    def _merge(self, budget: int) -> None:
        """Makes one of segments that are many or small; where each document is changes."""
        sizes = [Size(part.seal.passages, part.counted[1]) for part in self._parts]
        groups = plan(sizes, budget)
        merged = {at for group in groups for at in group}
        parts = [part for at, part in enumerate(self._parts) if at not in merged]
        for group in groups:
            group_parts = [self._parts[at] for at in group]
            with generations.draft(self._index) as folder:
                documents, passages = merge_segments(
                    folder, [_merged(self._index, part) for part in group_parts]
                )
                if not documents:
                    continue
                ref, seal = generations.keep(
                    self._index, folder, self._model, documents, passages, merged=True
                )
            parts.append(_Part(ref, seal, set(), (documents, passages)))
        if groups:
            self._parts, self._where = parts, None


def compact(index: Path, into_one: bool = False) -> str | None:
    """Merges segments of the current generation as far as it is due, beside its readers and,
    until the result is to be published, its writers.

    :param into_one: Make all of them one, due or not.
    :returns: The name of the new generation; None where there was nothing to do, or another
        process is doing it.
    :raises WenjinError: There is no index, or it cannot be used.
    """
    _, manifest = generations.open_current(index)
    with _told(index), generations.merger(index) as folder:
        if folder is None:
            return None
        try:
            groups = _due(index, manifest, into_one)
            return _merge_beside(index, folder, groups[0]) if groups else None
        except (OSError, sqlite3.Error, UnusableIndex):
            names = {ref.name for ref in manifest.segments}
            if names <= set(generations.segment_names(index)):
                raise
            return None  # a writer was faster and has removed them


def _due(index: Path, manifest: Manifest, into_one: bool) -> list[list[_Part]]:
    """The groups of segments to merge, the one that brings most first."""
    parts = []
    for ref in manifest.segments:
        seal, _ = read_seal(generations.segment_folder(index, ref.name), ref.seal)
        part = _Part(ref, seal, set(ref.removed))
        part.counted = _count(index, part)
        parts.append(part)
    if into_one:
        return [parts] if len(parts) > 1 or any(part.removed for part in parts) else []
    sizes = [Size(part.seal.passages, part.counted[1]) for part in parts]
    return [[parts[at] for at in group] for group in plan(sizes)]


def _merge_beside(index: Path, folder: Path, group: Sequence[_Part]) -> str:
    documents, passages = merge_segments(folder, [_merged(index, part) for part in group])
    names = {part.ref.name for part in group}
    with generations.writer(index, _PATIENCE):
        _, current = generations.open_current(index)
        now = {ref.name: ref for ref in current.segments}
        if not names <= now.keys():
            return current.generation  # another has merged them meanwhile
        waiting = generations.waiting_segments(index, current)
        gone: set[str] = set()
        for part in group:
            newly = set(now[part.ref.name].removed) - part.removed
            with _opened(index, part) as segment:
                gone.update(segment.sources(sorted(newly)).values())
        refs = [ref for ref in current.segments if ref.name not in names]
        if documents:
            ref, seal = generations.keep(
                index, folder, current.model, documents, passages, merged=True
            )
            made = _Part(ref, seal, set())
            with _opened(index, made) as segment:
                made.removed = set(segment.find(gone).values())
            refs.append(_ref(made))
        return generations.publish(
            index,
            current.model,
            refs,
            current.documents,
            current.passages,
            waiting,
            current.generation,
        )


def _ref(part: _Part) -> SegmentRef:
    return SegmentRef(part.ref.name, part.ref.seal, tuple(sorted(part.removed)))


def _merged(index: Path, part: _Part) -> Merged:
    folder = generations.segment_folder(index, part.ref.name)
    return Merged(folder, part.seal, frozenset(part.removed))


def _count(index: Path, part: _Part) -> tuple[int, int]:
    """How many documents and passages of a segment are left."""
    if not part.removed:
        return part.seal.documents, part.seal.passages
    with _opened(index, part) as segment:
        gone = segment.passages_of_documents(sorted(part.removed))
    return part.seal.documents - len(part.removed), part.seal.passages - gone


@contextmanager
def _opened(index: Path, part: _Part) -> Iterator[Segment]:
    segment = Segment(generations.segment_folder(index, part.ref.name), part.seal)
    try:
        yield segment
    finally:
        segment.release()


@contextmanager
def _told(index: Path) -> Iterator[None]:
    """Says in one line why an index cannot be written, a full disk above all."""
    try:
        yield
    except (OSError, sqlite3.Error, RuntimeError) as error:  # the last is how FAISS says it
        why = getattr(error, "strerror", None) or str(error)
        raise WenjinError(
            f"写不进索引 {index}：{why}。原来的索引照常可用。请检查磁盘空间和权限后再运行同一命令",
            f"cannot write the index {index}: {why}. The index as it was goes on being used. "
            "Check the disk space and the permissions, then run the same command again",
        ) from error

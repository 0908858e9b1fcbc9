"""Building the index of a library in the background, one build at a time."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from index.build import BuildReport, Change, build_index, update_index
from index.embedding import Embedder, open_embedder
from index.errors import WenjinError
from index.opening import describe
from rag.settings import Settings
from rag.shelf import Library, unknown_folders

_log = logging.getLogger(__name__)
_LARGE = 1_000
"""In a library of more documents what was uploaded and removed goes into the index directly, and
the folders are looked through only if that was nothing."""
_FAILED = WenjinError(
    "建立索引时程序出错了，原来的索引照常可用。详情在运行问津的终端窗口",
    "the program failed while building the index; the one before goes on being used. "
    "The terminal WenJin runs in says more",
)


@dataclass(frozen=True)
class BuildState:
    """How the background build stands.

    `stage` is `wait`, `read`, `embed` or `write`, with `done` of `total` steps; `report` or
    `problem` tell how the last build ended, both None where there was none; `number` counts the
    builds that ended.
    """

    running: bool = False
    stage: str = "wait"
    done: int = 0
    total: int = 0
    report: BuildReport | None = None
    problem: WenjinError | None = None
    number: int = 0


class LibraryBuilder:
    """Builds a library's index in a thread of its own; what answers questions is not stopped.

    A build asked for while one runs begins when that has ended, so that nothing which came in
    meanwhile is forgotten.
    """

    def __init__(self, library: Library, settings: Settings) -> None:
        """
        :param settings: The index and the model.
        """
        self._library = library
        self._settings = settings
        self._lock = threading.Lock()
        self._state = BuildState()
        self._again = False
        self._compacting = threading.Lock()

    @property
    def state(self) -> BuildState:
        """How it stands now."""
        return self._state

    def start(self) -> None:
        """Begins a build, or asks for another one after the one that runs."""
        with self._lock:
            if self._state.running:
                self._again = True
                return
            self._state = BuildState(running=True, number=self._state.number)
        threading.Thread(target=self._work, daemon=True).start()

    def stage(self, name: str, total: int) -> None:
        """A stage begins; see `index.build.Watcher`."""
        self._state = replace(self._state, stage=name, done=0, total=total)

    def expect(self, total: int) -> None:
        """The stage's steps are better known; see `index.build.Watcher`."""
        self._state = replace(self._state, total=total)

    def advance(self, steps: int) -> None:
        """So many more steps are done; see `index.build.Watcher`."""
        self._state = replace(self._state, done=self._state.done + steps)

    def _work(self) -> None:
        while True:
            ended = self._build()
            with self._lock:
                again, self._again = self._again, False
                self._state = replace(ended, running=again)
            if not again:
                break
        self._compact()

    def _build(self) -> BuildState:
        number = self._state.number + 1
        try:
            # opened for each build, so that the model's memory is free again afterwards
            embedder = open_embedder(self._settings.model, self._settings.models)
            report = self._update(embedder) or self._build_all(embedder)
            return BuildState(report=report, number=number)
        except WenjinError as error:
            return BuildState(problem=error, number=number)
        except Exception:
            _log.exception("the index could not be built")
            return BuildState(problem=_FAILED, number=number)

    def _build_all(self, embedder: Embedder) -> BuildReport:
        """Makes the index hold what the library does."""
        paths = self._library.paths()
        links = [self._library.uploads.parent]
        return build_index(paths, self._settings.location, embedder, self, links, self._left_out())

    def _update(self, embedder: Embedder) -> BuildReport | None:
        """Puts what was uploaded into a large index and takes out what was removed; None where
        there is no large one, or that changes nothing."""
        try:
            if describe(self._settings.location).documents <= _LARGE:
                return None
        except WenjinError:
            return None
        if self._library.folders is None:
            raise unknown_folders()
        files = [self._library.uploads / name for name in self._library.uploaded()]
        there = set(self._library.uploaded())
        put_aside = {item.source for item in self._library.removed() if item.uploaded}
        gone = {*self._left_out(), *(put_aside - there)}
        report = update_index(self._settings.location, embedder, files, gone, self)
        changed = (Change.ADDED, Change.CHANGED, Change.REMOVED)
        return report if any(report.count(change) for change in changed) else None

    def _left_out(self) -> set[str]:
        """The documents of folders that were removed."""
        return {item.source for item in self._library.removed() if not item.uploaded}

    def _compact(self) -> None:
        """Merges segments as far as it is due, while builds and answers go on."""
        index = self._settings.location
        if not isinstance(index, Path) or not self._compacting.acquire(blocking=False):
            return
        try:
            from index.embedded_writer import compact

            while compact(index):
                pass
        except WenjinError as error:
            _log.warning("the index could not be compacted: %s", error.message("en"))
        except Exception:
            _log.exception("the index could not be compacted")
        finally:
            self._compacting.release()

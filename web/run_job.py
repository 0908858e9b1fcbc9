"""Running a question set in the background, one at a time, and the runs and sets that are kept."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError, WenjinError
from rag.assistant import Assistant
from rag.settings import Settings
from rag.shelf import LibraryError
from web.desk import Desk
from web.texts import say

if TYPE_CHECKING:
    from eval.compare import Comparison
    from eval.run import Run
    from eval.verdict import Judged

_log = logging.getLogger(__name__)
SEEDS = "seeds.jsonl"
SPLITS = ("all", "tune", "report")
LISTED = 30
"""How many runs can be looked at, the newest."""
_RUNS = "runs"
_SETS = "sets"


@dataclass(frozen=True)
class RunState:
    """How a run stands.

    `stage` is `load`, `asking` or `measure`; `done` of `total` questions are asked, `right` of them
    ended as they should. `name` is the run that was written last; `problem` why none was;
    `stopped` that someone stopped it; `number` counts the runs that ended.
    """

    running: bool = False
    stage: str = "load"
    done: int = 0
    total: int = 0
    right: int = 0
    name: str | None = None
    problem: WenjinError | None = None
    stopped: bool = False
    number: int = 0


class _Stopped(Exception):
    """Someone stopped the run."""


class RunJob:
    """The runs of question sets of one server. It may be used from several threads."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        """
        :param desk: What answers.
        :param settings: Runs and uploaded sets are kept in its home.
        """
        self._desk = desk
        self._settings = settings
        self._lock = threading.Lock()
        self._state = RunState()
        self._stop = threading.Event()

    @property
    def state(self) -> RunState:
        """How it stands now."""
        return self._state

    @property
    def folder(self) -> Path:
        """Where runs are kept, each in a folder of its own."""
        return self._settings.home / _RUNS

    def sets(self) -> list[str]:
        """The names of the question sets that can be run, the one that comes along first."""
        uploaded = sorted(path.name for path in (self._settings.home / _SETS).glob("*.jsonl"))
        return [SEEDS, *(name for name in uploaded if name != SEEDS)]

    def add_set(self, name: str, data: bytes) -> int:
        """Keeps an uploaded question set, once every question in it was checked.

        :returns: How many questions it has.
        :raises WenjinError: It is no question set on these documents; the line names what is wrong.
        """
        name = _set_name(name)
        with tempfile.TemporaryDirectory(prefix="wenjin-") as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            with self._desk.live.use() as assistant:
                count = len(_load(path, _originals(assistant), name))
            kept = self._settings.home / _SETS
            try:
                kept.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, kept / name)
            except OSError as error:
                raise LibraryError(
                    f"写不进 {kept}：{error.strerror}", f"cannot write to {kept}: {error.strerror}"
                ) from error
        return count

    def runs(self) -> list[str]:
        """The names of the runs that are kept, the newest first."""
        found = [path.parent.name for path in self.folder.glob("*/run.json")]
        return sorted(found, reverse=True)[:LISTED]

    def read(self, name: str) -> Run:
        """A run by its name.

        :raises WenjinError: There is none of that name, or it cannot be read.
        """
        if name not in self.runs():
            raise UsageError(f"没有这次评测：{name}", f"there is no such run: {name}")
        folder = self.folder / name
        return _read(folder, (folder / "run.json").stat().st_mtime_ns)

    def compare(self, before: str, after: str) -> Comparison:
        """What changed from one run to another.

        :raises WenjinError: One of them is not there or cannot be read.
        """
        self.read(before), self.read(after)
        return _compare(self.folder / before, self.folder / after)

    def about(self, name: str) -> Mapping[str, Any] | None:
        """What run.json says of a run, None where it cannot be read."""
        try:
            return self.read(name).about
        except (WenjinError, OSError):
            return None

    def start(self, set_name: str, split: str) -> None:
        """Begins a run; does nothing while one runs."""
        with self._lock:
            if self._state.running:
                return
            self._state = RunState(running=True, number=self._state.number)
            self._stop.clear()
        threading.Thread(target=self._work, args=(set_name, split), daemon=True).start()

    def stop(self) -> None:
        """Ends the run after the question it is at."""
        self._stop.set()

    def _work(self, set_name: str, split: str) -> None:
        number = self._state.number + 1
        try:
            ended = RunState(name=self._run(set_name, split), number=number)
        except _Stopped:
            ended = RunState(stopped=True, number=number)
        except WenjinError as error:
            ended = RunState(problem=error, number=number)
        except Exception:
            _log.exception("a question set could not be run")
            key = "run_program_failed"
            problem = WenjinError(say("zh", key), say("en", key))
            ended = RunState(problem=problem, number=number)
        self._state = ended

    def _run(self, set_name: str, split: str) -> str:
        from eval.report import write_report
        from eval.run import ask_all, describe, write_run
        from eval.surroundings import surroundings

        path = self._set_path(set_name)
        made_with = surroundings(path, split, self._settings.location)
        # all questions are asked of one generation, whatever is built meanwhile
        with self._desk.live.use() as assistant:
            originals = _originals(assistant)
            questions = _load(path, originals, set_name)
            chosen = [q for q in questions if split in ("all", q.split.value)]
            if not chosen:
                raise UsageError("题集里没有可问的题", "the question set has no question to ask")
            self._state = replace(self._state, stage="asking", total=len(chosen))

            def ask(question: str, history: Sequence[str]) -> Mapping[str, Any]:
                return assistant.ask(question, history=history).to_dict()

            judged = ask_all(chosen, ask, originals, self._count)
        self._state = replace(self._state, stage="measure")
        about = describe(judged, made_with)
        name = datetime.now().strftime("%Y%m%d-%H%M%S")
        write_run(self.folder / name, judged, about)
        write_report(self.folder / name / "report.html", judged, about)
        return name

    def _count(self, judged: Judged) -> None:
        if self._stop.is_set():
            raise _Stopped
        right = self._state.right + judged.verdict.is_right
        self._state = replace(self._state, done=self._state.done + 1, right=right)

    def _set_path(self, name: str) -> Path:
        from eval.cli import SEEDS as SEEDS_PATH

        if name not in self.sets():
            raise UsageError(f"没有这套题：{name}", f"there is no such question set: {name}")
        return SEEDS_PATH if name == SEEDS else self._settings.home / _SETS / name


@lru_cache(maxsize=4)
def _read(folder: Path, changed: int) -> Run:
    """A run, read once as long as it does not change."""
    from eval.run import read_run

    return read_run(folder)


@lru_cache(maxsize=8)
def _compare(before: Path, after: Path) -> Comparison:
    """Two runs compared, once: a run does not change after it was written."""
    from eval.compare import compare
    from eval.run import read_run

    return compare(read_run(before), read_run(after))


def _originals(assistant: Assistant) -> dict[str, str]:
    return {info.source: assistant.document(info.source).original for info in assistant.documents()}


def _load(path: Path, originals: Mapping[str, str], name: str) -> Sequence[Any]:
    """The questions of a file, whose place on this machine is nobody's business."""
    from eval.question_set import load_questions

    try:
        return load_questions(path, originals)
    except WenjinError as error:
        chinese, english = (
            error.message(spoken).replace(str(path), name) for spoken in ("zh", "en")
        )
        raise UsageError(chinese, english) from error


def _set_name(name: str) -> str:
    """The name of an uploaded set: letters, digits and a few marks, and not that of the seeds."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    if not stem.lower().endswith(".jsonl"):
        raise UsageError(say("zh", "set_kind"), say("en", "set_kind"))
    stem = "".join(c if c.isalnum() or c in "-_." else "_" for c in stem[:-6]).strip("._")[:60]
    return f"{stem or 'questions'}{'_' if f'{stem}.jsonl' == SEEDS else ''}.jsonl"

"""Builds indexes in processes that come to a bad end when told to.

Run as a script: a request is a line of JSON on standard input, the answer a line on standard
output. Everything a build needs is imported once; each build then runs in a fork, so that hundreds
of builds take minutes. See `Indexer` for the requests.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_STEPS = frozenset(
    "os.rename os.remove os.rmdir os.mkdir os.link os.symlink os.truncate shutil.rmtree "
    "shutil.copyfile sqlite3.connect".split()
)
_FILE_TOO_LARGE = 3
_REFUSED = 4
_CRASHED = 5


@dataclass(frozen=True)
class End:
    """How a build ended: `code` is 0, an exit code, or minus the signal that killed it.

    `steps` counts what it did to the file system (only where it came to its end), `seconds` is how
    long it took, `problem` the error's class and line.
    """

    code: int
    steps: int
    seconds: float
    problem: str

    @property
    def was_killed(self) -> bool:
        return self.code == -signal.SIGKILL

    @property
    def was_refused(self) -> bool:
        """Whether it ended with an error meant for people."""
        return self.code == _REFUSED


class Indexer:
    """A process that builds indexes with the small embedder."""

    def __init__(self) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        root = str(Path(__file__).resolve().parents[2])
        environment["PYTHONPATH"] = root
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
        )

    def build(
        self,
        documents: Path,
        index: Path,
        *,
        step: int | None = None,
        after: float | None = None,
        largest: int | None = None,
        clock: float | None = None,
        hold: float | None = None,
    ) -> End:
        """Builds, and waits for the end.

        :param step: Kill it just before its so-manieth step in the file system, from 1.
        :param after: Kill it after so many seconds.
        :param largest: No file may grow beyond so many bytes.
        :param clock: What `time.time` says, in seconds since 1970.
        :param hold: Wait so many seconds in the middle, holding the lock.
        """
        request = {
            "documents": str(documents),
            "index": str(index),
            "step": step,
            "after": after,
            "largest": largest,
            "clock": clock,
            "hold": hold,
        }
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the indexer has no pipes")
        stdin.write(json.dumps(request) + "\n")
        stdin.flush()
        return End(**json.loads(stdout.readline()))

    def close(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(30)


def _serve() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    import small_embedder

    small_embedder.install()
    _keep_dictionary()
    with tempfile.TemporaryDirectory() as folder:
        _warm_up(Path(folder))
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(_fork(request)), flush=True)


def _keep_dictionary() -> None:
    """The dictionary of words takes longer to load than a small index to build."""
    import index.words

    load = index.words.Dictionary
    kept: list[index.words.Dictionary] = []

    def dictionary(*arguments: Any) -> index.words.Dictionary:
        if not kept:
            kept.append(load(*arguments))
        return kept[0]

    index.words.Dictionary = dictionary  # type: ignore[assignment, misc]


def _warm_up(folder: Path) -> None:
    """Two builds, so that a fork finds everything imported and every table loaded."""
    from small_embedder import SmallEmbedder

    from index.build import build_index

    (folder / "documents").mkdir()
    text = "青禾镇纪实\n\n青禾镇的茶园面积是3127亩，茶农每年采茶两季。\n"
    for _ in range(2):
        (folder / "documents" / "a.txt").write_text(text, encoding="utf-8")
        build_index([folder / "documents"], folder / "index", SmallEmbedder())
        text += "昔阳全县种植谷子3万亩。\n"


def _fork(request: dict[str, Any]) -> dict[str, object]:
    reading, writing = os.pipe()
    begin = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _build(request, writing)
    os.close(writing)
    if request["after"] is not None:
        time.sleep(request["after"])
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    steps, problem = json.loads(told) if told else (0, "")
    seconds = time.monotonic() - begin
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "steps": steps, "seconds": seconds, "problem": problem}


def _build(request: dict[str, Any], writing: int) -> None:
    """Never returns."""
    from small_embedder import SmallEmbedder

    from index.build import build_index
    from index.errors import WenjinError

    code, problem = 0, ""
    if request["largest"] is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest"], request["largest"]))
    if request["clock"] is not None:
        time.time = lambda: request["clock"]
        time.time_ns = lambda: int(request["clock"] * 1e9)
    counter = _count_steps(request["index"], request["step"])
    embedder = SmallEmbedder()
    if request["hold"] is not None:
        embed = embedder.passages

        def passages(*arguments: Any) -> Any:
            time.sleep(request["hold"])
            return embed(*arguments)

        embedder.passages = passages  # type: ignore[method-assign]
    try:
        build_index([Path(request["documents"])], Path(request["index"]), embedder)
    except WenjinError as error:
        code, problem = _REFUSED, f"{type(error).__name__}: {error}"
    except BaseException as error:
        code, problem = _CRASHED, f"{type(error).__name__}: {error}"
    os.write(writing, json.dumps([counter["steps"], problem]).encode())
    os._exit(code)


def _count_steps(index: str, last: int | None) -> dict[str, int]:
    """Counts what changes the file system under a folder; dies before the last of them."""
    counter = {"steps": 0}

    def step() -> None:
        counter["steps"] += 1
        if counter["steps"] == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            if writes and str(path).startswith(index):
                step()
        elif event in _STEPS:
            inside = any(str(argument).startswith(index) for argument in arguments)
            if inside or (len(arguments) > 1 and isinstance(arguments[-1], int)):
                step()

    sync = os.fsync

    def fsync(descriptor: int) -> None:
        step()
        sync(descriptor)

    os.fsync = fsync
    sys.addaudithook(hook)
    return counter


if __name__ == "__main__":
    _serve()

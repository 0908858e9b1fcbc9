"""Readers in a process of their own: what takes a file apart cannot take this program along.

PDF, Word and web pages are read by large libraries, much of them in C. A hostile file may make
them crash, loop or fill the memory; then the process ends that reads it, and the file is refused.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from index.file_text import CannotRead, FileText

__all__ = ["SECONDS", "read_apart"]

SECONDS = 4
"""The processor time one file may take, in seconds; pages of a book take some milliseconds each."""
_WALL = 20
"""The longest wait for one file, in seconds: the same work where other programs keep the processors
busy, and the first import of a library."""
_IDLE = 10.0
"""A process that nobody has used for so many seconds is ended, to give back its memory."""
_LARGEST_ANSWER = 256 * 2**20
_WORKER = Path(__file__).with_name("read_worker.py")


def read_apart(kind: str, data: bytes) -> FileText:
    """The text of a file, read in another process that has little time and memory.

    It may be used from several threads.

    :param kind: one of `index.read_worker.KINDS`.
    :param data: all bytes of the file.
    :raises CannotRead: the reader says why, crashes, or goes beyond a limit.
    """
    worker = _WORKERS.take()
    try:
        answer = worker.ask(kind, data)
    except BaseException:
        worker.end()
        raise
    _WORKERS.give(worker)
    if "refused" in answer:
        raise CannotRead(*answer["refused"])
    pages = answer["pages"]
    return FileText(answer["text"], answer["encoding"], tuple(pages) if pages is not None else None)


@dataclass(frozen=True)
class _Refusal:
    chinese: str
    english: str

    def throw(self) -> NoReturn:
        raise CannotRead(self.chinese, self.english)


_TOO_LONG = _Refusal(
    f"读取超过 {SECONDS} 秒，已放弃。请重新保存或拆分",
    f"took over {SECONDS} s; given up. Save it again or split it",
)
_BROKEN = _Refusal(
    "已损坏，或要用太多内存，读取它的程序中止了。请重新保存或拆分",
    "broken, or in need of too much memory: what reads it came to a bad end. Save it again or "
    "split it",
)


class _Worker:
    """A process that reads one file after another."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(_WORKER), root, str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._slow = False

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, kind: str, data: bytes) -> dict[str, Any]:
        """What the worker answers.

        :raises CannotRead: it came to an end instead.
        """
        timer = threading.Timer(_WALL, self._interrupt)
        timer.daemon = True
        timer.start()
        try:
            line = self._exchange(kind, data)
        finally:
            timer.cancel()
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            self._process.kill()
            code = self._process.wait()
            # -24: SIGXCPU, by which Linux and macOS end what used its processor time up
            (_TOO_LONG if self._slow or code == -24 else _BROKEN).throw()
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # bytes that a dead process never took
                    continue

    def _exchange(self, kind: str, data: bytes) -> bytes:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:  # both are pipes, see above
            return b""
        try:
            stdin.write(json.dumps([kind, len(data)]).encode() + b"\n")
            stdin.write(data)
            stdin.flush()
        except OSError:  # it died; what it left says so
            pass
        return stdout.readline(_LARGEST_ANSWER)

    def _interrupt(self) -> None:
        self._slow = True
        self._process.kill()


class _Workers:
    """The idle process, if any; whoever needs one meanwhile gets a new one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: _Worker | None = None
        self._timer: threading.Timer | None = None

    def take(self) -> _Worker:
        worker = self._exchange(None)
        if worker is not None and worker.is_alive:
            return worker
        if worker is not None:
            worker.end()
        return _Worker()

    def give(self, worker: _Worker) -> None:
        before = self._exchange(worker)
        if before is not None:
            before.end()

    def end(self) -> None:
        worker = self._exchange(None)
        if worker is not None:
            worker.end()

    def _exchange(self, worker: _Worker | None) -> _Worker | None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            before, self._idle = self._idle, worker
            if worker is not None:
                self._timer = threading.Timer(_IDLE, self.end)
                self._timer.daemon = True
                self._timer.start()
        return before


_WORKERS = _Workers()
atexit.register(_WORKERS.end)

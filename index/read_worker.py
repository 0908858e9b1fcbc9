"""The process that `index.read_apart` starts: reads files from standard input under limits.

Run as a script with the folder of this program and the seconds of processor time a file may take.
A request is a line of JSON, `[kind, size]`, and so many bytes; the answer is a line of JSON:
`text`, `encoding` and `pages`, or `refused` with the reason in Chinese and English. Beyond a limit
the process dies or answers that the file is too large. It opens no file for writing.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "docx": ("read_docx", ("docx",)),
    "html": ("read_html", ("lxml.html", "trafilatura")),
    "pdf": ("read_pdf", ("pypdfium2",)),
}
"""For each kind its reader, `index.<name>.<name>`, and the libraries that it imports."""

_MOST_MEMORY = 2 * 2**30
_TOO_LARGE = (
    "读取它要用的内存太多，已放弃。请重新保存或拆分",
    "takes too much memory to read; given up. Save it again or split it",
)


def main(root: str, seconds: int) -> None:
    """Answers requests until standard input ends.

    :param root: the folder that holds the package `index`.
    :param seconds: the processor time for each file.
    """
    sys.path.insert(0, root)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_AS", _MOST_MEMORY)
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while line := requests.readline():
        kind, size = json.loads(line)
        data = requests.read(size)
        reader = _reader(kind)
        _limit("RLIMIT_CPU", math.ceil(time.process_time()) + seconds, soft=True)
        answer, fails = _answer(reader, data)
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()
        if fails:
            return


def _reader(kind: str) -> Callable[[bytes], Any]:
    name, libraries = KINDS[kind]
    for library in libraries:
        try:
            import_module(library)
        except ImportError:  # the reader says so, with the command that installs it
            break
    reader: Callable[[bytes], Any] = getattr(import_module(f"index.{name}"), name)
    return reader


def _answer(reader: Callable[[bytes], Any], data: bytes) -> tuple[dict[str, object], bool]:
    """What to answer, and whether the process is not to be used again."""
    from index.file_text import CannotRead

    try:
        found = reader(data)
        return {"text": found.original, "encoding": found.encoding, "pages": found.pages}, False
    except CannotRead as error:
        return {"refused": (error.chinese, error.english)}, False
    except MemoryError:
        return {"refused": _TOO_LARGE}, True


def _limit(name: str, value: int, soft: bool = False) -> None:
    try:
        import resource

        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        resource.setrlimit(which, (value, hard if soft else value))
    except (ImportError, AttributeError, ValueError, OSError):
        # Windows has no limits, macOS not all of them; the time on the wall holds everywhere
        return


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

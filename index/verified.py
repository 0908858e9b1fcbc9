"""Which large files of an index were found whole, so that they are not read again at each start.

To hash a large index takes seconds. A file that was whole and has not been touched since (the
same file of the same size, neither written nor changed in its properties) is taken to be whole
still. What this cannot see is a disk that turns bits by itself; a full check does.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

_NAME = "verified.json"

_Stamp = list[int | str]


class Verified:
    """The files of one index that were found whole."""

    def __init__(self, index: Path) -> None:
        """
        :param index: The index folder.
        """
        self._index = index
        self._changed = False
        self._known: dict[str, _Stamp] = {}
        try:
            known = json.loads((index / _NAME).read_text(encoding="utf-8"))
            self._known = dict(known)
        except (OSError, ValueError, TypeError):
            pass  # whatever it was, the files are hashed and it is written anew

    def covers(self, path: Path, checksum: str) -> bool:
        """Whether a file was found to have this checksum and is untouched since."""
        try:
            return self._known.get(self._name(path)) == _stamp(path, checksum)
        except OSError:
            return False

    def note(self, path: Path, checksum: str) -> None:
        """Records that a file has this checksum."""
        self._known[self._name(path)] = _stamp(path, checksum)
        self._changed = True

    def save(self) -> None:
        """Keeps what was noted, where the index can be written to; forgets files that are gone."""
        if not self._changed:
            return
        self._changed = False
        there = {name: mark for name, mark in self._known.items() if (self._index / name).exists()}
        beside = self._index / f".{_NAME}.{secrets.token_hex(4)}"
        try:
            beside.write_text(json.dumps(there), encoding="utf-8")
            os.replace(beside, self._index / _NAME)
        except OSError:
            beside.unlink(missing_ok=True)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._index).as_posix()


def _stamp(path: Path, checksum: str) -> _Stamp:
    state = path.stat()
    return [state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns, checksum]

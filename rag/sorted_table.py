"""A sorted text file that is searched without being read."""

from __future__ import annotations

import mmap
from pathlib import Path


class SortedTable:
    """Lines `key TAB field TAB field…` in UTF-8, sorted by the bytes of their keys.

    Safe to use from several threads.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __contains__(self, key: str) -> bool:
        return bool(self.fields(key))

    def fields(self, key: str) -> list[str]:
        """What stands behind a key; nothing where the table lacks it."""
        wanted = key.encode()
        low, high = 0, len(self._data)
        while low < high:
            line_start = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            line_end = self._data.find(b"\n", line_start)
            found, _, rest = self._data[line_start:line_end].partition(b"\t")
            if found == wanted:
                return rest.decode().split("\t")
            if found < wanted:
                low = line_end + 1
            else:
                high = line_start
        return []

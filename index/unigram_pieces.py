"""The pieces of a vocabulary on disk, grouped by how they begin, so that few need to be read.

A group is named by the first character of its pieces, and by the first two where the first is
`SPACE`, which a third of all pieces begin with; `SPACE` alone has a group of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

SPACE = "▁"

TEXTS_FILE = "pieces-2.txt"
NUMBERS_FILE = "pieces-2.npy"
KEYS_FILE = "groups-2.txt"
BOUNDS_FILE = "groups-2.npy"

OLDER_TEXTS_FILE = "pieces.txt"
OLDER_SCORES_FILE = "scores.npy"
"""What earlier versions wrote: all pieces in the order of their ids. Read, never written."""

_NUMBER = np.dtype([("id", "<i4"), ("score", "<f8")])


@dataclass(frozen=True)
class GroupedPieces:
    """A vocabulary.

    Attributes:
        keys: the place of each group by its name.
        bounds: int64[groups + 1, 2]: where each group begins in `numbers` and in `texts`.
        numbers: id and score (log probability) of each piece.
        texts: the pieces in the same order in UTF-8, each with a line end behind it.
        least: the lowest score of all.
    """

    keys: dict[str, int]
    bounds: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.void]
    texts: bytes
    least: float

    def group(self, key: str) -> list[tuple[str, int, float]]:
        """Piece, id and score of each piece of a group; empty where there is none."""
        place = self.keys.get(key)
        if place is None:
            return []
        (first, begin), (last, end) = self.bounds[place : place + 2].tolist()
        pieces = self.texts[begin : end - 1].decode("utf-8").split("\n")
        numbers = self.numbers[first:last]
        return list(zip(pieces, numbers["id"].tolist(), numbers["score"].tolist(), strict=True))


def group_pieces(pieces: Sequence[str], scores: Sequence[float]) -> GroupedPieces:
    """Group a vocabulary given in the order of its ids."""
    groups: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        groups.setdefault(piece[:2] if piece[0] == SPACE else piece[0], []).append(number)
    bounds = np.zeros((len(groups) + 1, 2), dtype=np.int64)
    texts = bytearray()
    for place, numbers in enumerate(groups.values(), 1):
        texts += "".join(pieces[number] + "\n" for number in numbers).encode("utf-8")
        bounds[place] = bounds[place - 1, 0] + len(numbers), len(texts)
    order = [number for numbers in groups.values() for number in numbers]
    table = np.empty(len(order), dtype=_NUMBER)
    table["id"] = order
    table["score"] = np.asarray(scores, dtype=np.float64)[order]
    keys = dict(zip(groups, range(len(groups)), strict=True))
    return GroupedPieces(keys, bounds, table, bytes(texts), float(table["score"].min()))


def save_pieces(folder: Path, pieces: GroupedPieces) -> None:
    """Write a vocabulary into a folder."""
    (folder / TEXTS_FILE).write_bytes(pieces.texts)
    (folder / KEYS_FILE).write_bytes("\n".join(pieces.keys).encode("utf-8"))
    np.save(folder / NUMBERS_FILE, pieces.numbers, allow_pickle=False)
    np.save(folder / BOUNDS_FILE, pieces.bounds, allow_pickle=False)


def load_pieces(folder: Path) -> GroupedPieces:
    """Read what `save_pieces`, or an earlier version, has written into a folder."""
    if not (folder / BOUNDS_FILE).is_file():
        with (folder / OLDER_TEXTS_FILE).open(encoding="utf-8", newline="") as file:
            older = file.read().split("\n")
        return group_pieces(older, np.load(folder / OLDER_SCORES_FILE, allow_pickle=False))
    names = (folder / KEYS_FILE).read_bytes().decode("utf-8").split("\n")
    numbers = np.load(folder / NUMBERS_FILE, allow_pickle=False)
    return GroupedPieces(
        dict(zip(names, range(len(names)), strict=True)),
        np.load(folder / BOUNDS_FILE, allow_pickle=False),
        numbers,
        (folder / TEXTS_FILE).read_bytes(),
        float(numbers["score"].min()),
    )

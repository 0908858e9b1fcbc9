"""How close words are in meaning, by the vectors that an embedding model gives them alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Encode = Callable[[list[str]], Matrix]

NEIGHBOURS = 10
_ROWS = 1000


class WordVectors:
    """Words with their vectors (unit length), kept in a file between runs since they take long."""

    def __init__(self, cache: Path) -> None:
        """
        :param cache: Where vectors are kept; made if it is not there.
        """
        self._cache = cache
        self._found: dict[str, Matrix] = {}
        if cache.exists():
            with np.load(cache, allow_pickle=False) as stored:
                self._found = dict(zip(stored["words"], stored["vectors"], strict=True))

    def of(self, words: Sequence[str], encode: Encode) -> Matrix:
        """The vectors of words (float32, words × dimension), made where they are not known yet."""
        missing = sorted({word for word in words if word not in self._found}, key=len)
        if missing:
            self._found.update(zip(missing, encode(missing), strict=True))
            kept = list(self._found)
            vectors = np.array([self._found[word] for word in kept], dtype=np.float16)
            np.savez(self._cache, words=np.array(kept), vectors=vectors)
        return np.array([self._found[word] for word in words], dtype=np.float32)


class Closeness:
    """The closeness of the words of one list to those of another.

    Twice the cosine less both words' mean cosine to their ten nearest in the other list, after
    Conneau et al., "Word Translation Without Parallel Data" (2018): some vectors are near to
    everything. Words that mean the same reach some 0.05; 0 is near, -0.1 and below is not.
    """

    def __init__(self, rows: Matrix, columns: Matrix) -> None:
        """
        :param rows: Vectors of the one list, words × dimension, unit length.
        :param columns: Those of the other.
        """
        self._rows, self._columns = rows, columns
        self._row_mean = _mean_of_nearest(rows, columns)
        self._column_mean = _mean_of_nearest(columns, rows)

    def of(self, row: int, column: int) -> float:
        """The closeness of two words by their numbers in the lists."""
        cosine = float(self._rows[row] @ self._columns[column])
        return 2 * cosine - float(self._row_mean[row] + self._column_mean[column])

    def nearest(self, limit: int) -> Iterator[tuple[int, list[tuple[int, float]]]]:
        """For each row the numbers of the closest columns with their closeness, closest first."""
        for start in range(0, len(self._rows), _ROWS):
            cosines = self._rows[start : start + _ROWS] @ self._columns.T
            values = 2 * cosines - self._row_mean[start : start + _ROWS, None] - self._column_mean
            best = np.argpartition(-values, limit, axis=1)[:, :limit]
            for i, columns in enumerate(best):
                found = sorted(((float(values[i, j]), int(j)) for j in columns), reverse=True)
                yield start + i, [(column, value) for value, column in found]


def _mean_of_nearest(rows: Matrix, columns: Matrix) -> Matrix:
    count = min(NEIGHBOURS, len(columns))
    means = []
    for start in range(0, len(rows), _ROWS):
        cosines = rows[start : start + _ROWS] @ columns.T
        means.append(np.partition(cosines, -count, axis=1)[:, -count:].mean(axis=1))
    return np.concatenate(means)

"""The vectors of some passages on disk: searched by meaning, read back by number.

Up to `FLAT_LIMIT` vectors are kept as they are and compared one and all. More are also kept as
codes of four bits for every two components (a product quantiser), which are compared one and all
sixteen at a time in registers; the best of them are scored again from the kept vectors, so that
what the codes round away decides nothing but who is looked at.

H. Jégou et al., "Product quantization for nearest neighbor search" (TPAMI 2011); F. André et al.,
"Quicker ADC" (TPAMI 2019) for the scan in registers; M. Douze et al., "The Faiss library" (2024).
What was measured, and what else was tried, stands in docs/performance.md.

The kept vectors are mapped, so an index opens at once and takes the memory of what is looked at.
What is written depends neither on the number of cores nor on chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import WenjinError

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

VECTORS = "dense-vectors.npy"
"""float32[n, d] where there are no lists, float16[n, d] beside lists."""
CODES = "dense-codes.faiss"
OLDER = "dense.faiss"
"""A flat FAISS index, as written by earlier versions; read, never written."""

FLAT_LIMIT = 40_000
"""So many vectors are compared one and all: 3 ms on one core at 384 dimensions."""

_SEED = 20_240_501
_SAMPLE = 32_768
"""Vectors that the codes are learnt from."""
_AGAIN = 2_000
"""So many at least are scored again."""
_CHUNK = 65_536


class DenseError(WenjinError):
    """The vectors of an index cannot be read."""


def write_dense(folder: Path, vectors: Floats) -> None:
    """Write the vectors of passages into a folder, with codes if they are many.

    :param folder: Where the files go; it exists.
    :param vectors: float32[n, d] of unit length, in the order of the passages' numbers; may be
        mapped. A tenth of their size is needed in memory beside them.
    """
    if len(vectors) <= FLAT_LIMIT:
        np.save(folder / VECTORS, np.ascontiguousarray(vectors, dtype=np.float32))
        return
    kept = np.lib.format.open_memmap(
        folder / VECTORS, mode="w+", dtype=np.float16, shape=vectors.shape
    )
    for start in range(0, len(vectors), _CHUNK):
        kept[start : start + _CHUNK] = vectors[start : start + _CHUNK]
    kept.flush()
    _write_codes(folder / CODES, vectors)


def _write_codes(path: Path, vectors: Floats) -> None:
    import faiss

    size, dimension = vectors.shape
    chance = np.random.default_rng(_SEED)
    sample = np.asarray(vectors[np.sort(chance.permutation(size)[:_SAMPLE])], dtype=np.float32)
    # Vectors of one model lean to one side. Taking that off changes all products with a question
    # by the same amount, and leaves less for the codes to tell apart.
    middle = sample.mean(axis=0)
    parts = dimension // 2 if dimension % 2 == 0 else dimension
    # one list that holds all: the kind of index that can be told which numbers are allowed
    codes = faiss.IndexIVFPQFastScan(
        faiss.IndexFlatIP(dimension), dimension, 1, parts, 4, faiss.METRIC_INNER_PRODUCT
    )
    codes.by_residual = False
    codes.cp.seed = codes.pq.cp.seed = _SEED
    codes.train(sample - middle)
    for start in range(0, size, _CHUNK):
        codes.add(np.asarray(vectors[start : start + _CHUNK], dtype=np.float32) - middle)
    faiss.write_index(codes, str(path))


class Dense:
    """Vectors opened for searching. Safe to use from several threads."""

    def __init__(self, vectors: npt.NDArray[np.floating[Any]], codes: Any = None) -> None:
        """:meth:`open` is the way to make one."""
        self._vectors = vectors
        self._codes = codes

    @classmethod
    def open(cls, folder: Path) -> Dense:
        """Map what `write_dense` has written into a folder.

        :raises DenseError: It is not there or is damaged.
        """
        try:
            if not (folder / VECTORS).is_file():
                return cls(_read_older(folder / OLDER))
            vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
            if not (folder / CODES).is_file():
                return cls(vectors)
            import faiss

            codes = faiss.read_index(str(folder / CODES))
        except (OSError, ValueError, RuntimeError) as error:
            raise DenseError(
                f"索引的向量读不出来：{folder}（{error}）。请重新建立索引",
                f"cannot read the vectors of the index in {folder} ({error}); index again",
            ) from error
        return cls(vectors, codes)

    @property
    def size(self) -> int:
        """The number of vectors."""
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def search(self, vector: Floats, limit: int, allowed: Mask | None = None) -> Numbers:
        """The numbers of the vectors nearest by cosine, nearest first; the lower number of two
        that are equally near.

        :param vector: float32[d] of unit length.
        :param limit: How many at most; fewer come back where fewer are allowed.
        :param allowed: bool[n]: which may be found; None for all.
        """
        choice = self.size if allowed is None else int(np.count_nonzero(allowed))
        limit = min(limit, choice)
        if limit < 1:
            return np.empty(0, dtype=np.int64)
        if self._codes is None:
            scores: Floats = np.asarray(self._vectors @ vector, dtype=np.float32)
            if allowed is not None:
                scores[~allowed] = -np.inf
            return _best(scores, np.arange(self.size), limit)
        found = self._likely(vector, max(limit, _AGAIN), allowed)
        return _best(self.vectors(found) @ vector, found, limit)

    def _likely(self, vector: Floats, limit: int, allowed: Mask | None) -> Numbers:
        import faiss

        # named in one call each, since only the constructors keep what they are given alive
        make_parameters: Any = faiss.SearchParametersIVF
        make_selector: Any = faiss.IDSelectorBitmap
        parameters = make_parameters(nprobe=1)
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters = make_parameters(nprobe=1, sel=make_selector(bits))
        question = np.ascontiguousarray(vector[None, :], dtype=np.float32)
        _, found = self._codes.search(question, min(limit, self.size), params=parameters)
        numbers: Numbers = np.sort(found[0][found[0] >= 0])  # pages are read in their order
        return numbers

    def vectors(self, numbers: npt.NDArray[np.integer[Any]]) -> Floats:
        """The vectors of these numbers, float32[len(numbers), d], exact to a cosine of 1e-6."""
        return np.asarray(self._vectors[numbers], dtype=np.float32)

    def iter_vectors(self, rows: int = 8192) -> Iterator[Floats]:
        """All vectors in the order of their numbers, float32[≤ rows, d] at a time."""
        for start in range(0, self.size, rows):
            yield np.asarray(self._vectors[start : start + rows], dtype=np.float32)


def _best(scores: Floats, numbers: Numbers, limit: int) -> Numbers:
    if limit < len(scores):
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = np.flatnonzero(scores >= least)
        scores, numbers = scores[kept], numbers[kept]
    return numbers[np.argsort(-scores, kind="stable")[:limit]]


def _read_older(path: Path) -> Floats:
    import faiss

    index = faiss.read_index(str(path))
    vectors: Floats = index.reconstruct_n(0, index.ntotal)
    return vectors

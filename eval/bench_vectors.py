"""An embedder that keeps what it computed, so that a second benchmark run is quick."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embedding import Embedder, Progress
from index.generations import Model
from index.store import Vector

_CHUNK = 256
"""Texts embedded between two writes: what is lost if a run is interrupted."""


class KeptVectors:
    """Stands before another embedder and keeps its vectors in one SQLite file a model.

    A vector is found again by its text, so a change of how texts are cut is never served stale.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        """
        :param folder: Where the file is; made if it is not there.
        """
        self._embedder = embedder
        folder.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(folder / f"vectors-{embedder.model.fingerprint}.sqlite")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            " WITHOUT ROWID"
        )

    @property
    def model(self) -> Model:
        return self._embedder.model

    def question(self, text: str) -> Vector:
        vector: Vector = self.questions([text])[0]
        return vector

    def questions(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """As `passages`, of questions."""

        def compute(missing: Sequence[str]) -> Vector:
            return np.stack([self._embedder.question(text) for text in missing])

        return self._all("q", texts, compute, progress)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        return self._all("p", texts, self._embedder.passages, progress)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _all(
        self,
        kind: str,
        texts: Sequence[str],
        compute: Callable[[Sequence[str]], Vector],
        progress: Progress | None,
    ) -> Vector:
        vectors = np.empty((len(texts), self.model.dimension), dtype=np.float32)
        missing: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            kept = self._file.execute(
                "SELECT vector FROM vectors WHERE key = ?", (_key(kind, text),)
            ).fetchone()
            if kept is None:
                missing.setdefault(text, []).append(at)
            else:
                vectors[at] = np.frombuffer(kept[0], dtype="<f4")
        if progress is not None:
            progress(len(texts) - sum(map(len, missing.values())))
        ordered = sorted(missing, key=len)  # texts of like length waste no padding
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            computed = compute(chunk)
            with self._file:
                self._file.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [
                        (_key(kind, text), vector.astype("<f4").tobytes())
                        for text, vector in zip(chunk, computed, strict=True)
                    ],
                )
            for text, vector in zip(chunk, computed, strict=True):
                vectors[missing[text]] = vector
            if progress is not None:
                progress(sum(len(missing[text]) for text in chunk))
        return vectors


def _key(kind: str, text: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{text}".encode()).digest()[:16]

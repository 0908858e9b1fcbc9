"""A quick stand-in for the embedding model: vectors of hashed pairs of characters."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

import index.embedding
from index.embedding import Progress
from index.generations import Model
from index.store import Vector

_DIMENSION = 32


class SmallEmbedder:
    """See `index.embedding.Embedder`; texts that share pairs of characters are alike."""

    @property
    def model(self) -> Model:
        return Model("pairs of characters", "0" * 32, _DIMENSION)

    def question(self, text: str) -> Vector:
        counts = np.zeros(_DIMENSION, dtype=np.float32)
        for place in range(len(text)):
            pair = text[place : place + 2].encode("utf-8", "replace")
            counts[zlib.crc32(pair) % _DIMENSION] += 1
        counts[0] += not counts.any()
        vector: Vector = counts / np.linalg.norm(counts)
        return vector

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        if progress is not None:
            progress(len(texts))
        if not texts:
            return np.zeros((0, _DIMENSION), dtype=np.float32)
        return np.stack([self.question(text) for text in texts])


def install() -> None:
    """Lets this process take it for every model; before anything that opens one is imported."""
    index.embedding.open_embedder = lambda name, models: SmallEmbedder()

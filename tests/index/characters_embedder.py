from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding import Progress
from index.generations import Model
from index.store import Vector

DIMENSION = 16


class Characters:
    """An embedder by the characters that texts share, which needs no model."""

    def __init__(self, name: str = "characters") -> None:
        self.model = Model(name, name, DIMENSION)

    def question(self, text: str) -> Vector:
        vector = np.full(DIMENSION, 0.01, dtype=np.float32)
        for character in text:
            vector[ord(character) % DIMENSION] += 1
        vector /= np.linalg.norm(vector)
        return vector

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for number, text in enumerate(texts):
            vectors[number] = self.question(text)
        return vectors

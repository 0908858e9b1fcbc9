"""Passages embedded by sentence-transformers: for models that have no graph of ours."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_BATCH = 32


class TorchEncoder:
    """A sentence-transformers model in a folder, loaded when it is first needed.

    In bf16 a text's vector depends on the length of its batch in the third digit of a component;
    the cosine of two such vectors is above 0.9999.
    """

    def __init__(self, folder: Path, *, bf16: bool = False) -> None:
        """
        :param folder: A model folder as sentence-transformers saves it.
        :param bf16: Compute in bfloat16.
        """
        self._folder = folder
        self._bf16 = bf16

    @cached_property
    def _transformer(self) -> Any:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import transformers.utils.logging as quiet
        from sentence_transformers import SentenceTransformer

        quiet.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(
            str(self._folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": "bfloat16"} if self._bf16 else {},
        )

    def load(self) -> None:
        """Load the model now."""
        _ = self._transformer

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._transformer.get_embedding_dimension())

    def encode(
        self,
        texts: Sequence[str],
        prefix: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> npt.NDArray[np.float32]:
        """As `index.fast_encoder.FastEncoder.encode`."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        # texts of like length share a batch, or most of the work would go into padding
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = self._transformer.encode(
                [texts[i] for i in batch], prompt=prefix, show_progress_bar=False
            )
            if progress is not None:
                progress(len(batch))
        # here and not there, which would round lengths to bf16 too
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.maximum(lengths, np.finfo(np.float32).tiny)
        return vectors

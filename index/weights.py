"""Reading a safetensors file without reading all of it."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt

WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"

_TYPES = {"F32": "<f4", "F16": "<f2", "I8": "i1"}


def map_tensors(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """The tensors of a safetensors file, mapped: only the pages that are used are read.

    The file's layout is documented at https://huggingface.co/docs/safetensors.

    Raises:
        OSError, ValueError: the file cannot be read or holds another type of numbers.
    """
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        layout = json.loads(file.read(size))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size)
    tensors: dict[str, npt.NDArray[np.generic]] = {}
    for name, entry in layout.items():
        if name == "__metadata__":
            continue
        kind = _TYPES.get(entry["dtype"])
        if kind is None:
            raise ValueError(
                f"{path}: {name} is stored as {entry['dtype']}, which is not supported"
            )
        begin, end = entry["data_offsets"]
        tensors[name] = data[begin:end].view(kind).reshape(entry["shape"])
    return tensors

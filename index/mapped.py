"""New arrays in files, mapped for writing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_ZEROS = 2**20


def new_array(path: Path, kind: np.dtype[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """An array in a new `.npy` file, to be filled.

    Its place on the disk is taken beforehand: to fill a mapped file on a full disk would end the
    process without a word.

    :raises OSError: There is no place for it.
    """
    if not np.prod(shape):  # nothing cannot be mapped
        with path.open("wb") as file:  # given a path, numpy would change its name
            np.save(file, np.empty(shape, dtype=kind), allow_pickle=False)
        return np.empty(shape, dtype=kind)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file,
            {"descr": np.dtype(kind).str, "fortran_order": False, "shape": shape},
        )
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), file.tell(), size)
        else:
            for start in range(0, size, _ZEROS):
                file.write(bytes(min(_ZEROS, size - start)))
    mapped: npt.NDArray[Any] = np.load(path, mmap_mode="r+", allow_pickle=False)
    return mapped

"""The tuned layers of the span reader as they are shipped: 8-bit rows with a scale each.

A matrix `name` [outputs, inputs] is stored as `name` (int8) and `name.scale` (float32[outputs]),
the weight being their product; everything else is stored as it is. The word embeddings are not
among them: they are those of the embedding model.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import WenjinError
from index.weights import map_tensors

WEIGHTS_FILE = "reader.safetensors"
CARD_FILE = "reader.json"
PACKAGED = Path(__file__).resolve().parent / "models"
HEAD = "span_head"
FORMAT = 1

_SCALE = ".scale"


class ReaderWeightsError(WenjinError):
    """The reader's weights are absent, altered or of another format."""


@dataclass(frozen=True)
class ReaderCard:
    """What stands beside the weights.

    Attributes:
        format: version of the layout.
        sha256: of the weights' file.
        encoder: name of the embedding model whose word embeddings they go with.
        window: tokens a window at most, as tuned.
        overlap: tokens that two windows of one text share.
        longest: tokens an answer at most.
    """

    format: int
    sha256: str
    encoder: str
    window: int
    overlap: int
    longest: int


def has_weights(folder: Path = PACKAGED) -> bool:
    """Whether a trained reader is there."""
    return (folder / WEIGHTS_FILE).is_file() and (folder / CARD_FILE).is_file()


def save_weights(
    folder: Path,
    tensors: Mapping[str, npt.NDArray[np.float32]],
    *,
    encoder: str,
    window: int,
    overlap: int,
    longest: int,
) -> ReaderCard:
    """Round and write the weights with their card.

    Args:
        folder: where to; it is made.
        tensors: the tuned layers under BertModel's names, and the head under `HEAD`.
        encoder: see `ReaderCard`, as for the others.
        window: tokens a window.
        overlap: tokens shared.
        longest: tokens an answer.
    """
    from safetensors.numpy import save_file

    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name, value in sorted(tensors.items()):
        if value.ndim != 2 or name.startswith(HEAD):
            stored[name] = np.ascontiguousarray(value, dtype=np.float32)
            continue
        scale = np.maximum(np.abs(value).max(axis=1) / 127.0, np.finfo(np.float32).tiny)
        stored[name] = np.clip(np.rint(value / scale[:, None]), -127, 127).astype(np.int8)
        stored[name + _SCALE] = scale.astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WEIGHTS_FILE
    save_file(stored, path)
    path.chmod(0o644)
    card = ReaderCard(FORMAT, _digest(path), encoder, window, overlap, longest)
    with (folder / CARD_FILE).open("w", encoding="utf-8", newline="\n") as file:
        json.dump(asdict(card), file, indent=2)
        file.write("\n")
    return card


def load_card(folder: Path = PACKAGED) -> ReaderCard:
    """The card of the weights in a folder.

    Raises:
        ReaderWeightsError: there is none, or it is of another format.
    """
    path = folder / CARD_FILE
    try:
        with path.open(encoding="utf-8") as file:
            card = ReaderCard(**json.load(file))
    except (OSError, ValueError, TypeError) as error:
        raise ReaderWeightsError(
            f"no reader in {folder} ({error}): restore rag/models from the repository"
        ) from error
    if card.format != FORMAT:
        raise ReaderWeightsError(
            f"{path} is of format {card.format}, this version reads {FORMAT}: restore rag/models"
        )
    return card


def load_weights(folder: Path = PACKAGED) -> dict[str, npt.NDArray[np.float32]]:
    """The weights in 32 bits.

    Raises:
        ReaderWeightsError: they are absent, or are not the ones of the card.
    """
    card = load_card(folder)
    path = folder / WEIGHTS_FILE
    if not path.is_file() or _digest(path) != card.sha256:
        raise ReaderWeightsError(
            f"{path} is missing or altered: restore rag/models from the repository"
        )
    stored = map_tensors(path)
    tensors = {}
    for name, value in stored.items():
        if name.endswith(_SCALE):
            continue
        tensors[name] = np.array(value, dtype=np.float32)
        if name + _SCALE in stored:
            tensors[name] *= np.asarray(stored[name + _SCALE])[:, None]
    return tensors


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Embedding passages and questions with a sentence-transformers model.

The default model comes out of a pip package and has graphs of ours that need neither torch nor
sentence-transformers; `index.encoder_choice` picks the one that suits the processor. Any other
model is loaded by sentence-transformers, by name (from its local cache) or by folder, and used
with its own prompts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from index.encoder_choice import choose_encoder, onnx_choice
from index.errors import WenjinError
from index.fast_encoder import FastEncoder, has_fast_encoder
from index.generations import Model
from index.store import Vector

DEFAULT_MODEL = "multilingual-e5-small"
_SAMPLE = 4096
_SAMPLES = 64

Progress = Callable[[int], None]


class ModelUnavailable(WenjinError):
    """A model that cannot be loaded: what was looked for, where, and what to do."""


class Embedder(Protocol):
    """Turns texts into vectors of unit length whose product is their likeness of meaning."""

    @property
    def model(self) -> Model:
        """Name, fingerprint and dimension: what an index must have been made with."""
        ...

    def question(self, text: str) -> Vector:
        """The embedding of a question, float32 (dimension,)."""
        ...

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """The embeddings of passages, float32 (texts, dimension).

        :param progress: Called now and then with how many more are done.
        """
        ...


class Encoder(Protocol):
    """A back end: turns texts into vectors of unit length, each text by itself."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode(
        self, texts: Sequence[str], prefix: str = "", progress: Progress | None = None
    ) -> Vector:
        """The vectors float32[texts, dimension] of some texts with a prompt before each."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a folder, loaded when it is first needed.

    Whichever back end computes them, its vectors are of one space (`index.encoder_choice`), so
    the fingerprint is the model's alone and an index is used and carried on under any of them.
    """

    def __init__(self, name: str, folder: Path, encoder: str | None = None) -> None:
        """
        :param name: What the user calls the model; kept with the index.
        :param folder: A model folder as sentence-transformers saves it.
        :param encoder: The back end; None to choose one (`index.encoder_choice`).
        """
        self._name = name
        self._folder = folder
        self._asked = encoder

    @cached_property
    def model(self) -> Model:
        fingerprint = fingerprint_folder(self._folder)
        return Model(self._name, fingerprint, self._dimension())

    @cached_property
    def encoder(self) -> str:
        """The back end that embeds passages: one of `index.encoder_choice.BACK_ENDS`.

        :raises WenjinError: The one asked for is unknown or cannot be used.
        """
        return choose_encoder(self._folder, self._asked)

    @property
    def folder(self) -> Path:
        """The model's folder."""
        return self._folder

    @cached_property
    def fast(self) -> FastEncoder | None:
        """What embeds questions, where the model has a graph: one text at a time, ready soon."""
        int8 = onnx_choice(self._folder, self.encoder)
        if not has_fast_encoder(self._folder, int8=int8):
            return None
        return FastEncoder(self._folder, int8=int8)

    @cached_property
    def _passages(self) -> Encoder:
        if self.fast is not None and self.encoder.startswith("onnx-"):
            return self.fast
        if self.encoder == "openvino":
            from index.encoder_openvino import OpenVinoSession

            return FastEncoder(self._folder, runtime=OpenVinoSession)
        return self._torch

    @cached_property
    def _torch(self) -> Encoder:
        from index.encoder_torch import TorchEncoder

        encoder = TorchEncoder(self._folder, bf16=self.encoder == "torch-bf16")
        try:
            encoder.load()
        except Exception as error:
            raise _unloadable(self._name, self._folder, error) from error
        return encoder

    def question(self, text: str) -> Vector:
        encoder = self.fast or self._torch
        vector: Vector = encoder.encode([text], self._prompt("query"))[0]
        return vector

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        return self._passages.encode(texts, self.prompt_of_passages, progress)

    @property
    def prompt_of_passages(self) -> str:
        """What the model wants before each passage; empty for none."""
        # models name it differently
        return self._prompt("passage", "document", "corpus")

    def _prompt(self, *names: str) -> str:
        return next((self._prompts[name] for name in names if self._prompts.get(name)), "")

    @cached_property
    def _prompts(self) -> dict[str, str]:
        path = self._folder / "config_sentence_transformers.json"
        if not path.is_file():
            return {}
        return dict(json.loads(path.read_text(encoding="utf-8")).get("prompts") or {})

    def _dimension(self) -> int:
        if self.fast is not None:
            return self.fast.dimension
        return self._torch.dimension


def open_embedder(name: str, models: Path) -> Embedder:
    """Finds a model; loads nothing yet.

    :param name: `multilingual-e5-small`, a model folder, or a name in the local cache of models.
    :param models: Where unpacked models are kept, each in a folder of its name.
    :raises ModelUnavailable: No such model is on this machine.
    """
    for folder in (models / name, Path(name).expanduser()):
        if (folder / "modules.json").is_file() or (folder / "config.json").is_file():
            return SentenceTransformerEmbedder(name, folder)
    if name == DEFAULT_MODEL:
        raise ModelUnavailable(
            f"默认模型还没有解包：{models / name}。请运行 make setup（或 wenjin setup）",
            f"the default model is not unpacked at {models / name}. Run make setup (or wenjin setup)",
        )
    cached = _in_cache(name)
    if cached is None:
        raise ModelUnavailable(
            f"找不到模型 {name}：找过 {models / name}、文件夹 {name} 和本机的模型缓存。"
            "请检查 WENJIN_MODEL，或先把模型下载到本机",
            f"no model {name}: looked in {models / name}, in the folder {name} and in the local "
            "cache of models. Check WENJIN_MODEL, or download the model to this machine first",
        )
    return SentenceTransformerEmbedder(name, cached)


def _in_cache(name: str) -> Path | None:
    """The folder of a model downloaded earlier; never asks the network."""
    if name.count("/") > 1 or name.startswith((".", "/", "~")):
        return None
    from huggingface_hub import snapshot_download

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except Exception:  # whatever keeps it from being read, it is not there for us
            continue
    return None


def _unloadable(name: str, folder: Path, error: Exception) -> ModelUnavailable:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return ModelUnavailable(
        f"模型 {name} 无法从 {folder} 载入：{reason}。请换一个模型（WENJIN_MODEL）或重新解包",
        f"the model {name} cannot be loaded from {folder}: {reason}. "
        "Choose another (WENJIN_MODEL) or unpack it again",
    )


def fingerprint_folder(folder: Path) -> str:
    """A short digest of the files that decide a model's vectors.

    Small files count whole; of large ones the size and evenly spaced samples, since hashing half
    a gigabyte would take longer than a question does.
    """
    digest = hashlib.sha256()
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in {".json", ".safetensors", ".txt", ".model", ".bin"}
        and "onnx" not in path.parts
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    for name in names:
        path = folder / name
        size = path.stat().st_size
        digest.update(f"{name}\0{size}\0".encode())
        with path.open("rb") as file:
            if size <= _SAMPLE * _SAMPLES:
                digest.update(file.read())
            else:
                for i in range(_SAMPLES):
                    file.seek((size - _SAMPLE) * i // (_SAMPLES - 1))
                    digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:32]

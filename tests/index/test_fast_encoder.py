"""The fast path gives the vectors of sentence-transformers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding import DEFAULT_MODEL
from index.fast_encoder import (
    FastEncoder,
    FastEncoderError,
    export_fast_encoder,
)

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = [
    "沁县搬迁了多少人",
    "脱贫攻坚" * 300,
    "a",
    "2014年，全市有 2474户6524人\n搬迁。",
    "",
    "Traditional 漢字與㎡，ﬁ①　全形！",
]


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    return home / "models" / DEFAULT_MODEL


def test_agrees_with_sentence_transformers(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    slow = SentenceTransformer(str(folder), device="cpu").encode(TEXTS, prompt="query: ")
    fast = FastEncoder(folder).encode(TEXTS, "query: ")
    assert fast.shape == (len(TEXTS), 384) and fast.dtype == np.float32
    assert (slow * fast).sum(axis=1).min() > 0.99999


def test_a_text_has_one_vector_whatever_stands_beside_it(folder: Path) -> None:
    encoder = FastEncoder(folder)
    together = encoder.encode(TEXTS, "passage: ")
    alone = np.concatenate([encoder.encode([text], "passage: ") for text in TEXTS])
    np.testing.assert_array_equal(together, alone)
    assert encoder.encode([]).shape == (0, 384)


def test_eight_bits_stay_close(folder: Path, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (tmp_path / name).symlink_to(folder / name)
    export_fast_encoder(tmp_path, int8=True)
    exact = FastEncoder(folder).encode(TEXTS, "passage: ")
    rounded = FastEncoder(tmp_path, int8=True).encode(TEXTS, "passage: ")
    assert (exact * rounded).sum(axis=1).min() > 0.98


def test_needs_neither_torch_nor_sentence_transformers(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index.fast_encoder import FastEncoder;"
        f"FastEncoder(Path({str(folder)!r})).encode(['多少人'], 'query: ');"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'onnx', 'tokenizers'}"
        " & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=SEEDS.parent,
    )
    assert result.stdout.strip() == "[]"


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(FastEncoderError, match="make setup"):
        FastEncoder(tmp_path)


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "t5"}', encoding="utf-8")
    (tmp_path / "tokenizer.json").write_text('{"model": {"type": "BPE"}}', encoding="utf-8")
    with pytest.raises(FastEncoderError, match="use sentence-transformers"):
        export_fast_encoder(tmp_path)

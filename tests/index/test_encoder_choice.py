"""Which back end embeds, and that all of them give vectors of one space."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from index import encoder_choice
from index.embedding import DEFAULT_MODEL, SentenceTransformerEmbedder
from index.encoder_choice import BACK_ENDS, VARIABLE, choose_encoder, processor_flags
from index.errors import UsageError, WenjinError

TEXTS = [
    "2014年,全市有2474户6524人搬迁。",
    "昔阳县投资修建通村公路,全县151个贫困村全部退出。" * 4,
    "永和县总人口6.4万",
    "吃水难是当地群众最头疼的事" * 9,
]


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    return home / "models" / DEFAULT_MODEL


@pytest.fixture
def no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def flags(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(encoder_choice, "processor_flags", lambda: frozenset(names))


@pytest.mark.usefixtures("no_setting")
def test_eight_bits_only_where_they_are_exact(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags(monkeypatch, "avx2", "avx512_vnni")
    assert choose_encoder(folder) == "onnx-int8"
    flags(monkeypatch, "avx2", "avx512f")
    assert choose_encoder(folder) == "onnx-fp32"


@pytest.mark.usefixtures("no_setting")
def test_a_model_without_a_graph_is_left_to_sentence_transformers(small_model: str) -> None:
    assert choose_encoder(Path(small_model)) == "torch-fp32"
    with pytest.raises(WenjinError, match="onnx-int8"):
        choose_encoder(Path(small_model), "onnx-int8")


def test_the_setting_is_obeyed_and_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "onnx-fp32")
    assert SentenceTransformerEmbedder("m", folder).encoder == "onnx-fp32"
    monkeypatch.setenv(VARIABLE, "fastest")
    with pytest.raises(UsageError) as caught:
        choose_encoder(folder)
    assert all(name in str(caught.value) for name in ("auto", *BACK_ENDS))


def test_a_missing_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_choice, "find_spec", lambda _name: None)
    with pytest.raises(WenjinError, match="pip install openvino"):
        choose_encoder(folder, "openvino")


def test_the_processor_says_what_it_can() -> None:
    assert all(flag == flag.strip() and flag for flag in processor_flags())


@pytest.fixture(scope="module")
def exact(folder: Path) -> np.ndarray:
    return SentenceTransformerEmbedder("m", folder, "torch-fp32").passages(TEXTS)


@pytest.mark.parametrize("name", sorted(BACK_ENDS.keys() - {"torch-fp32"}))
def test_every_back_end_is_of_one_space(folder: Path, exact: np.ndarray, name: str) -> None:
    if name == "openvino" and importlib.util.find_spec(name) is None:
        with pytest.raises(WenjinError, match="pip install openvino"):
            choose_encoder(folder, name)
        return
    least = {"onnx-fp32": 0.9999, "onnx-int8": 0.998, "openvino": 0.999, "torch-bf16": 0.999}
    found = SentenceTransformerEmbedder("m", folder, name).passages(TEXTS)
    assert found.dtype == np.float32 and found.shape == exact.shape
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert (found * exact).sum(axis=1).min() > least[name]


@pytest.mark.parametrize("name", ["onnx-int8", "onnx-fp32"])
def test_a_text_has_one_vector_whatever_the_order(folder: Path, name: str) -> None:
    embedder = SentenceTransformerEmbedder("m", folder, name)
    steps: list[int] = []
    forward = embedder.passages(TEXTS, steps.append)
    np.testing.assert_array_equal(forward, embedder.passages(TEXTS[::-1])[::-1])
    assert sum(steps) == len(TEXTS)


def test_the_fingerprint_is_the_models_and_not_the_back_ends(folder: Path) -> None:
    models = {
        SentenceTransformerEmbedder("m", folder, n).model for n in ("onnx-int8", "torch-fp32")
    }
    assert len(models) == 1

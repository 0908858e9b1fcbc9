from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding import (
    DEFAULT_MODEL,
    ModelUnavailable,
    SentenceTransformerEmbedder,
    fingerprint_folder,
    open_embedder,
)


def test_default_model_puts_like_texts_near(home: Path) -> None:
    embedder = open_embedder(DEFAULT_MODEL, home / "models")
    question = embedder.question("沁县搬迁了多少人")
    passages = embedder.passages(["2474户6524人实现了新居梦", "昔阳县投资修建通村公路"])
    assert passages.shape == (2, embedder.model.dimension)
    assert passages[0] @ question > passages[1] @ question
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)


def test_the_fast_path_agrees_with_sentence_transformers(home: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = home / "models" / DEFAULT_MODEL
    text = "永和縣總人口是多少"
    slow = SentenceTransformer(str(folder), device="cpu").encode(
        [text], prompt_name="query", normalize_embeddings=True
    )[0]
    exact = SentenceTransformerEmbedder(DEFAULT_MODEL, folder, "onnx-fp32").question(text)
    assert float(slow @ exact) > 0.9999
    chosen = open_embedder(DEFAULT_MODEL, home / "models").question(text)
    assert float(slow @ chosen) > 0.998


def test_passages_do_not_depend_on_their_order(small_model: str, tmp_path: Path) -> None:
    embedder = open_embedder(small_model, tmp_path)
    texts = ["short", "a much longer text about many things " * 8, "middle length text"]
    forward = embedder.passages(texts)
    backward = embedder.passages(texts[::-1])[::-1]
    np.testing.assert_allclose(forward, backward, atol=1e-5)


def test_another_model_by_folder(small_model: str, tmp_path: Path) -> None:
    embedder = open_embedder(small_model, tmp_path)
    assert embedder.model.name == small_model
    assert embedder.model.dimension == 384
    assert embedder.question("hello").shape == (384,)


def test_a_model_that_is_not_there_names_what_was_looked_for_and_where(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        open_embedder("no/such-model", tmp_path)
    message = str(caught.value)
    assert "no/such-model" in message
    assert str(tmp_path) in message
    assert "\n" not in message


def test_a_broken_model_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{}", encoding="utf-8")
    embedder = open_embedder(str(tmp_path / "broken"), tmp_path)
    with pytest.raises(ModelUnavailable) as caught:
        embedder.question("hello")
    assert "\n" not in str(caught.value)


def test_the_fingerprint_sees_a_changed_byte(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(bytes(1000))
    before = fingerprint_folder(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(bytes(999) + b"x")
    assert fingerprint_folder(tmp_path) != before

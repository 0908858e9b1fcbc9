"""Rounded weights come back close, and altered ones are refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rag.reader_weights import (
    CARD_FILE,
    HEAD,
    PACKAGED,
    WEIGHTS_FILE,
    ReaderWeightsError,
    has_weights,
    load_card,
    load_weights,
    save_weights,
)

TENSORS = {
    "encoder.layer.0.output.dense.weight": np.random.default_rng(3)
    .normal(size=(6, 40))
    .astype(np.float32),
    "encoder.layer.0.output.dense.bias": np.linspace(-1, 1, 6, dtype=np.float32),
    f"{HEAD}.weight": np.full((2, 40), 0.123456, dtype=np.float32),
}


def save(folder: Path) -> None:
    save_weights(folder, TENSORS, encoder="small", window=256, overlap=64, longest=60)


def test_each_row_is_within_half_a_step_of_what_was_saved(tmp_path: Path) -> None:
    save(tmp_path)
    loaded = load_weights(tmp_path)
    assert loaded.keys() == TENSORS.keys()
    name = "encoder.layer.0.output.dense.weight"
    step = np.abs(TENSORS[name]).max(axis=1, keepdims=True) / 127
    assert (np.abs(loaded[name] - TENSORS[name]) <= step * 0.501).all()
    for exact in ("encoder.layer.0.output.dense.bias", f"{HEAD}.weight"):
        np.testing.assert_array_equal(loaded[exact], TENSORS[exact])


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    save(tmp_path / "a")
    save(tmp_path / "b")
    for name in (WEIGHTS_FILE, CARD_FILE):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    save(tmp_path)
    path = tmp_path / WEIGHTS_FILE
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ReaderWeightsError, match="missing or altered"):
        load_weights(tmp_path)


def test_absent_weights_and_other_formats_are_named(tmp_path: Path) -> None:
    assert not has_weights(tmp_path)
    with pytest.raises(ReaderWeightsError, match="no reader in"):
        load_card(tmp_path)
    save(tmp_path)
    card = json.loads((tmp_path / CARD_FILE).read_text(encoding="utf-8"))
    (tmp_path / CARD_FILE).write_text(json.dumps({**card, "format": 99}), encoding="utf-8")
    with pytest.raises(ReaderWeightsError, match="format 99"):
        load_card(tmp_path)


def test_the_shipped_weights_are_whole_and_small() -> None:
    assert (PACKAGED / WEIGHTS_FILE).stat().st_size <= 24 * 2**20
    assert len(load_weights(PACKAGED)) == 12 * 16 + 2

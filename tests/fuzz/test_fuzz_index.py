"""An index whose small files are broken: it opens as it was, or says in a line that it cannot."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hazards import fuzzed, mutate
from hypothesis import given
from hypothesis import strategies as st

from index.doctor import examine
from index.errors import WenjinError
from index.opening import open_store

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1, 2**70, 0.5, "", "g1", "../../x", "/etc", [], {}, [[]], [1, "a"], {"a": 1}
)  # fmt: skip


def _files(index: Path) -> list[str]:
    found = [index / "CURRENT", *index.rglob("manifest.json"), *index.rglob("segment.json")]
    return [path.relative_to(index).as_posix() for path in found]


@pytest.fixture(scope="module")
def fragile(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the index that may be broken, and is mended after each input."""
    copy = tmp_path_factory.mktemp("fragile") / "index"
    shutil.copytree(small_index, copy)
    return copy


def _opens_or_says_why(index: Path) -> None:
    try:
        store, manifest = open_store(index)
    except WenjinError as error:
        assert "\n" not in str(error)
    else:
        assert manifest.documents == len(store.documents()) == 7  # noqa: PLR2004
        store.close()
    for finding in examine(index).findings:
        assert "\n" not in finding.line("zh") and "\n" not in finding.line("en")


@fuzzed(60)
@given(seed=st.integers(0, 2**32))
def test_broken_bytes(seed: int, fragile: Path, inputs: Callable[[str], None]) -> None:
    inputs("pointers, manifests and seals of broken bytes")
    path = fragile / random.Random(seed).choice(_files(fragile))
    whole = path.read_bytes()
    try:
        path.write_bytes(mutate(whole, seed, most=3))
        _opens_or_says_why(fragile)
    finally:
        path.write_bytes(whole)


@fuzzed(60)
@given(seed=st.integers(0, 2**32))
def test_other_values(seed: int, fragile: Path, inputs: Callable[[str], None]) -> None:
    inputs("manifests and seals with other values")
    chance = random.Random(seed)
    path = fragile / chance.choice([name for name in _files(fragile) if name != "CURRENT"])
    whole = path.read_bytes()
    table = json.loads(whole)
    place: Any = table
    while True:
        key = chance.choice(sorted(place) if isinstance(place, dict) else range(len(place)))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or chance.random() < 0.3:
            break
        place = inner
    place[key] = chance.choice(VALUES)
    try:
        path.write_text(json.dumps(table), encoding="utf-8")
        _opens_or_says_why(fragile)
    finally:
        path.write_bytes(whole)

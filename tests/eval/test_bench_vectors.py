"""Vectors are computed once, and found again by their text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from bench_cases import CharacterEmbedder

from eval.bench_vectors import KeptVectors


def test_a_second_run_computes_only_what_is_new(tmp_path: Path) -> None:
    embedder = CharacterEmbedder()
    kept = KeptVectors(embedder, tmp_path / "keep")
    steps: list[int] = []
    first = kept.passages(["甲乙", "丙", "甲乙"], steps.append)
    assert sorted(embedder.embedded) == ["丙", "甲乙"] and sum(steps) == 3
    kept.close()

    again = CharacterEmbedder()
    kept = KeptVectors(again, tmp_path / "keep")
    second = kept.passages(["丙", "丁", "甲乙"])
    assert again.embedded == ["丁"]
    np.testing.assert_array_equal(second[[2, 0, 2]], first)
    np.testing.assert_array_equal(second, again.passages(["丙", "丁", "甲乙"]))


def test_a_question_is_not_served_the_vector_of_a_passage(tmp_path: Path) -> None:
    embedder = CharacterEmbedder()
    kept = KeptVectors(embedder, tmp_path)
    kept.passages(["甲"])
    kept.question("甲")
    kept.question("甲")
    assert embedder.embedded == ["甲", "甲"]

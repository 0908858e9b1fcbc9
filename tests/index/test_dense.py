"""Vectors on disk: small sets compared one and all, large ones by their codes first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import faiss
import numpy as np
import pytest

from index import dense
from index.dense import CODES, OLDER, VECTORS, Dense, DenseError, Floats, write_dense

ROOT = Path(__file__).parents[2]


def unit(vectors: Floats) -> Floats:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Floats:
    """Clusters that lean to one side, as the vectors of a language model do."""
    chance = np.random.default_rng(3)
    centres = chance.normal(size=(60, 64)) + 2
    return unit(centres[chance.integers(0, 60, 9000)] + chance.normal(size=(9000, 64)) * 0.6)


@pytest.fixture(scope="module")
def questions(vectors: Floats) -> Floats:
    chance = np.random.default_rng(4)
    return unit(vectors[:80] + chance.normal(size=(80, 64)).astype(np.float32) * 0.05)


@pytest.fixture(params=["flat", "codes"])
def opened(
    request: pytest.FixtureRequest,
    vectors: Floats,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Dense:
    few_enough = len(vectors) if request.param == "flat" else 1000
    monkeypatch.setattr(dense, "FLAT_LIMIT", few_enough)
    monkeypatch.setattr(dense, "_AGAIN", 200)
    write_dense(tmp_path, vectors)
    assert (tmp_path / CODES).is_file() == (request.param == "codes")
    return Dense.open(tmp_path)


def exact(vectors: Floats, question: Floats, allowed: np.ndarray | None = None) -> list[int]:
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    numbers = flat.search(question[None], len(vectors))[1][0]
    return [int(n) for n in numbers if allowed is None or allowed[n]][:10]


def recall(opened: Dense, vectors: Floats, questions: Floats, allowed: np.ndarray | None) -> float:
    shared = [
        len(set(opened.search(q, 10, allowed).tolist()) & set(exact(vectors, q, allowed)))
        for q in questions
    ]
    return sum(shared) / (10 * len(questions))


def test_finds_what_a_flat_index_finds(opened: Dense, vectors: Floats, questions: Floats) -> None:
    assert recall(opened, vectors, questions, None) >= 0.99
    assert opened.search(vectors[7], 1).tolist() == [7]


@pytest.mark.parametrize("share", [0.9, 0.2, 0.002])
def test_finds_only_what_is_allowed(
    opened: Dense, vectors: Floats, questions: Floats, share: float
) -> None:
    allowed = np.random.default_rng(5).random(len(vectors)) < share
    for question in questions:
        assert allowed[opened.search(question, 10, allowed)].all()
    assert recall(opened, vectors, questions, allowed) >= 0.99


def test_no_more_than_there_are(opened: Dense, questions: Floats) -> None:
    none = np.zeros(opened.size, dtype=bool)
    assert opened.search(questions[0], 10, none).tolist() == []
    some = none.copy()
    some[[3, 8000]] = True
    assert sorted(opened.search(questions[0], 10, some).tolist()) == [3, 8000]
    assert len(opened.search(questions[0], 100_000)) == opened.size


def test_gives_the_vectors_back(opened: Dense, vectors: Floats) -> None:
    assert opened.size == len(vectors) and opened.dimension == 64
    picked = opened.vectors(np.array([8999, 0, 17]))
    assert picked.dtype == np.float32
    np.testing.assert_allclose((picked * vectors[[8999, 0, 17]]).sum(axis=1), 1, atol=1e-3)
    streamed = list(opened.iter_vectors(4000))
    assert [len(part) for part in streamed] == [4000, 4000, 1000]
    np.testing.assert_allclose(np.concatenate(streamed), vectors, atol=1e-3)


def test_equally_near_come_in_their_order(tmp_path: Path) -> None:
    same = np.ones((30, 4), dtype=np.float32) / 2
    write_dense(tmp_path, same)
    assert Dense.open(tmp_path).search(same[0], 5).tolist() == [0, 1, 2, 3, 4]


def test_none_at_all(tmp_path: Path) -> None:
    write_dense(tmp_path, np.empty((0, 8), dtype=np.float32))
    empty = Dense.open(tmp_path)
    assert empty.size == 0 and empty.dimension == 8
    assert empty.search(np.ones(8, dtype=np.float32), 5).tolist() == []
    assert list(empty.iter_vectors()) == []


def test_the_same_bytes_whatever_the_cores(vectors: Floats, tmp_path: Path) -> None:
    np.save(tmp_path / "given.npy", vectors)
    program = (
        "import sys, faiss, numpy as np; from pathlib import Path; from index import dense;"
        "faiss.omp_set_num_threads(int(sys.argv[1])); dense.FLAT_LIMIT = 1000;"
        f"dense.write_dense(Path(sys.argv[2]), np.load({str(tmp_path / 'given.npy')!r}))"
    )
    written = []
    for threads in ("1", "2"):
        folder = tmp_path / threads
        folder.mkdir()
        subprocess.run([sys.executable, "-c", program, threads, str(folder)], cwd=ROOT, check=True)
        written.append([(folder / name).read_bytes() for name in (VECTORS, CODES)])
    assert written[0] == written[1]


def test_a_merge_writes_what_a_build_writes(opened: Dense, tmp_path: Path) -> None:
    again = tmp_path / "merged"
    again.mkdir()
    write_dense(again, np.concatenate(list(opened.iter_vectors())))
    assert (again / VECTORS).read_bytes() == (tmp_path / VECTORS).read_bytes()


def test_reads_the_index_of_earlier_versions(vectors: Floats, tmp_path: Path) -> None:
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    faiss.write_index(flat, str(tmp_path / OLDER))
    older = Dense.open(tmp_path)
    assert older.search(vectors[11], 10).tolist() == exact(vectors, vectors[11])


@pytest.mark.parametrize("name", [VECTORS, CODES])
def test_a_truncated_file_is_named(
    vectors: Floats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(dense, "FLAT_LIMIT", 1000)
    write_dense(tmp_path, vectors)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DenseError, match="重新建立索引") as caught:
        Dense.open(tmp_path)
    assert "\n" not in str(caught.value)


def test_small_sets_need_no_faiss(tmp_path: Path) -> None:
    program = (
        "import sys, numpy as np; from pathlib import Path; from index.dense import *;"
        "from index.dense import Dense, write_dense; folder = Path(sys.argv[1]);"
        "write_dense(folder, np.eye(8, dtype=np.float32));"
        "print(Dense.open(folder).search(np.eye(8, dtype=np.float32)[5], 1), 'faiss' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert result.stdout.split() == ["[5]", "False"]

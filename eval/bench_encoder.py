"""`wenjin bench encoder`: how fast each back end embeds passages, and how near it stays."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.bench_report import Figure, Report
from eval.statistics import percentile
from index.embedding import Embedder, SentenceTransformerEmbedder, open_embedder
from index.encoder_choice import BACK_ENDS
from index.errors import UsageError, WenjinError
from index.opening import open_store
from index.store import Vector
from rag.settings import Settings

BASELINE = "sentence-transformers"
"""Its `encode` in 32-bit floats, as it comes."""
QUESTIONS = (
    "沁县搬迁了多少人",
    "永和县总人口是多少",
    "哪一年实现整县脱贫摘帽",
    "昔阳县投资多少钱修建通村公路",
)
_ASKED = 20
_ROUNDS = 2


@dataclass(frozen=True)
class Timed:
    """What a back end needed: seconds on the clock and of all cores, and what it gave."""

    wall: float
    cpu: float
    vectors: Vector


def add_command(benchmarks: Any) -> None:
    """Adds `encoder` to the benchmarks."""
    command = benchmarks.add_parser("encoder", help="各后端的向量：速度、与 fp32 的余弦")
    command.add_argument("--index", type=Path, metavar="DIR", help="取哪个索引里的段落")
    command.add_argument("--passages", type=int, default=200, metavar="N", help="多少段（200）")
    command.add_argument("--report", type=Path, metavar="OUT", help="JSON 结果写到的文件夹")
    command.add_argument("--model", metavar="MODEL", help="向量模型：名称或文件夹")
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Runs the benchmark and prints its table."""
    from rich.console import Console

    from eval.bench_report import print_report, write_report

    if options.passages < 1:
        raise UsageError("--passages 至少是 1", "--passages is at least 1")
    embedder = open_embedder(settings.model, settings.models)
    texts = sample(options.index or settings.index, options.passages)
    found = report(embedder, texts)
    print_report(Console(highlight=False), found)
    if options.report:
        print(write_report(options.report, found, embedder.model))
    return 0


def sample(index: Path, count: int) -> list[str]:
    """So many passages of an index, evenly spread, as they are embedded."""
    store, _ = open_store(index)
    try:
        numbers = np.unique(np.linspace(0, store.size - 1, count).astype(int)).tolist()
        return [stored.passage.indexed for stored in store.passages(numbers)]
    finally:
        store.close()


def report(embedder: Embedder, texts: Sequence[str]) -> Report:
    """Each back end that this machine has beside sentence-transformers in 32-bit floats.

    All are timed in the same run, one after the other and then once more; the better time counts,
    since another program may have got in the way of one.

    :raises WenjinError: The embedder is none that has back ends.
    """
    if not isinstance(embedder, SentenceTransformerEmbedder):
        raise WenjinError(
            "这个向量模型没有可比的后端", "this embedding model has no back ends to compare"
        )
    prompt = embedder.prompt_of_passages
    runs: dict[str, Callable[[], Vector]] = {BASELINE: _baseline(embedder.folder, prompt, texts)}
    notes: list[str] = []
    asked: dict[str, list[float]] = {}
    for name in BACK_ENDS:
        other = SentenceTransformerEmbedder(embedder.model.name, embedder.folder, name)
        try:
            other.passages(texts[:2])
        except WenjinError as error:
            notes.append(f"{name}: {error.english}")
            continue
        runs[name] = lambda other=other: other.passages(texts)  # type: ignore[misc]
        asked[name] = _ask(other)
    rounds = [{name: _time(compute) for name, compute in runs.items()} for _ in range(_ROUNDS)]
    wall = {name: min(timed[name].wall for timed in rounds) for name in runs}
    cpu = {name: min(timed[name].cpu for timed in rounds) for name in runs}
    exact = rounds[0][BASELINE].vectors
    rows: dict[str, dict[str, Figure]] = {}
    for name in runs:
        cosines = np.sum(rounds[0][name].vectors * exact, axis=1)
        rows[name] = {
            "/s": _number(len(texts) / wall[name], 1),
            "× clock": _number(wall[BASELINE] / wall[name], 2),
            "× CPU": _number(cpu[BASELINE] / cpu[name], 2),
            "cos": _number(float(cosines.mean()), 5),
            "least": _number(float(cosines.min()), 5),
        }
        if name in asked:
            rows[name]["question"] = Figure(percentile(asked[name], 50), _ASKED, unit="ms")
    notes[:0] = [
        f"chosen here: {embedder.encoder}; × and cos are to {BASELINE}, its encode() in fp32",
        f"the better of {_ROUNDS} rounds each, all in one run, on {os.cpu_count()} cores",
        "question: the median of a single one, by the graph that embeds questions",
    ]
    return Report("encoder", rows, {"passages": len(texts)}, notes)


def _baseline(folder: Path, prompt: str, texts: Sequence[str]) -> Callable[[], Vector]:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    plain.encode(list(texts[:2]))

    def encode() -> Vector:
        vectors = plain.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    return encode


def _time(compute: Callable[[], Vector]) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    vectors = compute()
    return Timed(time.perf_counter() - wall, time.process_time() - cpu, vectors)


def _ask(embedder: Embedder) -> list[float]:
    taken = []
    for number in range(_ASKED + 1):
        begun = time.perf_counter()
        embedder.question(QUESTIONS[number % len(QUESTIONS)])
        taken.append(1000 * (time.perf_counter() - begun))
    return taken[1:]  # the first loads what is loaded once


def _number(value: float, digits: int) -> Figure:
    return Figure(round(value, digits), 1, unit="number")

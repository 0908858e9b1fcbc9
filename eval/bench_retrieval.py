"""`wenjin bench retrieval`: all paragraphs of a set as one pool, through the product's index."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.bench_data import ReadingQuestion
from eval.bench_fusion import FITTED, FUSIONS, SHARES, Fusion, Scores, weighted_sum
from eval.bench_report import Figure, Report, mean, times
from eval.bench_vectors import KeptVectors
from index.build import build_index
from index.embedded_store import EmbeddedStore
from index.errors import UsageError
from index.opening import open_embedded
from index.store import Vector
from rag.question import Question, read_question
from rag.retrieval import CANDIDATES, retrieve

DEPTH = 10
"""A right paragraph further down earns nothing in the reciprocal rank."""
_SHOWN = 5 * DEPTH
"""Passages the product is asked for, so that ten different paragraphs are among them."""

PRODUCT = "product"


@dataclass(frozen=True)
class Asked:
    """A question of the pool: its analysis (None where it holds nothing to look for), its
    embedding and the source of the paragraph it was written on."""

    question: Question | None
    vector: Vector
    gold: str


@dataclass(frozen=True)
class Found:
    """The candidates of one question: cosines, BM25 scores, and the sources of the passages."""

    dense: Scores
    lexical: Scores
    sources: Sequence[str]
    gold: str

    def rank(self, fusion: Fusion) -> int:
        """The rank of the right paragraph, from 1; 0 where it is no candidate.

        A paragraph stands where its best passage does, and counts once.
        """
        if not len(self.dense):
            return 0
        fused = fusion(self.dense, self.lexical)
        order = np.argsort(-fused, kind="stable")
        return rank_of(self.gold, ([self.sources[i]] for i in order))


def rank_of(gold: str, results: Iterator[Sequence[str]]) -> int:
    """The rank of a paragraph among results, each of which stands for some paragraphs; from 1,
    0 where none does. Results that only repeat paragraphs do not count as places."""
    seen: set[str] = set()
    place = 0
    for sources in results:
        if gold in sources:
            return place + 1
        if not seen.issuperset(sources):
            place += 1
            seen.update(sources)
    return 0


@contextmanager
def pool(questions: Sequence[ReadingQuestion], embedder: KeptVectors) -> Iterator[EmbeddedStore]:
    """The paragraphs of a set, each a document, in an index of their own.

    It is built anew each time, so that it is always what the program at hand makes of them; only
    vectors are kept.
    """
    with tempfile.TemporaryDirectory(prefix="wenjin-bench-") as folder:
        paragraphs = Path(folder) / "paragraphs"
        paragraphs.mkdir()
        for source, context in _sources(questions).items():
            (paragraphs / source).write_text(context, encoding="utf-8", newline="")
        index = Path(folder) / "index"
        build_index([paragraphs], index, embedder)
        store, _ = open_embedded(index)
        try:
            yield store
        finally:
            store.close()


def _sources(questions: Sequence[ReadingQuestion]) -> dict[str, str]:
    contexts = dict.fromkeys(question.context for question in questions)
    return {f"{number:05d}.txt": context for number, context in enumerate(contexts)}


def ask(
    questions: Sequence[ReadingQuestion], embedder: KeptVectors, done: Callable[[int], None]
) -> list[Asked]:
    """The questions analysed and embedded."""
    source_of = {context: source for source, context in _sources(questions).items()}
    analysed: list[Question | None] = []
    for question in questions:
        try:
            analysed.append(read_question(question.question))
        except UsageError:  # a mark of punctuation alone; counts as not found
            analysed.append(None)
    texts = [question.text if question else "" for question in analysed]
    vectors = embedder.questions(texts, done)
    return [
        Asked(analysis, vector, source_of[question.context])
        for analysis, vector, question in zip(analysed, vectors, questions, strict=True)
    ]


class _Ready:
    """Gives the vector that was computed before, so that only the search is timed."""

    def __init__(self, embedder: KeptVectors, vector: Vector) -> None:
        self.model = embedder.model
        self._vector = vector
        self.passages = embedder.passages

    def question(self, text: str) -> Vector:
        return self._vector


def search_all(
    store: EmbeddedStore,
    asked: Sequence[Asked],
    embedder: KeptVectors,
    done: Callable[[int], None],
) -> tuple[list[int], list[Found], list[float]]:
    """Every question put to the product's retrieval, and its candidates for other fusions.

    :returns: The product's ranks of the right paragraphs (0 for none), the candidates, and the
        milliseconds of each search without embedding.
    """
    documents = {info.source: info for info in store.documents()}
    owner = [passage.source for passage in store.all_passages()]
    ranks, candidates, taken = [], [], []
    for one in asked:
        if one.question is None:
            ranks.append(0)
            candidates.append(Found(np.empty(0), np.empty(0), (), one.gold))
            continue
        ready = _Ready(embedder, one.vector)
        begin = time.perf_counter()
        ranked = retrieve(store, ready, one.question, documents, _SHOWN)
        taken.append((time.perf_counter() - begin) * 1000)
        results = ([r.stored.source, *(copy.source for copy in r.copies)] for r in ranked)
        ranks.append(rank_of(one.gold, results))
        brought = store.search(one.vector, one.question.text, CANDIDATES)
        candidates.append(
            Found(
                np.array([candidate.dense for candidate in brought]),
                np.array([candidate.lexical for candidate in brought]),
                [owner[candidate.number] for candidate in brought],
                one.gold,
            )
        )
        done(1)
    return ranks, candidates, taken


def fit_shares(candidates: Sequence[Found], names: Sequence[str]) -> dict[str, float]:
    """For each weighted fusion BM25's share with the best mean reciprocal rank.

    :param candidates: Of a set that is not the one reported on.
    """
    shares = {}
    for name in names:
        scored = {
            share: np.mean(
                [reciprocal(f.rank(weighted_sum(FITTED[name], share))) for f in candidates]
            )
            for share in SHARES
        }
        # of equals the one nearest to even weights
        shares[name] = max(SHARES, key=lambda share: (scored[share], -abs(share - 0.5)))
    return shares


def reciprocal(rank: int) -> float:
    """1 / rank within the depth, else 0."""
    return 1 / rank if 0 < rank <= DEPTH else 0.0


def figures(ranks: Sequence[int]) -> dict[str, Figure]:
    """R@1, R@5 and MRR of some ranks (from 1; 0 for not found)."""
    return {
        "R@1": mean([float(rank == 1) for rank in ranks]),
        "R@5": mean([float(0 < rank <= 5) for rank in ranks]),
        "MRR": mean([reciprocal(rank) for rank in ranks]),
    }


def report(
    name: str,
    store_size: int,
    ranks: Sequence[int],
    candidates: Sequence[Found],
    taken: Sequence[float],
    fusions: Sequence[str],
    shares: Mapping[str, float],
    fitted_on: str,
) -> Report:
    """The figures of a set for the product and the named fusions."""
    rows = {
        PRODUCT: {
            **figures(ranks),
            **{f"search {name}": figure for name, figure in times(taken).items()},
        }
    }
    for fusion in fusions:
        if fusion in FUSIONS:
            rows[fusion] = figures([found.rank(FUSIONS[fusion]) for found in candidates])
        else:
            fuse = weighted_sum(FITTED[fusion], shares[fusion])
            label = f"{fusion} (BM25 {shares[fusion]:.2f})"
            rows[label] = figures([found.rank(fuse) for found in candidates])
    paragraphs = len({found.gold for found in candidates})
    notes = [
        f"{len(ranks)} questions over {paragraphs} paragraphs in {store_size} passages; a "
        "paragraph stands where its best passage does, and near-duplicates share one place",
        f"candidates: the {CANDIDATES} nearest and the {CANDIDATES} best by BM25, both scores exact",
    ]
    if shares:
        notes.append(f"weights fitted by MRR on {fitted_on}, never on the set reported")
    settings = {"set": name, "fusions": list(fusions), "shares": dict(shares), "fitted": fitted_on}
    return Report(f"retrieval {name}", rows, settings, notes)

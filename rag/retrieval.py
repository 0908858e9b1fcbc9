"""Finding passages: dense and BM25 scores fused, with a hand on the scale for places."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from index.embedding import Embedder
from index.store import DocumentInfo, PassageStore, StoredPassage
from rag.cues import cues
from rag.near_duplicates import without_copies
from rag.places import place_score
from rag.question import Question

CANDIDATES = 100
"""How many passages each of the two searches brings."""

DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
PLACE_WEIGHT = 1.0


@dataclass(frozen=True)
class Ranked:
    """A passage with the scores that gave its rank: `dense` is a cosine, `lexical` BM25, `place`
    how well the document's place fits the question's (-1..1), `fused` what the rank is by.

    `ranks` says where it stood, from 1, by each of the scores; `copies` are near-duplicates that
    it stands for.
    """

    stored: StoredPassage
    dense: float
    lexical: float
    place: float
    fused: float
    ranks: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[StoredPassage, ...] = ()


def retrieve(
    store: PassageStore,
    embedder: Embedder,
    question: Question,
    documents: Mapping[str, DocumentInfo],
    limit: int,
    within: Collection[str] | None = None,
) -> list[Ranked]:
    """The best passages for a question, best first.

    Scores are fused as standard scores over the candidates (the difference from their mean by
    their standard deviation), after Bruch, Gai and Ingber, "An Analysis of Fusion Functions for
    Hybrid Retrieval" (2023), which finds such sums better than reciprocal rank fusion.

    :param documents: What the index knows of each document, by source.
    :param limit: How many to return.
    :param within: Sources to look in; None means all.
    """
    vector = embedder.question(question.text)
    words = f"{question.text} {cues(question)}".rstrip()
    candidates = store.search(vector, words, CANDIDATES, within)
    if not candidates:
        return []
    dense = _standard([candidate.dense for candidate in candidates])
    lexical = _standard([candidate.lexical for candidate in candidates])
    fused = DENSE_WEIGHT * dense + LEXICAL_WEIGHT * lexical
    stored = store.passages([candidate.number for candidate in candidates])
    places = np.array(
        [place_score(question.places, passage, documents[passage.source]) for passage in stored]
    )
    fused = fused + PLACE_WEIGHT * places
    order = np.argsort(-fused, kind="stable")
    distinct = without_copies(order, lambda i: stored[i].passage.text, limit)
    columns = {
        "dense": np.array([candidate.dense for candidate in candidates]),
        "lexical": np.array([candidate.lexical for candidate in candidates]),
        "fused": fused,
    }
    ranks = {name: _ranks(values) for name, values in columns.items()}
    return [
        Ranked(
            stored[i],
            candidates[i].dense,
            candidates[i].lexical,
            float(places[i]),
            float(fused[i]),
            {name: int(values[i]) for name, values in ranks.items()},
            tuple(stored[copy] for copy in copies),
        )
        for i, copies in distinct
    ]


def _ranks(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The rank of each score, from 1; equal scores share the best of theirs."""
    return 1 + np.searchsorted(np.sort(-scores), -scores, side="left")


def _standard(scores: Sequence[float]) -> npt.NDArray[np.float64]:
    values = np.array(scores, dtype=np.float64)
    spread = float(values.std()) or 1.0
    return np.asarray((values - values.mean()) / spread)

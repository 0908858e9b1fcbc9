"""The trained span reader on ONNX Runtime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import WenjinError
from index.fast_encoder import (
    FOLDER,
    GRAPH_VERSION,
    FastEncoder,
    open_session,
    run_each,
    write_whole,
)
from index.weights import map_tensors
from rag.reader import Edge, Reading, SpanCandidate
from rag.reader_weights import HEAD, PACKAGED, ReaderCard, load_card, load_weights
from rag.windows import Span, Window, best_spans, no_answer, windows

_EDGE = "，。；：、！？,.;:!? \t\n　"


class SpanReaderError(WenjinError):
    """The reader's graph has not been written yet."""


def graph_path(folder: Path, *, int8: bool = True, weights: Path = PACKAGED) -> Path:
    """Where the reader's graph is in a model folder; other weights have another name."""
    kind = ".int8" if int8 else ""
    version = f"{GRAPH_VERSION}-{load_card(weights).sha256[:12]}"
    return folder / FOLDER / f"reader-{version}{kind}.onnx"


def has_span_reader(folder: Path, *, int8: bool = True, weights: Path = PACKAGED) -> bool:
    """Whether `export_span_reader` has been there with these weights."""
    return graph_path(folder, int8=int8, weights=weights).is_file()


def export_span_reader(folder: Path, *, int8: bool = True, weights: Path = PACKAGED) -> Path:
    """Write the reader's graph into the folder of the embedding model that it goes with.

    Args:
        folder: a model folder where `index.fast_encoder.export_fast_encoder` has been.
        int8: compute in 8-bit integers (dynamic quantisation); else in 32-bit floats.
        weights: the folder of the tuned layers.

    Returns:
        The graph's file.

    Raises:
        ReaderWeightsError: the weights are absent or altered.
    """
    import json

    from index.bert_graph import BertGraph, BertShape

    with (folder / "config.json").open(encoding="utf-8") as file:
        config = json.load(file)
    shape = BertShape(
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
    )
    tuned = load_weights(weights)
    tensors: Mapping[str, npt.NDArray[np.generic]] = {
        **map_tensors(folder / "model.safetensors"),
        **tuned,
    }
    graph = BertGraph(shape, tensors, int8=int8)
    hidden = graph.encode()
    matrix = graph.constant("head.matrix", tuned[f"{HEAD}.weight"].T)
    graph.node("MatMul", [hidden, matrix], "head.product")
    graph.node("Add", ["head.product", graph.constant("head.add", tuned[f"{HEAD}.bias"])], "logits")
    model = graph.finish("reader", {"logits": ["batch", "tokens", 2]})
    path = graph_path(folder, int8=int8, weights=weights)
    write_whole(path, model.SerializeToString(deterministic=True))
    if weights == PACKAGED:
        remove_other_graphs(folder)
    return path


def remove_other_graphs(folder: Path, *, weights: Path = PACKAGED) -> list[Path]:
    """Remove the reader's graphs that earlier weights left in a model folder.

    Args:
        folder: a model folder.
        weights: the folder of the weights whose graphs stay, in 8 bits and in 32.

    Returns:
        What was removed.
    """
    kept = {graph_path(folder, int8=int8, weights=weights) for int8 in (True, False)}
    removed = sorted(set((folder / FOLDER).glob("reader-*.onnx")) - kept)
    for path in removed:
        path.unlink(missing_ok=True)
    return removed


class OnnxSpanReader:
    """Marks answers with the trained model; see `rag.reader.SpanReader`.

    The tokeniser and the table of word embeddings are the encoder's own, so they are in memory
    once. Constructing one is free; the model is loaded by the first reading or by `warm_up`.
    """

    def __init__(
        self,
        folder: Path,
        encoder: FastEncoder,
        *,
        int8: bool = True,
        threads: int | None = None,
        weights: Path = PACKAGED,
        spans: int = 5,
    ) -> None:
        """Name the model.

        Args:
            folder: the folder of the embedding model, where `export_span_reader` has been.
            encoder: the fast path of the same folder.
            int8: use the 8-bit graph.
            threads: how many windows are computed at a time; None for one a core.
            weights: the folder of the tuned layers.
            spans: how many spans a reading holds at most.

        Raises:
            SpanReaderError: the graph is not there.
        """
        self._graph = graph_path(folder, int8=int8, weights=weights)
        if not self._graph.is_file():
            raise SpanReaderError(
                f"no reader for these weights in {folder / FOLDER}: run `make setup` to write it"
            )
        self._card: ReaderCard = load_card(weights)
        self._encoder = encoder
        self._threads = threads
        self._spans = spans

    @cached_property
    def _session(self) -> Any:
        return open_session(self._graph)

    def warm_up(self) -> None:
        """Load the model."""
        _ = self._session, self._encoder.unigram, self._encoder.embeddings

    def logits(self, pieces: Sequence[Window]) -> Iterator[npt.NDArray[np.float32]]:
        """Start and end logits float32[tokens, 2] of each window."""
        rows = [piece.ids for piece in pieces]
        for (logits,) in run_each(self._session, self._encoder.embeddings, rows, self._threads):
            yield logits

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in the same order; see `rag.reader.SpanReader`.

        A text too long for one window is read in several. Scores of all its spans are then
        given against the one `no_answer` of the reading.
        """
        unigram = self._encoder.unigram
        pieces = windows(
            unigram.ids(question),
            [unigram.tokens(text) for text in texts],
            self._card.window,
            self._card.overlap,
        )
        found: list[list[tuple[float, Span]]] = [[] for _ in texts]
        nulls: list[list[float]] = [[] for _ in texts]
        edges: list[list[tuple[Edge, ...]]] = [[] for _ in texts]
        for piece, logits in zip(pieces, self.logits(pieces), strict=True):
            starts, ends = logits[:, 0], logits[:, 1]
            null = no_answer(starts, ends)
            nulls[piece.text].append(null)
            edges[piece.text].append(_edges(piece, starts - null, ends))
            for span in best_spans(
                piece, starts, ends, longest=self._card.longest, count=self._spans
            ):
                found[piece.text].append((span.score - null, span))
        return [
            self._reading(text, spans, min(null), tuple(of_windows))
            for text, spans, null, of_windows in zip(texts, found, nulls, edges, strict=True)
        ]

    def _reading(
        self,
        text: str,
        spans: list[tuple[float, Span]],
        null: float,
        of_windows: tuple[tuple[Edge, ...], ...],
    ) -> Reading:
        best: dict[tuple[int, int], SpanCandidate] = {}
        for margin, span in sorted(spans, key=lambda pair: -pair[0]):
            start, end = trim(text, span.start, span.end)
            if start < end and len(best) < self._spans:
                best.setdefault((start, end), SpanCandidate(start, end, null + margin))
        return Reading(tuple(best.values()), null, of_windows)


def _edges(
    piece: Window, first: npt.NDArray[np.float32], last: npt.NDArray[np.float32]
) -> tuple[Edge, ...]:
    own = slice(piece.first, piece.first + len(piece.tokens))
    scores = zip(piece.tokens, first[own].tolist(), last[own].tolist(), strict=True)
    return tuple(Edge(token.start, token.end, a, b) for token, a, b in scores)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the punctuation and spaces at its edges; empty if there is nothing else.

    A token may join a mark to a word, and an answer is never meant to begin or end with one.
    """
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    return start, end

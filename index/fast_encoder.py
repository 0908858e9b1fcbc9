"""The default embedding model with numpy and ONNX Runtime alone.

Loading sentence-transformers takes seconds; a question wants to be answered before that. From
the same model folder this reads its own graph and vocabulary (`export_fast_encoder` puts them
there once) and maps the table of word embeddings, of which a question touches a few rows.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.errors import WenjinError
from index.unigram import Unigram
from index.weights import WORD_EMBEDDINGS, map_tensors

MAX_TOKENS = 512
BEGIN, PAD, END, UNKNOWN = range(4)
"""Ids of the control pieces of an XLM-R vocabulary."""

FOLDER = "onnx"
GRAPH_VERSION = 2
"""Goes up when `index.bert_graph` changes, so that an old graph is not taken for a new one."""

GRAPHS = {
    False: f"encoder-{GRAPH_VERSION}.onnx",
    True: f"encoder-{GRAPH_VERSION}.int8.onnx",
}
"""By `int8`."""

_AT_ONCE = 256
"""Texts handed out between two reports of progress."""

_Given = TypeVar("_Given")


class FastEncoderError(WenjinError):
    """The model folder has no graph for the fast path, or cannot have one."""


def has_fast_encoder(folder: Path, *, int8: bool = False) -> bool:
    """Whether `export_fast_encoder` has been there."""
    return (folder / FOLDER / GRAPHS[int8]).is_file()


def export_fast_encoder(folder: Path, *, int8: bool = False) -> Path:
    """Write the graph and the vocabulary for `FastEncoder` into a model folder.

    Args:
        folder: a folder made by `index.packaged_model.unpack_default_model`.
        int8: write the graph that computes in 8-bit integers instead (dynamic quantisation):
            a quarter of the size and about twice the speed, and slightly other vectors.

    Returns:
        The graph's file.

    Raises:
        FastEncoderError: the folder holds no BERT model with a unigram vocabulary.
    """
    from index.bert_graph import BertGraph, BertShape

    config = _read_json(folder / "config.json")
    vocabulary = _read_json(folder / "tokenizer.json")["model"]
    if config.get("model_type") != "bert" or vocabulary.get("type") != "Unigram":
        raise FastEncoderError(
            f"{folder} is not a BERT model with a unigram vocabulary: use sentence-transformers"
        )
    shape = BertShape(
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
    )
    graph = BertGraph(shape, map_tensors(folder / "model.safetensors"), int8=int8)
    hidden = graph.encode()
    graph.node("ReduceMean", [hidden], "mean", axes=[1], keepdims=0)
    graph.node("LpNormalization", ["mean"], "vectors", axis=-1, p=2)
    model = graph.finish("encoder", {"vectors": ["batch", shape.hidden]})

    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    pieces, scores = zip(*vocabulary["vocab"], strict=True)
    Unigram.save(target, pieces, scores)
    write_whole(target / GRAPHS[int8], model.SerializeToString(deterministic=True))
    return target / GRAPHS[int8]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def _read_json(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            content: dict[str, Any] = json.load(file)
    except (OSError, ValueError) as error:
        raise FastEncoderError(f"cannot read {path}: {error}; unpack the model again") from error
    return content


class FastEncoder:
    """Vectors of texts, the same as sentence-transformers gives for the same folder.

    Constructing one is free; the model is loaded by the first call or by `warm_up`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        int8: bool = False,
        threads: int | None = None,
        runtime: Callable[[Path], Any] | None = None,
    ) -> None:
        """Name the model.

        Args:
            folder: a model folder where `export_fast_encoder` has been.
            int8: use the 8-bit graph.
            threads: how many texts are computed at a time; None for one a core.
            runtime: opens the graph; None for ONNX Runtime (`open_session`).

        Raises:
            FastEncoderError: the graph is not there.
        """
        if not has_fast_encoder(folder, int8=int8):
            raise FastEncoderError(
                f"no {FOLDER}/{GRAPHS[int8]} in {folder}: run `make setup` to write it"
            )
        self._folder = folder
        self._graph = folder / FOLDER / GRAPHS[int8]
        self._threads = threads
        self._runtime = runtime or open_session

    @cached_property
    def unigram(self) -> Unigram:
        """The model's tokeniser."""
        return Unigram.load(self._folder / FOLDER, unknown=UNKNOWN)

    @cached_property
    def embeddings(self) -> npt.NDArray[np.float32]:
        """The table of word embeddings, float32[vocabulary, dimension], mapped from the file."""
        table: npt.NDArray[np.float32] = map_tensors(self._folder / "model.safetensors")[
            WORD_EMBEDDINGS
        ].view(np.float32)
        return table

    @cached_property
    def _session(self) -> Any:
        return self._runtime(self._graph)

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.embeddings.shape[1])

    def warm_up(self) -> None:
        """Load the model, its parts side by side."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            unigram = pool.submit(lambda: self.unigram)
            _ = self._session, self.embeddings
            unigram.result()

    def encode(
        self,
        texts: Sequence[str],
        prefix: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> npt.NDArray[np.float32]:
        """The vectors of some texts, each of length one.

        Each text is computed by itself, several side by side, so there is no padding and a
        text's vector does not depend on what it is given with, to the last bit.

        Args:
            texts: any number of texts; what goes beyond 512 tokens of one is not seen.
            prefix: the model's prompt for this kind of text, put before each.
            progress: called now and then with how many more are done.

        Returns:
            float32[len(texts), dimension].
        """
        self.warm_up()
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)

        def encode_one(text: str) -> npt.NDArray[np.float32]:
            row = [BEGIN, *self.unigram.ids(prefix + text)[: MAX_TOKENS - 2], END]
            vector: npt.NDArray[np.float32] = run_one(self._session, self.embeddings, row)[0]
            return vector

        workers = min(self._threads or cores(), len(texts))
        for start in range(0, len(texts), _AT_ONCE):
            chunk = texts[start : start + _AT_ONCE]
            for place, vector in enumerate(_side_by_side(encode_one, chunk, workers), start):
                vectors[place] = vector
            if progress is not None:
                progress(len(chunk))
        return vectors


def open_session(graph: Path) -> Any:
    """An ONNX Runtime session for a graph of `index.bert_graph`, one thread a run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # The graph is made of fused operators already.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Texts run side by side (`run_each`), which halves no operator and waits for no other thread.
    options.intra_op_num_threads = 1
    # A plan of memory is kept for each length there ever was; lengths differ from run to run.
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(
        str(graph), sess_options=options, providers=["CPUExecutionProvider"]
    )


def run_each(
    session: Any,
    embeddings: npt.NDArray[np.float32],
    rows: Sequence[Sequence[int]],
    threads: int | None = None,
) -> Iterator[npt.NDArray[np.float32]]:
    """The first output of a graph of `index.bert_graph` for each row of token ids, in order.

    Each row is a run of its own, so what comes out does not depend on the rows beside it.

    Args:
        session: what `open_session` gave.
        embeddings: the table of word embeddings.
        rows: token ids, at least one a row.
        threads: how many rows are computed at a time; None for one a core.
    """

    def run(row: Sequence[int]) -> npt.NDArray[np.float32]:
        return run_one(session, embeddings, row)

    workers = min(threads or cores(), len(rows))
    if workers < 2:
        yield from map(run, rows)
        return
    with ThreadPoolExecutor(max_workers=workers) as pool:
        # the longest first, so that no core is left with a long one at the end
        order = sorted(range(len(rows)), key=lambda place: -len(rows[place]))
        running = {place: pool.submit(run, rows[place]) for place in order}
        for place in range(len(rows)):
            yield running[place].result()


def run_one(
    session: Any, embeddings: npt.NDArray[np.float32], row: Sequence[int]
) -> npt.NDArray[np.float32]:
    """The first output of a graph of `index.bert_graph` for one row of token ids."""
    (output,) = session.run(None, {"inputs_embeds": embeddings[np.asarray(row)][None]})
    result: npt.NDArray[np.float32] = output
    return result


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _side_by_side(
    compute: Callable[[_Given], npt.NDArray[np.float32]], given: Sequence[_Given], workers: int
) -> Iterator[npt.NDArray[np.float32]]:
    if workers < 2:
        yield from map(compute, given)
        return
    with ThreadPoolExecutor(max_workers=workers) as pool:
        yield from pool.map(compute, given)

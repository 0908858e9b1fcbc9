"""The trained reader, where there is one for the embedding model in use."""

from __future__ import annotations

from index.embedding import Embedder, SentenceTransformerEmbedder
from rag.reader import SpanReader


def open_reader(embedder: Embedder) -> SpanReader | None:
    """The span reader that shares the embedding model's vocabulary and table of words.

    :returns: None where the model has none; answers are then marked by rule.
    """
    if not isinstance(embedder, SentenceTransformerEmbedder) or embedder.fast is None:
        return None
    from rag.reader_weights import has_weights
    from rag.span_reader import OnnxSpanReader, has_span_reader

    if not has_weights() or not has_span_reader(embedder.folder):
        return None
    return OnnxSpanReader(embedder.folder, embedder.fast)

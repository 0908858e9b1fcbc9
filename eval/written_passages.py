"""The written questions beside passages, as the span reader meets them in use.

A collection is indexed and searched as the product does it: what answers lies in the passage that
holds it, what does not is what the search finds besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from eval.elsewhere_sets import Collection
from eval.question_set import Question
from eval.reading_sets import Example
from eval.written_sets import written_collections
from index.embedding import open_embedder
from index.folding import fold
from index.opening import open_store
from index.passages import Passage
from index.store import DocumentInfo
from rag.passage_context import with_context
from rag.question import read_question
from rag.retrieval import retrieve

PASSAGE, TEMPTING, FOUND = "passage", "tempting passage", "found passage"
_FOUND = 4
"""How many of the passages found besides a question is laid beside."""


def load_passages(half: str) -> list[Example]:
    """The questions of a half beside the passages of their writer's documents.

    Args:
        half: `train` or `tune`.
    """
    return [
        example for collection in written_collections(half) for example in passages_of(collection)
    ]


def passages_of(collection: Collection) -> Iterator[Example]:
    """The questions of a collection, each beside what answers or tempts, and what is found besides."""
    embedder = open_embedder(collection.settings.model, collection.settings.models)
    store, _ = open_store(collection.settings.index)
    documents = {info.source: info for info in store.documents()}
    of_source: dict[str, list[Passage]] = {source: [] for source in documents}
    for stored in store.passages(range(store.size)):
        of_source[stored.source].append(stored.passage)
    for question in collection.questions:
        asked = read_question(question.question)
        found = [
            (ranked.stored.source, ranked.stored.passage)
            for ranked in retrieve(store, embedder, asked, documents, _FOUND + 1)
        ]
        yield from _of_question(question, asked.text, of_source, documents, found)
    store.close()


def _of_question(
    question: Question,
    asked: str,
    of_source: Mapping[str, Sequence[Passage]],
    documents: Mapping[str, DocumentInfo],
    found: Sequence[tuple[str, Passage]],
) -> Iterator[Example]:
    evidence = question.evidence[0] if question.evidence else None
    answer = fold(question.answers[0]).text if question.answers else None
    quote = fold(evidence.quote if evidence else question.note).text
    sources = [evidence.source] if evidence else list(of_source)
    held = next(((s, p) for s in sources for p in of_source[s] if quote in p.text), None)
    if held is not None:
        source, passage = held
        kind = PASSAGE if answer else TEMPTING
        yield _example(question, asked, documents[source], passage, kind, answer, quote)
    beside = (p for p in found if quote not in p[1].text and not (answer and answer in p[1].text))
    for number, (source, passage) in enumerate(islice(beside, _FOUND)):
        example = _example(question, asked, documents[source], passage, FOUND)
        yield replace(example, id=f"{example.id}:{number}")


def _example(
    question: Question,
    asked: str,
    document: DocumentInfo,
    passage: Passage,
    kind: str,
    answer: str | None = None,
    quote: str = "",
) -> Example:
    text, front = with_context(passage, document.places)
    answers: tuple[tuple[int, int], ...] = ()
    if answer:
        at = front + passage.text.index(quote) + quote.index(answer)
        answers = ((at, at + len(answer)),)
    return Example(
        f"{kind}:{question.id}", f"written:{document.source}", asked, text, answers, kind
    )

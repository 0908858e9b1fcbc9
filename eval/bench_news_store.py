"""A store over all news articles: BM25 over every passage, vectors of the best ones on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.bench_data import Article
from index.bm25 import Bm25, build_bm25
from index.document import Document, read_document, to_stored
from index.embedding import Embedder
from index.facts import find_facts
from index.file_text import FileText
from index.passages import Passage
from index.reading_text import read
from index.store import Candidate, DocumentInfo, StoredDocument, StoredPassage, Vector
from index.structure import find_blocks
from index.words import Dictionary

_PASSAGES = "passages.jsonl"
_TERMS = "terms.json"

_Read = tuple[StoredDocument, list[Passage]]


@dataclass(frozen=True, eq=False)
class Corpus:
    """Documents that are read when they are asked for: some files, then articles."""

    files: tuple[tuple[str, Path], ...]
    articles: tuple[Article, ...]

    def __len__(self) -> int:
        return len(self.files) + len(self.articles)

    def source(self, number: int) -> str:
        """The name of a document."""
        if number < len(self.files):
            return self.files[number][0]
        return self.articles[number - len(self.files)].id

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each document by its name."""
        return {self.source(number): number for number in range(len(self))}

    def text_of(self, source: str) -> str:
        """The text of an article, empty for a file."""
        number = self.numbers[source] - len(self.files)
        return self.articles[number].text if number >= 0 else ""

    def read(self, number: int) -> _Read:
        """A document as the product reads it, and its passages."""
        if number < len(self.files):
            source, path = self.files[number]
            return to_stored(read_document(path, source))
        article = self.articles[number - len(self.files)]
        reading = read(article.text)
        blocks = find_blocks(reading.text)
        facts = find_facts(reading.text, blocks)
        return to_stored(Document(article.id, FileText(article.text), reading, blocks, facts))


@dataclass(frozen=True)
class Postings:
    """BM25 of a corpus: `owner` (int32) is the document of each passage and `first` (int64) the
    number of each document's first passage; `texts` are the passages without their context."""

    bm25: Bm25
    numbers: Mapping[str, int]
    owner: npt.NDArray[np.int32]
    first: npt.NDArray[np.int64]
    texts: Sequence[str]
    indexed: Sequence[str]

    @classmethod
    def build(
        cls,
        corpus: Corpus,
        dictionary: Dictionary,
        done: Callable[[int], None] = lambda steps: None,
    ) -> Postings:
        """Reads every document and collects its terms.

        :param done: Called after each document.
        """
        owner: list[int] = []
        texts: list[str] = []
        indexed: list[str] = []

        def terms() -> Iterator[list[str]]:
            for number in range(len(corpus)):
                for passage in corpus.read(number)[1]:
                    owner.append(number)
                    texts.append(passage.text)
                    indexed.append(passage.indexed)
                    yield dictionary.terms(passage.indexed)
                done(1)

        bm25, vocabulary = build_bm25(terms())
        return cls._made(bm25, vocabulary, owner, texts, indexed, len(corpus))

    @classmethod
    def _made(
        cls,
        bm25: Bm25,
        vocabulary: Iterable[str],
        owner: Sequence[int],
        texts: Sequence[str],
        indexed: Sequence[str],
        documents: int,
    ) -> Postings:
        owners = np.array(owner, dtype=np.int32)
        first = np.searchsorted(owners, np.arange(documents))
        numbers = {term: number for number, term in enumerate(vocabulary)}
        return cls(bm25, numbers, owners, first.astype(np.int64), texts, indexed)

    def save(self, folder: Path) -> None:
        """Writes everything for :meth:`load`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.bm25.save(folder)
        with (folder / _TERMS).open("w", encoding="utf-8") as file:
            json.dump(list(self.numbers), file, ensure_ascii=False)
        with (folder / _PASSAGES).open("w", encoding="utf-8") as file:
            for row in zip(self.owner.tolist(), self.texts, self.indexed, strict=True):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    @classmethod
    def load(cls, folder: Path, documents: int) -> Postings | None:
        """What :meth:`save` wrote; None where it is not there whole."""
        if not (folder / _PASSAGES).is_file():
            return None
        with (folder / _TERMS).open(encoding="utf-8") as file:
            vocabulary = json.load(file)
        with (folder / _PASSAGES).open(encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        owner, texts, indexed = (list(column) for column in zip(*rows, strict=True))
        return cls._made(Bm25.load(folder), vocabulary, owner, texts, indexed, documents)

    def scores(self, dictionary: Dictionary, question: str) -> npt.NDArray[np.float32]:
        """The BM25 score of every passage for a folded question."""
        wanted = {self.numbers.get(term, -1) for term in dictionary.terms(question)} - {-1}
        return self.bm25.scores(wanted)


class NewsStore:
    """The part of `index.store.PassageStore` that retrieval uses, over a corpus.

    `search` differs from the embedded store's in one way: only the passages that BM25 brings are
    candidates, since vectors of all would take hours. Their two scores are exact.
    """

    def __init__(
        self,
        corpus: Corpus,
        postings: Postings,
        dictionary: Dictionary,
        embedder: Embedder,
        depth: int,
        documents: int | None = None,
    ) -> None:
        """
        :param depth: How many passages BM25 brings at most.
        :param documents: Look in the first so many documents only; None means all.
        """
        self._corpus = corpus
        self._postings = postings
        self._dictionary = dictionary
        self._embedder = embedder
        self._depth = depth
        self._end = len(postings.owner)
        if documents is not None and documents < len(corpus):
            self._end = int(postings.first[documents])
        self.read = lru_cache(maxsize=20_000)(corpus.read)

    def search(
        self, vector: Vector, question: str, limit: int, within: Collection[str] | None = None
    ) -> list[Candidate]:
        scores = self._postings.scores(self._dictionary, question)[: self._end]
        limit = min(limit, self._depth, self._end)
        best = np.sort(_best(scores, limit))
        vectors = self._embedder.passages([self._postings.indexed[i] for i in best])
        return [
            Candidate(int(number), float(dense), float(scores[number]))
            for number, dense in zip(best, vectors @ vector, strict=True)
        ]

    def best(self, question: str, limit: int) -> list[int]:
        """The passages with the highest BM25 scores, the best first."""
        scores = self._postings.scores(self._dictionary, question)[: self._end]
        found = _best(scores, min(limit, self._end))
        return [int(number) for number in found[np.argsort(-scores[found], kind="stable")]]

    def passages(self, numbers: Sequence[int]) -> list[StoredPassage]:
        found = []
        for number in numbers:
            document = int(self._postings.owner[number])
            _, passages = self.read(document)
            passage = passages[number - int(self._postings.first[document])]
            found.append(StoredPassage(number, self._corpus.source(document), passage))
        return found

    @property
    def documents(self) -> Mapping[str, DocumentInfo]:
        """What is known of each document, read when it is asked for."""
        return _Documents(self._corpus, self.read)


def _best(scores: npt.NDArray[np.float32], limit: int) -> npt.NDArray[np.intp]:
    """The highest scores above zero, in no order."""
    best = np.argpartition(-scores, limit - 1)[:limit]
    return best[scores[best] > 0]


class _Documents(Mapping[str, DocumentInfo]):
    def __init__(self, corpus: Corpus, read: Callable[[int], _Read]) -> None:
        self._corpus = corpus
        self._read = read

    def __getitem__(self, source: str) -> DocumentInfo:
        return self._read(self._corpus.numbers[source])[0].info

    def __iter__(self) -> Iterator[str]:
        return iter(self._corpus.numbers)

    def __len__(self) -> int:
        return len(self._corpus)

"""`wenjin bench news`: questions over the news, and the seeds hidden among the articles."""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

import numpy as np

import index as index_room
from eval.bench_data import Article, NewsQuestion, articles, load_news_questions
from eval.bench_news_store import Corpus, NewsStore, Postings
from eval.bench_progress import bar
from eval.bench_report import Figure, Report, mean, times
from eval.bench_vectors import KeptVectors
from eval.evidence import needs
from eval.folded import folded
from eval.question_set import Question as SeedQuestion
from eval.question_set import load_questions
from eval.ranking import rank
from eval.text_match import contained
from index.build import build_index
from index.divisions import place_words
from index.embedded_store import EmbeddedStore
from index.errors import UsageError
from index.opening import open_embedded
from index.store import Candidate, DocumentInfo, PassageStore, StoredPassage, Vector
from index.words import Dictionary
from rag.question import Question, read_question
from rag.retrieval import CANDIDATES, retrieve

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SEED_QUESTIONS = Path(__file__).resolve().parent / "seeds.jsonl"
DEPTHS = (1, 5, 10)
SEED = 5
_MARKED = re.compile(r"[\s\W_]+")

Judge = Callable[[str, str], bool]
"""Whether a passage (its folded text and its source) is right."""


class Searchable(Protocol):
    """The part of a store that a search of the news needs."""

    def search(
        self, vector: Vector, question: str, limit: int, within: Collection[str] | None = None
    ) -> list[Candidate]:
        """As `index.store.PassageStore`."""
        ...

    def passages(self, numbers: Sequence[int]) -> list[StoredPassage]:
        """As `index.store.PassageStore`."""
        ...


@dataclass(frozen=True)
class Place:
    """Where to search: a store, what it knows of its documents, their texts by source, and the
    length of its vectors."""

    store: Searchable
    documents: Mapping[str, DocumentInfo]
    text: Callable[[str], str]
    dimension: int


def run(
    folder: Path,
    kept: KeptVectors,
    *,
    articles: int | None,
    questions: int,
    candidates: int,
    keep: Path,
) -> Report:
    """Measures on the news.

    :param articles: How many articles to index in full; None for BM25 over all of them.
    :param questions: How many questions are put to the fusion, drawn by article group.
    :param candidates: How many passages BM25 brings where all articles are searched.
    :param keep: Where the postings of all articles are kept.
    :raises WenjinError: The data is missing or a number is out of range.
    """
    if min(questions, candidates, 1 if articles is None else articles) < 1:
        raise UsageError("数目至少是 1", "numbers are at least 1")
    asked = load_news_questions(folder)
    drawn = draw(asked, questions)
    if articles is None:
        return _over_all(folder, kept, asked, drawn, candidates, keep)
    return _over_some(folder, kept, drawn, articles)


def draw(questions: Sequence[NewsQuestion], count: int) -> list[NewsQuestion]:
    """Whole article groups at random until there are so many questions."""
    groups: dict[str, list[NewsQuestion]] = {}
    for question in questions:
        groups.setdefault(question.group, []).append(question)
    names = sorted(groups)
    random.Random(SEED).shuffle(names)
    return [question for name in names for question in groups[name]][:count]


def holds(question: NewsQuestion) -> Judge:
    """Whether a passage holds the answer, both folded, marks and white space aside."""
    answer = _bare(folded(question.answer))
    return lambda text, source: bool(answer) and answer in _bare(text)


def holds_strictly(question: NewsQuestion, text_of: Callable[[str], str]) -> Judge:
    """Whether a passage holds the answer with its numbers whole and is from an article that holds
    at least half of the facts that belong to the question's articles."""
    facts = [_bare(folded(fact)) for fact in question.key_info]

    def judge(text: str, source: str) -> bool:
        if not contained(text, [question.answer]):
            return False
        article = _bare_article(text_of, source)
        return sum(fact in article for fact in facts) * 2 >= len(facts)

    return judge


def _bare(text: str) -> str:
    return _MARKED.sub("", text.lower())


@lru_cache(maxsize=4096)
def _bare_article(text_of: Callable[[str], str], source: str) -> str:
    return _bare(folded(text_of(source)))


def place_of(passages: Iterable[StoredPassage], judge: Judge) -> int:
    """The rank of the first passage that is right, from 1; 0 where none is."""
    for at, found in enumerate(passages, 1):
        if judge(found.passage.text, found.source):
            return at
    return 0


def shares(ranks: Sequence[int]) -> dict[str, Figure]:
    """The shares of questions answered in the first one, five and ten passages."""
    return {f"first {k}": mean([float(0 < rank <= k) for rank in ranks]) for k in DEPTHS}


def by_bm25(place: Place, question: Question) -> list[StoredPassage]:
    """The first ten passages by BM25 alone."""
    store = place.store
    if isinstance(store, NewsStore):
        return store.passages(store.best(question.text, max(DEPTHS)))
    nowhere = np.zeros(place.dimension, dtype=np.float32)
    found = store.search(nowhere, question.text, CANDIDATES)
    found.sort(key=lambda candidate: -candidate.lexical)
    best = [c.number for c in found[: max(DEPTHS)] if c.lexical > 0]
    return store.passages(best)


def by_product(place: Place, kept: KeptVectors, question: Question) -> list[StoredPassage]:
    """The first ten passages of the product's retrieval."""
    store = cast(PassageStore, place.store)
    ranked = retrieve(store, kept, question, place.documents, max(DEPTHS))
    return [one.stored for one in ranked]


def _judged(
    place: Place,
    questions: Sequence[NewsQuestion],
    search: Callable[[Question], list[StoredPassage]],
    title: str,
) -> dict[str, dict[str, Figure]]:
    """Both readings of "holds the answer" for a way of searching."""
    loose, strict, taken = [], [], []
    with bar(title, len(questions)) as done:
        for question in questions:
            analysed = read_question(question.question)
            begin = time.perf_counter()
            found = search(analysed)
            taken.append((time.perf_counter() - begin) * 1000)
            loose.append(place_of(found, holds(question)))
            strict.append(place_of(found, holds_strictly(question, place.text)))
            done(1)
    return {title: {**shares(loose), **times(taken)}, f"{title}, strictly": shares(strict)}


def _seeds_among(
    place: Place, kept: KeptVectors, questions: Sequence[SeedQuestion], originals: Mapping[str, str]
) -> dict[str, Figure]:
    first, five, reciprocal = [], [], []
    for question in questions:
        analysed = read_question(question.question)
        found = by_product(place, kept, analysed)
        ranking = rank(needs(question, originals), [_extent(one) for one in found], originals)
        first.append(ranking.success(1))
        five.append(ranking.success(5))
        reciprocal.append(ranking.reciprocal_rank)
    return {"R@1": mean(first), "R@5": mean(five), "MRR": mean(reciprocal)}


def _extent(stored: StoredPassage) -> dict[str, object]:
    spans = stored.passage.spans(0, len(stored.passage.text))
    return {"source": stored.source, "start": spans[0][0], "end": spans[-1][1]}


def _seed_files() -> tuple[tuple[str, Path], ...]:
    return tuple((path.name, path) for path in sorted(SEEDS.glob("*.txt")))


def _seed_questions(originals: Mapping[str, str]) -> list[SeedQuestion]:
    """Those that stand alone and have an answer."""
    return [
        question
        for question in load_questions(SEED_QUESTIONS, originals)
        if question.answerable and not question.history
    ]


def _over_all(
    folder: Path,
    kept: KeptVectors,
    asked: Sequence[NewsQuestion],
    drawn: Sequence[NewsQuestion],
    candidates: int,
    keep: Path,
) -> Report:
    corpus = Corpus(_seed_files(), tuple(articles(folder)))
    dictionary = Dictionary(place_words())
    postings, built = _postings(corpus, dictionary, keep)
    store = NewsStore(corpus, postings, dictionary, kept, candidates)
    place = Place(store, store.documents, corpus.text_of, kept.model.dimension)
    rows = _judged(place, asked, lambda question: by_bm25(place, question), "BM25")
    with bar("问题向量", len(drawn)) as done:
        kept.questions([read_question(q.question).text for q in drawn], done)
    rows |= _judged(place, drawn, lambda q: by_bm25(place, q), f"BM25, {len(drawn)} questions")
    rows |= _judged(
        place, drawn, lambda q: by_product(place, kept, q), f"product, {len(drawn)} questions"
    )
    originals = {name: corpus.read(n)[0].original for n, (name, _) in enumerate(corpus.files)}
    hidden = _seed_questions(originals)
    alone = NewsStore(corpus, postings, dictionary, kept, CANDIDATES, len(corpus.files))
    apart = Place(alone, alone.documents, corpus.text_of, kept.model.dimension)
    rows["seeds alone"] = _seeds_among(apart, kept, hidden, originals)
    rows["seeds among the news"] = _seeds_among(place, kept, hidden, originals)
    rows["BM25 search"] = times(_search_times(postings, dictionary, asked))
    notes = [
        f"{len(corpus.articles)} articles and {len(corpus.files)} seeds, {len(postings.owner)} "
        "passages made, cut and scored by the product's code",
        f"exact: BM25 over every passage; both scores of the {candidates} candidates it brings. "
        "Approximated: passages that only the vectors would bring are no candidates",
        "strictly: numbers whole, and from an article that holds half of the question's key facts",
        f"{len(hidden)} seed questions that stand alone",
        built,
    ]
    settings = {"articles": None, "questions": len(drawn), "candidates": candidates}
    return Report("news", rows, settings, notes)


def _search_times(
    postings: Postings, dictionary: Dictionary, questions: Sequence[NewsQuestion]
) -> list[float]:
    taken = []
    for question in questions[:: max(1, len(questions) // 300)]:
        text = read_question(question.question).text
        begin = time.perf_counter()
        scores = postings.scores(dictionary, text)
        np.argpartition(-scores, min(CANDIDATES, len(scores)) - 1)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


def _postings(corpus: Corpus, dictionary: Dictionary, keep: Path) -> tuple[Postings, str]:
    folder = keep / f"news-{_program()}-{len(corpus)}"
    found = Postings.load(folder, len(corpus))
    if found is not None:
        return found, "postings kept from an earlier run"
    begin = time.process_time()
    with bar("新闻词项", len(corpus)) as done:
        made = Postings.build(corpus, dictionary, done)
    seconds = time.process_time() - begin
    made.save(folder)
    bm25 = made.bm25
    postings = bm25.postings
    arrays = (postings.bounds, postings.members, postings.counts, bm25.lengths)
    size = sum(array.nbytes for array in arrays) / 2**20
    return made, f"postings built in {seconds:.0f} s of processor time, {size:.0f} MiB"


def _program() -> str:
    """A short digest of the code that makes passages and terms."""
    digest = hashlib.sha256()
    for path in sorted(Path(index_room.__path__[0]).glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _over_some(
    folder: Path, kept: KeptVectors, drawn: Sequence[NewsQuestion], count: int
) -> Report:
    chosen, answered = choose(tuple(articles(folder)), drawn, count)
    texts = {f"{article.id}.txt": article.text for article in chosen}
    originals = dict(_seed_originals())
    with tempfile.TemporaryDirectory(prefix="wenjin-bench-") as temporary:
        base = Path(temporary)
        news = base / "news"
        news.mkdir()
        for name, text in texts.items():
            (news / name).write_text(text, encoding="utf-8", newline="")
        with _index([news, SEEDS], base / "all", kept) as store:
            documents = {info.source: info for info in store.documents()}
            place = Place(store, documents, lambda name: texts.get(name, ""), kept.model.dimension)
            rows = _judged(place, answered, lambda q: by_bm25(place, q), "BM25")
            rows |= _judged(place, answered, lambda q: by_product(place, kept, q), "product")
            hidden = _seed_questions(originals)
            among = _seeds_among(place, kept, hidden, originals)
            size = store.size
        with _index([SEEDS], base / "seeds", kept) as store:
            documents = {info.source: info for info in store.documents()}
            apart = Place(store, documents, lambda name: "", kept.model.dimension)
            rows["seeds alone"] = _seeds_among(apart, kept, hidden, originals)
            rows["seeds among the news"] = among
    notes = [
        f"{len(chosen)} articles and the seeds in {size} passages, indexed and searched by the "
        "product: nothing is approximated, but the pool is smaller than the whole",
        f"{len(answered)} questions whose article is among them, {len(hidden)} seed questions",
        "strictly: numbers whole, and from an article that holds half of the question's key facts",
    ]
    return Report(f"news {len(chosen)}", rows, {"articles": count, "questions": len(drawn)}, notes)


def choose(
    everything: Sequence[Article], questions: Sequence[NewsQuestion], count: int
) -> tuple[list[Article], list[NewsQuestion]]:
    """So many articles: those that hold the questions' answers, then others at random.

    :returns: The articles, and the questions whose answer is in one of them.
    """
    chosen: dict[int, None] = {}
    answered = []
    for question in questions:
        facts = question.key_info
        found = [
            number
            for number, article in enumerate(everything)
            if question.answer in article.text
            and sum(fact in article.text for fact in facts) * 2 >= len(facts)
        ]
        if found and len(set(chosen).union(found)) <= count:
            chosen.update(dict.fromkeys(found))
            answered.append(question)
    others = [number for number in range(len(everything)) if number not in chosen]
    random.Random(SEED).shuffle(others)
    chosen.update(dict.fromkeys(others[: max(0, count - len(chosen))]))
    return [everything[number] for number in sorted(chosen)], answered


def _seed_originals() -> Iterable[tuple[str, str]]:
    corpus = Corpus(_seed_files(), ())
    return [(corpus.source(n), corpus.read(n)[0].original) for n in range(len(corpus))]


class _index(AbstractContextManager[EmbeddedStore]):
    """An index of some folders, open while it is needed."""

    def __init__(self, paths: Sequence[Path], folder: Path, kept: KeptVectors) -> None:
        build_index(paths, folder, kept)
        self._store, _ = open_embedded(folder)

    def __enter__(self) -> EmbeddedStore:
        return self._store

    def __exit__(self, *failure: object) -> None:
        self._store.close()

"""`wenjin bench news`: questions over the news, and the seeds hidden among the articles."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from eval.bench_data import Article, NewsQuestion, articles, load_news_questions
from eval.bench_progress import bar
from eval.bench_report import Figure, Report, mean, times
from eval.bench_vectors import KeptVectors
from eval.evidence import needs
from eval.folded import folded
from eval.question_set import Question as SeedQuestion
from eval.question_set import load_questions
from eval.ranking import rank
from eval.text_match import contained
from index.build import build_index, update_index
from index.errors import UsageError
from index.opening import open_store
from index.store import DocumentInfo, PassageStore, StoredPassage, Vector
from rag.question import Question, read_question
from rag.retrieval import CANDIDATES, retrieve

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SEED_QUESTIONS = Path(__file__).resolve().parent / "seeds.jsonl"
DEPTHS = (1, 5, 10)
SEED = 5
_TIMED = 300
"""How many searches are timed."""
_MARKED = re.compile(r"[\s\W_]+")

Judge = Callable[[str, str], bool]
"""Whether a passage (its folded text and its source) is right."""


@dataclass(frozen=True)
class Place:
    """Where to search: a store and what it knows of its documents, by source."""

    store: PassageStore
    documents: Mapping[str, DocumentInfo]


def run(
    folder: Path,
    kept: KeptVectors,
    *,
    questions: int | None,
    article_count: int | None = None,
    index: Path | None = None,
) -> Report:
    """Measures on the news.

    :param questions: How many questions are put, drawn by article group; None for all.
    :param article_count: How many articles to index here, those with the answers among them.
    :param index: An index of all articles instead; it is copied, not changed.
    :raises WenjinError: The data is missing or a number is out of range.
    """
    if min(n for n in (questions, article_count, 1) if n is not None) < 1:
        raise UsageError("数目至少是 1", "numbers are at least 1")
    asked = draw(load_news_questions(folder), questions)
    with tempfile.TemporaryDirectory(prefix="wenjin-bench-") as temporary:
        base = Path(temporary)
        if index is not None:
            pool = _with_seeds(index, base / "all", kept)
        else:
            everything = tuple(articles(folder))
            chosen, asked = choose(everything, asked, article_count or len(everything))
            pool = _of_articles(chosen, base, kept)
        build_index([SEEDS], base / "seeds", kept)
        with bar("问题向量", len(asked)) as done:
            kept.questions([read_question(q.question).text for q in asked], done)
        with _opened(base / "seeds") as alone:
            originals = {name: alone.store.document(name).original for name in alone.documents}
            hidden = _seed_questions(originals)
            apart = _seeds_among(alone, kept, hidden, originals)
        with _opened(pool) as place:
            rows = _judged(place, asked, lambda q: by_bm25(place, kept, q), "BM25")
            rows |= _judged(place, asked, lambda q: by_product(place, kept, q), "product")
            rows["search"] = times(_search_times(place, kept, asked))
            rows["seeds alone"] = apart
            rows["seeds among the news"] = _seeds_among(place, kept, hidden, originals)
            documents, passages = len(place.documents), place.store.size
    notes = [
        f"{documents} documents, the seeds among them, in {passages} passages, indexed and "
        "searched by the product",
        f"{len(asked)} questions over the news, {len(hidden)} seed questions that stand alone",
        "strictly: numbers whole, and from an article that holds half of the question's key facts",
    ]
    name = "news" if index is not None else f"news {article_count}"
    return Report(name, rows, {"articles": article_count, "questions": len(asked)}, notes)


def draw(questions: Sequence[NewsQuestion], count: int | None) -> list[NewsQuestion]:
    """Whole article groups at random until there are so many questions; all for None."""
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


def place_of(passages: Sequence[StoredPassage], judge: Judge) -> int:
    """The rank of the first passage that is right, from 1; 0 where none is."""
    for at, found in enumerate(passages, 1):
        if judge(found.passage.text, found.source):
            return at
    return 0


def shares(ranks: Sequence[int]) -> dict[str, Figure]:
    """The shares of questions answered in the first one, five and ten passages."""
    return {f"first {k}": mean([float(0 < rank <= k) for rank in ranks]) for k in DEPTHS}


def by_bm25(place: Place, kept: KeptVectors, question: Question) -> list[StoredPassage]:
    """The first ten passages by BM25 alone."""
    nowhere: Vector = np.zeros(kept.model.dimension, dtype=np.float32)
    found = place.store.search(nowhere, question.text, CANDIDATES)
    found.sort(key=lambda candidate: -candidate.lexical)
    best = [c.number for c in found[: max(DEPTHS)] if c.lexical > 0]
    return place.store.passages(best)


def by_product(place: Place, kept: KeptVectors, question: Question) -> list[StoredPassage]:
    """The first ten passages of the product's retrieval."""
    ranked = retrieve(place.store, kept, question, place.documents, max(DEPTHS))
    return [one.stored for one in ranked]


def _judged(
    place: Place,
    questions: Sequence[NewsQuestion],
    search: Callable[[Question], list[StoredPassage]],
    title: str,
) -> dict[str, dict[str, Figure]]:
    """Both readings of "holds the answer" for a way of searching."""
    loose, strict = [], []

    def text_of(source: str) -> str:
        return place.store.document(source).original

    with bar(title, len(questions)) as done:
        for question in questions:
            found = search(read_question(question.question))
            loose.append(place_of(found, holds(question)))
            strict.append(place_of(found, holds_strictly(question, text_of)))
            done(1)
    return {title: shares(loose), f"{title}, strictly": shares(strict)}


def _search_times(
    place: Place, kept: KeptVectors, questions: Sequence[NewsQuestion]
) -> list[float]:
    """Milliseconds of a search, embedding left out."""
    taken = []
    for question in questions[:: max(1, len(questions) // _TIMED)]:
        analysed = read_question(question.question)
        vector = kept.question(analysed.text)
        begin = time.perf_counter()
        place.store.search(vector, analysed.text, CANDIDATES)
        taken.append((time.perf_counter() - begin) * 1000)
    return taken


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


def _seed_questions(originals: Mapping[str, str]) -> list[SeedQuestion]:
    """Those that stand alone and have an answer."""
    return [
        question
        for question in load_questions(SEED_QUESTIONS, originals)
        if question.answerable and not question.history
    ]


def _with_seeds(index: Path, folder: Path, kept: KeptVectors) -> Path:
    """A copy of an index with the seeds among its documents."""
    shutil.copytree(index, folder)
    update_index(folder, kept, sorted(SEEDS.glob("*.txt")))
    return folder


def _of_articles(chosen: Sequence[Article], base: Path, kept: KeptVectors) -> Path:
    """An index of these articles and the seeds."""
    news = base / "news"
    news.mkdir()
    for article in chosen:
        (news / f"{article.id}.txt").write_text(article.text, encoding="utf-8", newline="")
    build_index([news, SEEDS], base / "all", kept)
    return base / "all"


@contextmanager
def _opened(folder: Path) -> Iterator[Place]:
    store, _ = open_store(folder)
    try:
        yield Place(store, {info.source: info for info in store.documents()})
    finally:
        store.close()


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

"""News: judging, choosing articles, and the store that embeds candidates on demand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench_cases import ARTICLES, CharacterEmbedder, write_benchmarks

from eval import bench_news
from eval.bench_data import Article, NewsQuestion, articles
from eval.bench_news import choose, draw, holds, holds_strictly, run
from eval.bench_news_store import Corpus, NewsStore, Postings
from eval.bench_vectors import KeptVectors
from index.errors import UsageError
from index.words import Dictionary

QUESTION = NewsQuestion(
    "1Doc-a-0", "总金额是多少？", "500万元", ("西安市", "500万元体育类电子消费券")
)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary()


def test_two_readings_of_holding_the_answer() -> None:
    texts = {f"n{n}": text for n, text in enumerate(ARTICLES)}
    loose, strict = holds(QUESTION), holds_strictly(QUESTION, texts.__getitem__)
    assert [loose(text, source) for source, text in texts.items()] == [True, True, False]
    assert [strict(text, source) for source, text in texts.items()] == [True, False, False]
    assert loose("共５００ 萬元".replace("５００", "500").replace("萬", "万"), "n0")
    # the same words in an article about something else
    assert not strict("另有500万元。", "n2")


def test_whole_groups_are_drawn() -> None:
    questions = [NewsQuestion(f"x-{g}-{n}", "问", "答", ()) for g in "abcd" for n in range(3)]
    drawn = draw(questions, 6)
    assert len(drawn) == 6 and len({question.group for question in drawn}) == 2
    assert drawn == draw(questions, 6)


def test_articles_with_the_answers_come_first() -> None:
    everything = [Article(f"n{n}", text) for n, text in enumerate(ARTICLES)]
    chosen, answered = choose(everything, [QUESTION], 1)
    assert [article.id for article in chosen] == ["n0"] and answered == [QUESTION]
    chosen, _ = choose(everything, [QUESTION], 9)
    assert len(chosen) == 3


def test_postings_are_kept(tmp_path: Path, dictionary: Dictionary) -> None:
    corpus = Corpus((), tuple(Article(f"n{n}", text) for n, text in enumerate(ARTICLES)))
    made = Postings.build(corpus, dictionary)
    assert Postings.load(tmp_path / "none", 3) is None
    made.save(tmp_path / "kept")
    found = Postings.load(tmp_path / "kept", 3)
    assert found is not None
    np.testing.assert_array_equal(
        found.scores(dictionary, "体育消费券"), made.scores(dictionary, "体育消费券")
    )
    assert list(found.owner) == [0, 1, 2] and list(found.texts) == list(made.texts)


def test_only_what_bm25_brings_is_embedded(tmp_path: Path, dictionary: Dictionary) -> None:
    corpus = Corpus((), tuple(Article(f"n{n}", text) for n, text in enumerate(ARTICLES)))
    embedder = CharacterEmbedder()
    kept = KeptVectors(embedder, tmp_path)
    store = NewsStore(corpus, Postings.build(corpus, dictionary), dictionary, kept, 1)
    vector = kept.question("体育消费券")
    embedder.embedded.clear()
    (found,) = store.search(vector, "体育消费券", 100)
    assert embedder.embedded == [store.passages([found.number])[0].passage.indexed]
    assert store.passages([found.number])[0].source == "n0"
    assert found.dense == pytest.approx(float(embedder.passages(embedder.embedded)[0] @ vector))
    assert store.documents["n0"].source == "n0" and len(store.documents) == 3
    first = NewsStore(corpus, Postings.build(corpus, dictionary), dictionary, kept, 9, 1)
    assert {candidate.number for candidate in first.search(vector, "发放补贴", 100)} <= {0}


@pytest.mark.parametrize("count", [None, 2])
def test_a_run_over_all_and_over_some(
    count: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("沁县搬迁\n\n沁县共搬迁6524人，都住进了新房。", encoding="utf-8")
    cases = tmp_path / "seeds.jsonl"
    cases.write_text(
        '{"id": "q", "question": "沁县搬迁多少人", "answers": ["6524人"], "answerable": true,'
        ' "evidence": [{"source": "a.txt", "quote": "沁县共搬迁6524人"}], "tags": ["how_many"],'
        ' "history": [], "note": ""}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(bench_news, "SEEDS", seeds)
    monkeypatch.setattr(bench_news, "SEED_QUESTIONS", cases)
    data = write_benchmarks(tmp_path / "data")
    kept = KeptVectors(CharacterEmbedder(), tmp_path / "keep")
    report = run(data, kept, articles=count, questions=5, candidates=2, keep=tmp_path / "keep")
    assert report.rows["BM25"]["first 1"].value == 1.0
    assert report.rows["BM25, strictly"]["first 1"].value == 1.0
    assert report.rows["seeds alone"]["R@1"].value == 1.0
    assert report.rows["seeds among the news"]["R@1"].value == 1.0
    assert any("approximated" in note.lower() for note in report.notes)
    assert len(list(articles(data))) == 3


def test_numbers_out_of_range_are_refused(tmp_path: Path) -> None:
    kept = KeptVectors(CharacterEmbedder(), tmp_path)
    with pytest.raises(UsageError):
        run(tmp_path, kept, articles=0, questions=1, candidates=1, keep=tmp_path)

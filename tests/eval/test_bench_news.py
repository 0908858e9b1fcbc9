"""News: judging, choosing articles, and a run with the seeds among them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench_cases import ARTICLES, CharacterEmbedder, write_benchmarks

from eval import bench_news
from eval.bench_data import Article, NewsQuestion, articles
from eval.bench_news import choose, draw, holds, holds_strictly, run
from eval.bench_vectors import KeptVectors
from index.build import build_index
from index.errors import UsageError
from index.opening import current_name

QUESTION = NewsQuestion(
    "1Doc-a-0", "总金额是多少？", "500万元", ("西安市", "500万元体育类电子消费券")
)


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
    index = None
    if count is None:
        news = tmp_path / "articles.jsonl"
        lines = [{"id": article.id, "text": article.text} for article in articles(data)]
        news.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        index = tmp_path / "index"
        build_index([news], index, kept)
        before = current_name(index)
    report = run(data, kept, questions=5, article_count=count, index=index)
    if index is not None:
        assert current_name(index) == before  # it was copied
    assert report.rows["BM25"]["first 1"].value == 1.0
    assert report.rows["BM25, strictly"]["first 1"].value == 1.0
    assert report.rows["seeds alone"]["R@1"].value == 1.0
    assert report.rows["seeds among the news"]["R@1"].value == 1.0
    assert report.notes[0].startswith(f"{(count or 3) + 1} documents")


def test_numbers_out_of_range_are_refused(tmp_path: Path) -> None:
    kept = KeptVectors(CharacterEmbedder(), tmp_path)
    with pytest.raises(UsageError):
        run(tmp_path, kept, questions=1, article_count=0)

"""Benchmark files are read, and what is missing is said in a line."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest

from eval.bench_data import (
    Article,
    BenchmarkMissing,
    articles,
    benchmark_folder,
    load_news_questions,
    load_reading,
)


def test_the_folder_is_the_one_given_else_of_the_environment(tmp_path: Path) -> None:
    assert benchmark_folder(tmp_path, {}) == tmp_path
    assert benchmark_folder(None, {"WENJIN_BENCHMARKS": str(tmp_path)}) == tmp_path


@pytest.mark.parametrize("environment", [{}, {"WENJIN_BENCHMARKS": "/no/such/folder"}])
def test_a_missing_folder_is_named(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    expected = environment.get("WENJIN_BENCHMARKS", "benchmarks")
    with pytest.raises(BenchmarkMissing, match=expected) as caught:
        benchmark_folder(None, environment)
    assert "CMRC" in caught.value.message("en") and "\n" not in caught.value.message("zh")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkMissing, match=r"cmrc2018_dev\.jsonl\.gz"):
        load_reading(tmp_path, "cmrc2018_dev")
    with pytest.raises(BenchmarkMissing, match=r"questions\.jsonl"):
        load_news_questions(tmp_path)
    with pytest.raises(BenchmarkMissing, match=r"articles\.jsonl\.xz"):
        list(articles(tmp_path))


def test_a_cut_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "reading").mkdir()
    path = tmp_path / "reading" / "drcd_dev.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": 1}\n' * 100)[:30])
    with pytest.raises(BenchmarkMissing, match="drcd_dev"):
        load_reading(tmp_path, "drcd_dev")
    path.write_bytes(gzip.compress(b'{"id": 1}\n'))
    with pytest.raises(BenchmarkMissing, match="drcd_dev"):
        load_reading(tmp_path, "drcd_dev")


def test_questions_and_articles_are_read(tmp_path: Path) -> None:
    (tmp_path / "reading").mkdir()
    (tmp_path / "news").mkdir()
    entry = {
        "id": 7,
        "question": "几人？",
        "context": "共3人。",
        "answers": [{"text": "3人", "start": 1}, {"text": "3人", "start": 1}],
        "evidences": ["共3人。", "共3人。"],
    }
    with gzip.open(tmp_path / "reading" / "x.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")
    (read,) = load_reading(tmp_path, "x")
    assert (read.id, read.answers, read.evidences) == ("7", ("3人",), ("共3人。",))

    lines = [
        {"id": "1Doc-a-0", "question": "问", "answer": "答", "key_info": ["甲"]},
        {"id": "1Doc-a-1", "question": "问", "answer": None, "key_info": []},
    ]
    (tmp_path / "news" / "questions.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    (question,) = load_news_questions(tmp_path)
    assert (question.group, question.answer, question.key_info) == ("1Doc-a", "答", ("甲",))
    with lzma.open(tmp_path / "news" / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "n0", "date": "", "text": "文"}) + "\n")
    assert list(articles(tmp_path)) == [Article("n0", "文")]

"""`wenjin bench` from the command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from bench_cases import CharacterEmbedder, write_benchmarks

from eval.bench import add_commands, main
from eval.bench_data import BenchmarkMissing
from index.errors import UsageError
from rag.reader import Reading, SpanCandidate
from rag.settings import Settings


class FirstCharacters:
    """Marks the first two characters of any text."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [Reading((SpanCandidate(0, 2, 3.0),), 1.0) for _ in texts]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("index.embedding.open_embedder", lambda name, models: CharacterEmbedder())
    monkeypatch.setattr("rag.open_reader.open_reader", lambda embedder: FirstCharacters())
    return write_benchmarks(tmp_path / "data")


def call(home: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    options: Any = parser.parse_args(["bench", *arguments])
    return int(options.run(options, Settings(home=home, index=home / "index")))


def test_reading(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert call(tmp_path, "reading", "cmrc2018_dev", "--data", str(data), "--report", str(out)) == 0
    about = json.loads((out / "reading-cmrc2018_dev.json").read_text(encoding="utf-8"))
    assert about["figures"]["answer, gold paragraph"]["EM"]["count"] == 4
    assert about["model"]["name"] == "characters" and about["versions"]["python"]
    assert str(tmp_path) not in json.dumps(about)
    assert "EM" in capsys.readouterr().out


def test_reading_draws_some(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("--data", str(data), "--limit", "2", "--report", str(out))
    call(tmp_path, "reading", "cmrc2018_dev", *arguments)
    about = json.loads((out / "reading-cmrc2018_dev.json").read_text(encoding="utf-8"))
    assert about["figures"]["answer, gold paragraph"]["EM"]["count"] == 2
    assert about["settings"]["limit"] == 2
    with pytest.raises(UsageError):
        call(tmp_path, "reading", "cmrc2018_dev", "--data", str(data), "--limit", "0")


def test_retrieval_compares_fusions(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "tables" / "fusion.md"
    call(tmp_path, "retrieval", "cmrc2018_dev", "--data", str(data), "--table", str(table))
    lines = table.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1].strip() for line in lines if line.startswith("| ")]
    assert lines[2].endswith("| R@1 | R@5 | MRR |")  # times belong to one machine
    assert rows[1:6] == ["product", "dense", "bm25", "rrf", "min-max"]
    assert any(row.startswith("weighted standard (BM25 ") for row in rows)
    assert "R@1" in capsys.readouterr().out


def test_weights_are_not_reported_on_what_they_were_fitted_on(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cmrc2018_trial"):
        call(tmp_path, "retrieval", "cmrc2018_trial", "--data", str(data))
    arguments = ("--data", str(data), "--fusion", "rrf")
    assert call(tmp_path, "retrieval", "cmrc2018_trial", *arguments) == 0


def test_missing_data_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(BenchmarkMissing):
        call(tmp_path, "reading", "cmrc2018_dev", "--data", str(tmp_path / "none"))
    monkeypatch.setenv("WENJIN_HOME", str(tmp_path))
    assert main(["reading", "cmrc2018_dev", "--data", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("wenjin: ") and said.count("\n") == 1

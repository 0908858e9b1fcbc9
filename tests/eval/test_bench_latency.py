from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import bench_latency
from eval.bench_latency import read_questions, report
from index.errors import UsageError
from rag.settings import load_settings


def test_every_way_of_asking_has_its_row(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_latency, "_NEW_PROCESSES", 1)
    settings = load_settings({"home": str(home)}, {})
    found = report(home / "index", settings, ["沁县搬迁了多少人", "永和县总人口是多少", "为什么"])
    for row in ("wenjin ask, a new process", "Assistant.ask, warm", "server: 8 clients"):
        assert found.rows[row]["p95"].value >= found.rows[row]["p50"].value > 0
    assert found.rows["server: 8 clients"]["p50"].count == 3
    assert found.rows["server: 1 client"]["per second"].value > 0


def test_follow_ups_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    rows = [{"question": "甲"}, {"question": "乙", "history": ["甲"]}, {"question": "丙"}]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(text, encoding="utf-8")
    assert sorted(read_questions(path, 9)) == sorted(["甲", "丙"])
    assert len(read_questions(path, 1)) == 1
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="asked.jsonl"):
        read_questions(path, 1)

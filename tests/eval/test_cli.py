"""`wenjin eval` over a stand-in assistant."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from eval_cases import ORIGINALS, SETTINGS, answer, declined, question, unanswerable

import rag
from eval.cli import add_commands
from eval.drafts import append_draft
from eval.gate import GateClosed
from eval.run import read_run
from index.errors import UsageError
from rag.settings import Settings


class StandIn:
    """Answers every question alike; questions in `weak` are declined."""

    weak: set[str] = set()
    asked: list[tuple[str, tuple[str, ...]]] = []

    @classmethod
    def open(cls, index: Path | None = None, settings: Settings | None = None) -> StandIn:
        return cls()

    def documents(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(source=source) for source in ORIGINALS]

    def document(self, source: str) -> SimpleNamespace:
        return SimpleNamespace(original=ORIGINALS[source])

    def ask(self, asked: str, history: Sequence[str] = ()) -> SimpleNamespace:
        StandIn.asked.append((asked, tuple(history)))
        no = asked == "没有的" or asked in StandIn.weak
        return SimpleNamespace(to_dict=lambda: declined() if no else answer())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rag, "Assistant", StandIn)
    monkeypatch.setattr(
        "eval.surroundings.surroundings",
        lambda path, split, index: {**SETTINGS, "set": {"name": path.name, "split": split}},
    )
    StandIn.weak, StandIn.asked = set(), []
    cases = [
        question("a", question="第一问", tags={"must", "how_many"}),
        question("b", question="第二问", history=("先问",), tags={"follow_up"}),
        unanswerable("c", question="没有的"),
    ]
    lines = [json.dumps(case.to_dict(), ensure_ascii=False) for case in cases]
    (tmp_path / "set.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def call(home: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    options: Any = parser.parse_args(["eval", *arguments])
    return int(options.run(options, Settings(home=home, index=home / "index")))


def test_a_run_is_a_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = home / "out"
    assert call(home, str(home / "set.jsonl"), "--report", str(out)) == 0
    assert {path.name for path in out.iterdir()} == {"run.json", "predictions.jsonl", "report.html"}
    assert read_run(out).about["measures"]["right"]["value"] == 1.0
    assert ("第二问", ("先问",)) in StandIn.asked
    shown = capsys.readouterr().out
    assert "a.txt" in shown and "report.html" in shown


def test_without_a_folder_it_goes_to_the_home(home: Path) -> None:
    call(home, str(home / "set.jsonl"))
    (folder,) = (home / "runs").iterdir()
    assert (folder / "run.json").is_file()


def test_a_half_is_chosen(home: Path) -> None:
    halves = []
    for split in ("tune", "report"):
        out = home / split
        try:
            call(home, str(home / "set.jsonl"), "--split", split, "--report", str(out))
        except UsageError:
            continue
        halves.append(set(read_run(out).predictions))
    assert set().union(*halves) == {"a", "b", "c"}
    assert sum(map(len, halves)) == 3


def test_two_runs_are_compared(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(home, str(home / "set.jsonl"), "--report", str(home / "one"))
    StandIn.weak = {"第一问"}
    call(home, str(home / "set.jsonl"), "--report", str(home / "two"))
    capsys.readouterr()
    assert call(home, "--compare", str(home / "one"), str(home / "two")) == 0
    shown = capsys.readouterr().out
    assert "变坏 · broke: 1" in shown and "第一问" in shown


def test_the_gate_opens_and_closes(home: Path) -> None:
    cases, baseline = str(home / "set.jsonl"), str(home / "baseline.json")
    call(home, cases, "--accept", baseline)
    assert call(home, cases, "--gate", baseline) == 0
    StandIn.weak = {"第一问"}
    with pytest.raises(GateClosed, match="must a"):
        call(home, cases, "--gate", baseline)
    assert call(home, cases, "--accept", baseline) == 0
    assert call(home, cases, "--gate", baseline) == 0


def test_drafts_are_reviewed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(home, str(home / "set.jsonl"), "--add") == 0
    assert "没有待审的草稿" in capsys.readouterr().out
    append_draft(home / "drafts.jsonl", "新的问题", [], answer())
    typed = iter(["u", "", "near_miss"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(typed))
    assert call(home, str(home / "set.jsonl"), "--add") == 0
    assert "收进 1 题" in capsys.readouterr().out
    lines = (home / "set.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["question"] == "新的问题"

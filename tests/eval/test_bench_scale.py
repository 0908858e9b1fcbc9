from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bench_cases import write_benchmarks

from eval import bench_scale
from eval.run import RunError
from index.errors import UsageError
from rag.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"home": str(tmp_path / "home")}, {})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_benchmarks(tmp_path / "benchmarks")


class Children:
    """Stands for the child processes, which need a model and minutes."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.breaks = False

    def __call__(
        self, name: str, task: Mapping[str, Any], *, watched: bool = False
    ) -> dict[str, Any]:
        self.asked.append((name, task))
        if self.breaks:
            raise RunError("断", "broken off")
        if name == "build":
            folder = Path(task["index"]) / "segments"
            folder.mkdir(parents=True, exist_ok=True)
            articles = Path(task["source"]).read_text(encoding="utf-8").splitlines()
            for number in (1, 2):
                (folder / f"part{number}.npy").write_bytes(b"x" * 2**20)
            return {"documents": len(articles), "passages": 3 * len(articles), "peak": 2**30}
        times = {"p50": 1.0, "p95": 2.0}
        return {
            "open": 5.0, "resident": 2**29, "answer": times, "search": times,
            "add": 7.0, "remove": 8.0,
        }  # fmt: skip


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> Children:
    children = Children()
    monkeypatch.setattr(bench_scale, "_child", children)
    return children


def test_every_size_is_built_and_measured(
    data: Path, settings: Settings, children: Children, tmp_path: Path
) -> None:
    report = bench_scale.run(
        data, settings, sizes=[1, 2], questions=1, keep=tmp_path / "keep", out=tmp_path / "out"
    )
    assert [name for name, _ in children.asked] == ["build", "measure"] * 2
    assert {size: figure.value for size, figure in report.rows["passages"].items()} == {
        "1": 3,
        "2": 6,
    }
    assert report.rows["disk MiB"]["1"].value == 2
    assert report.rows["server MiB"]["1"].value == 512
    assert any("part#.npy 2.0 MiB" in note for note in report.notes)
    table = (tmp_path / "out" / "scale.md").read_text(encoding="utf-8")
    assert "| add one | 7.0 ms | 7.0 ms |" in table
    plot = ElementTree.parse(tmp_path / "out" / "scale.svg").getroot()
    assert len(plot.findall(".//{*}polyline")) == 6


def test_an_index_that_is_there_is_only_measured(
    data: Path, settings: Settings, children: Children, tmp_path: Path
) -> None:
    for _ in range(2):
        bench_scale.run(data, settings, sizes=[2], questions=1, keep=tmp_path / "keep", out=None)
    assert [name for name, _ in children.asked] == ["build", "measure", "measure"]


def test_a_build_that_broke_off_counts_and_is_taken_up(
    data: Path, settings: Settings, children: Children, tmp_path: Path
) -> None:
    def run() -> None:
        bench_scale.run(data, settings, sizes=[2], questions=1, keep=tmp_path, out=None)

    children.breaks = True
    with pytest.raises(RunError):
        run()
    record = tmp_path / "scale-2" / "build.json"
    broken = json.loads(record.read_text(encoding="utf-8"))
    assert not broken["complete"] and broken["seconds"] > 0
    children.breaks = False
    run()
    whole = json.loads(record.read_text(encoding="utf-8"))
    assert whole["complete"] and whole["seconds"] > broken["seconds"]


@pytest.mark.parametrize(("sizes", "questions"), [([0], 1), ([], 1), ([1], 0)])
def test_numbers_are_at_least_one(
    data: Path, settings: Settings, tmp_path: Path, sizes: list[int], questions: int
) -> None:
    with pytest.raises(UsageError):
        bench_scale.run(data, settings, sizes=sizes, questions=questions, keep=tmp_path, out=None)

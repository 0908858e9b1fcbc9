"""What `wenjin index` says while it works and when it is stopped."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.progress import Progress

from rag import indexing
from rag.indexing import _Bar, _Rate, index_with_progress
from rag.settings import Settings


@pytest.mark.parametrize(("language", "line"), [("zh", "接着做"), ("en", "goes on from here")])
def test_stopped_by_hand_it_says_in_a_line_that_what_is_done_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    line: str,
) -> None:
    def build(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(indexing, "open_embedder", lambda name, models: None)
    monkeypatch.setattr(indexing, "build_index", build)
    settings = Settings(tmp_path, tmp_path / "index", language=language)
    with pytest.raises(SystemExit) as stopped:
        index_with_progress([tmp_path], settings)
    assert stopped.value.code == 130
    told = capsys.readouterr().err
    assert line in told and told.count("\n") == 1


def test_the_bar_shows_the_rate_and_a_total_that_grows() -> None:
    clock = iter(range(0, 1_000, 2))
    rate = _Rate("{:.0f} passages/s")
    console = Console(file=StringIO())
    shown = Progress(rate, console=console, get_time=lambda: float(next(clock)))
    bar = _Bar(shown, {"embed": "embedding"})
    bar.stage("embed", 100)
    for _ in range(5):
        bar.advance(50)
    bar.expect(400)
    task = shown.tasks[0]
    assert (task.completed, task.total) == (250, 400)
    assert rate.render(task).plain.endswith(" passages/s")

"""`wenjin index`: building with a progress bar, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.build import BuildReport, Change, build_index
from index.embedding import open_embedder
from rag.settings import Settings
from rag.terminal import plain

_STAGES = {
    "zh": {"read": "读入文档", "embed": "计算向量", "write": "写入索引"},
    "en": {"read": "reading", "embed": "embedding", "write": "writing"},
}
_CHANGES = {
    "zh": {
        Change.ADDED: "新增",
        Change.CHANGED: "更新",
        Change.REMOVED: "移除",
        Change.SKIPPED: "跳过",
        Change.KEPT: "未变",
    },
    "en": {change: change.value for change in Change},
}
_LISTED = 20
"""How many files of one change are named; the rest is counted."""


class _Bar:
    """A watcher that draws a progress bar for each stage."""

    def __init__(self, progress: Progress, names: dict[str, str]) -> None:
        self._progress = progress
        self._names = names
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        if total:
            self._task = self._progress.add_task(self._names[name], total=total)

    def advance(self, steps: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, steps)


def index_with_progress(paths: Sequence[Path], settings: Settings) -> BuildReport:
    """Builds the index of the settings from files and folders and tells what became of them.

    :raises WenjinError: See `index.build.build_index`.
    """
    console = Console(stderr=True, highlight=False)
    embedder = open_embedder(settings.model, settings.models)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = _Bar(progress, _STAGES[settings.language])
        report = build_index(paths, settings.index, embedder, bar)
    _tell(console, report, settings)
    return report


def _tell(console: Console, report: BuildReport, settings: Settings) -> None:
    names = _CHANGES[settings.language]
    for change in (Change.ADDED, Change.CHANGED, Change.REMOVED, Change.SKIPPED):
        files = [file for file in report.files if file.change is change]
        for file in files[:_LISTED]:
            told = file.message(settings.language)
            # what a reader of files says names the file already
            names_it = told.startswith((f"{file.source}：", f"{file.source}: "))
            name = "" if names_it else file.source
            line = "：".join(part for part in (name, told) if part)
            console.print(Text(f"  {names[change]} {plain(line)}"), soft_wrap=True)
        if len(files) > _LISTED:
            console.print(f"  {names[change]} … +{len(files) - _LISTED}")
    counts = "，".join(f"{names[change]} {report.count(change)}" for change in Change)
    if settings.language == "en":
        line = f"{report.documents} documents, {report.passages} passages ({counts})"
    else:
        line = f"{report.documents} 篇文档，{report.passages} 段（{counts}）"
    console.print(Text(f"{line} → {settings.index} [{report.generation}]"), soft_wrap=True)

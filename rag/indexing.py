"""`wenjin index`: building with a progress bar, and what became of each file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.build import BuildReport, Change, build_index
from index.embedding import open_embedder
from index.errors import WenjinError
from index.opening import describe
from rag.settings import Settings
from rag.shelf import open_library
from rag.terminal import plain

_STAGES = {
    "zh": {"read": "查看文件", "embed": "读入并计算向量", "write": "写入索引"},
    "en": {"read": "looking at files", "embed": "reading and embedding", "write": "writing"},
}
_RATES = {"zh": "{:.0f} 段/秒", "en": "{:.0f} passages/s"}
_INTERRUPTED = {
    "zh": "已中断。已完成的部分保留着，原来的索引照常可用；再运行同一命令就接着做",
    "en": "interrupted. What is done is kept and the index as it was goes on being used; the same "
    "command goes on from here",
}
_COMPACTING = {"zh": "合并索引的分段…", "en": "merging the segments of the index…"}
_COMPACTED = {"zh": "已合并为一段 [{generation}]", "en": "merged into one [{generation}]"}
_COMPACT = {"zh": "不需要合并 [{generation}]", "en": "nothing to merge [{generation}]"}
_OVER = 300.0
"""The rate is that of the last so many seconds: passages come in batches of up to a minute."""
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

    def expect(self, total: int) -> None:
        for task in self._progress.tasks:
            if task.id == self._task:  # Progress.update would forget the rate
                task.total = total

    def advance(self, steps: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, steps)


class _Rate(ProgressColumn):
    """How many passages are done a second."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(self._words.format(speed) if speed and task.total and task.total > 1 else "")


def index_with_progress(
    paths: Sequence[Path], settings: Settings, leave_out: Collection[str] = ()
) -> BuildReport:
    """Builds the index of the settings from files and folders and tells what became of them.

    :param leave_out: Sources of documents that are not wanted.
    :raises WenjinError: See `index.build.build_index`.
    :raises SystemExit: It was interrupted; what is done is kept, which was said.
    """
    console = Console(stderr=True, highlight=False)
    embedder = open_embedder(settings.model, settings.models)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(_RATES[settings.language]),
        TimeRemainingColumn(),
    )
    shown = Progress(
        *columns, console=console, disable=not console.is_terminal, speed_estimate_period=_OVER
    )
    library = open_library(settings).uploads.parent
    try:
        with shown as progress:
            bar = _Bar(progress, _STAGES[settings.language])
            report = build_index(paths, settings.location, embedder, bar, [library], leave_out)
    except KeyboardInterrupt:
        console.print(Text(f"wenjin: {_INTERRUPTED[settings.language]}"), soft_wrap=True)
        raise SystemExit(130) from None
    _tell(console, report, settings)
    return report


def compact_with_progress(settings: Settings) -> None:
    """Makes one segment of those of an index; it can be searched meanwhile.

    :raises WenjinError: There is no index in a folder, or it cannot be used.
    """
    console = Console(stderr=True, highlight=False)
    index = settings.location
    if not isinstance(index, Path):
        raise WenjinError(
            "Milvus 里的索引由 Milvus 自己合并",
            "Milvus merges the segments of its collections itself",
        )
    from index.embedded_writer import compact

    with console.status(_COMPACTING[settings.language]):
        before = describe(index).generation
        generation = compact(index, into_one=True)
    words = _COMPACTED if generation else _COMPACT
    line = words[settings.language].format(generation=generation or before)
    console.print(Text(f"{line} → {index}"), soft_wrap=True)


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
    console.print(Text(f"{line} → {settings.location} [{report.generation}]"), soft_wrap=True)

"""The progress bar of a run, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval.verdict import Judged


@contextmanager
def asking(total: int) -> Iterator[Callable[[Judged], None]]:
    """A bar for a number of questions; call what it yields after each."""
    columns = (
        TextColumn("提问"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("对 {task.fields[right]}"),
        TimeRemainingColumn(),
    )
    right = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, right=0)

        def done(judged: Judged) -> None:
            nonlocal right
            right += judged.verdict.is_right
            progress.update(task, advance=1, right=right)

        yield done

"""Draft cases: answers that someone called wrong, waiting to be reviewed into a question set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.errors import WenjinError

FILE = "drafts.jsonl"
"""Its name in WENJIN_HOME."""


class DraftError(WenjinError):
    """A file of drafts that cannot be read or written."""


@dataclass(frozen=True)
class Draft:
    """A question whose answer someone called wrong.

    `result` is the answer that was given, as the JSON contract; `comment` what the person said,
    `created` the time in UTC.
    """

    question: str
    history: tuple[str, ...]
    result: Mapping[str, Any]
    comment: str
    created: str


def append_draft(
    path: Path,
    question: str,
    history: Sequence[str],
    result: Mapping[str, Any],
    comment: str = "",
) -> Draft:
    """Adds a draft to the end of a file, which is made where it is missing.

    :raises DraftError: The file cannot be written.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    draft = Draft(question, tuple(history), result, comment, now)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock(path), path.open("a", encoding="utf-8") as file:
            file.write(_line(draft))
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    return draft


def read_drafts(path: Path) -> tuple[Draft, ...]:
    """The drafts of a file, oldest first; none where there is no file.

    :raises DraftError: The file cannot be read or holds something else.
    """
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return tuple(_draft(json.loads(line)) for line in lines if line.strip())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(path, str(error)) from error


def drop_drafts(path: Path, dropped: Sequence[Draft]) -> None:
    """Takes drafts out of a file; what was added to it meanwhile stays.

    :raises DraftError: The file cannot be read or written.
    """
    try:
        with _lock(path):
            kept = [draft for draft in read_drafts(path) if draft not in dropped]
            beside = path.with_name(path.name + ".new")
            beside.write_text("".join(map(_line, kept)), encoding="utf-8")
            beside.replace(path)
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error


def _lock(path: Path) -> FileLock:
    return FileLock(path.with_name(path.name + ".lock"))


def _line(draft: Draft) -> str:
    data = {
        "question": draft.question,
        "history": list(draft.history),
        "result": draft.result,
        "comment": draft.comment,
        "created": draft.created,
    }
    return json.dumps(data, ensure_ascii=False) + "\n"


def _draft(data: Mapping[str, Any]) -> Draft:
    return Draft(
        str(data["question"]),
        tuple(map(str, data["history"])),
        dict(data["result"]),
        str(data["comment"]),
        str(data["created"]),
    )


def _unusable(path: Path, why: str) -> DraftError:
    return DraftError(f"草稿文件用不了：{path}（{why}）", f"cannot use the drafts {path}: {why}")

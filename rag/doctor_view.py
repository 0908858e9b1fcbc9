"""`wenjin doctor`: what is wrong and how to mend it, a line each."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rag.doctor import Diagnosis, diagnose
from rag.settings import Settings
from rag.terminal import Paint, paint, plain, to_json, wants_colour

_MARKS = {
    "zh": {"good": "好", "bad": "坏", "mended": "已修"},
    "en": {"good": "ok", "bad": "bad", "mended": "mended"},
}


def add_commands(commands: Any) -> None:
    """Adds the command `doctor`.

    :param commands: What `add_subparsers` gave.
    """
    doctor = commands.add_parser("doctor", help="检查设置、模型、索引和文库，说出毛病和办法")
    doctor.add_argument(
        "--mend", action="store_true", help="做不会丢失任何东西的修理：指向完好的一代，移开损坏的"
    )
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
    doctor.add_argument("--index", metavar="DIR", help="索引文件夹")
    doctor.add_argument("--model", metavar="MODEL", help="向量模型：名称或文件夹")
    doctor.set_defaults(run=_run)


def show(diagnosis: Diagnosis, language: str, colour: bool) -> str:
    """The diagnosis in lines: what is in order, what was mended, what is wrong."""
    marks = _MARKS[language]
    rows = [("good", Paint.GREEN, zh if language == "zh" else en) for zh, en in diagnosis.checked]
    rows += [
        ("mended", Paint.YELLOW, fault.message(language))
        if fault.mended
        else ("bad", Paint.RED, fault.message(language))
        for fault in sorted(diagnosis.faults, key=lambda fault: not fault.mended)
    ]
    return "\n".join(
        f"{paint(marks[mark], *((tint,) if colour else ()))}  {plain(line)}"
        for mark, tint, line in rows
    )


def _run(options: argparse.Namespace, settings: Settings) -> int:
    diagnosis = diagnose(settings, mend=options.mend)
    if options.json:
        text = to_json(diagnosis.to_dict(settings.language), indent=2)
    else:
        text = show(diagnosis, settings.language, wants_colour(sys.stdout))
    sys.stdout.write(text + "\n")
    return 0 if diagnosis.is_well else 1

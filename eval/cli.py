"""`wenjin eval`: run a question set, compare two runs, guard the baseline."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from rag.settings import Settings

if TYPE_CHECKING:
    from eval.question_set import Question
    from rag import Assistant

HERE = Path(__file__).resolve().parent
SEEDS = HERE / "seeds.jsonl"
BASELINE = HERE / "baseline.json"


def add_commands(subparsers: Any) -> None:
    """Adds `eval` to the subparsers of the command line.

    Its `run` takes the parsed options and the settings and returns the exit code.
    """
    command = subparsers.add_parser("eval", help="用题集评测；对比两次评测")
    command.add_argument(
        "set", nargs="?", type=Path, default=SEEDS, metavar="SET", help="题集（eval/seeds.jsonl）"
    )
    place = command.add_mutually_exclusive_group()
    place.add_argument("--index", metavar="DIR", help="索引文件夹")
    place.add_argument("--store", metavar="STORE", help="索引在 Milvus 里：milvus://主机:端口/集合")
    command.add_argument("--model", metavar="MODEL", help="向量模型：名称或文件夹")
    command.add_argument(
        "--report",
        type=Path,
        metavar="OUT",
        help="结果写到的文件夹（默认在 WENJIN_HOME 的 runs 下）",
    )
    command.add_argument(
        "--split", choices=("tune", "report", "all"), default="all", help="只问哪一半（all）"
    )
    command.add_argument(
        "--compare", nargs=2, type=Path, metavar=("RUN_A", "RUN_B"), help="对比两次评测的文件夹"
    )
    command.add_argument(
        "--gate",
        nargs="?",
        type=Path,
        const=BASELINE,
        metavar="BASELINE",
        help="不及基线则失败（eval/baseline.json）",
    )
    command.add_argument(
        "--accept",
        nargs="?",
        type=Path,
        const=BASELINE,
        metavar="BASELINE",
        help="把这次评测写为新基线（eval/baseline.json）",
    )
    command.add_argument(
        "--add",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="DRAFTS",
        help="逐条审阅页面上记下的错题，收进题集（WENJIN_HOME 的 drafts.jsonl）",
    )
    command.set_defaults(run=run_command)


def run_command(options: argparse.Namespace, settings: Settings) -> int:
    """Runs `wenjin eval`.

    :returns: 0.
    :raises WenjinError: The set, the index or a run is unusable, or the gate is closed.
    """
    if options.compare:
        return _compare(*options.compare)
    if options.add is not None:
        return _add(options, settings)
    return _run(options, settings)


def _compare(before: Path, after: Path) -> int:
    from rich.console import Console

    from eval.compare import compare
    from eval.run import read_run
    from eval.tables import print_comparison

    print_comparison(Console(highlight=False), compare(read_run(before), read_run(after)))
    return 0


def _add(options: argparse.Namespace, settings: Settings) -> int:
    from eval.drafts import FILE, read_drafts
    from eval.review import review
    from rag import Assistant

    path = settings.home / FILE if options.add == Path() else options.add
    drafts = read_drafts(path)
    if not drafts:
        print(f"没有待审的草稿：{path}")
        return 0
    originals = _originals(Assistant.open(settings=settings))
    done = review(drafts, path, options.set, originals, input, print)
    print(f"收进 {len(done.added)} 题，丢弃 {done.dropped}，留下 {done.skipped}")
    return 0


def _originals(assistant: Assistant) -> dict[str, str]:
    """The text of each document of the index by its source."""
    return {info.source: assistant.document(info.source).original for info in assistant.documents()}


def _run(options: argparse.Namespace, settings: Settings) -> int:
    from rich.console import Console

    from eval.gate import check_gate, closed, make_baseline, read_baseline
    from eval.progress import asking
    from eval.question_set import load_questions
    from eval.report import write_report
    from eval.run import ask_all, describe, write_run
    from eval.surroundings import surroundings
    from eval.tables import print_run
    from rag import Assistant

    baseline = read_baseline(options.gate) if options.gate else None
    assistant = Assistant.open(settings=settings)
    made_with = surroundings(options.set, options.split, settings.location)
    originals = _originals(assistant)
    questions = _of_split(load_questions(options.set, originals), options.split)
    assistant.ask(questions[0].question)  # what is loaded at the first question is not its time
    with asking(len(questions)) as done:
        judged = ask_all(
            questions, lambda q, h: assistant.ask(q, history=h).to_dict(), originals, done
        )
    about = describe(judged, made_with)
    folder = options.report or settings.home / "runs" / datetime.now().strftime("%Y%m%d-%H%M%S")
    write_run(folder, judged, about)
    write_report(folder / "report.html", judged, about)
    print_run(Console(highlight=False), about)
    print(f"{folder / 'report.html'}")
    if options.accept:
        text = json.dumps(make_baseline(about), ensure_ascii=False, indent=1)
        options.accept.write_text(text + "\n", encoding="utf-8")
    elif baseline is not None:
        gate = check_gate(about, baseline)
        if not gate.is_open:
            raise closed(gate)
    return 0


def _of_split(questions: Sequence[Question], split: str) -> list[Question]:
    chosen = [q for q in questions if split in ("all", q.split.value)]
    if not chosen:
        raise UsageError("题集里没有可问的题", "the question set has no question to ask")
    return chosen

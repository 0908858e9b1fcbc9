"""Questions about documents of other kinds than the seeds: notices, manuals, contracts, minutes.

    python -m eval.elsewhere_sets [--split tune|report] [--report DIR] [--gate | --accept]

`eval/elsewhere/` holds collections of documents, each with its questions, which are asked of that
collection alone. Texts and questions are our own. A collection is whole in one half: on those of
`tune` settings are fitted, those of `report` only measure.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.gate import check_gate, closed, make_baseline, read_baseline
from eval.question_set import Question, load_questions, read_originals
from eval.run import ask_all, describe, write_run
from eval.verdict import Judged
from index.build import build_index
from index.embedding import open_embedder
from index.errors import WenjinError
from rag.assistant import Assistant
from rag.settings import Settings, load_settings

FOLDER = Path(__file__).parent / "elsewhere"
_BASELINE = FOLDER / "baseline.json"
_SHOWN = (
    "right",
    "success@1",
    "success@5",
    "first_quote",
    "contained",
    "f1",
    "abstention_recall",
    "wrongly_declined",
)


@dataclass(frozen=True)
class Collection:
    """Documents with the questions that are asked of them alone."""

    name: str
    questions: tuple[Question, ...]
    originals: dict[str, str]
    settings: Settings

    def open(self, by_rule: bool = False) -> Assistant:
        """An assistant over the documents."""
        return Assistant(self.settings.index, self.settings, by_rule=by_rule)


def collections(split: str | None = None) -> Iterator[Collection]:
    """The collections, of one half or all, each indexed under the home folder of WenJin."""
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        originals = read_originals(folder / "documents")
        questions = load_questions(folder / "questions.jsonl", originals)
        if split is None or questions[0].split == split:
            yield indexed(folder.name, questions, folder / "documents", originals)


def indexed(
    name: str, questions: tuple[Question, ...], folder: Path, originals: dict[str, str]
) -> Collection:
    """A collection of the files of a folder that `originals` names, which are indexed anew."""
    settings = load_settings()
    index = settings.index.parent / FOLDER.name / name
    # how documents are read may have changed since
    shutil.rmtree(index, ignore_errors=True)
    paths = [folder / source for source in originals]
    build_index(paths, index, open_embedder(settings.model, settings.models))
    return Collection(name, questions, originals, replace(settings, index=index))


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask as the arguments say, print the measures, and compare them with the baseline.

    :raises WenjinError: The gate is closed.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--split", choices=("tune", "report"))
    parser.add_argument("--report", type=Path, help="folder for the runs")
    parser.add_argument("--gate", action="store_true", help="fail where it is worse than before")
    parser.add_argument("--accept", action="store_true", help="write what is measured as baseline")
    args = parser.parse_args(arguments)
    asked_of = {"path": FOLDER.name, "split": args.split or "all"}
    every = []
    for collection in collections(args.split):
        judged = _ask(collection)
        every += judged
        about = describe(judged, {"set": asked_of}, interval=False)
        _show(collection.name, about)
        if args.report:
            write_run(args.report / collection.name, judged, about)
    about = describe(every, {"set": asked_of}, interval=False)
    _show("all", about)
    if args.accept:
        text = json.dumps(make_baseline(about), ensure_ascii=False, indent=1)
        _BASELINE.write_text(text + "\n", encoding="utf-8")
    elif args.gate:
        gate = check_gate(about, read_baseline(_BASELINE))
        if not gate.is_open:
            raise closed(gate)
    return 0


def _ask(collection: Collection) -> list[Judged]:
    assistant = collection.open()
    return ask_all(
        collection.questions, lambda q, h: assistant.ask(q, h).to_dict(), collection.originals
    )


def _show(name: str, about: Mapping[str, Any]) -> None:
    measures = about["measures"]
    figures = "  ".join(f"{key} {100 * measures[key]['value']:.1f}" for key in _SHOWN)
    print(f"{name:>4}  {figures}", flush=True)


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except WenjinError as error:
        raise SystemExit(str(error)) from error

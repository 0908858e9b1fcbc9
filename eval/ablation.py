"""What each piece of answering is worth: the same questions with one piece left out.

    python -m eval.ablation [SET] [--split report] [--without PIECE …] [--write FILE]

Prints a table of Markdown; `--write` also keeps it in a file.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from eval.measures import measure_all
from eval.progress import asking
from eval.question_set import Question, load_questions
from eval.run import ask_all
from rag import Assistant
from rag.confidence import Confidence
from rag.proposals import Features
from rag.settings import load_settings

SEEDS = Path(__file__).parent / "seeds.jsonl"
COLUMNS = {
    "success@1": "R@1",
    "success@5": "R@5",
    "mrr": "MRR",
    "first_quote": "quote first",
    "contained": "answer contained",
    "f1": "F1",
    "abstention_recall": "declined, rightly",
    "wrongly_declined": "declined, wrongly",
}

Switch = Callable[[ExitStack], None]


def _set(target: str, value: Any) -> Switch:
    return lambda stack: stack.enter_context(patch(target, value))


def _odds_as_probability(self: Confidence, features: Features) -> float:
    # a span as likely as none has the least probability that is answered
    odds = self.threshold / (1 - self.threshold) * math.exp(max(-30.0, min(30.0, features.reading)))
    return odds / (1 + odds)


PIECES: dict[str, Switch] = {
    "dense": _set("rag.retrieval.DENSE_WEIGHT", 0.0),
    "BM25": _set("rag.retrieval.LEXICAL_WEIGHT", 0.0),
    "place": _set("rag.retrieval.PLACE_WEIGHT", 0.0),
    "reranking": _set("rag.assistant.rerank", lambda ranked, _: [(p, None) for p in ranked]),
    "follow-ups": _set("rag.understanding.complete", lambda question, history: None),
    "spelling and pinyin": _set("rag.spelling.Speller.correct", lambda self, text: None),
    "fact check": _set("rag.assistant.contradiction", lambda *_: None),
    "calibration": _set("rag.confidence.Confidence.probability", _odds_as_probability),
}
"""How to leave out each piece."""
READER = "trained reader"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the whole, and the whole without each piece."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("set", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--split", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--without", nargs="*", choices=[*PIECES, READER])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)

    settings = load_settings()
    with_reader = Assistant.open(settings=settings)
    by_rule = Assistant(settings.index, settings, by_rule=True)
    originals = {
        info.source: with_reader.document(info.source).original for info in with_reader.documents()
    }
    questions = [
        question
        for question in load_questions(options.set, originals)
        if options.split in ("all", question.split.value)
    ]
    chosen = [*PIECES, READER] if options.without is None else options.without
    rows = [_row("all pieces", with_reader, questions, originals, [])]
    for piece in chosen:
        assistant = by_rule if piece == READER else with_reader
        switches = [PIECES[piece]] if piece in PIECES else []
        rows.append(_row(f"without {piece}", assistant, questions, originals, switches))
    table = "\n".join(_table(rows, len(questions)))
    print(table)
    if options.write:
        options.write.write_text(table + "\n", encoding="utf-8")
    return 0


def _row(
    name: str,
    assistant: Assistant,
    questions: Collection[Question],
    originals: dict[str, str],
    switches: Sequence[Switch],
) -> tuple[str, dict[str, float]]:
    with ExitStack() as stack:
        for switch in switches:
            switch(stack)
        done = stack.enter_context(asking(len(questions)))
        judged = ask_all(
            questions, lambda q, h: assistant.ask(q, history=h).to_dict(), originals, done
        )
    measured = measure_all(judged, interval=False)
    return name, {column: measured[column].value for column in COLUMNS if column in measured}


def _table(rows: Sequence[tuple[str, dict[str, float]]], count: int) -> list[str]:
    lines = [
        f"| {count} questions, % | " + " | ".join(COLUMNS.values()) + " |",
        "|---" * (len(COLUMNS) + 1) + "|",
    ]
    for name, values in rows:
        cells = [f"{100 * values[column]:.1f}" if column in values else "–" for column in COLUMNS]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    raise SystemExit(main())

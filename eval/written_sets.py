"""Documents of many kinds with questions in everyday words, all written by hand for this project.

`eval/written/` holds two halves: on the documents of `train` the span reader learns, those of `tune`
it never sees: the reader is chosen and the confidence models are fitted on them. The questions
are as in every other set (`eval/question_set.py`); the note of an unanswerable one is the stretch of
its document that tempts most.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eval.elsewhere_sets import Collection, indexed
from eval.question_set import Question, load_questions, read_originals
from eval.reading_sets import Example

FOLDER = Path(__file__).parent / "written"
KIND, WITHOUT = "written", "written unanswerable"
_STRETCH = 300
"""Characters of the text that an unanswerable question is laid beside."""


def load_written(half: str) -> list[Example]:
    """The questions of a half, each beside its document, or beside the stretch that tempts most.

    Args:
        half: `train` or `tune`.
    """
    folder = FOLDER / half
    originals = read_originals(folder / "documents")
    return [
        example
        for question in load_questions(folder / "questions.jsonl", originals)
        for example in _examples(question, originals)
    ]


def written_collections(half: str = "tune") -> Iterator[Collection]:
    """The documents of a half, a writer's together, indexed with their questions."""
    folder = FOLDER / half
    originals = read_originals(folder / "documents")
    questions = load_questions(folder / "questions.jsonl", originals)
    for writer in sorted({source.split("-")[0] for source in originals}):
        yield indexed(
            f"written-{writer}",
            tuple(q for q in questions if q.id.split("-")[0] == writer),
            folder / "documents",
            {s: text for s, text in originals.items() if s.split("-")[0] == writer},
        )


def _examples(question: Question, originals: dict[str, str]) -> Iterator[Example]:
    if question.evidence:
        evidence = question.evidence[0]
        text = originals[evidence.source]
        answer = question.answers[0]
        at = text.index(evidence.quote) + evidence.quote.index(answer)
        span = (at, at + len(answer))
        yield _example(question, evidence.source, text, KIND, (span,))
    else:
        source = next(source for source, text in originals.items() if question.note in text)
        text = originals[source]
        at = text.index(question.note)
        begin = max(0, at + len(question.note) // 2 - _STRETCH // 2)
        yield _example(question, source, text[begin : begin + _STRETCH], WITHOUT)


def _example(
    question: Question,
    source: str,
    context: str,
    kind: str,
    answers: tuple[tuple[int, int], ...] = (),
) -> Example:
    return Example(
        f"{kind}:{question.id}", f"written:{source}", question.question, context, answers, kind
    )

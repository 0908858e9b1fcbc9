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
KIND, WITHOUT, BESIDE = "written", "written unanswerable", "written beside"
_STRETCH, _STEP = 300, 50
"""Characters of the text that an unanswerable question is laid beside; where such stretches begin."""


def load_written(half: str) -> list[Example]:
    """The questions of a half beside their documents, and beside stretches that do not answer them.

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


def written_collections() -> Iterator[Collection]:
    """The documents of `tune`, a writer's together, indexed with their questions."""
    folder = FOLDER / "tune"
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
        beside = _likest(question.question, _stretches(text, answer))
        if beside:
            yield _example(question, evidence.source, beside, BESIDE)
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


def _stretches(text: str, answer: str) -> list[str]:
    """Stretches of a text that do not hold the answer."""
    begins = range(0, max(1, len(text) - _STRETCH + 1), _STEP)
    return [part for b in begins if answer not in (part := text[b : b + _STRETCH])]


def _likest(question: str, stretches: list[str]) -> str:
    """The stretch that shares the most pairs of characters with the question; empty if none is."""
    pairs = {question[at : at + 2] for at in range(len(question) - 1)}
    return max(stretches, key=lambda part: sum(pair in part for pair in pairs), default="")

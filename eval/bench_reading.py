"""`wenjin bench reading`: the span reader on public sets, the right paragraph given."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval import cmrc
from eval.abstention import abstention
from eval.bench_data import READING_SETS, ReadingQuestion
from eval.bench_evidence import bag_f1
from eval.bench_report import Figure, Report, mean, times
from index.folding import fold
from index.sentences import sentences
from rag.reader import SpanReader

NO_ANSWER = 0.0
"""Log odds below which the reader says that the text holds no answer."""


@dataclass(frozen=True)
class Read:
    """What the reader made of one question.

    `answer` and `sentence` are slices of the paragraph as it was given (the sentence is what the
    product would quote), empty where nothing was marked; `odds` the log odds of the answer
    against "no answer here".
    """

    asked: ReadingQuestion
    answer: str
    sentence: str
    odds: float
    milliseconds: float


def read_one(reader: SpanReader, asked: ReadingQuestion) -> Read:
    """One question put to the reader; folding is part of the time."""
    begin = time.perf_counter()
    context = fold(asked.context)
    question = " ".join(fold(asked.question).text.split())
    (reading,) = reader.read(question, [context.text])
    taken = (time.perf_counter() - begin) * 1000
    if not reading.spans:
        return Read(asked, "", "", float("-inf"), taken)
    best = reading.spans[0]
    touched = [s for s in sentences(context.text) if s[0] < best.end and best.start < s[1]]
    quoted = (touched[0][0], touched[-1][1]) if touched else (best.start, best.end)
    start, end = context.alignment.to_original(best.start, best.end)
    first, last = context.alignment.to_original(*quoted)
    return Read(
        asked,
        asked.context[start:end],
        asked.context[first:last],
        best.score - reading.no_answer,
        taken,
    )


def read_all(
    reader: SpanReader, questions: Sequence[ReadingQuestion], done: Callable[[int], None]
) -> list[Read]:
    """Every question, one after another."""
    found = []
    for question in questions:
        found.append(read_one(reader, question))
        done(1)
    return found


def report(name: str, found: Sequence[Read], limit: int | None) -> Report:
    """The figures of a set.

    :param limit: How many questions were drawn, None for all; kept with the figures.
    """
    answerable = [read for read in found if read.asked.answers]
    figures = {
        "EM": mean([cmrc.exact_match(read.answer, read.asked.answers) for read in answerable]),
        "F1": mean([cmrc.f1(read.answer, read.asked.answers) for read in answerable]),
        **times([read.milliseconds for read in found]),
    }
    rows = {"answer, gold paragraph": figures}
    if len(answerable) < len(found):
        rows["answer or none"] = _with_declining(found)
        rows["declining"] = _declining(found)
    if any(read.asked.evidences for read in found):
        rows |= _explained(answerable)
    notes = [f"{READING_SETS[name].origin}; {len(found)} questions, {len(answerable)} answerable"]
    if READING_SETS[name].learnt:
        notes.append("the shipped reader was trained on this set: no measure of other texts")
    notes.append(
        "EM and F1 as in the script of CMRC 2018 (ExpMRC's own where named); times are of one question"
    )
    return Report(f"reading {name}", rows, {"set": name, "limit": limit}, notes)


def _explained(found: Sequence[Read]) -> dict[str, dict[str, Figure]]:
    answers = [bag_f1(read.answer, read.asked.answers) for read in found]
    evidence = [bag_f1(read.sentence, read.asked.evidences) for read in found]
    return {
        "ExpMRC: answer": {"F1": mean(answers)},
        "ExpMRC: quoted sentence": {"F1": mean(evidence)},
        "ExpMRC: overall": {"F1": mean([a * e for a, e in zip(answers, evidence, strict=True)])},
    }


def _with_declining(found: Sequence[Read]) -> dict[str, Figure]:
    """EM and F1 over all questions as SQuAD 2.0 counts them: declining is right or wrong."""

    def score(measure: Callable[[str, Sequence[str]], float], read: Read) -> float:
        declined = read.odds < NO_ANSWER
        if not read.asked.answers or declined:
            return float(declined and not read.asked.answers)
        return measure(read.answer, read.asked.answers)

    return {
        "EM": mean([score(cmrc.exact_match, read) for read in found]),
        "F1": mean([score(cmrc.f1, read) for read in found]),
    }


def _declining(found: Sequence[Read]) -> dict[str, Figure]:
    whole = abstention(
        [read.odds < NO_ANSWER for read in found], [not read.asked.answers for read in found]
    )
    return {
        "precision": Figure(whole.precision, len(found)),
        "recall": Figure(whole.recall, len(found)),
        "F1": Figure(whole.f1, len(found)),
    }

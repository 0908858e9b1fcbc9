"""Fits the confidence model on the `tune` questions: `python -m eval.fit_confidence`.

Each proposal for a question is an example: right where its sentence shows the evidence and its
answer, if it marks one, holds an accepted one. Unanswerable questions have only wrong proposals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from eval.evidence import needs, supports
from eval.question_set import Question, load_questions
from eval.text_match import contained
from rag import Assistant
from rag.confidence import FILE, Confidence
from rag.proposals import Proposal
from rag.settings import load_settings

THRESHOLD = 0.42
"""The least probability that is answered: a wrong answer costs 0.42 / 0.58 of what a right one is worth.

Set by hand, since the best one on the few unanswerable `tune` questions jumps with each of them.
"""

Matrix = npt.NDArray[np.float64]


def main() -> None:
    """Fits both readers' models on `eval/seeds.jsonl` with the default index, and writes the file."""
    settings = load_settings()
    assistants = [Assistant(settings.index, settings, by_rule=by_rule) for by_rule in (True, False)]
    fitted = {assistant.reader: asdict(_fit(assistant)) for assistant in assistants}
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=1))


def _fit(assistant: Assistant) -> Confidence:
    originals = {
        info.source: assistant.document(info.source).original for info in assistant.documents()
    }
    questions = [
        question
        for question in load_questions(Path(__file__).parent / "seeds.jsonl", originals)
        if question.split == "tune" and "damaged" not in question.tags
    ]
    names: list[str] = []
    rows, labels, groups = [], [], []
    for number, question in enumerate(questions):
        for proposal in assistant.consider(question.question, question.history).proposals:
            values = asdict(proposal.features)
            names = list(values)
            rows.append(list(values.values()))
            labels.append(_is_right(question, proposal, originals))
            groups.append(number)
    matrix, truth, group = np.array(rows), np.array(labels), np.array(groups)
    order = _fit_order(matrix, truth, group)
    first = _first_of_each(matrix @ order, group)
    answers = LogisticRegression(C=1.0, max_iter=2000).fit(matrix[first], truth[first])
    return Confidence(
        _named(names, order),
        round(float(answers.intercept_[0]), 4),
        _named(names, answers.coef_[0]),
        THRESHOLD,
    )


def _named(names: list[str], weights: Matrix) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def _fit_order(matrix: Matrix, truth: Matrix, groups: Matrix) -> Matrix:
    """Weights that put right proposals of a question before wrong ones.

    Logistic regression on the differences between the two, as RankNet with a linear scorer
    (Burges et al., "Learning to Rank using Gradient Descent", 2005).
    """
    differences = np.concatenate(
        [
            right - matrix[(groups == group) & ~truth]
            for group in np.unique(groups)
            for right in matrix[(groups == group) & truth]
        ]
    )
    both = np.concatenate([differences, -differences])
    sides = np.repeat([1, 0], len(differences))
    model = LogisticRegression(C=0.1, fit_intercept=False, max_iter=2000).fit(both, sides)
    return np.asarray(model.coef_[0])


def _first_of_each(scores: Matrix, groups: Matrix) -> list[int]:
    """The row of the best proposal of each question."""
    return [
        int(own[np.argmax(scores[own])])
        for own in (np.flatnonzero(groups == group) for group in np.unique(groups))
    ]


def _is_right(question: Question, proposal: Proposal, originals: Mapping[str, str]) -> bool:
    if not question.answerable:
        return False
    source = proposal.ranked.stored.source
    passage = proposal.ranked.stored.passage
    original = originals[source]
    spans = passage.spans(*proposal.sentence)
    shown = any(
        supports(place, source, spans, original)
        for need in needs(question, originals)
        for place in need.places
    )
    if not shown or not question.answers:
        return shown
    given = list(proposal.short)
    if "sentence" in question.tags:
        given.append(proposal.text)
    return contained("\n".join(given), question.answers)


if __name__ == "__main__":
    main()

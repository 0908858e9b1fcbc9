"""Fits the confidence models on the `tune` questions: `python -m eval.fit_confidence`.

Each proposal for a question is an example: right where its sentence shows the evidence and its
answer, if it marks one, holds an accepted one. Unanswerable questions have only wrong proposals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from eval.elsewhere_sets import Collection, collections
from eval.evidence import needs, supports
from eval.question_set import Question, Split, load_questions
from eval.text_match import contained
from eval.written_sets import written_collections
from rag import Assistant
from rag.confidence import FILE, Confidence, Weights
from rag.proposals import Features, Proposal
from rag.settings import load_settings

THRESHOLD = 0.22
"""The least probability that is answered: a wrong answer costs 0.22 / 0.78 of what a right one is worth.

Set by hand, since the best one on the few unanswerable `tune` questions jumps with each of them.
"""

_STRENGTH = 0.3
_SPREAD = {"dense": 0.03, "reading": 3.0}
"""How far apart two values of a feature mostly lie where that is not about one: or else a weight as
large as a cosine needs would be held down as an unlikely one."""

_LEAST = {
    **dict.fromkeys(("fused", "dense", "reading", "form", "place", "year", "role"), 0.0),
    "coverage": 1.6,
    "sentence": 1.2,
}
"""What a feature weighs at least: none that speaks for a sentence may come to speak against it.

Of a page that is asked alone the question's words say next to nothing, among many documents a good
deal; most of the questions are of the first sort. Chosen on the seeds and the other documents of `tune`.
"""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Examples:
    """Proposals as rows of features, whether each is right, and the number of its question."""

    names: list[str]
    matrix: Matrix
    right: Matrix
    group: Matrix


def main() -> None:
    """Fits both readers' models on the seeds and the other documents, and writes the file."""
    settings = load_settings()
    seeds = Assistant(settings.index, settings)
    originals = {info.source: seeds.document(info.source).original for info in seeds.documents()}
    questions = load_questions(Path(__file__).parent / "seeds.jsonl", originals)
    tune = tuple(question for question in questions if question.split == Split.TUNE)
    sets = [
        Collection("seeds", tune, originals, settings),
        *collections(Split.TUNE),
        *written_collections(),
    ]
    fitted = {}
    for by_rule in (True, False):
        found = _examples(sets, by_rule)
        whole = found.matrix[:, found.names.index("is_sentence")] > 0
        fitted["rules" if by_rule else "model"] = asdict(
            Confidence(_fit(found, ~whole), _fit(found, whole), THRESHOLD)
        )
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(fitted, indent=1))


def _examples(sets: Sequence[Collection], by_rule: bool) -> _Examples:
    rows, labels, groups = [], [], []
    number = 0
    for collection in sets:
        assistant = collection.open(by_rule)
        for question in collection.questions:
            if "damaged" in question.tags:
                continue
            number += 1
            for proposal in assistant.consider(question.question, question.history).proposals:
                rows.append(list(asdict(proposal.features).values()))
                labels.append(_is_right(question, proposal, collection.originals))
                groups.append(number)
        assistant.close()
    names = [field.name for field in fields(Features)]
    return _Examples(names, np.array(rows), np.array(labels), np.array(groups))


def _fit(examples: _Examples, chosen: Matrix) -> Weights:
    """The probability of the sentence that is best of its question.

    Which one that is, a model fitted on pairs says: one fitted on all sentences alike mostly learns
    what tells questions apart.
    """
    matrix, truth, group = (x[chosen] for x in (examples.matrix, examples.right, examples.group))
    spread = np.array([_SPREAD.get(name, 1.0) for name in examples.names])
    order = _fit_order(matrix / spread, truth, group) / spread
    first = _first_of_each(matrix @ order, group)
    least = [_LEAST.get(name) for name in examples.names]
    *weights, bias = _regression(matrix[first] / spread, truth[first], least)
    return Weights(
        round(bias, 4),
        {
            name: round(weight / float(width), 4)
            for name, weight, width in zip(examples.names, weights, spread, strict=True)
        },
    )


def _regression(matrix: Matrix, truth: Matrix, least: Sequence[float | None]) -> list[float]:
    """Logistic regression with weights held down by their squares, each at least `least`; the last
    of what is returned is the intercept."""

    def loss(model: Matrix) -> tuple[float, Matrix]:
        scores = matrix @ model[:-1] + model[-1]
        wrong = expit(scores) - truth
        value = np.logaddexp(0, np.where(truth, -scores, scores)).sum()
        held = np.append(model[:-1], 0.0)
        slope = np.append(matrix.T @ wrong, wrong.sum())
        return _STRENGTH * float(value) + float(held @ held) / 2, _STRENGTH * slope + held

    bounds = [*((bound, None) for bound in least), (None, None)]
    start = np.zeros(matrix.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return [float(value) for value in found.x]


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

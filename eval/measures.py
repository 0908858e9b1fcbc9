"""The measures of a run: what each means, where it comes from, and its value with an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import nan

from eval.abstention import abstention, risk_coverage
from eval.calibration import expected_calibration_error
from eval.statistics import Interval, bootstrap, bootstrap_mean, percentile
from eval.verdict import Judged

CMRC = "Cui et al. 2019, the evaluation script of CMRC 2018"
ALCE = "Gao et al. 2023, ALCE, with gold spans in the place of an entailment model"
TREC = "Voorhees and Harman 2005, TREC: Experiment and Evaluation in Information Retrieval"


@dataclass(frozen=True)
class Measure:
    """What a measure is.

    Either `one` gives the value of a single question, None where the measure says nothing about
    it, and the measure is the mean; or `whole` gives the measure of a number of questions at once,
    NaN where it is undefined.

    `higher` says whether more is better; `unit` is `share` (0..1) or `ms`.
    """

    name: str
    meaning: str
    source: str
    one: Callable[[Judged], float | None] | None = None
    whole: Callable[[Sequence[Judged]], float] | None = None
    higher: bool = True
    unit: str = "share"


@dataclass(frozen=True)
class Measured:
    """A measure's value over `count` questions; `interval` is None where it was not asked for."""

    name: str
    value: float
    count: int
    interval: Interval | None


def _recall(k: int) -> Measure:
    return Measure(
        f"recall@{k}",
        f"share of the evidence that one of the first {k} passages covers whole",
        TREC,
        one=lambda judged: judged.ranking.recall(k) if judged.ranking else None,
    )


def _success(k: int) -> Measure:
    return Measure(
        f"success@{k}",
        f"share of answerable questions for which one of the first {k} passages covers evidence",
        TREC,
        one=lambda judged: judged.ranking.success(k) if judged.ranking else None,
    )


def _abstention(part: str, meaning: str) -> Measure:
    def whole(judged: Sequence[Judged]) -> float:
        found = abstention(
            [not j.answered for j in judged], [not j.question.answerable for j in judged]
        )
        return float(getattr(found, part))

    return Measure(f"abstention_{part}", meaning, "Rajpurkar et al. 2018, SQuAD 2.0", whole=whole)


def _area(judged: Sequence[Judged]) -> float:
    given = [j for j in judged if j.answered]
    return risk_coverage(
        [j.confidence for j in given], [j.verdict.is_right for j in given], len(judged)
    ).area


def _calibration_error(judged: Sequence[Judged]) -> float:
    given = [j for j in judged if j.answered]
    return expected_calibration_error(
        [j.confidence for j in given], [j.verdict.is_right for j in given]
    )


def _latency(share: float) -> Callable[[Sequence[Judged]], float]:
    def whole(judged: Sequence[Judged]) -> float:
        taken = [j.milliseconds for j in judged if j.milliseconds is not None]
        return percentile(taken, share) if taken else nan

    return whole


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "right",
            "share of all questions that end as they should: right answer with its evidence, "
            "declined, or named as damaged",
            "eval/verdict.py",
            one=lambda judged: float(judged.verdict.is_right),
        ),
        *map(_success, (1, 5)),
        *map(_recall, (1, 3, 5, 10)),
        Measure(
            "mrr",
            "mean of 1 / rank of the first passage that covers evidence, among ten",
            "Voorhees 1999, TREC-8 QA",
            one=lambda judged: judged.ranking.reciprocal_rank if judged.ranking else None,
        ),
        Measure(
            "ndcg@10",
            "discounted gain of the first ten passages, each piece of evidence counted once",
            "Järvelin and Kekäläinen 2002",
            one=lambda judged: judged.ranking.ndcg if judged.ranking else None,
        ),
        Measure(
            "exact_match",
            "share of short answers that are an accepted one, after folding",
            CMRC,
            one=lambda judged: judged.exact,
        ),
        Measure(
            "f1",
            "character F1 of the short answer on the longest common run, best accepted one",
            CMRC,
            one=lambda judged: judged.f1,
        ),
        Measure(
            "contained",
            "share of answers that hold an accepted one, its numbers whole",
            "Chen et al. 2017, DrQA, with parts and whole numbers",
            one=lambda judged: judged.contained,
        ),
        Measure(
            "first_quote",
            "share of answerable questions whose first quote shows evidence",
            "precision at one: " + TREC,
            one=lambda judged: float(judged.citation.first) if judged.citation else None,
        ),
        Measure(
            "quote_precision",
            "share of the quotes that show evidence; 0 where nothing is quoted",
            ALCE,
            one=lambda judged: judged.citation.precision if judged.citation else None,
        ),
        Measure(
            "quote_recall",
            "share of the evidence that a quote shows",
            ALCE,
            one=lambda judged: judged.citation.recall if judged.citation else None,
        ),
        Measure(
            "quote_coverage",
            "share of the characters of the evidence that stand in the quotes",
            "eval/citation.py",
            one=lambda judged: judged.citation.coverage if judged.citation else None,
        ),
        Measure(
            "verbatim",
            "share of the quotes that are the original, character for character; must be 1",
            "eval/verdict.py",
            one=lambda judged: judged.verbatim,
        ),
        _abstention("precision", "share of the declined questions that have no answer"),
        _abstention("recall", "share of the questions without an answer that are declined"),
        _abstention("f1", "harmonic mean of the two"),
        Measure(
            "wrongly_declined",
            "share of the answerable questions that are declined",
            "Rajpurkar et al. 2018, SQuAD 2.0",
            one=lambda judged: float(not judged.answered) if judged.question.answerable else None,
            higher=False,
        ),
        Measure(
            "risk_coverage_area",
            "mean risk over the answers given, most confident first",
            "El-Yaniv and Wiener 2010; Geifman et al. 2019",
            whole=_area,
            higher=False,
        ),
        Measure(
            "ece",
            "expected distance of the confidence of an answer from the share of right ones, "
            "ten bins",
            "Naeini et al. 2015; Guo et al. 2017",
            whole=_calibration_error,
            higher=False,
        ),
        Measure(
            "latency_p50",
            "median time of a question in milliseconds",
            "Hyndman and Fan 1996, type 7",
            whole=_latency(50),
            higher=False,
            unit="ms",
        ),
        Measure(
            "latency_p95",
            "time in milliseconds that 95 % of the questions do not exceed",
            "Hyndman and Fan 1996, type 7",
            whole=_latency(95),
            higher=False,
            unit="ms",
        ),
    )
}


def values(measure: Measure, judged: Iterable[Judged]) -> list[float]:
    """The values of the questions that a mean measure says something about."""
    if measure.one is None:
        raise ValueError(f"{measure.name} is no mean over questions")
    return [value for j in judged if (value := measure.one(j)) is not None]


def take(measure: Measure, judged: Sequence[Judged], interval: bool = True) -> Measured | None:
    """One measure of some questions, None where it says nothing about any of them.

    :param interval: Whether to compute the 95 % bootstrap interval (a thousand resamples).
    """
    if measure.whole is None:
        found = values(measure, judged)
        if not found:
            return None
        mean = sum(found) / len(found)
        return Measured(measure.name, mean, len(found), bootstrap_mean(found) if interval else None)
    if not judged:
        return None
    whole = measure.whole
    value = whole(judged)
    if value != value:
        return None
    spread = None
    if interval:
        spread = bootstrap(len(judged), lambda drawn: whole([judged[at] for at in drawn]))
    return Measured(measure.name, value, len(judged), spread)


def measure_all(
    judged: Sequence[Judged], names: Iterable[str] = MEASURES, interval: bool = True
) -> dict[str, Measured]:
    """The named measures of some questions; those that say nothing about them are left out."""
    found = (take(MEASURES[name], judged, interval) for name in names)
    return {measured.name: measured for measured in found if measured is not None}

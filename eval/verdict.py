"""Judging one answer of the JSON contract against what its question asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from eval.citation import Citation, cite
from eval.evidence import needs
from eval.question_set import Question
from eval.ranking import Ranking, rank
from eval.text_match import character_f1, contained, exact_match


class Verdict(StrEnum):
    """What became of a question. `RIGHT` and `RIGHTLY_DECLINED` are right, the rest wrong."""

    RIGHT = "right"
    RIGHTLY_DECLINED = "rightly_declined"
    WRONG_ANSWER = "wrong_answer"
    WRONG_EVIDENCE = "wrong_evidence"
    WRONGLY_DECLINED = "wrongly_declined"
    SHOULD_DECLINE = "should_decline"
    DAMAGE_MISSED = "damage_missed"
    DAMAGE_INVENTED = "damage_invented"
    NO_RESULT = "no_result"

    @property
    def is_right(self) -> bool:
        """Whether it counts as a success."""
        return self in (Verdict.RIGHT, Verdict.RIGHTLY_DECLINED)


@dataclass(frozen=True)
class Judged:
    """One question with its result and all that is measured on it alone.

    `result` is the answer of the JSON contract, None where there was none (`error` says why).
    `exact`, `f1` and `contained` are None where the question asks for no such thing; `ranking`
    and `citation` are None where nothing can be shown. `milliseconds` is the time the question
    took, measured around the call.
    """

    question: Question
    result: Mapping[str, Any] | None
    verdict: Verdict
    exact: float | None
    f1: float | None
    contained: float | None
    ranking: Ranking | None
    citation: Citation | None
    verbatim: float | None
    milliseconds: float | None
    error: str = ""

    @property
    def outcome(self) -> str:
        """The outcome given; `no_result` where there was none."""
        return str(self.result["outcome"]) if self.result is not None else "no_result"

    @property
    def confidence(self) -> float:
        """The confidence given (0..1); 1 where there was no result, which is wrong for sure."""
        return float(self.result["confidence"]) if self.result is not None else 1.0

    @property
    def answered(self) -> bool:
        """Whether it was not declined; a question without a result was not, either."""
        return self.outcome != "not_found"


def judge(
    question: Question,
    result: Mapping[str, Any] | None,
    originals: Mapping[str, str],
    milliseconds: float | None = None,
    error: str = "",
) -> Judged:
    """A question judged. Without a result everything counts as wrong.

    A short answer is right where it holds an accepted one (so 2474户6524人 is right for 6524人)
    and its first quote shows the evidence. Where the sentence is the answer, its quote has to
    hold it; comparisons and collections have to cite every document they need.
    """
    wanted = needs(question, originals)
    given = result or {"outcome": "no_result", "answer": None, "quotes": [], "passages": []}
    citation = cite(wanted, given["quotes"], originals) if wanted else None
    exact = f1 = held = None
    if question.expected == "answered":
        held = float(contained(_given_text(question, given), question.answers))
    if question.has_short_answer:
        exact = exact_match(given["answer"] or "", question.answers)
        f1 = character_f1(given["answer"] or "", question.answers)
    quotes = given["quotes"]
    right = [quote_is_verbatim(quote, originals) for quote in quotes]
    return Judged(
        question=question,
        result=result,
        verdict=_verdict(question, result, held, citation),
        exact=exact,
        f1=f1,
        contained=held,
        ranking=rank(wanted, given["passages"], originals) if wanted else None,
        citation=citation,
        verbatim=sum(right) / len(right) if right else None,
        milliseconds=milliseconds,
        error=error,
    )


def quote_is_verbatim(quote: Mapping[str, Any], originals: Mapping[str, str]) -> bool:
    """Whether a quote's text is what its spans hold in the original, and the answer lies in it."""
    original = originals.get(quote["source"])
    if original is None:
        return False
    spans = [tuple(span) for span in quote["spans"]]
    inside = {at for start, end in spans for at in range(start, end)}
    return (
        bool(spans)
        and all(0 <= start < end <= len(original) for start, end in spans)
        and quote["text"] == "".join(original[start:end] for start, end in spans)
        and all(at in inside for start, end in quote["answer_spans"] for at in range(start, end))
    )


def _given_text(question: Question, given: Mapping[str, Any]) -> str:
    """What is searched for an accepted answer."""
    answer = given["answer"] or ""
    quotes = [quote["text"] for quote in given["quotes"]]
    if "sentence" in question.tags:
        return "\n".join([answer, *quotes[:1]])
    if "collect" in question.tags or ("compare" in question.tags and not answer):
        return "\n".join([answer, *quotes])
    return answer


def _verdict(
    question: Question,
    result: Mapping[str, Any] | None,
    held: float | None,
    citation: Citation | None,
) -> Verdict:
    if result is None:
        return Verdict.NO_RESULT
    outcome = result["outcome"]
    if question.expected == "not_found":
        return Verdict.RIGHTLY_DECLINED if outcome == "not_found" else Verdict.SHOULD_DECLINE
    if outcome == "not_found":
        return Verdict.WRONGLY_DECLINED
    if outcome != question.expected:
        missed = question.expected == "damaged"
        return Verdict.DAMAGE_MISSED if missed else Verdict.DAMAGE_INVENTED
    if citation is None or not _shown(question, citation):
        return Verdict.WRONG_EVIDENCE
    return Verdict.WRONG_ANSWER if held == 0.0 else Verdict.RIGHT


def _shown(question: Question, citation: Citation) -> bool:
    every = question.tags & {"compare", "collect"}
    return citation.recall == 1.0 if every else citation.first

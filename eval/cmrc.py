"""Exact match and F1 of short answers, as CMRC 2018 defines them.

Y. Cui et al., "A Span-Extraction Dataset for Chinese Machine Reading Comprehension" (EMNLP 2019),
section 4.2, as its authors' script computes them: punctuation and case do not count, a Chinese
character is a token and so is a run of other letters or digits, and the overlap is the longest
run of tokens that both answers share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PUNCTUATION = frozenset("-:_*^/\\~`+=，。：？！“”；’《》…·、「」（）－～『』")
"""What the authors' script takes out; other punctuation stays."""

_TOKEN = re.compile(r"[一-龥]|[^\s一-龥]+")


@dataclass(frozen=True)
class AnswerScore:
    """Both measures, 0 to 100.

    Attributes:
        exact: share of answers that equal one of the references.
        f1: mean of the best overlap with a reference.
        count: questions.
    """

    exact: float
    f1: float
    count: int


def tokens(answer: str) -> list[str]:
    """An answer without punctuation, as tokens."""
    kept = "".join(char for char in answer.lower().strip() if char not in PUNCTUATION)
    return _TOKEN.findall(kept)


def exact_match(predicted: str, references: Iterable[str]) -> float:
    """1 if the answer equals a reference once punctuation, case and spaces are dropped."""
    ours = "".join(tokens(predicted))
    return float(any(ours == "".join(tokens(reference)) for reference in references))


def f1(predicted: str, references: Iterable[str]) -> float:
    """The best F1 of the longest shared run of tokens, 0 to 1."""
    ours = tokens(predicted)
    return max((_overlap(ours, tokens(reference)) for reference in references), default=0.0)


def score(pairs: Sequence[tuple[str, Sequence[str]]]) -> AnswerScore:
    """The means over (predicted answer, references); no answer is the empty string."""
    count = max(len(pairs), 1)
    return AnswerScore(
        exact=100 * sum(exact_match(*pair) for pair in pairs) / count,
        f1=100 * sum(f1(*pair) for pair in pairs) / count,
        count=len(pairs),
    )


def _overlap(ours: list[str], theirs: list[str]) -> float:
    shared = _longest_run(ours, theirs)
    if not shared:
        return 0.0
    precision, recall = shared / len(ours), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def _longest_run(ours: list[str], theirs: list[str]) -> int:
    best, before = 0, [0] * (len(theirs) + 1)
    for token in ours:
        row = [0] * (len(theirs) + 1)
        for place, other in enumerate(theirs, 1):
            if token == other:
                row[place] = before[place - 1] + 1
                best = max(best, row[place])
        before = row
    return best

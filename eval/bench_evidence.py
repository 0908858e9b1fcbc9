"""F1 of an answer and of its evidence, as ExpMRC defines them.

Y. Cui et al., "ExpMRC: Explainability Evaluation for Machine Reading Comprehension" (Heliyon
2022), section 3.3: both are F1 over bags of tokens against the best of several references; the
overall F1 of a question is the product of the two. A Chinese character is a token and so is a
run of other letters or digits; punctuation and English articles are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_TOKEN = re.compile(r"[一-龥]|[^\W_一-龥]+(?:\.[0-9]+)*")
_ARTICLES = frozenset(("a", "an", "the"))


def tokens(text: str) -> Counter[str]:
    """The tokens of a text, each with how often it occurs."""
    return Counter(token for token in _TOKEN.findall(text.lower()) if token not in _ARTICLES)


def bag_f1(given: str, references: Iterable[str]) -> float:
    """The best F1 over the references, 0 to 1; 1 where both are without tokens."""
    ours = tokens(given)
    return max((_f1(ours, tokens(reference)) for reference in references), default=0.0)


def _f1(ours: Counter[str], theirs: Counter[str]) -> float:
    if not ours or not theirs:
        return float(ours == theirs)
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total())

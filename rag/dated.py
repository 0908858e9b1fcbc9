"""The years that a figure is given for."""

from __future__ import annotations

from index.folding import fold
from rag.figures import find_figures
from rag.year_binding import bind_years


def years_of(sentence: str, answer: str) -> frozenset[int]:
    """The years that the figures of a short answer are of, so far as their sentence says.

    :param sentence: As the original spells it; likewise the answer.
    :returns: Empty where it says none, or only since when (2014年以来).
    """
    text, marked = fold(sentence).text, fold(answer).text.strip()
    at = text.find(marked) if marked else -1
    if at < 0:
        return frozenset()
    bound = bind_years(text, find_figures(text))
    inside = [b for start, b in bound.items() if at - 2 <= start < at + len(marked)]
    return frozenset(year for b in inside if not b.since for year in b.years)

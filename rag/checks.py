"""Facts of a question that a quote must not contradict."""

from __future__ import annotations

from rag.figures import find_dates
from rag.proposals import Proposal
from rag.question import Kind, Question


def contradiction(question: Question, proposal: Proposal) -> str | None:
    """The rule by which a proposal cannot answer a question, or None where nothing speaks against.

    `place`: the passage neither names the place asked for nor is from a document about it.
    `part`: a figure is asked of a place and the sentence gives that of a village in it.
    `year`: the sentence dates itself, and not in a year asked for.
    """
    features = proposal.features
    if features.place <= -1:
        return "place"
    if features.part and question.kind is Kind.FIGURE:
        return "part"
    if question.years:
        years = {int(date.value) for date in find_dates(proposal.text) if date.value}
        if years and not years & set(question.years):
            return "year"
    return None

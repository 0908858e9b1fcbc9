"""Facts of a question that a quote must not contradict."""

from __future__ import annotations

from collections.abc import Sequence

from rag.coverage import Words
from rag.figures import find_dates
from rag.people import speaks_of_another
from rag.proposals import Proposal
from rag.question import Kind, Question
from rag.scope import speaks_of


def contradiction(
    question: Question, words: Words, proposal: Proposal, home: Sequence[str]
) -> str | None:
    """The rule by which a proposal cannot answer a question, or None where nothing speaks against.

    `place`: the passage neither names the place asked for nor is from a document about it.
    `level`: a figure is asked of a place, and the sentence gives that of a smaller or larger one.
    `part`: a figure is asked of a place and the sentence gives that of a village in it.
    `year`: the sentence dates itself, and not in a year asked for.
    `person`: the question asks about someone, or the holder of an office, and the sentence is of
    someone else.
    `words`: a short answer is asked for, and the documents do not have the words of the question.

    :param words: The question's telling words.
    :param home: The names of the document's place and of what that lies in.
    """
    features = proposal.features
    if features.place <= -1:
        return "place"
    if question.kind is Kind.FIGURE and not speaks_of(
        question.places, home, proposal.told, proposal.text
    ):
        return "level"
    if features.part and question.kind is Kind.FIGURE:
        return "part"
    if question.years:
        years = {int(date.value) for date in find_dates(proposal.text) if date.value}
        if years and not years & set(question.years):
            return "year"
    passage = proposal.ranked.stored.passage.text
    if (question.office and features.form <= -1) or speaks_of_another(
        question.text, passage, proposal.text
    ):
        return "person"
    if words.are_strange and not (question.wants_sentence or question.credit):
        return "words"
    return None

"""Quotes: from a range of a passage to the original, character for character."""

from __future__ import annotations

from index.store import StoredDocument
from rag.answer import Quote, Span
from rag.proposals import Proposal


def make_quote(document: StoredDocument, proposal: Proposal, score: float) -> Quote:
    """The quote of a proposal's sentence.

    :param document: The document the proposal is from.
    :param score: The probability that the quote answers.
    """
    passage = proposal.ranked.stored.passage
    original = document.original
    spans = passage.spans(*proposal.sentence)
    whole = passage.spans(0, len(passage.text))
    damaged = [
        item
        for item in document.damage
        if any(item.start < end and start < item.end for start, end in spans)
    ]
    # what is corrupt is shown in its sentence, never marked as an answer
    marked = () if proposal.is_damaged else proposal.answers
    answers = [passage.spans(*span) for span in marked]
    page = sum(start <= spans[0][0] for start in document.pages) or None
    return Quote(
        source=document.info.source,
        title=document.info.title,
        spans=spans,
        text=_slices(original, spans),
        answer_spans=tuple(span for pieces in answers for span in pieces),
        passage=(whole[0][0], whole[-1][1]),
        score=score,
        role=passage.role_at(proposal.sentence[0]).value,
        place=document.info.places[0] if document.info.places else "",
        page=page,
        also=passage.copies_at(proposal.sentence[0]),
        damage=tuple((item.start, item.end) for item in damaged),
        readings=tuple(item.reading for item in damaged if item.reading),
        answer=_APART.join(_slices(original, pieces) for pieces in answers),
    )


_APART = "；"
"""Stands between short answers that are not in one piece."""


def _slices(original: str, spans: tuple[Span, ...]) -> str:
    return "".join(original[start:end] for start, end in spans)

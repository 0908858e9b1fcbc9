"""How an answer came about, for the page, `ask --explain` and evaluation."""

from __future__ import annotations

from dataclasses import asdict

from index.passages import Passage
from rag.answer import Retrieved, Trace, Weighed
from rag.confidence import Confidence
from rag.deciding import Considered, Decision
from rag.proposals import Proposal
from rag.retrieval import Ranked


def trace(considered: Considered, decision: Decision, model: Confidence) -> Trace:
    """What was understood of the question, and every sentence that was weighed."""
    asked = considered.asked
    weighed = [_weighed(proposal, score, None) for score, proposal in decision.scored]
    weighed += [
        _weighed(proposal, model.probability(proposal.features), rule)
        for proposal, rule in considered.refused
    ]
    measure = asked.unit or asked.dimension
    return Trace(
        folded=asked.text,
        kind=asked.kind.value + (f": {measure}" if measure else ""),
        places=tuple(asked.text[place.start : place.end] for place in asked.places),
        years=asked.years,
        threshold=model.threshold,
        weighed=tuple(weighed),
    )


def retrieved(ranked: Ranked, title: str, reading: float | None) -> Retrieved:
    """A passage as an answer lists it.

    :param title: Its document's.
    :param reading: The score that reading gave it, None where it was not read.
    """
    passage = ranked.stored.passage
    start, end = _extent(passage)
    return Retrieved(
        source=ranked.stored.source,
        title=title,
        start=start,
        end=end,
        text=passage.text,
        score=ranked.fused,
        scores={
            "dense": ranked.dense,
            "lexical": ranked.lexical,
            "place": ranked.place,
            "fused": ranked.fused,
            **({} if reading is None else {"reading": reading}),
        },
        ranks=ranked.ranks,
        also=tuple((copy.source, *_extent(copy.passage)) for copy in ranked.copies),
    )


def _extent(passage: Passage) -> tuple[int, int]:
    """Where a passage begins and ends in its original."""
    spans = passage.spans(0, len(passage.text))
    return spans[0][0], spans[-1][1]


def _weighed(proposal: Proposal, probability: float, rule: str | None) -> Weighed:
    stored = proposal.ranked.stored
    return Weighed(
        source=stored.source,
        spans=stored.passage.spans(*proposal.sentence),
        text=proposal.text,
        answer="；".join(proposal.short) or None,
        probability=probability,
        rule=rule,
        features=asdict(proposal.features),
    )

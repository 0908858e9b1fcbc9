"""The order of passages once they were read: what answers comes first."""

from __future__ import annotations

from collections.abc import Sequence

from rag.confidence import Confidence
from rag.proposals import Proposal
from rag.retrieval import Ranked


def rerank(
    ranked: Sequence[Ranked], ordered: Sequence[Proposal], model: Confidence
) -> list[tuple[Ranked, float | None]]:
    """Passages by the best proposal each has, then those without one as they were.

    :param ranked: As retrieval has them.
    :param ordered: The proposals that nothing speaks against, the best first.
    :returns: Each passage with the rank score of its best proposal, None where it has none.
    """
    best: dict[int, float] = {}
    for proposal in ordered:
        best.setdefault(proposal.ranked.stored.number, model.rank(proposal.features))
    scored = [(passage, best.get(passage.stored.number)) for passage in ranked]
    read = [pair for pair in scored if pair[1] is not None]
    read.sort(key=lambda pair: -(pair[1] or 0.0))
    return [*read, *(pair for pair in scored if pair[1] is None)]

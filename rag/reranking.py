"""The order of passages once they were read: what answers comes first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.proposals import Proposal
from rag.retrieval import Ranked


def rerank(
    ranked: Sequence[Ranked], scored: Iterable[tuple[float, Proposal]]
) -> list[tuple[Ranked, float | None]]:
    """Passages by the best proposal each has, then those without one as they were.

    :param ranked: As retrieval has them.
    :param scored: The proposals that nothing speaks against with their probabilities, the best first.
    :returns: Each passage with the probability of its best proposal, None where it has none.
    """
    passages = {passage.stored.number: passage for passage in ranked}
    best: dict[int, float] = {}
    for probability, proposal in scored:
        best.setdefault(proposal.ranked.stored.number, probability)
    read = [(passages[number], probability) for number, probability in best.items()]
    return [*read, *((p, None) for p in ranked if p.stored.number not in best)]

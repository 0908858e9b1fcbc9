"""From what was weighed to what is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.amounts import agree, answer_amounts
from rag.answer import Outcome, Part, Quote, Relation
from rag.confidence import Confidence
from rag.disagreement import disagreement
from rag.proposals import Proposal
from rag.question import Kind, Question
from rag.retrieval import Ranked

QUOTES = 3
"""How many quotes an answer has at most."""
_ALSO = 0.75
"""A further quote is shown if its probability is at least this share of the first one's."""
_DISAGREES = 0.5
"""A figure is held against the first one if its probability is at least this share of that one's."""
_COMPARED = 8

_HARDLY_LESS = 0.9
_AS_LIKELY = 0.7
"""What has the form asked for comes before what has not, if it is nearly as likely."""

Scored = tuple[float, Proposal]
MakeQuote = Callable[[Proposal, float], Quote]


@dataclass(frozen=True)
class Considered:
    """What was found for a question before anything was decided.

    `asked` is the question as it was searched with; `ranked` the passages, best first; `refused`
    are proposals that contradict the question, each with the rule that says so.
    """

    asked: Question
    ranked: tuple[Ranked, ...]
    proposals: tuple[Proposal, ...]
    refused: tuple[tuple[Proposal, str], ...]


@dataclass(frozen=True)
class Decision:
    """What became of a question: see `rag.answer.Answer`, whose fields these are.

    `scored` are the proposals that nothing speaks against with their probabilities, best first.
    """

    outcome: Outcome
    reason: str
    confidence: float
    quotes: tuple[Quote, ...]
    parts: tuple[Part, ...]
    scored: tuple[Scored, ...]

    @property
    def relation(self) -> Relation | None:
        """How the parts stand to each other, None where there are none."""
        return Relation.DISAGREEMENT if self.parts else None


def decide(considered: Considered, model: Confidence, make_quote: MakeQuote) -> Decision:
    """Answers where the best proposal is likely enough, with the quotes that say the same.

    Figures that speak of the same thing and differ from the first one are shown beside it.
    """
    ordered = sorted(
        _of_blocks(considered),
        key=lambda proposal: model.probability(proposal.features),
        reverse=True,
    )
    scored = tuple((model.probability(proposal.features), proposal) for proposal in ordered)
    if scored and considered.asked.kind is Kind.FIGURE:
        scored = _corroborated(_of_the_form(scored))
    best = scored[0][0] if scored else 0.0
    if best < model.threshold:
        return Decision(Outcome.NOT_FOUND, "below_threshold", best, (), (), scored)

    def quotes_of(share: float, most: int) -> list[Quote]:
        least = max(share * best, model.threshold)
        chosen = [pair for pair in scored if pair[0] >= least]
        return [make_quote(proposal, min(score, best)) for score, proposal in chosen][:most]

    if scored[0][1].is_damaged:
        quotes = tuple(
            make_quote(proposal, min(score, best))
            for score, proposal in scored
            if score >= max(_ALSO * best, model.threshold) and proposal.is_damaged
        )[:QUOTES]
        return Decision(Outcome.DAMAGED, "answer_is_damaged", best, quotes, (), scored)
    compared = quotes_of(_DISAGREES, _COMPARED)
    if parts := disagreement(considered.asked, compared):
        shown = tuple(compared[part.quote] for part in parts)
        parts = tuple(replace(part, quote=place) for place, part in enumerate(parts))
        return Decision(Outcome.ANSWERED, "figures_disagree", best, shown, parts, scored)
    quotes = tuple(_that_agree(considered.asked, quotes_of(_ALSO, _COMPARED)))
    return Decision(Outcome.ANSWERED, "quoted", best, quotes[:QUOTES], (), scored)


def _of_the_form(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """The proposals with one first that has the form asked for, where the first has not:
    the poor are not all the people, however well a reader likes them."""
    if scored[0][1].features.form >= 0:
        return tuple(scored)
    better = [
        pair
        for pair in scored
        if pair[1].features.form > 0 and pair[0] >= _AS_LIKELY * scored[0][0]
    ]
    return _with_first(better[0] if better else scored[0], scored)


def _corroborated(scored: Sequence[Scored]) -> tuple[Scored, ...]:
    """The proposals with one first whose figure another sentence gives too, where the first one
    stands alone with its figure, is hardly likelier, and has no more of the question's words."""
    near = [
        pair
        for pair in scored[:_COMPARED]
        if pair[0] >= _ALSO * scored[0][0]
        and pair[1].features.sentence >= scored[0][1].features.sentence
    ]
    amounts = [answer_amounts("；".join(p.short), p.text) if p.short else [] for _, p in near]

    def has_support(at: int) -> bool:
        return any(
            agree(one, other)
            for place, others in enumerate(amounts)
            if place != at and near[place][1].text != near[at][1].text
            for one in amounts[at]
            for other in others
        )

    likely = [at for at, pair in enumerate(near) if pair[0] >= _HARDLY_LESS * scored[0][0]]
    return _with_first(next((near[at] for at in likely if has_support(at)), scored[0]), scored)


def _with_first(first: Scored, scored: Sequence[Scored]) -> tuple[Scored, ...]:
    return (first, *(pair for pair in scored if pair is not first))


def _of_blocks(considered: Considered) -> Sequence[Proposal]:
    """The proposals; where a title or a byline is asked for and there are such, only those that
    are the most like it."""
    asked, proposals = considered.asked, considered.proposals
    most = max((proposal.features.role for proposal in proposals), default=0.0)
    if most <= 0 or (asked.kind is not Kind.TITLE and asked.credit is None):
        return proposals
    return [proposal for proposal in proposals if proposal.features.role == most]


def _that_agree(asked: Question, quotes: Sequence[Quote]) -> list[Quote]:
    """The first quote and those whose short answer can be the same figure as its own.

    A second figure that is neither the same nor said to disagree would only confuse.
    """
    first = quotes[0]
    if asked.kind not in (Kind.FIGURE, Kind.DATE) or not first.answer:
        return list(quotes)
    amounts = answer_amounts(first.answer, first.text)
    return [
        first,
        *(
            quote
            for quote in quotes[1:]
            if any(
                agree(one, other)
                for one in amounts
                for other in answer_amounts(quote.answer, quote.text)
            )
        ),
    ]

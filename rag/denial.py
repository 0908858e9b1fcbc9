"""Figures of what has been done and of what has not: the one answers no question for the other."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.flows import clause_of

_ASKED = lazy_pattern(r"(?<!有)(?:没有?|未)(?:能|曾|实现|得到)?(?P<verb>[㐀-鿿]{2})(?!吗)")
_TOLD = lazy_pattern(r"(?:未|没有?)(?:能|曾|实现|得到)?(?P<verb>[㐀-鿿]{2})")
_DENIED = lazy_pattern(r"[未没无不非][㐀-鿿]{0,2}$")
_POORLY = lazy_pattern(r"(?P<verb>[㐀-鿿]{2})(?P<how>不(?:稳定|稳固|到位|彻底|达标|合格|完全))")
"""What is done and does not hold: 脱贫不稳定户 are counted by themselves."""
_LEFT = lazy_pattern(r"剩余|剩下|其余|仍有|还有|尚有|仅剩")


def tells_the_contrary(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a folded question asks how many have not done something and a figure is of those that
    have, or the other way round (没脱贫的还有多少, 未脱贫61户).

    :param start: Where the figure begins in the folded sentence.
    :param end: Where it ends.
    """
    asked = _ASKED.search(question)
    if asked is not None:
        verb = asked["verb"]
        return verb in sentence and not (_is_denied(verb, sentence) or _LEFT.search(sentence))
    clause = clause_of(sentence, start, end)
    if any(
        told["verb"] in question and told["how"] not in question and clause.count(told["verb"]) == 1
        for told in _POORLY.finditer(clause)
    ):
        return True
    return any(
        told["verb"] in question
        and not _is_denied(told["verb"], question)
        and clause.count(told["verb"]) == 1
        for told in _TOLD.finditer(clause)
    )


def _is_denied(verb: str, text: str) -> bool:
    at = text.find(verb)
    while at >= 0:
        if _DENIED.search(text[max(0, at - 4) : at]):
            return True
        at = text.find(verb, at + 1)
    return False

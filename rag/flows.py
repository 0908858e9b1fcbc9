"""Money spent and money gained: a figure of the one answers no question for the other."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_SPENT = lazy_pattern(
    r"投[资入]?(?![票诉身])|出资|耗资|斥资|拨|花费?(?![卉木园生])|支出|资金|经费|造价|补[贴助]|建设|采购"
)
_ONLY_SPENT = lazy_pattern(r"投[资入](?!股)|出资|耗资|斥资|拨付|花费|造价")
_GAINED = lazy_pattern(r"增收|收入(?!囊)|受益|收益|创收|盈利|利润|分红|挣|赚|产值|税收|销售额|营收")
_ASKS_SPENT = lazy_pattern(
    r"(?:投资|投入|投|花费?|耗资|耗费|斥资|出资|拨款)(?:了|过|进去|下去)*(?:多少|几)|造价|花多少|用了多少钱"
)
_ASKS_GAINED = lazy_pattern(
    r"(?:增收|收入|创收|挣|赚|盈利|分红|产值)(?:了|过|到)*(?:是|为|达|有)?(?:多少|几)"
)
_CLAUSE = lazy_pattern(r"[,，;；。:：!！?？\n]")


def tells_other_flow(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether a question asks what was spent and a figure's clause tells what was gained, or the
    other way round.

    :param start: Where the figure begins in the folded sentence.
    :param end: Where it ends.
    """
    clause = clause_of(sentence, start, end)
    if _ASKS_SPENT.search(question) and not _GAINED.search(question):
        return _GAINED.search(clause) is not None and not _SPENT.search(clause)
    if _ASKS_GAINED.search(question) and not _SPENT.search(question):
        return _ONLY_SPENT.search(clause) is not None and not _GAINED.search(clause)
    return False


def clause_of(sentence: str, start: int, end: int) -> str:
    """The clause of a sentence that holds the range from `start` to `end`."""
    ends = [match.end() for match in _CLAUSE.finditer(sentence, 0, start)]
    following = _CLAUSE.search(sentence, end)
    return sentence[ends[-1] if ends else 0 : following.start() if following else len(sentence)]

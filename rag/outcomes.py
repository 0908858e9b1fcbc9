"""What became of the people that a sentence counts: some left poverty, others found work."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_OUTCOMES = (
    lazy_pattern(r"脱贫(?!攻坚|致富)|摘帽|出列|退出贫困|脱困"),
    lazy_pattern(r"增收|致富"),
    lazy_pattern(r"就业|上岗|务工|打工|返岗|复工"),
    lazy_pattern(r"培训"),
    lazy_pattern(r"搬迁|搬出|搬进|搬到|迁入|入住|新居"),
    lazy_pattern(r"参保|投保"),
    lazy_pattern(r"资助|救助"),
)
_STOP = lazy_pattern(r"[,，。;；:：!！?？\n]")


def tells_other_outcome(asked: str, sentence: str, start: int, end: int) -> bool:
    """Whether a figure's clause tells an outcome, and none of those that a question names.

    "带动2.5万名贫困人口增收" says nothing of how many 脱贫; a clause that names no outcome may say it in
    other words.

    :param asked: The folded question.
    :param sentence: The folded sentence.
    :param start: Where the figure begins in it.
    :param end: Where it ends.
    """
    wanted = {number for number, outcome in enumerate(_OUTCOMES) if outcome.search(asked)}
    if not wanted:
        return False
    before = _STOP.split(sentence[:start])[-1]
    clause = before + sentence[start:end] + _STOP.split(sentence[end:])[0]
    told = {number for number, outcome in enumerate(_OUTCOMES) if outcome.search(clause)}
    return bool(told) and not told & wanted

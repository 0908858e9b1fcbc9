"""What was only proposed (提出调到200元) and what was decided (同意调到180元)."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_TO = r"[^，,。；;\n]{0,16}?[调涨提升降减改增加][㐀-鿿]{0,2}?[到至为成]$"
_PROPOSED = lazy_pattern(rf"(?:提出|提议|建议|申请|拟|希望|打算)(?!了?新){_TO}")
_DECIDED = lazy_pattern(rf"(?:同意|决定|通过|批准|核准|核定|确定|最终|最后){_TO}")
_ASKS_PROPOSED = lazy_pattern(r"提出|提议|建议|申请|拟|希望|打算|想|要求")


def decided_fit(question: str, told: str) -> int:
    """1 where the figure before which this is told is what was decided to change something to, -1
    where it was only proposed and a folded question does not ask for what was, else 0.

    :param told: What stands before the figure in its sentence.
    """
    if _DECIDED.search(told):
        return 1
    return -int(_PROPOSED.search(told) is not None and not _ASKS_PROPOSED.search(question))

"""Plans and forecasts: what a text says is to come, not what has come about."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_AIM = lazy_pattern(
    r"力争|预计|预期|计划(?=[在于到用年投新建实完将再]|[0-9])|拟(?=[建投新于在实]|[0-9])|有望|争取(?!到了?[0-9]+[^年])"
    r"|目标(?:是|为)|的?(?:奋斗|发展|总体|工作)目标|今后[0-9一二三四五六七八九十]*年|未来(?:[0-9一二三四五六七八九十]+年)?"
    r"|(?:规划|预算)(?=到|至|[0-9])"
    r"|将(?:会|于|在|达|要|全面|继续|进一步|完成|实现|建成|新增|启动|努力|逐步|陆续|持续|投入|有[0-9])"
)
_BY = lazy_pattern(r"(?:到|至|在)(?P<year>[0-9]{4})年(?:底|末)?")
_CHANGED = lazy_pattern(r"(?:增长|增加|提高|提升|上升|下降|降低|减少|升|降|扩大|跃升|发展)$")
"""由2016年的7644元增长到2020年的10656元 tells what was."""
_DONE = lazy_pattern(r"已经?(?=[^有来])|截至|截止|目前|至今|完成了|实现了|累计|共完成")

_ASKS_FOR_AIM = lazy_pattern(
    r"力争|预计|预期|计划|打算|将(?:会|要|来|达|实现|在|于)|目标|规划|拟|今后|未来|要(?:实现|达到|做|怎)|争取|有望|到[0-9]{4}年"
)


def asks_for_aim(question: str) -> bool:
    """Whether a folded question asks for a plan or forecast."""
    return _ASKS_FOR_AIM.search(question) is not None


def tells_aim(sentence: str, start: int, end: int, written: int | None = None) -> bool:
    """Whether the stretch of a folded sentence tells a plan or forecast.

    A word for it governs what follows in the sentence, up to one that tells of what is done.

    :param written: The year of the document, None where it is not known: a later one is to come.
    """
    told = sentence[:end]
    at = [match.start() for match in _AIM.finditer(told)]
    at += [
        match.start()
        for match in _BY.finditer(told)
        if written is not None
        and int(match["year"]) > written
        and not _CHANGED.search(told[: match.start()])
    ]
    if not at:
        return False
    return not any(match.start() > max(at) for match in _DONE.finditer(sentence[:start]))

"""What is still to be done and what has been: a figure of the one is none of the other."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_ASKS_LEFT = lazy_pattern(
    r"还(?:差|缺|剩|欠|短)|还有[^，,。；;？?]{0,8}(?:没|未)|(?:没|未)[^，,。；;？?]{0,8}还有(?:多少|几)"
    r"|剩下|剩余|余下|尚[未缺欠差]|缺口"
)
_ASKS_DONE = lazy_pattern(r"已(?:经)?[㐀-鿿]|了(?:多少|几)|过(?:多少|几)|完成")
_LEFT = lazy_pattern(
    r"[还仅只尚][差缺剩欠短]|[差缺欠剩](?=[0-9约近一二两三四五六七八九十百])|缺口|剩下|剩余|结余|节余|余下|余额|其余"
    r"|[差缺欠剩]$|尚|还[需要有]|仍有|未(?!来|婚|成年)|没有?(?!收)"
)
_DONE = lazy_pattern(r"已(?:经)?|共(?!产|同|享|建|青|和)|累计|合计|完成")
_SURELY_LEFT = lazy_pattern(r"[还尚][差缺剩欠短]|尚未|剩余|剩下")
_DENIES = lazy_pattern(r"没|未|不")


def remaining_fit(question: str, before: str, after: str) -> int:
    """How a figure fits a folded question that asks for what is left (还差几户) or for what has been
    done (已签几户): 1 what surrounds it says so, -1 it says the other, 0 it says nothing.

    :param before: What stands before the figure and belongs to it.
    :param after: What stands behind it.
    """
    if _ASKS_LEFT.search(question):
        if _LEFT.search(before) or _LEFT.search(after):
            return 1
        return -int(bool(_DONE.search(before) or _DONE.search(after)))
    if _ASKS_DONE.search(question) and not _DENIES.search(question):
        return -int(_SURELY_LEFT.search(before) is not None)
    return 0

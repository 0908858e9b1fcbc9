"""Whether a figure's sentence speaks at all of what the question is about."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.coverage import Words

_HAN = lazy_pattern(r"[㐀-鿿]")
_MEASURED = lazy_pattern(
    r"(?:总|占地|国土|区域|行政)?面积|(?:总|常住|户籍)?(?:人口|人数|户数)|数量|总数|长度|宽度|高度|重量|体重|身高|年龄|年纪|岁数"
    r"|价格|价钱|售价|金额|总额|时间|时长|里程|距离|国土|占地"
)
_FEWEST = 2


def is_off_topic(words: Words, text: str) -> bool:
    """Whether a text holds nothing of what a question about a figure names, its place aside.

    Nothing is: none of its telling words, and of the characters of what it names less than half.
    What only says what is measured (面积, 人数) need not be there: the figure's unit says it.

    :param text: A passage with what the index knows it by.
    """
    if not words.weights or words.share(text) > 0:
        return False
    named = set(_HAN.findall("".join(w for w in words.weights if not _MEASURED.fullmatch(w))))
    return len(named) >= _FEWEST and 2 * len(named & set(text)) < len(named)

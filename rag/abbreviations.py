"""Latin abbreviations that Chinese texts may write out."""

from __future__ import annotations

from collections.abc import Collection

from index.lazy_pattern import lazy_pattern

_WRITTEN_OUT = {
    "gdp": "地区生产总值",
    "cpi": "居民消费价格指数",
    "ppi": "工业生产者出厂价格指数",
    "pmi": "采购经理指数",
    "ceo": "首席执行官",
    "cfo": "首席财务官",
    "wto": "世界贸易组织",
    "imf": "国际货币基金组织",
    "apec": "亚太经合组织",
    "asean": "东盟",
    "ai": "人工智能",
    "ipo": "首次公开募股",
    "r&d": "研发",
}
_ABBREVIATION = lazy_pattern(r"(?<![A-Za-z0-9])(?:R&D|r&d|[A-Za-z]{2,5})(?![A-Za-z&-])")
_HAN = lazy_pattern(r"[㐀-鿿]")


def abbreviations(question: str) -> dict[str, str]:
    """The abbreviations of a folded question in Chinese, as written, with what they stand for."""
    if not _HAN.search(question):
        return {}
    return {
        found: _WRITTEN_OUT[found.lower()]
        for found in _ABBREVIATION.findall(question)
        if found.lower() in _WRITTEN_OUT
    }


def written_out(question: str, held: Collection[str]) -> str:
    """A folded question with the abbreviations written out that its documents do not use.

    :param held: Those that they do, in small letters.
    """
    for short, long in abbreviations(question).items():
        if short.lower() not in held:
            question = question.replace(short, long)
    return question

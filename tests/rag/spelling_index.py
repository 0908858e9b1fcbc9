from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from index.words import PAIR, Dictionary


@cache
def _dictionary(words: tuple[str, ...]) -> Dictionary:
    return Dictionary(words)


class IndexOfTexts:
    """The terms of some texts, as an index has them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self.looked_up = 0
        places = ("沁县", "昔阳", "昔阳县", "吕梁", "吕梁市", "太原", "太原市", "娄烦", "娄烦县")
        dictionary = _dictionary((*places, "护工", "光伏", "下川村"))
        self._held: Counter[str] = Counter()
        for text in texts:
            self._held.update(set(dictionary.terms(text)))

    def words(self) -> Mapping[str, int]:
        return {t: n for t, n in self._held.items() if "㐀" <= t[0] <= "鿿" and t[-1] != PAIR}

    def held(self, terms: Collection[str]) -> Mapping[str, int]:
        self.looked_up += 1
        return {term: self._held[term] for term in terms if term in self._held}


TEXTS = (
    "沁县易地扶贫搬迁3102人，全部搬进了新居，脱贫攻坚取得成效。",
    "吕梁山护工走出大山，月收入超过四千元，吕梁市培训护工5.9万人。",
    "昔阳县建成村级光伏电站139座，光伏电站让贫困户年年增收。",
    "太原市选派干部驻村帮扶，娄烦县和阳曲县退出贫困县。",
    "下川村的党支部书记带领贫困户种植谷子，面积1.2万亩。",
    "特色农业项目投资3亿元，贫困发生率下降到0.1%。",
)

"""Which of a sentence's dates is that of the event a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lazy_pattern import lazy_pattern
from index.word_segmentation import frequency, segment
from rag.padding import without_padding

Span = tuple[int, int]

_LIFE = (
    lazy_pattern(r"出生|生于|诞生|降生|(?<=[年月日])生(?=人|[,，。;；]|$)|生日"),
    lazy_pattern(
        r"去世|逝世|病逝|辞世|离世|过世|离开了?人世|牺牲|殉职|遇难|身亡|(?:医治|抢救|治疗)无效|离我们而去"
    ),
    lazy_pattern(r"入党|(?:加入|参加)了?(?:中国共产党|党组织)"),
    lazy_pattern(r"参加(?:工作|革命)|入职"),
    lazy_pattern(r"入伍|参军|从军|当兵"),
    lazy_pattern(r"毕业"),
)
_WORKS = (
    lazy_pattern(r"开工|动工|奠基|破土|开建|始建|(?:开始|启动)(?:修建|建设|施工)"),
    lazy_pattern(r"竣工|完工|建成|落成|封顶"),
    lazy_pattern(r"投运|投用|投产|启用|开通|通车|通航|首航|开业|运营|投入(?:使用|运行|生产)"),
)
_PARTIES = (
    lazy_pattern(r"开幕|开赛"),
    lazy_pattern(r"闭幕|落幕|收官"),
)
_OTHERS = (
    lazy_pattern(r"成立|创办|创立|创建|组建|挂牌|设立"),
    lazy_pattern(r"脱贫|摘帽|退出贫困|出列|贫困县序列"),
)
_FAMILIES = (_LIFE, _WORKS, _PARTIES, *((event,) for event in _OTHERS))
"""Words that name one and the same event, a pattern each; of a family each excludes the others."""
_BORN = lazy_pattern(
    r"(?:什么时候|[哪几何]年|何时|几月|几号|哪[一]?天)(?:的)?生(?:人)?(?:的)?[？?]?$"
)
_DIED = lazy_pattern(r"走的[？?]?$|没的[？?]?$")
_STOP = lazy_pattern(r"[,，。;；:：!！?？、()（）\n]")
_SPLIT = lazy_pattern(r"([㐀-鿿])的([㐀-鿿])(?=[？?]?$)")


def event_words(question: str) -> dict[str, int]:
    """The words of a folded question about a date that can say which event is meant, with weights.

    A verb that is split from its object (入的党) is put together. What stands behind the words that
    ask (哪年搬到城南) says more of the event than the subject before them.
    """
    whole = _SPLIT.sub(_rejoined, question)
    asking = _ASKING.search(whole)
    at = asking.end() if asking else len(whole)
    return _words(whole[:at], 1) | _words(whole[at:], _PREDICATE)


_ASKING = lazy_pattern(r"什么时[候间]|什么日子|何时|哪一?[年天月日]|几[号月日年点]")
_PREDICATE = 2


def _words(text: str, weight: int) -> dict[str, int]:
    runs = re.findall(r"[㐀-鿿]+", without_padding(text))
    words = [word for run in runs for word in segment(run)]
    return {word: weight * len(word) for word in words if len(word) > 1}


def _rejoined(match: re.Match[str]) -> str:
    joined = match[1] + match[2]
    return joined if frequency(joined) else match[0]


_Event = re.Pattern[str]


def _event(question: str) -> tuple[_Event | None, tuple[_Event, ...]]:
    """The event a question names, and those that exclude it."""
    if _BORN.search(question):
        return _LIFE[0], _LIFE[1:]
    if _DIED.search(question):
        return _LIFE[1], (_LIFE[0], *_LIFE[2:])
    for family in _FAMILIES:
        for event in family:
            if event.search(question):
                return event, tuple(other for other in family if other is not event)
    return None, ()


class DateFit:
    """The event a question asks the date of, and how the dates of a sentence fit it."""

    def __init__(self, question: str) -> None:
        """
        :param question: The folded question.
        """
        whole = _SPLIT.sub(_rejoined, question)
        self._words = event_words(question)
        self._event, self._others = _event(whole)

    def fit(self, sentence: str, dates: Sequence[Span], date: Span) -> float:
        """How a date fits: 1 it is that of the event, -1 that of another, 0 unknown.

        :param sentence: The folded sentence.
        :param dates: All dates of the sentence, in order.
        :param date: One of them.
        """
        near, wider = _near(sentence, dates, date)
        if self._event is None:
            said = sum(weight for word, weight in self._words.items() if word in wider)
            return min(1.0, said / _ENOUGH)
        if self._event.search(near):
            return 1.0
        if any(other.search(near) for other in self._others):
            return -1.0
        return _LATER if self._event.search(wider) else 0.0


_LATER = 0.5
"""The event in a later clause behind a date, which may have none of its own."""
_ENOUGH = 6
"""So many characters of the question beside a date, those of the predicate twice, make it the one
asked for."""


def _near(sentence: str, dates: Sequence[Span], date: Span) -> tuple[str, str]:
    """What a date is the date of: its clause so far as no other date is in it, and for a date that
    is a clause of its own the next one; and the same with all that follows up to the next date."""
    low = max((b for a, b in dates if b <= date[0]), default=0)
    high = min((a for a, b in dates if a >= date[1]), default=len(sentence))
    before = _STOP.split(sentence[low : date[0]])[-1].strip()
    behind = sentence[date[1] : high]
    after, *following = _STOP.split(behind)
    if after.strip() or before:
        return f"{before}{after}", f"{before}{behind}"
    return (following[0] if following else ""), behind

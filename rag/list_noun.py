"""Whether the items of a list are what a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lazy_pattern import lazy_pattern
from index.places import find_places

Span = tuple[int, int]

_NUMBER = r"(?:[两二三四五六七八九十]{1,2}|[0-9]{1,3}|几|些)"
_COUNTER = r"(?:大|个|种|项|类|条|位|名|家|支|场|步|座|处|所|张|份|件|部|篇|款|方面)"
_ASKED = lazy_pattern(rf"哪{_NUMBER}{_COUNTER}?(?P<noun>[㐀-鿿]{{1,8}})")
_COUNTED = lazy_pattern(
    rf"[”’》」]?等?(?:这|那)?{_NUMBER}(?:余|多)?{_COUNTER}(?P<noun>[㐀-鿿]{{2,12}})"
)
_BEFORE = lazy_pattern(r"(?P<noun>[㐀-鿿]{2,8})(?:分别)?(?:是|为|有|即)?[:：]?[“‘《「]?$")
_NO_NAME = lazy_pattern(r"地方|地点|位置|东西|事[情项物]?|内容|方面|人(?![口员才民])|[都是有在要]")
"""What may be asked for whatever the things listed are called."""
_PLACES = "省市县区乡镇村"


def names_others(question: str, sentence: str, items: Sequence[Span]) -> bool:
    """Whether what a folded sentence says its list is of is not what a folded question asks for.

    So it is where the things are counted behind the list and the noun asked for is that of others
    in the sentence (“甲”“乙”两支舞狮队和“丙”腰鼓队, asked for 腰鼓队), and where places are asked
    for (哪几个县) and none of the items is one.
    """
    match = _ASKED.search(question)
    if match is None or not items:
        return False
    noun = match["noun"]
    if _NO_NAME.match(noun):
        return False
    if noun[0] in _PLACES:
        return not any(_is_place(noun[0], sentence[a:b]) for a, b in items)
    start, end = items[0][0], items[-1][1]
    counted = _COUNTED.match(sentence, end)
    if counted is None:
        return False
    names = _until(counted["noun"])
    if _named(noun, names) or _named(noun, sentence[start:end]):
        return False
    if (before := _BEFORE.search(sentence[:start])) and _named(noun, before["noun"]):
        return False
    return _named(noun, sentence[:start]) or _named(noun, sentence[counted.start("noun") :])


def _until(text: str) -> str:
    return re.split(r"[和与及将在的]", text)[0]


def _named(noun: str, text: str) -> bool:
    """Whether a text names what is asked for: what stands first in the words after 哪几个."""
    return noun[:2] in text


def _is_place(level: str, item: str) -> bool:
    bare = item.strip("“”‘’《》「」")
    if bare.endswith(level):
        return True
    places = find_places(bare)
    return bool(places) and places[0].start == 0 and places[0].end == len(bare)

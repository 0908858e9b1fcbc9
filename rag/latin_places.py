"""Places that a text names in pinyin or in English, and what they are called in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from index.divisions import Division
from index.gazetteer import find_latin
from index.lazy_pattern import lazy_pattern

_WORD = lazy_pattern(
    r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ž\u01cd-\u01dc]+(?:['’‘][A-Za-zÀ-ÖØ-öø-ÿĀ-ž\u01cd-\u01dc]+)*"
)
_OWNER = lazy_pattern(r"['’‘]s$")
_GAP = lazy_pattern(r"[ \u00a0-]{1,2}$")
_MOST_WORDS = 6
_KINDS = {
    "province": "省区",
    "city": "市",
    "municipality": "市",
    "prefecture": "市州盟区",
    "county": "县旗市",
    "banner": "旗",
    "league": "盟",
    "district": "区",
    "sheng": "省",
    "shi": "市",
    "xian": "县",
    "qu": "区",
}
"""What may follow a name, and the last characters of the Chinese names that it fits."""
_SMALL_KINDS = {
    "village": "村",
    "town": "镇",
    "township": "乡",
    "cun": "村",
    "zhen": "镇",
    "xiang": "乡",
}
"""The same for places that the list of divisions has no pinyin for."""
_ENGLISH = frozenset(
    "an a he she you can long men in on do die pan fan ban ran she me we the are page wage change "
    "guide dean lean dating pining anna mating linger danger longan bole pile bang gang sang lie "
    "tie pie tan pen hen den ten wan wen ma pa ha la lu nan dan yang wang jing kang shan".split()
)
"""English words (and lone syllables) that alone, or in small letters, name no place."""


_PINYIN_KINDS = frozenset({"sheng", "shi", "xian", "qu", "cun", "zhen", "xiang"})


def is_kind(word: str) -> bool:
    """Whether an English word says what kind of place a name is of (County)."""
    return word.lower() in (_KINDS.keys() | _SMALL_KINDS.keys()) - _PINYIN_KINDS


class LatinPlace(NamedTuple):
    """A place named in Latin letters: half-open range of the text, and its Chinese name."""

    start: int
    end: int
    name: str


class SmallPlaces:
    """Villages, towns and townships that an index knows, by their pinyin."""

    def __init__(
        self, names: Iterable[str], reading: Callable[[str], Iterable[Sequence[str]]]
    ) -> None:
        """
        :param names: Their Chinese names, full (段柳村).
        :param reading: The readings of a name, each its syllables without tones.
        """
        self._by_key: dict[str, str] = {}
        for name in names:
            for syllables in reading(name[:-1]):
                self._by_key.setdefault(latin_key("".join(syllables)) + name[-1], name)

    def find(self, name: str, ending: str) -> str | None:
        """The place whose name without its last character reads `name` and ends so, if any."""
        return self._by_key.get(latin_key(name) + ending)


def latin_key(name: str) -> str:
    """A name in pinyin as it is compared: small letters, ü as v, no tones, spaces or marks."""
    spelled = unicodedata.normalize("NFD", name.lower().replace("ü", "v"))
    # A tone mark above ü leaves the two dots in the decomposed form.
    spelled = spelled.replace("u\u0308", "v")
    return "".join(letter for letter in spelled if "a" <= letter <= "z")


def places_in_latin(
    text: str,
    knows: Callable[[str], bool] | None = None,
    small: SmallPlaces | None = None,
) -> list[LatinPlace]:
    """The places that a text names in pinyin or English, in order, without overlaps.

    "Qin County", "Xiyang", "Lüliang City", "lvliang shi", "Xi'an", "Luliang Prefecture". With a
    kind the full name is given (沁县), without one the name as people say it (太原). A lone
    syllable needs its kind; English words that are pinyin too count with one or, if they are
    capital in the middle of a sentence, without.

    :param text: Any text; what is not Latin is passed over.
    :param knows: Whether an index knows a Chinese name: it decides between places of one
        spelling; None where all are equal, and then the larger place is meant.
    :param small: Villages and towns to look for besides administrative divisions.
    """
    words = list(_WORD.finditer(text))
    found: list[LatinPlace] = []
    first = 0
    while first < len(words):
        for size in range(min(_MOST_WORDS, len(words) - first), 0, -1):
            run = words[first : first + size]
            if _is_apart(text, run):
                continue
            name = _name(text, run, knows, small)
            if name is not None:
                found.append(LatinPlace(run[0].start(), run[-1].end(), name))
                first += size - 1
                break
        first += 1
    return found


def _is_apart(text: str, run: Sequence[re.Match[str]]) -> bool:
    return any(
        not _GAP.match(text[a.end() : b.start()]) for a, b in zip(run, run[1:], strict=False)
    )


def _name(
    text: str,
    run: Sequence[re.Match[str]],
    knows: Callable[[str], bool] | None,
    small: SmallPlaces | None,
) -> str | None:
    """The Chinese name of the place that these words name, the last perhaps its kind."""
    last = latin_key(_OWNER.sub("", run[-1].group()))
    if len(run) > 1:
        stem = text[run[0].start() : run[-2].end()]
        if last in _SMALL_KINDS and small is not None:
            return small.find(stem, _SMALL_KINDS[last])
        if last in _KINDS and (divisions := _of_kind(stem, last)):
            return _best(divisions, knows).name
    elif small is not None:
        for ending, character in _SMALL_KINDS.items():
            if last.endswith(ending) and (name := small.find(last[: -len(ending)], character)):
                return name
    whole = _OWNER.sub("", text[run[0].start() : run[-1].end()])
    named = find_latin(latin_key(whole))
    if not named or not _is_name(text, run, named):
        return None
    best = _best(named, knows)
    bare = {latin_key(best.pinyin), latin_key(best.english)}
    said_whole = latin_key(whole).replace("lyu", "lv") not in bare and len(latin_key(whole)) > len(
        latin_key(best.pinyin)
    )
    return best.name if said_whole else best.short


def _of_kind(stem: str, kind: str) -> list[Division]:
    """The divisions of that name whose kind fits: first by the name with its kind, then any."""
    key = latin_key(stem)
    found = [d for d in find_latin(key + kind) if d.name[-1] in _KINDS[kind]]
    return found or [d for d in find_latin(key) if d.name[-1] in _KINDS[kind]]


def _is_name(text: str, run: Sequence[re.Match[str]], divisions: Sequence[Division]) -> bool:
    words = [match.group() for match in run]
    capital = all(word[0].isupper() for word in words)
    if len(words) == 1:
        key = words[0].lower()
        if "'" in key or "’" in key or (key not in _ENGLISH and key != "xian"):
            return True
        begins = not text[: run[0].start()].rstrip().strip("\"'“”‘’(")
        return capital and not begins
    if capital:
        return True
    syllables = [latin_key(word) for word in words]
    return any(syllables == division.pinyin.split(" ") for division in divisions) and not any(
        syllable in _ENGLISH for syllable in syllables
    )


def _best(divisions: Sequence[Division], knows: Callable[[str], bool] | None) -> Division:
    """The one that the index knows, else the largest (they come in that order or by code)."""

    def rank(division: Division) -> tuple[bool, int]:
        known = knows is not None and (knows(division.name) or knows(division.short))
        return not known, division.level

    return min(divisions, key=rank)

"""The list of administrative divisions of China: names, and what each lies in.

The list is vendored (`index/data/README.md` names its source). It is read on first use, in a
few milliseconds; townships are read apart, when first asked for.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

__all__ = [
    "Division",
    "Level",
    "by_code",
    "divisions",
    "find_latin",
    "lookup",
    "names",
    "place_words",
    "ranked",
    "related",
]

DATA = Path(__file__).parent / "data"


class Level(IntEnum):
    """How high a division stands; a smaller number is a larger place."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWNSHIP = 4


@dataclass(frozen=True)
class Division:
    """One administrative division.

    :param code: its GB/T 2260 code: six digits, nine for a township.
    :param name: its full name, 昔阳县.
    :param short: its name as people say it, 昔阳; the full name where one character would remain
        (沁县), and for townships.
    :param level: whether a province, prefecture (city), county or township.
    :param parent: the code of the division it lies in; empty for a province.
    :param pinyin: the syllables of the name without 县, 市 and the like: `xi yang`.
    :param english: an established English name that is not the pinyin, or empty.
    :param is_word: whether `short` alone may well mean something else (和平, 富裕, 城区).
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str
    pinyin: str = ""
    english: str = ""
    is_word: bool = False

    @property
    def ancestors(self) -> tuple[Division, ...]:
        """The divisions it lies in, the nearest first."""
        found: list[Division] = []
        above = by_code(self.parent)
        while above is not None:
            found.append(above)
            above = by_code(above.parent)
        return tuple(found)

    @property
    def children(self) -> tuple[Division, ...]:
        """The divisions directly in it, in order of their codes; of a county, its townships."""
        if self.level is Level.COUNTY or self.code in _townships():
            return _townships().get(self.code, ()) + _tables().children.get(self.code, ())
        return _tables().children.get(self.code, ())

    def is_within(self, other: Division) -> bool:
        """Whether it is `other` or lies in it."""
        return self.code.startswith(other.stem)

    @property
    def stem(self) -> str:
        """The digits of its code that the codes of all its parts begin with."""
        return self.code[: _STEM[self.level]]


_STEM = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9}


@dataclass(frozen=True)
class _Tables:
    by_code: dict[str, Division]
    by_name: dict[str, tuple[Division, ...]]
    children: dict[str, tuple[Division, ...]]


def divisions() -> tuple[Division, ...]:
    """All provinces, prefectures and counties, in order of their codes."""
    return tuple(_tables().by_code.values())


def by_code(code: str) -> Division | None:
    """The division with that code (six digits, or nine for a township), or None."""
    found = _tables().by_code.get(code)
    if found is None and len(code) == 9:
        above = _townships().get(code[:6]) or _townships().get(code[:4] + "00", ())
        found = next((township for township in above if township.code == code), None)
    return found


def lookup(
    name: str, *, within: Iterable[Division] = (), townships: bool = False
) -> tuple[Division, ...]:
    """The divisions of that name.

    :param name: a full name, a short name, or pinyin or English in any case, joined or not
        (昔阳县, 昔阳, xiyang, `Xi Yang`, `Qin County`, qinxian).
    :param within: places that are meant anyway: candidates that lie in one of them, or that one
        of them lies in, come first.
    :param townships: whether towns, townships and sub-districts are looked up too.
    :return: all candidates, the likeliest first: near `within`, then the larger; empty if none.
    """
    tables = _tables()
    name = name.strip()
    found = tables.by_name.get(name, ()) or _by_latin().get(_latin_key(name), ())
    if townships and not found:
        found = _townships_by_name().get(name, ())
    return ranked(found, within)


def ranked(found: Iterable[Division], within: Iterable[Division]) -> tuple[Division, ...]:
    """`found`, first those that lie in a place of `within` or hold one, then the larger."""
    near = tuple(within)

    def rank(division: Division) -> tuple[int, int, str]:
        distance = min((related(division, place) for place in near), default=9)
        return distance, division.level, division.code

    return tuple(sorted(found, key=rank))


def related(division: Division, place: Division) -> int:
    """How far apart two are: 0 same, 1 one holds the other, 2 one prefecture, 3 one province, 9."""
    if division.code == place.code:
        return 0
    if division.is_within(place) or place.is_within(division):
        return 1
    if division.code[:4] == place.code[:4]:
        return 2
    return 3 if division.code[:2] == place.code[:2] else 9


def names() -> dict[str, tuple[Division, ...]]:
    """All Chinese names, full and short, of provinces, prefectures and counties."""
    return _tables().by_name


def place_words() -> tuple[str, ...]:
    """The names that a tokeniser should keep whole, sorted; townships by their full name."""
    return tuple(sorted({*_tables().by_name, *_townships_by_name()}))


def find_latin(text: str) -> tuple[Division, ...]:
    """The divisions whose pinyin or English name `text` is, in any case and spacing."""
    return _by_latin().get(_latin_key(text), ())


@cache
def _tables() -> _Tables:
    codes: dict[str, Division] = {}
    names: dict[str, list[Division]] = {}
    children: dict[str, list[Division]] = {}
    for line in (DATA / "divisions.tsv").read_text(encoding="utf-8").splitlines():
        code, name, short, pinyin, english, mark = line.split("\t")
        level, parent = _place_in_list(code, codes)
        division = Division(code, name, short, level, parent, pinyin, english, mark == "w")
        codes[code] = division
        for key in {name, short}:
            names.setdefault(key, []).append(division)
        if parent:
            children.setdefault(parent, []).append(division)
    return _Tables(codes, _frozen(names), _frozen(children))


@cache
def _by_latin() -> dict[str, tuple[Division, ...]]:
    table: dict[str, list[Division]] = {}
    for division in divisions():
        for key in _latin_keys(division):
            table.setdefault(key, []).append(division)
    return _frozen(table)


def _place_in_list(code: str, known: dict[str, Division]) -> tuple[Level, str]:
    province, city = code[:2] + "0000", code[:4] + "00"
    if code == province:
        return Level.PROVINCE, ""
    if code == city:
        return Level.CITY, province
    # The districts of 北京 and counties directly under a province have no prefecture.
    return Level.COUNTY, city if city in known else province


def _frozen(table: dict[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {key: tuple(found) for key, found in table.items()}


@cache
def _townships() -> dict[str, tuple[Division, ...]]:
    text = lzma.decompress((DATA / "townships.tsv.xz").read_bytes()).decode("utf-8")
    table: dict[str, tuple[Division, ...]] = {}
    for line in text.splitlines():
        above, names = line.split("\t")
        stem = above[:6]
        table[above] = tuple(
            Division(stem + entry[:3], entry[3:], entry[3:], Level.TOWNSHIP, above)
            for entry in names.split(" ")
        )
    return table


@cache
def _townships_by_name() -> dict[str, tuple[Division, ...]]:
    table: dict[str, list[Division]] = {}
    for found in _townships().values():
        for township in found:
            table.setdefault(township.name, []).append(township)
    return _frozen(table)


# What follows the name of a place in pinyin and in English, by the last character of its name.
_KINDS = {
    "省": ("sheng", "province"),
    "市": ("shi", "city"),
    "县": ("xian", "county"),
    "区": ("qu", "district"),
    "旗": ("qi", "banner"),
    "盟": ("meng", "league"),
    "州": ("zhou", "prefecture"),
}


def _latin_key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower().replace("ü", "v"))


def _latin_keys(division: Division) -> set[str]:
    stems = {_latin_key(division.pinyin)}
    if division.english:
        stems.add(_latin_key(division.english))
    # 吕梁 is spelled Lüliang, Lvliang, Luliang and Lyuliang.
    stems |= {stem.replace("lv", to) for stem in tuple(stems) for to in ("lu", "lyu")}
    kinds = _KINDS.get(division.name[-1], ())
    # A single syllable (qin for 沁县) is too little to name a place by.
    bare = {stem for stem in stems if " " in division.pinyin or division.english}
    return bare | {stem + kind for stem in stems for kind in kinds}

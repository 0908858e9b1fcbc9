"""The place that a document is about, which its 我市, 我县, 全市 and 全县 mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.gazetteer import Division, Level
from index.lazy_pattern import lazy_pattern
from index.places import PlaceMention, find_places
from index.roles import Role
from index.structure import Block

__all__ = ["Home", "find_home"]


@dataclass(frozen=True)
class Home:
    """The place a document is about, with the first full mention of it and how it was found."""

    division: Division
    span: tuple[int, int]
    how: str


_HEADING_WEIGHT, _LEAD_WEIGHT, _OTHER_WEIGHT = 4.0, 2.0, 1.0
_LEAD_BLOCKS = 3
_LEAST_SCORE = 2.0
_LEAST_SHARE = 0.25
"""A document that names many places and none of them this often is about no one place."""
_OFTEN = 3
_ANYWHERE = frozenset(("东区", "西区", "城区", "郊区", "矿区", "新区"))
_LONGEST_LOOK = 200_000
"""So many characters tell what a document is about; the rest of a longer one is not looked at."""

# 全市首个县份 in a county's paper means the city above, so that 我 counts before 全.
_OWN = lazy_pattern(r"我们?(省|市|县|区|州|旗)")
_ALL = lazy_pattern(r"(?<![健安完])全(省|市|县|区|州|旗)(?!场)")
_KIND_LEVEL = {
    "省": Level.PROVINCE, "市": Level.CITY, "州": Level.CITY,
    "县": Level.COUNTY, "区": Level.COUNTY, "旗": Level.COUNTY,
}  # fmt: skip


def find_home(reading: str, blocks: Sequence[Block]) -> Home | None:
    """The county, city or province that a document is about; None where it is about no one place.

    Mentions count by where they stand, headings most; of the places so found, the one of the
    level that the document calls its own (我市, 全县) is taken.
    """
    shown = reading[:_LONGEST_LOOK]
    weights = _weights(blocks, len(shown))
    scores: dict[Division, float] = defaultdict(float)
    first: dict[str, PlaceMention] = {}
    times: Counter[Division] = Counter()
    for mention in find_places(shown):
        division = mention.divisions[0]
        times[division] += 1
        scores[division] += weights[mention.start] / len(mention.divisions)
        shorter = division.code in first and shown[mention.start : mention.end] != division.name
        if not shorter:
            first.setdefault(division.code, mention)
    named = frozenset(d for d in scores if _is_named(d, shown, first[d.code], times))
    scores = {division: score for division, score in scores.items() if division in named}
    if not scores:
        return None
    level = _own_level(shown)
    best = max(scores, key=lambda d: (d.level == level, _own_score(d, scores)))
    if level is not None and best.level != level:
        best = max(scores, key=lambda d: _own_score(d, scores))
    counted = sum(score for d, score in scores.items() if not _holds(d, best))
    if scores[best] < _LEAST_SCORE or _own_score(best, scores) < _LEAST_SHARE * counted:
        return None
    mention = first[best.code]
    how = "named most" if level is None else "named most among places of its own level"
    return Home(best, (mention.start, mention.end), how)


def _is_named(
    division: Division, shown: str, mention: PlaceMention, times: Counter[Division]
) -> bool:
    """Whether a place is meant for certain: by its full name, often, or beside one it belongs to.

    A short name alone is as likely a bridge, a temple or a school (白沙渡, 东坡肉).
    """
    is_full = shown[mention.start : mention.end] == division.name
    if (is_full and division.name not in _ANYWHERE) or times[division] >= _OFTEN:
        return True
    return any(_holds(d, division) or _holds(division, d) for d in times)


def _own_score(division: Division, scores: Mapping[Division, float]) -> float:
    """Its own mentions, and half of those of its parts: 吕梁 also is where 临县 is spoken of."""
    if division.level is Level.PROVINCE:
        return scores.get(division, 0.0) * 0.5
    parts = sum(s for d, s in scores.items() if d.parent == division.code)
    return scores[division] + 0.5 * parts if scores[division] else 0.0


def _holds(larger: Division, smaller: Division) -> bool:
    return larger != smaller and smaller.is_within(larger)


def _own_level(text: str) -> Level | None:
    """The level of place that the text calls its own, by the words it uses most."""
    own = Counter(found[1] for found in _OWN.finditer(text))
    every = Counter(found[1] for found in _ALL.finditer(text))
    levels: Counter[Level] = Counter()
    for kind, count in own.items():
        levels[_KIND_LEVEL[kind]] += 3 * count
    for kind, count in every.items():
        levels[_KIND_LEVEL[kind]] += count
    if not levels:
        return None
    # 全省 and 我省 mostly say how a city or county stands among others.
    below = {level: n for level, n in levels.items() if level is not Level.PROVINCE}
    if below:
        return max(below, key=lambda level: (below[level], level))
    return Level.PROVINCE if levels[Level.PROVINCE] > 1 else None


def _weights(blocks: Sequence[Block], length: int) -> list[float]:
    weights = [_OTHER_WEIGHT] * (length + 1)
    bodies = 0
    for block in blocks:
        weight = _OTHER_WEIGHT
        if block.role is Role.HEADING:
            weight = _HEADING_WEIGHT
        elif block.role is Role.BODY:
            bodies += 1
            weight = _LEAD_WEIGHT if bodies <= _LEAD_BLOCKS else _OTHER_WEIGHT
        if weight != _OTHER_WEIGHT:
            for start, end in block.pieces:
                weights[start:end] = [weight] * (min(end, length) - min(start, length))
    return weights

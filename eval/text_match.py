"""Comparing a given answer with the accepted ones, after folding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from eval.folded import folded

PART = "；"
"""Parts the things that one accepted answer must give together: `2829户；7241人`."""

_HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*|{_HAN}|(?:(?!{_HAN})[^\W\d_])+|[%‰□]"
)


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """The comparable units of a text: Han characters, whole numbers, words, percent signs.

    As `mixed_segmentation` and `remove_punctuation` of the CMRC 2018 script: a Han character is a
    unit, a run of digits or letters is one, punctuation and white space are none. A number keeps
    its point and loses its thousands separators, so that 0.8 is not 8 and 182 holds no 18.
    """
    found = (match.group() for match in _TOKEN.finditer(folded(text).lower()))
    return tuple(unit.replace(",", "") if unit[0].isdigit() else unit for unit in found)


def exact_match(given: str, accepted: Sequence[str]) -> float:
    """1.0 where the given answer is one of the accepted ones, unit for unit, else 0.0.

    Source: `calc_em_score` of the evaluation script of CMRC 2018 (Cui et al. 2019).
    """
    return float(any(tokens(given) == tokens(answer) for answer in accepted))


def character_f1(given: str, accepted: Sequence[str]) -> float:
    """The best F1 (0..1) over the accepted answers, on their longest common run of units.

    Source: `calc_f1_score` of the evaluation script of CMRC 2018 (Cui et al. 2019): with L units
    in the longest common substring, precision is L / |given| and recall L / |accepted|.
    """
    return max((_run_f1(tokens(given), tokens(answer)) for answer in accepted), default=0.0)


def contained(given: str, accepted: Sequence[str]) -> bool:
    """Whether the given text holds one of the accepted answers, each of its parts whole.

    Parts (see `PART`) may come in any order. A part is held where its units follow one another,
    so a number is only held as a whole.
    """
    units = tokens(given)
    return any(
        all(_holds(units, tokens(part)) for part in answer.split(PART)) for answer in accepted
    )


def _holds(units: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return bool(part) and any(
        units[at : at + len(part)] == part for at in range(len(units) - len(part) + 1)
    )


def _run_f1(given: tuple[str, ...], answer: tuple[str, ...]) -> float:
    run = _longest_common_run(given, answer)
    return 2 * run / (len(given) + len(answer)) if run else 0.0


def _longest_common_run(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    best = 0
    row = [0] * (len(right) + 1)
    for unit in left:
        above = row
        row = [0] * (len(right) + 1)
        for at, other in enumerate(right, 1):
            if unit == other:
                row[at] = above[at - 1] + 1
                best = max(best, row[at])
    return best

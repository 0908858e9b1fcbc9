"""Which Chinese script a text is written in, for fonts and screen readers."""

from __future__ import annotations

from functools import cache

import opencc

_SHARE = 0.04
"""Of the Han characters of a traditional text about a third change when it is simplified, of a
simplified text next to none; the bound leaves room for names and quotations in the other script."""
_SAMPLE = 4000


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def language_tag(text: str) -> str:
    """`zh-Hant` where simplifying changes much of the text, else `zh-Hans`."""
    sample = text[:_SAMPLE]
    han = sum("\u3400" <= character <= "\u9fff" for character in sample)
    changed = sum(
        before != after for before, after in zip(sample, _converter().convert(sample), strict=False)
    )
    return "zh-Hant" if han and changed > _SHARE * han else "zh-Hans"

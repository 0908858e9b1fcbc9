"""Classes of characters that several steps of folding look for."""

from __future__ import annotations

import unicodedata

HAN = "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, with 々, 〇 and the Suzhou numerals, for the brackets of an expression."""


def is_mark(char: str) -> bool:
    """Whether it is a combining mark, drawn onto the character before it; False for nothing."""
    return char != "" and unicodedata.combining(char) > 0

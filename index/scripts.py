"""Classes of characters that several steps of folding look for."""

from __future__ import annotations

import unicodedata

HAN = "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, with 々, 〇 and the Suzhou numerals, for the brackets of an expression."""


MARKS = tuple(code for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
"""The code points of combining marks: characters that are drawn onto the one before them."""

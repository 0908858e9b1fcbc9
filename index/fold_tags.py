"""The step for tags that were left in a text when it was taken from a page."""

from __future__ import annotations

import re

from index.edits import Change, replace
from index.lazy_pattern import lazy_pattern
from index.scripts import is_mark

NAMES = (
    "a|abbr|address|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|col|"
    "colgroup|dd|del|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|"
    "header|hr|html|i|iframe|img|input|ins|label|li|link|main|meta|nav|noscript|object|ol|option|"
    "p|param|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|"
    "svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|var|video|o:p|st1:[a-z]+|v:[a-z]+"
)
"""Names of elements of HTML, and of the XML that word processors put into it."""

_ATTRIBUTE = r"""[ \t]+[A-Za-z_:][-\w:.]*[ \t]*=[ \t]*(?:"[^"<>\n]*"|'[^'<>\n]*'|[!#-&(-;=?-~]+)"""
_TAG = lazy_pattern(
    rf"</?(?:{NAMES})(?:{_ATTRIBUTE})*[ \t]*/?>|<!--[^<>\n]*-->", re.IGNORECASE | re.ASCII
)
_ANGLE = lazy_pattern("[<>\n]")


def fold_tags(text: str) -> Change:
    """Drop the tags of HTML elements and comments, also where one stands inside another.

    A tag is known by the name of its element and attributes with values, so `a<b` and `<3月>`
    stay. Tags do not reach over a line end.
    """
    if "<" not in text or ">" not in text:
        return Change(text)
    # Read as one pass with a stack, so that what a dropped tag leaves behind needs no second
    # look: after `<b<i>>` the inner tag is gone when the outer one closes.
    opened: list[int] = []
    dropped: list[tuple[int, int]] = []
    for found in _ANGLE.finditer(text):
        mark, place = found.group(), found.start()
        if mark == "\n":
            opened.clear()
        elif mark == "<":
            opened.append(place)
        elif opened and not is_mark(text[place + 1 : place + 2]):
            start, end = opened.pop(), place + 1
            inner = len(dropped)
            while inner and dropped[inner - 1][0] > start:
                inner -= 1
            if _TAG.fullmatch(_without(text, start, end, dropped[inner:])):
                dropped[inner:] = [(start, end)]
            else:
                opened.clear()
    return replace(text, [s for s, _ in dropped], [e for _, e in dropped], [""] * len(dropped))


def _without(text: str, start: int, end: int, holes: list[tuple[int, int]]) -> str:
    parts = []
    for hole_start, hole_end in holes:
        parts.append(text[start:hole_start])
        start = hole_end
    parts.append(text[start:end])
    return "".join(parts)

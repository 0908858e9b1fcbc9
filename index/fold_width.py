"""The Unicode and width step: one way of writing each character, code point by code point.

It is NFKC (Unicode Standard Annex #15) with the exceptions that Chinese text with figures needs:

- Full-width forms become ASCII (`，` and `,` agree), but the marks that are Chinese of their own
  stay: `。、《》【】…——`.
- Superscripts and fractions stay, because `10²` is not 102 and `3½` is not 31/2; `㎡` becomes `m²`.
- Circled numbers keep a border, `①` becomes `(1)`, because `①3月` is not 13月.
- Marks that writers take for one another become one: corner brackets and low quotes become curly
  quotes, the several hyphens, dashes, middle dots and tildes one each.
- Radicals that PDF files hold in place of the characters that look like them become those.

Nothing here looks at a neighbour, so every character has its own alignment.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np

from index.edits import Change, CharacterTable, from_codes, replace, to_codes

KEPT_TAGS = frozenset({"<super>", "<fraction>"})
"""Kinds of compatibility characters whose plain form would read as another number."""

LOOK_ALIKES = {
    "“": "「﹁｢〝„‟❝",
    "”": "」﹂｣〞〟❞",
    "‘": "『﹃‚‛❛",
    "’": "』﹄❜",
    "-": "‐‑‒–−",
    "—": "―─━",
    "·": "‧・･∙⋅",
    "~": "〜∼",
    ":": "∶",
    "/": "⁄∕",
    "…": "⋯︙",
}
"""A mark, and the others that are used for it."""

RADICALS = {
    "厂": "⺁", "亻": "⺅", "刂": "⺉", "卜": "⺊", "忄": "⺖", "扌": "⺘", "攵": "⺙", "旡": "⺛",
    "民": "⺠", "氵": "⺡", "灬": "⺣", "爫": "⺤", "牛": "⺧", "犭": "⺨", "礻": "⺭", "纟": "⺰",
    "羊": "⺶", "艹": "⺾", "虎": "⻁", "衤": "⻂", "西": "⻄", "见": "⻅", "角": "⻆", "讠": "⻈",
    "贝": "⻉", "车": "⻋", "辶": "⻌", "钅": "⻐", "長": "⻑", "长": "⻓", "门": "⻔", "雨": "⻗",
    "青": "⻘", "韦": "⻙", "页": "⻚", "风": "⻛", "飞": "⻜", "食": "⻝", "饣": "⻠", "首": "⻡",
    "马": "⻢", "骨": "⻣", "鬼": "⻤", "鱼": "⻥", "鸟": "⻦", "卤": "⻧", "麦": "⻨", "黄": "⻩",
    "黾": "⻪", "斉": "⻫", "齐": "⻬", "歯": "⻭", "齿": "⻮", "竜": "⻯", "龙": "⻰", "龟": "⻳",
}  # fmt: skip
"""A character, and the CJK radical that is drawn like it (Unicode, EquivalentUnifiedIdeograph)."""

_MANY = 0xFFFFFFFF


def fold_width(text: str) -> Change:
    """Fold each character of a text by itself; see the module for what becomes what."""
    if text.isascii():
        return Change(text)
    table, many = _table()
    codes = to_codes(text)
    folded = table.of(codes)
    longer = np.flatnonzero(folded == _MANY)
    if not len(longer):
        return Change(from_codes(folded)) if (folded != codes).any() else Change(text)
    folded[longer] = codes[longer]
    starts = longer.tolist()
    return replace(
        from_codes(folded),
        starts,
        [start + 1 for start in starts],
        [many[code] for code in codes[longer].tolist()],
    )


@cache
def _table() -> tuple[CharacterTable, dict[int, str]]:
    """For each code point the one it becomes, or `_MANY` for those in the dictionary."""
    many: dict[int, str] = {}

    def find(codes: Sequence[int]) -> list[int]:
        folded = [_fold(chr(code)) for code in codes]
        many.update((code, to) for code, to in zip(codes, folded, strict=True) if len(to) != 1)
        return [ord(to) if len(to) == 1 else _MANY for to in folded]

    return CharacterTable(find), many


_SINGLE = {old: new for new, olds in (LOOK_ALIKES | RADICALS).items() for old in new + olds}


def _fold(char: str) -> str:
    single = _SINGLE.get(char)
    if single:
        return single
    decomposition = unicodedata.decomposition(char)
    if not decomposition or unicodedata.category(char) == "Zs":
        return char
    tag, *codes = decomposition.split() if decomposition[0] == "<" else ["", *decomposition.split()]
    if tag in KEPT_TAGS:
        return char
    if not tag:
        whole = unicodedata.normalize("NFC", char)
        return whole if len(whole) > 1 or whole == char else _fold(whole)
    parts = "".join(_fold(chr(int(code, 16))) for code in codes)
    if any(part.isspace() for part in parts):
        return char
    if tag == "<circle>" and not parts.startswith("("):
        parts = f"({parts})"
    return unicodedata.normalize("NFC", parts)

"""The steps for marks: combining sequences, and punctuation that was set twice."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from index.edits import Change, CharacterClass, replace
from index.lazy_pattern import lazy_pattern
from index.scripts import is_mark

_DRAWN_ON = CharacterClass(lambda code: is_mark(chr(code)))

COMMAS = ",，"
_OTHERS = "、。;；:：!！?？"
_COMMA = lazy_pattern(f"[{COMMAS}]")
_TWICE = lazy_pattern("、+")
_RUN = lazy_pattern(f"[{COMMAS}{_OTHERS}]{{2,}}")


def fold_sequences(text: str) -> Change:
    """Compose a character and the marks that are drawn onto it (NFC); the sequence is one unit."""
    if text.isascii():
        return Change(text)
    starts, ends = _DRAWN_ON.runs(text)
    starts = [place - (place > 0 and text[place - 1] != "\n") for place in starts]
    new = [
        unicodedata.normalize("NFC", text[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]
    return replace(text, starts, ends, new)


def fold_doubled(text: str) -> Change:
    """Keep the mark that means something where a comma was set beside it or twice.

    `,,` is a comma, `,、` an enumeration comma, `,。` a full stop. Conversions that set a comma
    before each mark leave them all over a text. A run of marks is one unit. Marks are not
    doubled when they say something together: `……`, `——`, `--`, `?!`, nor is `1,000`.
    """
    starts, ends, new = [], [], []
    for found in _RUN.finditer(text):
        kept = _meant(found.group())
        if kept != found.group():
            starts.append(found.start())
            ends.append(found.end())
            new.append(kept)
    return replace(text, starts, ends, new)


@lru_cache(maxsize=4096)
def _meant(run: str) -> str:
    """What a run of two or more marks says once it is rid of commas and of doubled marks."""
    kept = _TWICE.sub("、", _COMMA.sub("", run))
    return kept or run[0]

"""The folded form in which answers and evidence are compared."""

from __future__ import annotations

from functools import lru_cache

from index.folding import fold


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text as the index compares it: simplified, half width, without glosses and tags."""
    return fold(text).text

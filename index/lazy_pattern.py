"""Regular expressions that are compiled when they are first used.

The program has some 360 of them and a question uses a third; a range of Han characters alone takes
a millisecond to compile.
"""

from __future__ import annotations

import re
from typing import Any, cast


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but an expression that is wrong is found out at its first use.

    What takes a pattern as an argument (`re.sub(pattern, …)`) does not take this one: call its
    methods.
    """
    return cast("re.Pattern[str]", _LazyPattern(expression, flags))


class _LazyPattern:
    def __init__(self, expression: str, flags: int) -> None:
        self.pattern = expression
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # only what is not there yet comes here: a method is looked up in the pattern once
        compiled = re.compile(self.pattern, self._flags)
        found = self.__dict__[name] = getattr(compiled, name)
        return found

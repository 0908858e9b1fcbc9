"""What of an error is told to whoever asked: a line that names no place on this machine."""

from __future__ import annotations

import logging
import os
import re
import secrets
from functools import lru_cache

from index.errors import WenjinError
from web.texts import say

_log = logging.getLogger(__name__)

_PATH = re.compile(
    r"(?<![\w/.])(?P<first>/[^\s/：:，,。；;“”\"'<>（）()]+)(?:/[^\s：:，,。；;“”\"'<>（）()]*)+"
)
_places: set[str] = set()


def hide(*places: os.PathLike[str] | str) -> None:
    """Names folders of this machine, or addresses of a store, that no line may show."""
    for place in places:
        if isinstance(place, str) and ":" in place:
            _places.add(place)
            continue
        for path in (os.fspath(place), os.path.abspath(place), os.path.realpath(place)):
            if len(path) > 1:
                _places.add(path)


def without_paths(line: str) -> str:
    """A line in which a path of this machine is cut to the name of the file it leads to."""
    for place in sorted(_places, key=len, reverse=True):
        line = re.sub(rf"{re.escape(place)}(?=[/\s：:，,。；;“”\"'）)]|$)", "/…/…", line)
    return _PATH.sub(_shorten, line)


def public_line(error: WenjinError, language: str) -> str:
    """An error in one line for whoever asked; what it leaves out goes to the log.

    :param language: `zh` or `en`.
    """
    whole = " ".join(error.message(language).split())
    line = without_paths(whole)
    if line != whole:
        _log.warning("%s", whole)
    return line


def public(error: WenjinError) -> WenjinError:
    """The same, to be kept and told later."""
    return WenjinError(public_line(error, "zh"), public_line(error, "en"))


def unexpected(error: BaseException, what: str) -> WenjinError:
    """What to say of a fault that is ours and of which the reader can know nothing.

    The line has a number, under which the log has the rest.

    :param what: What could not be done, for the log.
    """
    number = secrets.token_hex(4)
    _log.error("%s (error %s)", what, number, exc_info=error)
    return WenjinError(
        f"{say('zh', 'failed_unknown')}（错误编号 {number}）",
        f"{say('en', 'failed_unknown')} (error {number})",
    )


def _shorten(match: re.Match[str]) -> str:
    path = match[0]
    if match["first"] not in ("/…", *_roots()):
        return path
    name = path.rstrip("/").rpartition("/")[2]
    return f"…/{name}" if name != "…" else "…"


@lru_cache(maxsize=1)
def _roots() -> frozenset[str]:
    """What stands at the root of this machine's file system: only that begins a path of it."""
    try:
        names = os.listdir("/")
    except OSError:
        names = []
    # addresses of the server look like paths, and are meant to be read
    return frozenset(f"/{name}" for name in names) - {"/api"}

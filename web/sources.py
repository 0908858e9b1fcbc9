"""Documents asked for by name."""

from __future__ import annotations

from collections.abc import Collection

from index.errors import WenjinError
from rag.live import LiveAssistant

_LONGEST_NAME = 200


class NotThere(WenjinError):
    """There is no such document, or nothing at the address."""


def no_document(source: str) -> tuple[str, str]:
    """What to say of a document that the index has not, in Chinese and in English."""
    name = source if len(source) <= _LONGEST_NAME else f"{source[:_LONGEST_NAME]}…"
    return (
        f"没有这篇文档：{name}。现有的见 /api/documents",
        f"there is no such document: {name}. See /api/documents",
    )


def check_sources(live: LiveAssistant, within: Collection[str] | None) -> None:
    """Refuses a choice of documents that names one the index has not.

    :param within: Sources to look in; None means all.
    :raises NotThere: One of them; the line names it.
    """
    if not within:
        return
    known = {info.source for info in live.documents()}
    for source in within:
        if source not in known:
            raise NotThere(*no_document(source))

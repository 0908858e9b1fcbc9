"""Documents that a question names by their title (答卷那篇文章, 《答卷》)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.store import DocumentInfo

_TEXT = r"(?:文章|报道|稿子|稿件|通讯|新闻|文|稿)"
_BEHIND = lazy_pattern(
    rf"[》」”\"]?\s*(?:(?:那|这|该)(?:一?篇|个)?{_TEXT}?|一[文稿]|的?{_TEXT}|[》]的?(?:作者|记者|标题))"
)
_LEAST, _PART = 2, 4
_QUOTED = lazy_pattern(r"《([^》]{2,60})》")


def named_documents(question: str, documents: Iterable[DocumentInfo]) -> frozenset[str]:
    """The sources of the documents that a folded question names; empty where it names none.

    A title counts in 《》, or with words behind it that say that it is a text. Part of a long title
    will do in 《》.
    """
    quoted = ["".join(name.split()) for name in _QUOTED.findall(question)]
    if not quoted and not _BEHIND.search(question):
        return frozenset()
    found = set()
    for info in documents:
        title = _folded(info.title)
        if len(title) < _LEAST:
            continue
        in_marks = any(name == title or (len(name) >= _PART and name in title) for name in quoted)
        if in_marks or _is_named(title, question):
            found.add(info.source)
    return frozenset(found)


@lru_cache(maxsize=100_000)
def _folded(title: str) -> str:
    return "".join(fold(title).text.split())


def _is_named(title: str, question: str) -> bool:
    at = question.find(title)
    return at >= 0 and _BEHIND.match(question, at + len(title)) is not None

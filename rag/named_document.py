"""Documents that a question names by their title (答卷那篇文章, 《答卷》)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.store import DocumentInfo

_TEXT = r"(?:文章|报道|稿子|稿件|通讯|新闻|文|稿)"
_BEHIND = lazy_pattern(
    rf"[》」”\"]?\s*(?:(?:那|这|该)(?:一?篇|个)?{_TEXT}?|一[文稿]|的?{_TEXT}|[》]的?(?:作者|记者|标题))"
)
_LEAST, _PART = 2, 4
_LONGEST = 60
_QUOTED = lazy_pattern(r"《([^》]{2,60})》")
_AT_ONCE = 1000


class Titles:
    """The titles of an index's documents, folded; made when a question may name one."""

    def __init__(self, documents: Sequence[DocumentInfo]) -> None:
        self._documents = documents

    def named(self, question: str, within: Collection[str] | None = None) -> frozenset[str]:
        """The sources of the documents that a folded question names; empty where it names none.

        A title counts in 《》, or with words behind it that say that it is a text. Part of a long
        title will do in 《》.

        :param within: Sources that count; None means all.
        """
        quoted = ["".join(name.split()) for name in _QUOTED.findall(question)]
        found = {source for name in quoted for source in self._by_title.get(name, ())}
        for name in quoted:
            if len(name) >= _PART:
                found.update(*(held for title, held in self._by_title.items() if name in title))
        for behind in _BEHIND.finditer(question):
            end = behind.start()
            for start in range(max(0, end - _LONGEST), end - _LEAST + 1):
                found.update(self._by_title.get(question[start:end], ()))
        return frozenset(found if within is None else found.intersection(within))

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for start in range(0, len(self._documents), _AT_ONCE):
            part = self._documents[start : start + _AT_ONCE]
            for info, title in zip(part, _folded([info.title for info in part]), strict=True):
                if len(title) >= _LEAST:
                    found.setdefault(title, []).append(info.source)
        return found


def _folded(titles: Sequence[str]) -> list[str]:
    """The titles without spaces, folded together, which takes a hundredth of the time."""
    plain = [" ".join(title.split()) for title in titles]
    lines = fold("\n".join(plain)).text.split("\n")
    if len(lines) != len(plain):
        lines = [fold(title).text for title in plain]
    return ["".join(line.split()) for line in lines]

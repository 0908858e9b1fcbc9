"""The questions of a run by document and by tag."""

from __future__ import annotations

from collections.abc import Sequence

from eval.tags import TAGS
from eval.verdict import Judged


def by_document(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """By what each question is about: a source, then `several`, then `none`."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.question.document, []).append(one)
    last = {"several": 1, "none": 2}
    return dict(sorted(groups.items(), key=lambda item: (last.get(item[0], 0), item[0])))


def by_tag(judged: Sequence[Judged]) -> dict[str, list[Judged]]:
    """By tag, in the order of `TAGS`; a question stands under each of its tags."""
    groups = {tag: [j for j in judged if tag in j.question.tags] for tag in TAGS}
    return {tag: members for tag, members in groups.items() if members}

"""What a question over several documents is put to, one by one: places, or documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from index.store import DocumentInfo
from rag.answer import Answer, Relation
from rag.places import home_divisions
from rag.several import Over, Several, Side

AskOne = Callable[[str, Collection[str] | None], Answer]
"""Answers an ordinary question from the sources named; None means all."""

MOST = 12
"""How many documents or places a collection goes over at most, those that retrieval brings first."""


@dataclass(frozen=True)
class Item:
    """What is asked once: `label` names it in the answer, `name` in the question put for it (empty
    for a document), `within` are the sources to look in first, None for all; `anywhere` says
    whether the others may be looked in where those say nothing."""

    label: str
    name: str
    within: frozenset[str] | None
    anywhere: bool


def plan(several: Several, documents: Sequence[DocumentInfo], ask_one: AskOne) -> tuple[Item, ...]:
    """What is asked one by one; fewer than two items mean that the question is an ordinary one.

    Places that are only listed (no 分别, no 各) are asked one by one only if at least two have
    documents of their own: 娄烦、阳曲的增幅 may well be one figure of both.
    """
    if several.sides:
        items = tuple(_item(side, documents) for side in several.sides)
        own = sum(item.within is not None for item in items)
        if several.relation is Relation.COLLECTION and not several.each and own < 2:  # noqa: PLR2004
            return ()
        return items
    chosen = [info for info in documents if _is_meant(several, info)]
    if several.over is Over.DOCUMENTS:
        groups = [(info.title or info.source, [info]) for info in documents]
    else:
        groups = _by_place(chosen)
    if len(groups) > MOST:
        groups = _nearest(several, groups, ask_one)
    return tuple(
        Item(
            label,
            label if several.over is Over.PLACES and infos[0].places else "",
            frozenset(info.source for info in infos),
            anywhere=False,
        )
        for label, infos in groups
    )


Group = tuple[str, list[DocumentInfo]]


def _item(side: Side, documents: Sequence[DocumentInfo]) -> Item:
    codes = {division.code for division in side.divisions}
    own = {
        info.source for info in documents if codes & {d.code for d in home_divisions(info.places)}
    }
    return Item(side.name, side.folded, frozenset(own) if own else None, anywhere=True)


def _is_meant(several: Several, info: DocumentInfo) -> bool:
    home = home_divisions(info.places)
    if several.inside and not any(
        place.is_within(d) and place.code != d.code
        for mention in several.inside
        for d in mention.divisions
        for place in home
    ):
        return False
    return not several.levels or any(place.level in several.levels for place in home)


def _by_place(documents: Sequence[DocumentInfo]) -> list[Group]:
    groups: dict[tuple[str, ...], list[DocumentInfo]] = {}
    for info in documents:
        groups.setdefault(info.places or (info.title or info.source,), []).append(info)
    return [(key[0], infos) for key, infos in groups.items()]


def _nearest(several: Several, groups: Sequence[Group], ask_one: AskOne) -> list[Group]:
    """The groups of which retrieval brings a passage for the question asked of no one place."""
    sources = {info.source for _, infos in groups for info in infos}
    passages = ask_one(several.question("") or several.template, sources).passages
    near = list(dict.fromkeys(passage.source for passage in passages))[:MOST]
    return [group for group in groups if any(info.source in near for info in group[1])][:MOST]

"""An answer of several parts as HTML: places compared, one answer each, figures that disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.answer import Answer, Part, Relation
from web.language_tag import language_tag
from web.marks import escape
from web.texts import say

Chip = Callable[[int], str]
"""Gives the button that shows a quote, by its number from 1."""


def render_parts(answer: Answer, chip: Chip, language: str) -> str:
    """The parts of an answer under a heading that says how they stand to each other; or nothing."""
    if not answer.parts or answer.relation is None:
        return ""
    body = _RELATIONS[answer.relation](answer.parts, chip, language)
    relation = answer.relation.value
    more = ""
    if answer.relation is Relation.DISAGREEMENT:
        more = f'<p class="explain">{say(language, "disagreement_more")}</p>'
    return f'<section class="parts {relation}"><h3>{say(language, relation)}</h3>{more}{body}</section>'


def _side_by_side(parts: Sequence[Part], chip: Chip, language: str) -> str:
    largest = max((abs(part.value) for part in parts if part.value is not None), default=0.0)
    cards = "".join(_card(part, largest, chip, language) for part in parts)
    return f'<ul class="cards">{cards}</ul>'


def _card(part: Part, largest: float, chip: Chip, language: str) -> str:
    bar = ""
    if part.value is not None and largest > 0:
        share = abs(part.value) / largest * 100
        bar = f'<span class="meter wide"><span style="width:{share:.0f}%"></span></span>'
    return (
        f'<li><span class="label">{escape(part.label)}</span><span class="value">'
        f"{_answer(part, language)}{_chip(part, chip)}</span>{bar}</li>"
    )


def _table(parts: Sequence[Part], chip: Chip, language: str) -> str:
    head = "".join(
        f'<th scope="col">{say(language, key)}</th>'
        for key in ("part_label", "part_answer", "part_quote")
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(part.label)}</th><td>{_answer(part, language)}</td>'
        f"<td>{_chip(part, chip)}</td></tr>"
        for part in parts
    )
    name = say(language, "collection")
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="{name}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _answer(part: Part, language: str) -> str:
    if part.answer is None:
        return f'<span class="none">{say(language, "part_none")}</span>'
    return f'<strong lang="{language_tag(part.answer)}">{escape(part.answer)}</strong>'


def _chip(part: Part, chip: Chip) -> str:
    return chip(part.quote + 1) if part.quote >= 0 else ""


_RELATIONS: dict[Relation, Callable[[Sequence[Part], Chip, str], str]] = {
    Relation.COMPARISON: _side_by_side,
    Relation.DISAGREEMENT: _side_by_side,
    Relation.COLLECTION: _table,
}

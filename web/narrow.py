"""Choosing where to look, as HTML: the panel under the masthead and the line above the box."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from index.store import DocumentInfo
from web.language_tag import language_tag
from web.marks import escape
from web.scope import UNSTATED, Choice, Scope, find_dates, find_places
from web.texts import say

LISTED = 300
"""How many documents the panel lists; more are narrowed by place and date first."""
_NAMED = 4


def render_narrow(documents: Sequence[DocumentInfo], scope: Scope, language: str) -> str:
    """The panel with what is chosen ticked.

    Afterwards the browser keeps what is ticked; `data-version` tells it when the choices changed.
    """
    places = _group("places", find_places(documents), scope.places, language)
    dates = _group("dates", find_dates(documents), scope.dates, language)
    version = hashlib.sha256(repr([language, documents]).encode()).hexdigest()[:12]
    return (
        f'<div id="narrow-panel" popover role="dialog" aria-labelledby="narrow-title" '
        f'data-version="{version}">'
        f'<h2 id="narrow-title">{say(language, "narrow_title")}</h2>'
        f'<p class="facts">{say(language, "narrow_more")}</p>'
        f'<form data-changes="input">{places}{dates}{_documents(documents, scope, language)}</form>'
        f'<div class="bar"><button type="button" class="quiet" data-do="narrowClear">'
        f"{say(language, 'narrow_clear')}</button>"
        f'<button type="button" class="quiet strong" popovertarget="narrow-panel" '
        f'popovertargetaction="hide">{say(language, "narrow_close")}</button></div></div>'
    )


def _group(kind: str, choices: Sequence[Choice], ticked: Collection[str], language: str) -> str:
    if not choices:
        return ""
    boxes = "".join(
        _box(kind, choice, _named(kind, choice.value, language), choice.value in ticked)
        for choice in choices
    )
    legend = say(language, f"narrow_{kind}")
    return f'<fieldset class="{kind}"><legend>{legend}</legend>{boxes}</fieldset>'


def _documents(documents: Sequence[DocumentInfo], scope: Scope, language: str) -> str:
    boxes = "".join(
        _box("sources", Choice(info.source, 0, 0), info.title, info.source in scope.sources)
        for info in documents[:LISTED]
    )
    find = ""
    if len(documents) > 8:
        find = (
            f'<input type="search" data-filter="sources" autocomplete="off" '
            f'placeholder="{say(language, "narrow_filter")}" '
            f'aria-label="{say(language, "narrow_filter")}">'
        )
    left = len(documents) - LISTED
    more = say(language, "narrow_more_documents", count=left) if left > 0 else ""
    return (
        f'<fieldset class="sources"><legend>{say(language, "narrow_documents")}</legend>{find}'
        f'{boxes}<p class="facts">{more}</p></fieldset>'
    )


def _box(kind: str, choice: Choice, label: str, is_ticked: bool) -> str:
    number = f' <span class="count">{choice.count}</span>' if choice.count else ""
    ticked = " checked" if is_ticked else ""
    return (
        f'<label class="depth-{min(choice.depth, 3)}"><input type="checkbox" name="{kind}" '
        f'value="{escape(choice.value)}"{ticked}>'
        f'<span lang="{language_tag(label)}">{escape(label)}</span>{number}</label>'
    )


def _named(kind: str, value: str, language: str) -> str:
    if value == UNSTATED:
        return say(language, "no_place" if kind == "places" else "no_date")
    return value


def describe_scope(scope: Scope, documents: Sequence[DocumentInfo], language: str) -> str:
    """What is chosen, in words."""
    titles = {info.source: info.title for info in documents}
    names = [
        *(_named("places", value, language) for value in sorted(scope.places)),
        *(_named("dates", value, language) for value in sorted(scope.dates)),
        *(f"《{titles.get(source, source)[:24]}》" for source in sorted(scope.sources)),
    ]
    shown = names[:_NAMED]
    if len(names) > _NAMED:
        shown.append(say(language, "scope_more", count=len(names) - _NAMED))
    return say(language, "scope_join").join(shown)


def render_scope_line(scope: Scope, documents: Sequence[DocumentInfo], language: str) -> str:
    """The line above the question box while something is chosen; empty otherwise."""
    within = scope.within(documents)
    if within is None:
        return ""
    names = escape(describe_scope(scope, documents, language))
    clear = (
        f'<button type="button" class="quiet" data-do="narrowClear">'
        f"{say(language, 'scope_clear')}</button>"
    )
    if not within:
        return (
            f'<p class="empty" role="status">{say(language, "scope_none", names=names)} {clear}</p>'
        )
    line = say(language, "scope", count=len(within), names=names)
    return f'<p role="status">{line} {clear}</p>'

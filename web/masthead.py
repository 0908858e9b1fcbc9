"""The line at the top of the page."""

from __future__ import annotations

from web.icons import icon
from web.texts import count_documents, say

TABS = ("ask", "library", "evaluate")


def render_masthead(
    documents: int, chosen: int | None, language: str, is_ready: bool = True
) -> str:
    """The line at the top: name, tabs, where to look, new conversation, language, theme.

    Which tab is open is the browser's business; each has an address of its own (`#library`).

    :param documents: How many the index holds.
    :param chosen: How many of them are looked in; None for all.
    :param is_ready: Whether the open page has been greeted, so that what it asks for is not drawn
        over by the greeting.
    """
    other = "en" if language == "zh" else "zh"
    titles = " ".join(f'data-title-{tab}="{say(language, f"title_{tab}")}"' for tab in TABS)
    tabs = "".join(f'<a href="#{tab}">{say(language, f"tab_{tab}")}</a>' for tab in TABS)
    ready = " data-ready" if is_ready else ""
    return (
        f'<header class="masthead" data-language="{language}"{ready} {titles} '
        f'data-lost="{say(language, "lost")}">'
        f'<a class="skip" href="#question">{say(language, "skip")}</a>'
        f'<h1><span class="seal" aria-hidden="true">津</span><span>{say(language, "name")}</span>'
        f'</h1><nav class="tabs" aria-label="{say(language, "tabs")}">{tabs}</nav>'
        f'<div class="tools">{_narrow(documents, chosen, language)}'
        f'<button type="button" class="asks" data-event="clear" '
        f'aria-label="{say(language, "new")}">{icon("new")}<span>{say(language, "new")}</span>'
        f'</button><button type="button" data-event="click" data-to="{other}" lang="{other}" '
        f'aria-label="{say(language, "other_language")}">{icon("language")}'
        f"<span>{say(language, 'other_language')}</span></button>"
        f'<button type="button" data-do="theme" aria-label="{say(language, "theme")}" '
        f'title="{say(language, "theme")}">{icon("theme")}</button></div></header>'
    )


def _narrow(documents: int, chosen: int | None, language: str) -> str:
    count = count_documents(language, documents)
    if chosen is not None:
        count = f"{chosen} / {count}"
    name = f"{say(language, 'narrow')} ({count})"
    on = " on" if chosen is not None else ""
    return (
        f'<button type="button" class="asks narrow{on}" popovertarget="narrow-panel" '
        f'aria-label="{name}">{icon("narrow")}<span>{count} '
        '<span aria-hidden="true">▾</span></span></button>'
    )

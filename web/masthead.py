"""The line at the top of the page."""

from __future__ import annotations

from web.icons import icon
from web.texts import count_documents, say


def render_masthead(documents: int, language: str) -> str:
    """The line at the top: name, documents, new conversation, language, theme."""
    other = "en" if language == "zh" else "zh"
    count = count_documents(language, documents)
    return (
        f'<header class="masthead" data-language="{language}" '
        f'data-title="{say(language, "page_title")}" data-lost="{say(language, "lost")}">'
        f'<a class="skip" href="#question">{say(language, "skip")}</a>'
        f'<h1><span class="seal" aria-hidden="true">津</span>{say(language, "name")}</h1>'
        f'<p class="motto">{say(language, "motto")}</p><div class="tools">'
        f'<button type="button" data-event="select" data-library="1">{count}</button>'
        f'<button type="button" data-event="clear" aria-label="{say(language, "new")}">{icon("new")}'
        f"<span>{say(language, 'new')}</span>"
        f'</button><button type="button" data-event="click" data-to="{other}" lang="{other}">'
        f"{icon('language')}<span>{say(language, 'other_language')}</span></button>"
        f'<button type="button" data-do="theme" aria-label="{say(language, "theme")}" '
        f'title="{say(language, "theme")}">{icon("theme")}</button></div></header>'
    )

"""The login page: a form that works without a script."""

from __future__ import annotations

import hashlib

from web.login_texts import other_language, tell
from web.marks import escape
from web.shell import ASSETS
from web.texts import say

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def render_login(language: str, problem: str = "", name: str = "", to: str = "/") -> str:
    """The page as HTML.

    :param problem: Why logging in failed, in a line.
    :param name: What was entered as a name.
    :param to: Where logging in leads.
    """
    other, other_name = other_language(language)
    alert = f'<p class="problem" role="alert" id="why">{escape(problem)}</p>' if problem else ""
    described = ' aria-describedby="why" aria-invalid="true"' if problem else ""
    tag = "en" if language == "en" else "zh-Hans"
    # the cursor stands where something is to be typed
    first, second = ("", " autofocus") if name else (" autofocus", "")
    return (
        f'<!doctype html><html lang="{tag}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark">'
        f"<title>{tell(language, 'title')}</title>"
        f'<link rel="icon" href="/wenjin/favicon.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{asset_address("login.css")}"></head><body>'
        f'<header><p class="brand"><span class="seal" aria-hidden="true">津</span> '
        f"<span>{say(language, 'name')}</span></p>"
        f'<a href="/login?lang={other}" lang="{other}">{other_name}</a></header>'
        f"<main><h1>{tell(language, 'heading')}</h1>{alert}"
        f'<form method="post" action="/login"><input type="hidden" name="to" value="{escape(to)}">'
        f'<input type="hidden" name="lang" value="{language}">'
        f'<label for="name">{tell(language, "name")}</label>'
        f'<input id="name" name="name" autocomplete="username" autocapitalize="none" '
        f'spellcheck="false" required maxlength="64" value="{escape(name)}"{first}{described}>'
        f'<label for="secret">{tell(language, "secret")}</label>'
        f'<input id="secret" name="secret" type="password" autocomplete="current-password" '
        f'required maxlength="1024"{second}{described}>'
        f'<button type="submit">{tell(language, "submit")}</button></form>'
        f'<p class="facts">{tell(language, "token_too")}</p></main></body></html>'
    )


def asset_address(name: str) -> str:
    """An asset's address, which changes with what is in it, so that no stale copy is used."""
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"/wenjin/{name}?{digest}"

"""The HTML around the application: title, icon, style and script, all from this server."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from web.marks import escape
from web.texts import say

ASSETS = Path(__file__).resolve().parent / "assets"
_FOREIGN = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_STYLES = ("style.css", "views.css")
_SCRIPTS = ("page.js", "tabs.js", "choose.js", "library.js")
_LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}


def make_dress(language: str) -> Callable[[str], str]:
    """What turns the page as Gradio sends it into ours.

    Gradio's own card for social networks goes (it names other hosts); language, title, icon, style
    and script come in before Gradio starts, so that the first paint already looks right.

    :param language: The page's language until the reader chooses another.
    """
    head = (
        f"<title>{escape(say(language, 'title_ask'))}</title>"
        f'<link rel="icon" href="{_address("favicon.svg")}" type="image/svg+xml">'
        + "".join(f'<link rel="stylesheet" href="{_address(name)}">' for name in _STYLES)
        + "".join(f'<script src="{_address(name)}"></script>' for name in _SCRIPTS)
    )

    def dress(page: str) -> str:
        page = _FOREIGN.sub("", page)
        page = page.replace('lang="en"', f'lang="{_LANGUAGE_TAGS[language]}"', 1)
        return page.replace("</head>", f"{head}</head>", 1)

    return dress


def _address(name: str) -> str:
    """An asset's address, which changes with what is in it, so that no stale copy is used."""
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
    return f"wenjin/{name}?{digest}"

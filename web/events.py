"""Components of our own HTML, and the events that buttons and forms in it raise."""

from __future__ import annotations

from typing import Any

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""How every event of the page is connected: no overlay of Gradio's, no open API."""
IDLE_SESSION = 6 * 3600
"""After so many seconds without a sign of life a page's state is forgotten."""
_RAISE = "window.wenjin.connect(element, trigger);"


def html(name: str, value: str) -> gr.HTML:
    """Our HTML; see `connect` in `page.js` for how what is in it raises events.

    `change` is not for us: Gradio raises it whenever the server draws something else.
    """
    return gr.HTML(value, elem_id=name, js_on_load=_RAISE, apply_default_css=False)


def kept(value: Any) -> gr.State:
    """A value that each open page has for itself."""
    return gr.State(value, time_to_live=IDLE_SESSION)


def sent(event: gr.EventData) -> dict[str, Any]:
    """What a browser's event carries; nothing where it carries no object."""
    return event._data if isinstance(event._data, dict) else {}


def number(value: object) -> int | None:
    """A whole number in what a browser sent, None where it is none."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

"""Calling an answer wrong: the little form under it, and the draft that is kept for review."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from web.texts import say
from web.turns import Turn, history_before

LONGEST = 2000
"""The longest remark that is kept, in characters."""


def render_flag(turn: Turn, language: str) -> str:
    """The form, closed until asked for; thanks where it was used."""
    if turn.flagged:
        return f'<p class="thanks" role="status">{say(language, "flag_thanks")}</p>'
    name = f"flag-{turn.number}"
    return (
        f'<details class="flag" id="{name}"><summary>{say(language, "flag")} '
        f'<span aria-hidden="true">⚑</span></summary><div class="form" data-form>'
        f'<label for="{name}-text">{say(language, "flag_ask")}</label>'
        f'<textarea id="{name}-text" name="comment" rows="2" maxlength="{LONGEST}"></textarea>'
        f'<button type="button" class="quiet" data-event="edit" data-turn="{turn.number}">'
        f"{say(language, 'flag_send')}</button></div></details>"
    )


def keep_draft(home: Path, turns: Sequence[Turn], turn: Turn, comment: object) -> None:
    """Notes a question with the answer that was called wrong.

    :param home: WENJIN_HOME, where the drafts are.
    :param comment: What the reader said is right; from the browser, so it may be anything.
    :raises WenjinError: The drafts cannot be written.
    """
    from eval.drafts import FILE, append_draft

    if turn.answer is None:
        return
    said = comment.strip()[:LONGEST] if isinstance(comment, str) else ""
    history = history_before(turns, turn)
    append_draft(home / FILE, turn.question, history, turn.answer.to_dict(), said)

"""The questions of a run that went wrong, as HTML: question, gold and quote side by side."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from web.evaluate_choice import Choice
from web.language_tag import language_tag
from web.marks import escape
from web.texts import has, say

if TYPE_CHECKING:
    from eval.run import Run

LISTED = 60
"""How many failures are listed at once."""
_QUOTES = 2

Prediction = Mapping[str, Any]


def render_failures(run: Run, choice: Choice, language: str) -> str:
    """The failures that fit a choice, under the two filters."""
    failed = [one for one in run.predictions.values() if not one["right"]]
    fitting = [
        one
        for one in failed
        if choice.tag in ("", *one["tags"]) and choice.verdict in ("", one["verdict"])
    ]
    count = say(language, "failures_count", shown=len(fitting), count=len(failed))
    rows = "".join(_row(one, language) for one in fitting[:LISTED])
    table = (
        _table(rows, language)
        if rows
        else f'<p class="explain">{say(language, "failures_none")}</p>'
    )
    more = ""
    if len(fitting) > LISTED:
        more = f'<p class="facts">{say(language, "failures_more", count=LISTED)}</p>'
    return (
        f'<section class="failures"><h3>{say(language, "failures")} '
        f'<span class="count">{count}</span></h3>{_filters(failed, choice, language)}{table}{more}'
        "</section>"
    )


def _filters(failed: Sequence[Prediction], choice: Choice, language: str) -> str:
    tags = Counter(tag for one in failed for tag in one["tags"])
    verdicts = Counter(one["verdict"] for one in failed)
    named = {verdict: verdict_name(verdict, language) for verdict in verdicts}
    return (
        '<div class="filters">'
        + _select("tag", tags, {}, choice.tag, language)
        + _select("verdict", verdicts, named, choice.verdict, language)
        + "</div>"
    )


def _select(
    name: str, counts: Counter[str], named: Mapping[str, str], chosen: str, language: str
) -> str:
    options = [("", say(language, "filter_any"))]
    options += [(value, f"{named.get(value, value)} · {n}") for value, n in counts.most_common()]
    if chosen and chosen not in counts:
        options.append((chosen, f"{named.get(chosen, chosen)} · 0"))
    return select(name, say(language, f"filter_{name}"), options, chosen)


def select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> str:
    """A labelled choice; values and their texts become safe HTML."""
    inside = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}'
        "</option>"
        for value, text in options
    )
    return (
        f'<label class="choice"><span>{label}</span><select name="{name}">{inside}</select></label>'
    )


def verdict_name(verdict: str, language: str) -> str:
    """A verdict in words."""
    key = f"verdict_{verdict}"
    return say(language, key) if has(key) else verdict


def _table(rows: str, language: str) -> str:
    head = "".join(
        f'<th scope="col">{say(language, key)}</th>'
        for key in ("col_question", "col_gold", "col_given")
    )
    name = say(language, "failures")
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(one: Prediction, language: str) -> str:
    return (
        f'<tr><th scope="row">{_question(one, language)}</th>'
        f'<td data-label="{say(language, "col_gold")}">{_gold(one, language)}</td>'
        f'<td data-label="{say(language, "col_given")}">{_given(one, language)}</td></tr>'
    )


def _question(one: Prediction, language: str) -> str:
    history = ""
    if one["history"]:
        asked = escape(" / ".join(one["history"]))
        history = f'<p class="facts">{say(language, "history_was", questions=asked)}</p>'
    tags = "".join(f'<span class="role">{escape(tag)}</span>' for tag in one["tags"])
    return (
        f'<p class="asked" lang="{language_tag(one["question"])}">{escape(one["question"])}</p>'
        f'{history}<p class="facts"><code>{escape(one["id"])}</code> {tags}</p>'
        f'<p><span class="verdict-name">{escape(verdict_name(one["verdict"], language))}</span> '
        f'<button type="button" class="quiet" data-event="submit" data-do="openAsk" '
        f'data-question="{escape(one["question"])}" '
        f'data-history="{escape(json.dumps(one["history"], ensure_ascii=False))}">'
        f"{say(language, 'open_in_ask')}</button></p>"
    )


def _gold(one: Prediction, language: str) -> str:
    if not one["answerable"]:
        return f'<p class="none">{say(language, "gold_not_found")}</p>'
    accepted = [f"<strong>{escape(answer)}</strong>" for answer in one["answers"][:3]]
    if not accepted:
        accepted = [f'<span class="none">{say(language, "gold_damaged")}</span>']
    quotes = "".join(
        _quoted(piece["quote"], one["answers"], piece["source"]) for piece in one["evidence"]
    )
    return f"<p>{' / '.join(accepted)}</p>{quotes}"


def _quoted(text: str, answers: Sequence[str], source: str) -> str:
    """A quote with the longest of some answers marked in it."""
    inside = escape(text)
    for answer in sorted(answers, key=len, reverse=True):
        before, found, after = text.partition(answer)
        if answer and found:
            marked = f'<mark class="answer">{escape(found)}</mark>'
            inside = f"{escape(before)}{marked}{escape(after)}"
            break
    return (
        f'<blockquote lang="{language_tag(text)}">{inside}</blockquote>'
        f'<p class="facts"><code>{escape(source)}</code></p>'
    )


def _given(one: Prediction, language: str) -> str:
    if one["error"]:
        return f'<p class="none">{say(language, "given_error", error=escape(one["error"]))}</p>'
    result = one["result"] or {}
    outcome = result.get("outcome", "")
    parts = [f"<p>{_short(result, outcome, language)} {_sure(result, language)}</p>"]
    for quote in result.get("quotes", ())[:_QUOTES]:
        answers = [result["answer"]] if result.get("answer") else []
        parts.append(_quoted(quote["text"], answers, quote["source"]))
    return "".join(parts)


def _short(result: Mapping[str, Any], outcome: str, language: str) -> str:
    if result.get("answer"):
        return f"<strong>{escape(str(result['answer']))}</strong>"
    key = f"given_{outcome}"
    return f'<span class="none">{say(language, key)}</span>' if has(key) else ""


def _sure(result: Mapping[str, Any], language: str) -> str:
    confidence = result.get("confidence")
    if not isinstance(confidence, int | float):
        return ""
    percent = f"{confidence * 100:.0f}"
    return f'<span class="facts">{say(language, "confidence", percent=percent)}</span>'

"""A conversation as Markdown: each question with its answer, its quotes and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer import Answer, Outcome, Quote
from web.texts import say
from web.turns import Turn

_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#|~])")


def export_markdown(turns: Sequence[Turn], language: str) -> str:
    """The turns that came to an end, in order; what documents say stays text, never markup."""
    parts = [f"# {say(language, 'export_title')}"]
    for turn in turns:
        if turn.answer is not None:
            parts.append(f"## {_plain(turn.question)}")
            parts += _answer(turn.answer, language)
        elif turn.failure is not None:
            parts.append(f"## {_plain(turn.question)}")
            parts.append(_plain(turn.failure.message(language)))
    return "\n\n".join(parts) + "\n"


def _answer(answer: Answer, language: str) -> list[str]:
    parts = []
    if answer.understood:
        parts.append(_plain(say(language, "understood", question=answer.understood)))
    if answer.outcome is Outcome.ANSWERED:
        if answer.answer:
            parts.append(f"**{_plain(answer.answer)}**")
    else:
        parts.append(say(language, answer.outcome.value))
    parts += [_quote(number, quote, language) for number, quote in enumerate(answer.quotes, 1)]
    return parts


def _quote(number: int, quote: Quote, language: str) -> str:
    page = say(language, "page", number=quote.page) if quote.page is not None else ""
    where = "，".join(part for part in (quote.place, _plain(quote.source), page) if part)
    lines = [_plain(quote.text), f"——《{_plain(quote.title)}》（{where}）"]
    lines += [say(language, "reading_as", reading=_plain(reading)) for reading in quote.readings]
    return f"\\[{number}\\]\n\n" + "\n>\n".join(f"> {line}" for line in lines)


def _plain(text: str) -> str:
    """On one line, with the characters that Markdown acts on made harmless."""
    return _ACTIVE.sub(r"\\\1", "".join(text.split("\r")).replace("\n", " ").strip())

"""A conversation as a file: each question with its answer, its quotes and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer import Answer, Outcome, Part, Quote
from web.export_docx import export_docx
from web.texts import say
from web.turns import Turn


@dataclass(frozen=True)
class Export:
    """A kind of file a conversation can be kept as."""

    suffix: str
    media_type: str
    write: Callable[[Sequence[Turn], str], bytes]


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
        if answer.parts:
            parts.append("\n".join(f"- {_part(part, language)}" for part in answer.parts))
    else:
        parts.append(say(language, answer.outcome.value))
    parts += [_quote(number, quote, language) for number, quote in enumerate(answer.quotes, 1)]
    return parts


def _part(part: Part, language: str) -> str:
    said = _plain(part.answer) if part.answer else say(language, "part_none")
    return f"{_plain(part.label)}：{said} \\[{part.quote + 1}\\]"


def _quote(number: int, quote: Quote, language: str) -> str:
    page = say(language, "page", number=quote.page) if quote.page is not None else ""
    where = "，".join(part for part in (quote.place, _plain(quote.source), page) if part)
    lines = [_plain(quote.text), f"——《{_plain(quote.title)}》（{where}）"]
    lines += [say(language, "reading_as", reading=_plain(reading)) for reading in quote.readings]
    return f"\\[{number}\\]\n\n" + "\n>\n".join(f"> {line}" for line in lines)


def _plain(text: str) -> str:
    """On one line, with the characters that Markdown acts on made harmless."""
    return _ACTIVE.sub(r"\\\1", "".join(text.split("\r")).replace("\n", " ").strip())


def _markdown(turns: Sequence[Turn], language: str) -> bytes:
    return export_markdown(turns, language).encode()


MARKDOWN = Export(".md", "text/markdown;charset=utf-8", _markdown)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXPORTS: dict[str, Export] = {
    "markdown": MARKDOWN,
    "docx": Export(".docx", _DOCX, export_docx),
}

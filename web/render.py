"""An answer as HTML: the short answer, its quotes with their chips, and how it came about.

Everything that was asked or comes from a document goes through `escape` or `marked`. Buttons say
in `data-event` which event of the page they raise, and in further `data-` what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answer import Answer, Outcome, Quote, Relation
from web.examples import Example
from web.flagging import render_flag
from web.icons import icon
from web.language_tag import language_tag
from web.marks import Layer, escape, marked
from web.parts import render_parts
from web.short import shorten
from web.texts import has, say
from web.turns import Turn
from web.why import render_why

NEAREST = 3
"""How many passages are offered where nothing answers."""
_SNIPPET = 90


def render_conversation(
    turns: Sequence[Turn], examples: Sequence[Example], documents: int, language: str
) -> str:
    """The whole conversation, or a welcome with examples where nothing has been asked.

    :param documents: How many documents the index holds.
    :param language: `zh` or `en`.
    """
    if not turns:
        return _welcome(examples, documents, language)
    keep = "".join(
        f'<button type="button" class="quiet" data-event="download" data-format="{kind}">'
        f"{say(language, key)}</button>"
        for kind, key in (("markdown", "export"), ("docx", "export_docx"))
    )
    return "".join(_turn(turn, documents, language) for turn in turns) + (
        f'<p class="after">{keep}</p>'
    )


def _welcome(examples: Sequence[Example], documents: int, language: str) -> str:
    if not documents:
        return (
            f'<section class="welcome"><h2>{say(language, "no_documents")}</h2>'
            f"<p>{say(language, 'no_documents_mend')}</p></section>"
        )
    offered = "".join(
        f'<li><button type="button" data-event="submit" data-question="{escape(example.question)}">'
        f"{escape(example.question)}</button></li>"
        for example in examples
    )
    tries = f'<h3>{say(language, "try")}</h3><ul class="examples">{offered}</ul>' if offered else ""
    return (
        f'<section class="welcome"><h2>{say(language, "welcome")}</h2>'
        f"<p>{say(language, 'welcome_more')}</p>{tries}</section>"
    )


def _turn(turn: Turn, documents: int, language: str) -> str:
    if turn.answer is not None:
        body = render_answer(turn, turn.answer, language)
    elif turn.failure is not None:
        body = _failed(turn, language)
    else:
        body = _busy(turn, documents, language)
    return (
        f'<article class="turn" id="turn-{turn.number}">'
        f'<h2 class="question"><span class="said">{say(language, "you_asked")}</span>'
        f"{escape(turn.question)}</h2>{_scoped(turn, language)}{body}</article>"
    )


def _scoped(turn: Turn, language: str) -> str:
    """Where a question was asked, if not everywhere."""
    if turn.looked_in is None:
        return ""
    line = say(language, "scope", count=turn.looked_in[0], names=escape(turn.looked_in[1]))
    return f'<p class="scoped">{icon("narrow")}{line}</p>'


def _busy(turn: Turn, documents: int, language: str) -> str:
    words = say(language, f"stage_{turn.stage}", count=documents)
    return f'<p class="outcome busy"><span class="pulse" aria-hidden="true"></span>{words}</p>'


def _failed(turn: Turn, language: str) -> str:
    if turn.failure is None:
        return ""
    return (
        f'<div class="outcome failed"><p><strong>{say(language, "failed")}</strong>'
        f"{escape(turn.failure.message(language))}</p>"
        f'<button type="button" class="quiet" data-event="submit" data-again="{turn.number}">'
        f"{say(language, 'again')}</button></div>"
    )


def render_answer(turn: Turn, answer: Answer, language: str) -> str:
    """A turn's answer with everything that belongs to it."""
    show = _OUTCOMES[answer.outcome]
    understood = ""
    if answer.understood:
        undo = (
            f'<button type="button" class="quiet" data-event="submit" data-alone="{turn.number}">'
            f"{say(language, 'undo')}</button>"
        )
        words = say(language, "understood", question=escape(answer.understood))
        understood = f'<p class="understood">{words} {undo}</p>'
    return (
        f'<div class="outcome {answer.outcome.value}">{understood}'
        f"{show(turn, answer, language)}"
        f'<div class="more">{render_why(turn, answer, language)}{render_flag(turn, language)}</div>'
        "</div>"
    )


def _answered(turn: Turn, answer: Answer, language: str) -> str:
    first = answer.quotes[0]
    percent = f"{answer.confidence * 100:.0f}"
    sure = f'<span class="sure">{say(language, "confidence", percent=percent)}</span>'
    parts = _parts(turn, answer, language)
    short = f'<p class="short">{sure}</p>' if parts else ""
    if answer.answer and not _is_in_parts(answer):
        short = (
            f'<p class="short" lang="{language_tag(answer.answer)}"><strong>'
            f"{escape(answer.answer)}</strong>{_chip(turn.number, 1, language)}{sure}</p>"
        )
    if parts:
        return short + parts + _quotes(turn, answer, 1, "part_quote", language)
    beside = "" if short else _chip(turn.number, 1, language) + sure
    return short + _quote(first, beside, language) + _quotes(turn, answer, 2, "see_also", language)


def _is_in_parts(answer: Answer) -> bool:
    """Whether the parts say it all: one large answer above them would only repeat or choose."""
    if answer.relation is Relation.DISAGREEMENT:
        return True
    return answer.relation is Relation.COLLECTION and any(part.answer for part in answer.parts)


def _parts(turn: Turn, answer: Answer, language: str) -> str:
    return render_parts(answer, lambda number: _chip(turn.number, number, language), language)


def _quotes(turn: Turn, answer: Answer, first: int, title: str, language: str) -> str:
    """The quotes from one number on, each in a few lines."""
    rows = []
    for number, quote in enumerate(answer.quotes[first - 1 :], first):
        short = f"<strong>{escape(quote.answer)}</strong> " if quote.answer else ""
        rows.append(
            f"<li>{_chip(turn.number, number, language)}<div>{short}{_where(quote, language)}"
            f'<blockquote class="minor" lang="{language_tag(quote.text)}">{_text(quote)}'
            "</blockquote></div></li>"
        )
    if not rows:
        return ""
    return f'<h3>{say(language, title)}</h3><ul class="others">{"".join(rows)}</ul>'


def _damaged(turn: Turn, answer: Answer, language: str) -> str:
    quotes = "".join(
        _quote(replace(quote, answer_spans=()), _chip(turn.number, number, language), language)
        for number, quote in enumerate(answer.quotes, 1)
    )
    return (
        f'<p class="verdict"><strong>{say(language, "damaged")}</strong></p>'
        f'<p class="explain">{say(language, "damaged_more")}</p>'
        f"{_parts(turn, answer, language)}{quotes}"
    )


def _not_found(turn: Turn, answer: Answer, language: str) -> str:
    rows = "".join(
        f'<li><button type="button" data-event="select" data-turn="{turn.number}" '
        f'data-near="{number}" title="{say(language, "show_passage")}">'
        f'<span class="where">{escape(passage.title or passage.source)}</span>'
        f'<span class="snippet" lang="{language_tag(excerpt)}">{shorten(excerpt, _SNIPPET)}</span>'
        "</button></li>"
        for number, (passage, excerpt) in enumerate(
            zip(answer.passages[:NEAREST], turn.excerpts, strict=False), 1
        )
    )
    near = f'<p class="explain">{say(language, "nearest")}</p><ul class="nearest">{rows}</ul>'
    return (
        f'<p class="verdict"><strong>{say(language, "not_found")}</strong></p>'
        + _reason(answer.reason, language)
        + (near if rows else "")
    )


def _reason(reason: str, language: str) -> str:
    """Why nothing is answered, where that says more than that nothing was found."""
    name, _, names = reason.partition(": ")
    key = f"reason_{name}"
    if not has(key):
        return ""
    return f'<p class="explain">{say(language, key, names=escape(names))}</p>'


_OUTCOMES: dict[Outcome, Callable[[Turn, Answer, str], str]] = {
    Outcome.ANSWERED: _answered,
    Outcome.DAMAGED: _damaged,
    Outcome.NOT_FOUND: _not_found,
}


def _chip(turn: int, number: int, language: str) -> str:
    return (
        f'<button type="button" class="chip" data-event="select" data-turn="{turn}" '
        f'data-quote="{number}" aria-label="{say(language, "show_quote", number=number)}">'
        f"[{number}]</button>"
    )


def _quote(quote: Quote, chip: str, language: str) -> str:
    readings = "".join(
        f'<p class="reading">{say(language, "reading_as", reading=escape(reading))}</p>'
        for reading in quote.readings
    )
    role = f' · <span class="role">{say(language, quote.role)}</span>' if _aside(quote) else ""
    return (
        f'<figure class="quote-box"><blockquote lang="{language_tag(quote.text)}">{_text(quote)}'
        f"</blockquote>{readings}<figcaption>{chip}{_where(quote, language)}{role}</figcaption></figure>"
    )


def _aside(quote: Quote) -> bool:
    """Whether a quote is no running text, which the reader is told."""
    return quote.role != "body" and has(quote.role)


def _where(quote: Quote, language: str) -> str:
    """Title, place and page of a quote, and how often it stands there again."""
    facts = [
        f'<cite lang="{language_tag(quote.title)}">{escape(quote.title or quote.source)}</cite>'
    ]
    if quote.place:
        facts.append(escape(quote.place))
    if quote.page is not None:
        facts.append(say(language, "page", number=quote.page))
    if quote.also:
        facts.append(say(language, "again_here", count=len(quote.also)))
    return f'<span class="where">{" · ".join(facts)}</span>'


def _text(quote: Quote) -> str:
    """The quote's text with the short answer and damage marked."""
    layers = (
        Layer("quote", quote.spans, mark=True),
        Layer("answer", quote.answer_spans, mark=True),
        Layer("damage", quote.damage),
    )
    parts = []
    position = 0
    for start, end in quote.spans:
        parts.append(marked(quote.text[position : position + end - start], start, layers))
        position += end - start
    return "".join(parts)


def render_busy_line(turn: Turn | None, documents: int, language: str) -> str:
    """What a screen reader is told while and after a question is answered."""
    if turn is None:
        return ""
    if turn.stage is not None:
        return say(language, f"stage_{turn.stage}", count=documents)
    if turn.failure is not None:
        return escape(turn.failure.message(language))
    if turn.answer is None:
        return ""
    if turn.answer.outcome is Outcome.ANSWERED:
        return escape(turn.answer.answer or turn.answer.quotes[0].text)
    return say(language, turn.answer.outcome.value)

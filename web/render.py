"""An answer as HTML: the short answer, its quotes with their chips, and how it came about.

Everything that was asked or comes from a document goes through `escape` or `marked`. Buttons say
in `data-event` which event of the page they raise, and in further `data-` what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answer import Answer, Outcome, Quote
from web.examples import Example
from web.language_tag import language_tag
from web.marks import Layer, escape, marked
from web.texts import has, say
from web.turns import Turn

NEAREST = 3
"""How many passages are offered where nothing answers."""
_SNIPPET = 90
_LABEL = 18


def render_conversation(
    turns: Sequence[Turn], examples: Sequence[Example], documents: int, language: str
) -> str:
    """The whole conversation, or a welcome with examples where nothing has been asked.

    :param documents: How many documents the index holds.
    :param language: `zh` or `en`.
    """
    if not turns:
        return _welcome(examples, documents, language)
    export = (
        f'<p class="after"><button type="button" class="quiet" data-event="download">'
        f"{say(language, 'export')}</button></p>"
    )
    return "".join(_turn(turn, documents, language) for turn in turns) + export


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
        f"{escape(turn.question)}</h2>{body}</article>"
    )


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
        f"{show(turn, answer, language)}{_why(turn, answer, language)}</div>"
    )


def _answered(turn: Turn, answer: Answer, language: str) -> str:
    first = answer.quotes[0]
    percent = f"{answer.confidence * 100:.0f}"
    sure = f'<span class="sure">{say(language, "confidence", percent=percent)}</span>'
    short = ""
    if answer.answer:
        short = (
            f'<p class="short" lang="{language_tag(answer.answer)}"><strong>'
            f"{escape(answer.answer)}</strong>{_chip(turn.number, 1, language)}{sure}</p>"
        )
    chip = sure if short else _chip(turn.number, 1, language) + sure
    return (
        short + _quote(first, chip if not short else "", language) + _others(turn, answer, language)
    )


def _others(turn: Turn, answer: Answer, language: str) -> str:
    if len(answer.quotes) < 2:
        return ""
    rows = []
    for number, quote in enumerate(answer.quotes[1:], 2):
        short = f"<strong>{escape(quote.answer)}</strong> " if quote.answer else ""
        rows.append(
            f"<li>{_chip(turn.number, number, language)}<div>{short}{_where(quote, language)}"
            f'<blockquote class="minor" lang="{language_tag(quote.text)}">{_text(quote)}'
            "</blockquote></div></li>"
        )
    return f'<h3>{say(language, "see_also")}</h3><ul class="others">{"".join(rows)}</ul>'


def _damaged(turn: Turn, answer: Answer, language: str) -> str:
    quotes = "".join(
        _quote(replace(quote, answer_spans=()), _chip(turn.number, number, language), language)
        for number, quote in enumerate(answer.quotes, 1)
    )
    return (
        f'<p class="verdict"><strong>{say(language, "damaged")}</strong></p>'
        f'<p class="explain">{say(language, "damaged_more")}</p>{quotes}'
    )


def _not_found(turn: Turn, answer: Answer, language: str) -> str:
    rows = "".join(
        f'<li><button type="button" data-event="select" data-turn="{turn.number}" '
        f'data-near="{number}" title="{say(language, "show_passage")}">'
        f'<span class="where">{escape(passage.title or passage.source)}</span>'
        f'<span class="snippet" lang="{language_tag(excerpt)}">{_shorten(excerpt, _SNIPPET)}</span>'
        "</button></li>"
        for number, (passage, excerpt) in enumerate(
            zip(answer.passages[:NEAREST], turn.excerpts, strict=False), 1
        )
    )
    near = f'<p class="explain">{say(language, "nearest")}</p><ul class="nearest">{rows}</ul>'
    return f'<p class="verdict"><strong>{say(language, "not_found")}</strong></p>' + (
        near if rows else ""
    )


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


def _shorten(text: str, length: int) -> str:
    line = " ".join(text.split())
    return escape(line[:length]) + ("…" if len(line) > length else "")


_STAGES = ("dense", "lexical", "place", "fused", "reading")


def _why(turn: Turn, answer: Answer, language: str) -> str:
    """What was retrieved, as a table of small bars; closed until asked for."""
    stages = [name for name in _STAGES if any(name in p.scores for p in answer.passages)]
    if not answer.passages or not stages:
        return ""
    top = {
        name: max((p.scores.get(name, 0.0) for p in answer.passages), default=0.0)
        for name in stages
    }
    head = "".join(f'<th scope="col">{_stage_name(name, language)}</th>' for name in stages)
    rows = "".join(
        f'<tr><th scope="row"><button type="button" class="link" data-event="select" '
        f'data-turn="{turn.number}" data-near="{number}">{_shorten(excerpt, _LABEL)}</button></th>'
        + "".join(_bar(passage.scores.get(name, 0.0), top[name]) for name in stages)
        + "</tr>"
        for number, (passage, excerpt) in enumerate(
            zip(answer.passages, turn.excerpts, strict=False), 1
        )
    )
    total = answer.timings_ms.get("total", sum(answer.timings_ms.values())) / 1000
    key = "why_not" if answer.outcome is Outcome.NOT_FOUND else "why"
    return (
        f"<details><summary>{say(language, key)}"
        f'<span class="took">{say(language, "seconds", seconds=f"{total:.2f}")}</span></summary>'
        f'<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">'
        f"{say(language, 'why_passage')}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        "</details>"
    )


def _stage_name(name: str, language: str) -> str:
    return say(language, "reading_score" if name == "reading" else name)


def _bar(score: float, top: float) -> str:
    share = max(0.0, min(1.0, score / top)) * 100 if top > 0 else 0.0
    return (
        f'<td><span class="meter"><span style="width:{share:.0f}%"></span></span>{score:.2f}</td>'
    )


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

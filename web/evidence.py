"""The evidence pane: a quote in its whole document, or the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote as url_quote

from index.store import DocumentInfo, StoredDocument
from rag.answer import Outcome, Quote, Retrieved
from web.icons import icon
from web.language_tag import language_tag
from web.marks import Layer, Span, escape
from web.original import damage_layers, render_original, source_address
from web.selection import Selection
from web.texts import count_documents, say
from web.turns import Turn, find_turn

OpenDocument = Callable[[str], StoredDocument]


@dataclass(frozen=True)
class _Subject:
    """What is looked at in a document: `spans` with the answer in them, as `text` spells them."""

    source: str
    title: str
    spans: tuple[Span, ...]
    text: str | None
    answer: tuple[Span, ...] = ()
    name: str = "quote"


def render_evidence(
    selection: Selection,
    turns: Sequence[Turn],
    documents: Sequence[DocumentInfo],
    open_document: OpenDocument,
    language: str,
) -> str:
    """The pane for a selection; the library where the selection leads nowhere.

    :param open_document: Gives a document by its source, raises KeyError for one that is gone.
    :param language: `zh` or `en`.
    """
    if selection.source is not None:
        try:
            document = open_document(selection.source)
        except KeyError:
            return render_library(documents, language)
        subject = _Subject(document.info.source, document.info.title, (), None)
        return _pane(document, subject, "", language)
    turn = find_turn(turns, selection.turn) if selection.turn is not None else None
    if turn is None or turn.answer is None:
        return render_library(documents, language)
    number = selection.quote or selection.near or 0
    kind = "quote" if selection.quote is not None else "near"
    items = turn.answer.quotes if kind == "quote" else turn.answer.passages
    if not 0 < number <= len(items):
        return render_library(documents, language)
    subject = _subject(items[number - 1], turn.answer.outcome)
    steps = _steps(turn.number, kind, number, len(items), language)
    try:
        document = open_document(subject.source)
    except KeyError:
        return _stale(subject, "gone", steps, language)
    slices = "".join(document.original[start:end] for start, end in subject.spans)
    if subject.text is not None and slices != subject.text:
        return _stale(subject, "changed", steps, language)
    return _pane(document, subject, steps, language)


def _subject(item: Quote | Retrieved, outcome: Outcome) -> _Subject:
    if isinstance(item, Quote):
        # where the place is damaged, nothing in it is offered as the answer
        answer = item.answer_spans if outcome is Outcome.ANSWERED else ()
        return _Subject(item.source, item.title, item.spans, item.text, answer)
    return _Subject(item.source, item.title, ((item.start, item.end),), None, name="near")


def _pane(document: StoredDocument, subject: _Subject, steps: str, language: str) -> str:
    info = document.info
    tag = language_tag(document.original)
    title = info.title or info.source
    facts = [*info.places[:1], *([info.date] if info.date else []), *info.authors]
    line = " · ".join([*(escape(fact) for fact in facts), f"<code>{escape(info.source)}</code>"])
    return (
        f'<section class="sheet"><header class="sheet-head"><div class="bar">{_back(language)}'
        f"{_tools(subject, title, info, language)}</div>"
        f'<h2 lang="{tag}">{escape(title)}</h2><p class="facts">{line}</p></header>'
        f'<div class="pages" tabindex="0" role="region" aria-label="{escape(title)}" lang="{tag}">'
        f"{_body(document, subject, language)}</div>{steps}</section>"
    )


def _back(language: str) -> str:
    return (
        f'<button type="button" class="back" data-do="back">{icon("back")}'
        f"<span>{say(language, 'back')}</span></button>"
    )


def _tools(subject: _Subject, title: str, info: DocumentInfo, language: str) -> str:
    address = source_address(info.source)
    copy = ""
    if subject.text is not None:
        where = ", ".join(part for part in (*info.places[:1], info.date, info.source) if part)
        cited = f"「{subject.text}」——《{title}》({where})"
        copy = (
            f'<button type="button" data-do="copy" data-text="{escape(cited)}" '
            f'data-done="{say(language, "copied")}" data-not="{say(language, "not_copied")}">'
            f"{icon('copy')}<span>{say(language, 'copy')}</span></button>"
        )
    return (
        f'<div class="tools">{copy}'
        f'<a href="#library/{escape(url_quote(info.source, safe=""))}" '
        f'aria-label="{say(language, "how_read_link")}" title="{say(language, "how_read_link")}">'
        f"{icon('document')}</a>"
        f'<a href="{address}" target="_blank" rel="noopener" aria-label="{say(language, "open")}" '
        f'title="{say(language, "open")}">{icon("open")}</a>'
        f'<a href="{address}?download=1" download aria-label="{say(language, "download")}" '
        f'title="{say(language, "download")}">{icon("download")}</a></div>'
    )


def _body(document: StoredDocument, subject: _Subject, language: str) -> str:
    layers = [
        Layer(subject.name, subject.spans, mark=True, anchor="here"),
        Layer("answer", subject.answer, mark=True),
        *damage_layers(document, subject.spans, language),
    ]
    focus = subject.spans[0][0] if subject.spans else 0
    return render_original(document, layers, focus, language)


def _steps(turn: int, kind: str, number: int, count: int, language: str) -> str:
    """The way from one place to the next, and which one this is."""

    def step(to: int, key: str) -> str:
        off = "" if 0 < to <= count else " disabled"
        return (
            f'<button type="button" data-event="select" data-turn="{turn}" data-{kind}="{to}"{off}>'
            f"{say(language, key)}</button>"
        )

    here = say(language, "place_of", number=number, count=count)
    return (
        f'<nav class="steps" data-shown="{turn}:{kind}:{number}">{step(number - 1, "previous")}'
        f"<span>{here}</span>{step(number + 1, 'next')}</nav>"
    )


def _stale(subject: _Subject, why: str, steps: str, language: str) -> str:
    text = f"<blockquote>{escape(subject.text)}</blockquote>" if subject.text else ""
    return (
        f'<section class="sheet"><header class="sheet-head"><div class="bar">{_back(language)}'
        f"</div><h2>{escape(subject.title or subject.source)}</h2>"
        f'<p class="facts"><code>{escape(subject.source)}</code></p></header>'
        f'<div class="pages" tabindex="0"><p class="cut">{say(language, why)}</p>{text}</div>'
        f"{steps}</section>"
    )


def render_library(documents: Sequence[DocumentInfo], language: str) -> str:
    """The documents of the index, each a button that opens it."""
    if not documents:
        return (
            f'<section class="sheet"><header class="sheet-head"><div class="bar">{_back(language)}'
            f"</div><h2>{say(language, 'no_documents')}</h2>"
            f'<p class="facts">{say(language, "no_documents_mend")}</p></header></section>'
        )
    rows = "".join(_library_row(info, language) for info in documents)
    return (
        f'<section class="sheet shelf"><header class="sheet-head"><div class="bar">'
        f"{_back(language)}</div><h2>{say(language, 'library')}</h2>"
        f'<p class="facts">{count_documents(language, len(documents))}</p></header>'
        f'<div class="pages" tabindex="0" role="region" aria-label="{say(language, "library")}">'
        f'<p class="hint">{say(language, "library_more")}</p><ul>{rows}</ul></div></section>'
    )


def _library_row(info: DocumentInfo, language: str) -> str:
    facts = [*info.places[:1], *([info.date] if info.date else [])]
    facts.append(say(language, "characters", count=info.characters))
    line = " · ".join(escape(fact) for fact in facts)
    title = info.title or info.source
    return (
        f'<li><button type="button" data-event="select" data-source="{escape(info.source)}">'
        f'<span class="title" lang="{language_tag(title)}">{escape(title)}</span>'
        f'<span class="facts">{line}</span></button></li>'
    )

"""A document's page as HTML: its facts, how it was read, and beside it the whole original."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from index.damage import Fault
from index.facts import Fact, Finding
from index.passages import Passage, Span
from index.store import StoredDamage, StoredDocument
from rag.inspect_view import HOW
from web.document_reading import Reading, ShownBlock, read_again
from web.icons import icon
from web.language_tag import language_tag
from web.marks import escape
from web.original import damage_layers, render_original, source_address
from web.short import shorten
from web.texts import has, say

LISTED = 300
"""How many blocks, damaged places and passages are listed each."""
_SHOWN = 64
_BESIDE = 10

OpenDocument = Callable[[str], StoredDocument]


def render_document_page(source: str | None, open_document: OpenDocument, language: str) -> str:
    """The page of a document; empty without one, a line where it is gone."""
    if source is None:
        return ""
    try:
        document = open_document(source)
    except KeyError:
        line = say(language, "document_gone", name=escape(source))
        return f'<div class="document">{_back(language)}<p class="explain">{line}</p></div>'
    reading = read_again(document)
    info = document.info
    title = info.title or info.source
    tag = language_tag(document.original)
    return (
        f'<article class="document" data-source="{escape(source)}">{_back(language)}'
        f'<header><h2 lang="{tag}" tabindex="-1">{escape(title)}</h2>{_tools(source, language)}'
        f'</header><div class="halves"><div class="how">{_facts(document, reading, language)}'
        f"{_damage(document, language)}{_blocks(document, reading, language)}"
        f'{_passages(document, reading, language)}</div><div class="whole">'
        f'<div class="pages" tabindex="0" role="region" lang="{tag}" '
        f'aria-label="{say(language, "original")}">{_original(document, language)}</div></div></div>'
        "</article>"
    )


def _back(language: str) -> str:
    return (
        f'<a class="to-library" href="#library">{icon("back")}'
        f"<span>{say(language, 'to_library')}</span></a>"
    )


def _tools(source: str, language: str) -> str:
    address = source_address(source)
    return (
        f'<div class="tools"><a href="{address}" target="_blank" rel="noopener">{icon("open")}'
        f"<span>{say(language, 'open')}</span></a>"
        f'<a href="{address}?download=1" download>{icon("download")}'
        f"<span>{say(language, 'download')}</span></a></div>"
    )


def _original(document: StoredDocument, language: str) -> str:
    return render_original(document, damage_layers(document, None, language), 0, language)


def _facts(document: StoredDocument, reading: Reading, language: str) -> str:
    info = document.info
    found = {finding.fact: finding for finding in reading.findings}
    rows = [
        _fact("fact_title", info.title, found.get(Fact.TITLE), reading, language),
        _fact("fact_place", " ‹ ".join(info.places), found.get(Fact.PLACE), reading, language),
        _fact("fact_date", info.date or "", found.get(Fact.DATE), reading, language),
        _fact("fact_author", "、".join(info.authors), found.get(Fact.AUTHOR), reading, language),
        _row("fact_file", f"<code>{escape(info.source)}</code>", "", language),
        _row("fact_size", _size(document, reading, language), "", language),
    ]
    if info.encoding:
        rows.append(_row("fact_encoding", escape(info.encoding), "", language))
    return f'<h3>{say(language, "facts")}</h3><dl class="fact-list">{"".join(rows)}</dl>'


def _fact(key: str, value: str, found: Finding | None, reading: Reading, language: str) -> str:
    if not value:
        return _row(key, f'<span class="none">{say(language, "fact_none")}</span>', "", language)
    how = ""
    if found is not None:
        how = HOW.get(found.how, found.how) if language == "zh" else found.how
    elif reading.findings:
        # what is known and was not found in the text can only have been stated
        how = say(language, "fact_by_sidecar")
    return _row(key, escape(value), escape(how), language)


def _row(key: str, value: str, how: str, language: str) -> str:
    beside = f' <span class="facts">{how}</span>' if how else ""
    return f"<div><dt>{say(language, key)}</dt><dd>{value}{beside}</dd></div>"


def _size(document: StoredDocument, reading: Reading, language: str) -> str:
    info = document.info
    size = say(
        language,
        "fact_size_of",
        characters=f"{info.characters:,}",
        blocks=len(reading.blocks),
        passages=info.passages,
    )
    pages = say(language, "fact_pages", count=len(document.pages)) if document.pages else ""
    return " · ".join(part for part in (pages, size) if part)


def _section(key: str, name: str, count: int, rows: str, language: str) -> str:
    """A part of the page that is closed until asked for."""
    left = count - LISTED
    more = f'<p class="facts">{say(language, "more_rows", count=left)}</p>' if left > 0 else ""
    return (
        f'<details id="how-{name}"><summary>{say(language, key)} '
        f'<span class="count">{count:,}</span></summary><ol>{rows}</ol>{more}</details>'
    )


def _go(span: Span, inside: str, language: str) -> str:
    """A button that shows a place of the original."""
    return (
        f'<button type="button" class="go" data-do="goTo" data-at="{span[0]}" '
        f'title="{say(language, "show_place")}">{inside}</button>'
    )


def _blocks(document: StoredDocument, reading: Reading, language: str) -> str:
    rows = "".join(_block(block, document, language) for block in islice(reading.blocks, LISTED))
    return _section("blocks", "blocks", len(reading.blocks), rows, language)


def _block(block: ShownBlock, document: StoredDocument, language: str) -> str:
    level = f" {block.level}" if block.level else ""
    damaged = sum(any(a <= d.start < b for a, b in block.spans) for d in document.damage)
    notes = []
    if len(block.spans) > 1:
        notes.append(say(language, "cut_in", count=len(block.spans)))
    if block.copies:
        notes.append(say(language, "again_at", count=len(block.copies)))
    if damaged:
        notes.append(say(language, "damaged_in", count=damaged))
    note = f' <span class="facts">{" · ".join(notes)}</span>' if notes else ""
    return (
        f'<li><span class="role {block.role}">{say(language, f"role_{block.role}")}{level}</span> '
        f"{_go(block.spans[0], _text(document, block.spans), language)}{note}</li>"
    )


def _text(document: StoredDocument, spans: Sequence[Span]) -> str:
    text = "".join(document.original[a:b] for a, b in spans)
    return f'<span lang="{language_tag(text)}">{shorten(text, _SHOWN)}</span>'


def _damage(document: StoredDocument, language: str) -> str:
    if not document.damage:
        return f'<p class="facts">{say(language, "damage_none")}</p>'
    rows = "".join(_damaged(damage, document, language) for damage in document.damage[:LISTED])
    return _section("damage_list", "damage", len(document.damage), rows, language)


def _damaged(damage: StoredDamage, document: StoredDocument, language: str) -> str:
    original = document.original
    before = escape(original[max(0, damage.start - _BESIDE) : damage.start])
    inside = escape(original[damage.start : damage.end])
    behind = escape(original[damage.end : damage.end + _BESIDE])
    shown = f'{before}<span class="damage">{inside}</span>{behind}'
    return (
        f"<li>{_go((damage.start, damage.end), shown, language)} "
        f'<span class="facts">{_fault(damage.kind, language)} · '
        f"{_reading(damage.reading, language)}</span></li>"
    )


def _fault(kind: str, language: str) -> str:
    key = f"fault_{kind}" if kind in list(Fault) else ""
    return say(language, key) if has(key) else escape(kind)


def _reading(reading: str | None, language: str) -> str:
    if reading is None:
        return say(language, "cannot_read")
    if not reading:
        return say(language, "nothing_missing")
    return say(language, "reading_as", reading=escape(reading))


def _passages(document: StoredDocument, reading: Reading, language: str) -> str:
    if reading.passages is None:
        return ""
    rows = "".join(_passage(passage, document, language) for passage in reading.passages[:LISTED])
    return _section("passages_list", "passages", len(reading.passages), rows, language)


def _passage(passage: Passage, document: StoredDocument, language: str) -> str:
    spans = passage.spans(0, len(passage.text))
    if not spans:
        return ""
    context = ""
    if passage.context:
        words = say(language, "passage_context", context=escape(passage.context))
        context = f' <span class="facts">{words}</span>'
    return f"<li>{_go(spans[0], _text(document, spans), language)}{context}</li>"

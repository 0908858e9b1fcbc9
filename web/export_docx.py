"""A conversation as a Word document: quotes with the answer marked, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from rag.answer import Answer, Outcome, Quote
from web.texts import say
from web.turns import Turn

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_UNPRINTABLE = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u007f-\u009f]")
"""What XML 1.0 has no way to hold, and the control characters that Word shows as boxes."""
_BREAK = re.compile(r"\s*[\r\n\f]\s*")
_HAN_FONT = "SimSun"


def export_docx(turns: Sequence[Turn], language: str) -> bytes:
    """The turns that came to an end, in order.

    Everything is plain text in runs: what a question or a document says becomes no field, no link
    and no markup, and control characters become U+FFFD.
    """
    from docx import Document

    document = Document()
    _set_fonts(document)
    document.core_properties.title = say(language, "export_title")
    document.core_properties.author = say(language, "name")
    document.add_heading(say(language, "export_title"), level=0)
    for turn in turns:
        if turn.answer is not None:
            document.add_heading(_plain(turn.question), level=1)
            _add_answer(document, turn, turn.answer, language)
        elif turn.failure is not None:
            document.add_heading(_plain(turn.question), level=1)
            document.add_paragraph(_plain(turn.failure.message(language)))
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _set_fonts(document: Document) -> None:
    from docx.oxml.ns import qn

    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _HAN_FONT)


def _add_answer(document: Document, turn: Turn, answer: Answer, language: str) -> None:
    if answer.understood:
        document.add_paragraph(_plain(say(language, "understood", question=answer.understood)))
    if turn.looked_in is not None:
        count, names = turn.looked_in
        document.add_paragraph(_plain(say(language, "scope", count=count, names=names)))
    if answer.outcome is not Outcome.ANSWERED:
        document.add_paragraph().add_run(say(language, answer.outcome.value)).bold = True
    elif answer.answer:
        document.add_paragraph().add_run(_plain(answer.answer)).bold = True
    _add_parts(document, answer, language)
    for number, quote in enumerate(answer.quotes, 1):
        _add_quote(document, number, quote, language)
    if turn.flagged:
        document.add_paragraph(say(language, "flagged"))


def _add_parts(document: Document, answer: Answer, language: str) -> None:
    if not answer.parts:
        return
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, key in zip(table.rows[0].cells, ("part_label", "part_answer", "part_quote"), strict=True):  # fmt: skip
        cell.paragraphs[0].add_run(say(language, key)).bold = True
    for part in answer.parts:
        cells = table.add_row().cells
        cells[0].text = _plain(part.label)
        cells[1].text = _plain(part.answer) if part.answer else say(language, "part_none")
        cells[2].text = f"[{part.quote + 1}]"
    document.add_paragraph()


def _add_quote(document: Document, number: int, quote: Quote, language: str) -> None:
    paragraph = document.add_paragraph(style="Quote")
    paragraph.add_run(f"[{number}] ")
    _add_text(paragraph, quote)
    page = say(language, "page", number=quote.page) if quote.page is not None else ""
    where = "，".join(part for part in (quote.place, quote.source, page) if part)
    document.add_paragraph(_plain(f"——《{quote.title}》（{where}）"))
    for reading in quote.readings:
        document.add_paragraph(_plain(say(language, "reading_as", reading=reading)))


def _add_text(paragraph: Paragraph, quote: Quote) -> None:
    """The quote, its short answer bold."""
    for text, is_answer in _stretches(quote):
        run = paragraph.add_run(_plain(text))
        run.bold = is_answer or None


def _stretches(quote: Quote) -> Iterator[tuple[str, bool]]:
    """The quote's text cut where the short answer begins and ends."""
    position = 0
    for start, end in quote.spans:
        text = quote.text[position : position + end - start]
        position += end - start
        cuts = {start, end}
        for span in quote.answer_spans:
            cuts.update(cut for cut in span if start < cut < end)
        edges = sorted(cuts)
        for a, b in zip(edges, edges[1:], strict=False):
            yield text[a - start : b - start], any(x <= a and b <= y for x, y in quote.answer_spans)


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", _BREAK.sub(" ", text))

"""The whole of a document's original as HTML, with what matters marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from index.roles import Role
from index.store import StoredDocument
from web.marks import Layer, Span, escape, marked
from web.paragraphs import Paragraph, find_paragraphs
from web.texts import say

NEARBY = 40_000
"""How much of a document is shown before and after the place in question, in characters."""

_TAGS: dict[Role | None, str] = {Role.HEADING: "h3"}
_LABELLED = (Role.CAPTION, Role.BYLINE, Role.DATELINE)


def render_original(
    document: StoredDocument, layers: Sequence[Layer], focus: int, language: str
) -> str:
    """A document's paragraphs in their order; of a long one those near a place.

    :param layers: What to mark.
    :param focus: The place, a character of the original.
    """
    paragraphs = find_paragraphs(document)
    shown = [p for p in paragraphs if p.end > focus - NEARBY and p.start < focus + NEARBY]
    cut = f'<p class="cut">{say(language, "cut")}</p>' if len(shown) < len(paragraphs) else ""
    return cut + "".join(_paragraph(p, document.original, layers, language) for p in shown) + cut


def damage_layers(
    document: StoredDocument, spans: Sequence[Span] | None, language: str
) -> list[Layer]:
    """The marks of a document's damage.

    :param spans: Where damage is named in words as well; elsewhere it is only marked, so that a
        badly damaged document stays legible. None names all of it.
    """
    layers = []
    for damage in document.damage:
        near = spans is None or any(a < damage.end and damage.start < b for a, b in spans)
        note = (
            say(language, "reading_as", reading=damage.reading)
            if damage.reading
            else say(language, "corrupt")
        )
        span = (damage.start, damage.end)
        layers.append(Layer("damage", [span], note=note if near else None))
    return layers


def _paragraph(paragraph: Paragraph, original: str, layers: Sequence[Layer], language: str) -> str:
    role = paragraph.role
    names = [role.value if role is not None else "outside"]
    if paragraph.continued:
        names.append("continued")
    label = ""
    if role in _LABELLED:
        label = f'<span class="role">{say(language, role.value)}</span>'
    inside = [
        layer
        for layer in layers
        if any(a < paragraph.end and paragraph.start < b for a, b in layer.spans)
    ]
    text = "".join(marked(original[a:b], a, inside) for a, b in paragraph.spans)
    page = (
        f'<p class="page-mark">{say(language, "page", number=paragraph.page)}</p>'
        if paragraph.page is not None
        else ""
    )
    tag = _TAGS.get(role, "p")
    return (
        f'{page}<{tag} class="{" ".join(names)}" data-start="{paragraph.start}">{label}{text}'
        f"</{tag}>"
    )


def source_address(source: str) -> str:
    """The address of a document's original."""
    return f"api/documents/{escape(quote(source))}/original"

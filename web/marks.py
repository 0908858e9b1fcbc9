"""Text of a document as safe HTML, with the spans that matter marked in it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]

_CONTROL = {code: "\ufffd" for code in (*range(9), 11, 12, *range(14, 32), 127)}
_LINE_BREAK = re.compile(r"[^\S\r\n]*[\r\n]\s*")


@dataclass(frozen=True)
class Layer:
    """Spans of an original that are shown alike.

    `name` is the class they get; `note` is shown after each of them (None: nothing); a layer that
    is a `mark` becomes a `<mark>`, any other a `<span>`; `anchor` becomes the id of its first span.
    """

    name: str
    spans: Sequence[Span]
    mark: bool = False
    note: str | None = None
    anchor: str | None = None


def escape(text: str) -> str:
    """Text as HTML, in content and in attributes alike; control characters become visible."""
    return html.escape(text.translate(_CONTROL), quote=True)


def marked(text: str, start: int, layers: Sequence[Layer]) -> str:
    """A slice of an original as HTML in which the layers are marked.

    Every character of the slice is in the HTML once and in order. Line breaks inside a paragraph
    are kept but, between two Chinese characters, not shown: there they separate nothing.

    :param text: The slice.
    :param start: Where in the original it begins, in code points.
    :param layers: What to mark; spans are in the original, those outside of the slice are ignored.
    """
    end = start + len(text)
    layers = [*layers, Layer("line-break", _silent_breaks(text, start))]
    cuts = {start, end}
    for layer in layers:
        for a, b in layer.spans:
            cuts.update(cut for cut in (a, b) if start < cut < end)
    edges = sorted(cuts)
    parts = []
    for a, b in zip(edges, edges[1:], strict=False):
        over = [layer for layer in layers if any(x <= a and b <= y for x, y in layer.spans)]
        parts.append(_wrap(escape(text[a - start : b - start]), a, over))
        for layer in over:
            if layer.note is not None and any(b == y for _, y in layer.spans):
                parts.append(f'<small class="note">{escape(layer.note)}</small>')
    return "".join(parts)


def _wrap(inner: str, start: int, layers: Sequence[Layer]) -> str:
    if not layers:
        return inner
    tag = "mark" if any(layer.mark for layer in layers) else "span"
    names = " ".join(layer.name for layer in layers)
    anchor = next(
        (
            f' id="{layer.anchor}"'
            for layer in layers
            if layer.anchor and layer.spans[0][0] == start
        ),
        "",
    )
    return f'<{tag}{anchor} class="{names}">{inner}</{tag}>'


def _silent_breaks(text: str, start: int) -> list[Span]:
    spans = []
    for match in _LINE_BREAK.finditer(text):
        a, b = match.span()
        before, after = text[a - 1 : a], text[b : b + 1]
        if not (before.isascii() and after.isascii()):
            spans.append((start + a, start + b))
    return spans

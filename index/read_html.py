"""Web pages saved as files: the main text, without menus, scripts and comments."""

from __future__ import annotations

import re
from typing import Any

from index.file_text import CannotRead, FileText
from index.lazy_pattern import lazy_pattern
from index.read_text import decode

__all__ = ["read_html"]

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE
)
_HEAD = 4096
# Pages say gb2312 and mean what browsers make of it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_ENTITIES = lazy_pattern(r"<!DOCTYPE[^>\[]{0,500}\[[^\]]{0,10000}\]\s*>", re.IGNORECASE)
_CONTAINED = frozenset({"p", "head", "table", "list", "div", "quote"})
_SHORTEST_MAIN = 25
_SENTENCE = lazy_pattern("[^。！？；]+[。！？；]")
_MOST_LOST = 0.2
"""The share of a page's sentences that may be no part of its main text: teasers, remarks."""
_NOT_TEXT = (
    "script style noscript template iframe object svg nav footer header aside form button select"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_BLOCKS = frozenset(
    "p div section article li tr h1 h2 h3 h4 h5 h6 blockquote pre td th br hr dd dt figcaption "
    "table ul ol dl main body".split()
)


def read_html(data: bytes) -> FileText:
    """The main text of a page, a blank line between paragraphs, `#` before headings.

    Nothing is fetched or run: no scripts, no network, no external entities.

    :raises CannotRead: it is binary, in no known encoding, or has no text.
    """
    page, encoding = _decode(data)
    # An encoding declared in XML contradicts text that is decoded already.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    page = _ENTITIES.sub("", page, count=1)
    tree = _tree(page)
    title = _title(tree)
    everything = _all_lines(tree)
    lines = _main_lines(page)
    if _loses_text(lines, everything):
        lines = everything
    if title and not any(_same(title, line) for line in lines[:8]):
        lines.insert(0, f"# {title}")
    return FileText("\n\n".join(lines), encoding)


def _decode(data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        encoding = _WIDER.get(name, name)
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            return decode(data)
        if "\0" not in text:
            return text, encoding
    return decode(data)


def _tree(page: str) -> Any:
    # Imported on first use, like trafilatura below: most indexes hold no web page.
    from lxml import etree, html

    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        return html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(
            "不能作为网页打开，或没有内容。请重新保存",
            "cannot be opened as a web page, or is empty. Save it again",
        ) from error


def _title(tree: Any) -> str:
    """The text of the only `h1`, else of `title` up to the name of the site."""
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = next((" ".join(t.text_content().split()) for t in tree.iter("title")), "")
    return re.split(r"\s*(?:[|_｜]|\s[-–—]\s|--)\s*", title)[0]


def _same(title: str, line: str) -> bool:
    return bool(_bare(title)) and _bare(title) in _bare(line)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _main_lines(page: str) -> list[str]:
    """The main text as trafilatura finds it; empty where it finds next to nothing."""
    import logging

    import trafilatura
    from lxml import etree

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(
            page,
            output_format="xml",
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            favor_recall=True,
            with_metadata=False,
        )
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        main = etree.fromstring((found or "<none/>").encode("utf-8"), parser).find(".//main")
    except Exception:  # a page must not stop the others: what it shows is taken instead
        return []
    if main is None:
        return []
    return [line for element in main for line in _element_lines(element)]


def _loses_text(main: list[str], everything: list[str]) -> bool:
    """Whether what was taken for the main text misses sentences of the page, or its paragraphs.

    Of a short page trafilatura gives all text, menus too, as one line.
    """
    if sum(map(len, main)) < _SHORTEST_MAIN or len(main) == 1 < len(everything):
        return True
    kept = _bare("".join(main))
    prose = [_bare(sentence) for line in everything for sentence in _SENTENCE.findall(line)]
    lost = sum(len(sentence) for sentence in prose if sentence not in kept)
    return lost > _MOST_LOST * sum(map(len, prose))


def _element_lines(element: Any) -> list[str]:
    if element.tag == "table":
        rows = [[_flat(cell) for cell in row.iter("cell")] for row in element.iter("row")]
        return ["\t".join(row) for row in rows if any(row)]
    if element.tag == "list":
        return [line for item in element.iter("item") if (line := _flat(item))]
    if any(child.tag in _CONTAINED for child in element):
        return [line for child in element for line in _element_lines(child)]
    lines = [
        line for part in re.split(r"\n+", _with_breaks(element)) if (line := " ".join(part.split()))
    ]
    if element.tag == "head" and lines:
        level = re.sub(r"\D", "", element.get("rend", "")) or "2"
        return [f"{'#' * min(6, int(level))} {' '.join(lines)}"]
    return lines


def _with_breaks(element: Any) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(element.itertext())


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _all_lines(tree: Any) -> list[str]:
    """All visible text by blocks, a row of a table on one line: for pages that are no articles."""
    from lxml import etree

    for unwanted in list(tree.iter(*_NOT_TEXT.split())):
        unwanted.drop_tree()
    body = tree.find("body")
    parts: list[str] = []
    for event, element in etree.iterwalk(tree if body is None else body, events=("start", "end")):
        if element.tag in _BLOCKS:
            parts.append("\t" if element.tag in _CELLS else "\n")
        if element.tag in _HEADINGS and event == "start":
            parts.append(f"{'#' * int(element.tag[1])} ")
        text = element.text if event == "start" else element.tail
        if isinstance(element.tag, str) or event == "end":
            parts.append(re.sub(r"\s+", " ", text or ""))
    lines = ("".join(parts)).split("\n")
    rows = ([cell.strip() for cell in line.split("\t")] for line in lines)
    found = ("\t".join(cell for cell in row if cell) for row in rows)
    return [line for line in found if line.strip("#")]

"""Extracts the text of a PDF from standard input, in a process of its own.

A PDF is a program of sorts, read by a library in C: a hostile one may crash, hang or fill the
memory of the process that reads it. That process is this one, run by `index.read_pdf` as a script;
it imports nothing of this package. Standard output is one JSON object: `pages`, the text of each,
and `images`, how many pages hold an image; or `error`: "password", "broken" or "missing".
"""

from __future__ import annotations

import json
import sys

_MOST_MEMORY = 4 * 2**30


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def extract(data: bytes) -> dict[str, object]:
    """What the worker answers for the bytes of a file."""
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError:
        return {"error": "missing"}
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "password" in str(error).lower() else "broken"}
    pages: list[str] = []
    images = 0
    for page in document:
        pages.append(page.get_textpage().get_text_range())
        images += any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return {"pages": pages, "images": images}


if __name__ == "__main__":
    _limit_memory()
    json.dump(extract(sys.stdin.buffer.read()), sys.stdout)

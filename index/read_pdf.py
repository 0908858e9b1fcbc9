"""PDF files with a text layer, page by page."""

from __future__ import annotations

from index.file_text import CannotRead, FileText

__all__ = ["read_pdf"]

_LEAST_A_PAGE = 8
"""Characters a page below which a file of page images is a scan with stray text, as a stamp is."""

_REASONS = {
    "password": ("已加密。请去掉密码后再加入", "encrypted. Remove the password"),
    "broken": (
        "已损坏，不能作为 PDF 打开。请重新保存",
        "broken, cannot be opened as a PDF. Save it again",
    ),
    "missing": (
        "缺少读取 PDF 的程序库。请运行 pip install pypdfium2",
        "the library that reads PDF is missing. Run pip install pypdfium2",
    ),
}


def read_pdf(data: bytes) -> FileText:
    """The text layer of a PDF, a blank line between pages.

    Run it by `index.read_apart`: a PDF is a program of sorts, read by a library in C, and a hostile
    one may crash or hang the process that reads it.

    :raises CannotRead: it is encrypted, broken, or a scan without text.
    """
    pages, images = _extract(data)
    characters = sum(len("".join(page.split())) for page in pages)
    if characters < _LEAST_A_PAGE * max(1, images) and images >= len(pages) / 2:
        raise CannotRead(
            "是扫描件，只有图像、没有文字层，已跳过。请先做文字识别（OCR）",
            "a scan: images without a text layer; skipped. Run text recognition (OCR) on it first",
        )
    texts = [_tidy(page) for page in pages]
    starts: list[int] = []
    length = 0
    for text in texts:
        starts.append(length)
        length += len(text) + len(_BETWEEN)
    return FileText(_BETWEEN.join(texts), pages=tuple(starts))


_BETWEEN = "\n\n"


def _tidy(page: str) -> str:
    # PDFium ends lines with CR LF, and marks a hyphen at a line end as U+FFFE or U+0002.
    lines = page.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\ufffe", "-").replace("\x02", "-")


def _extract(data: bytes) -> tuple[list[str], int]:
    """The text of each page, and how many pages hold an image.

    :raises CannotRead: it is encrypted or broken, or the library is missing.
    """
    try:
        import pypdfium2
        import pypdfium2.raw as raw
    except ImportError as error:
        raise CannotRead(*_REASONS["missing"]) from error
    try:
        document = pypdfium2.PdfDocument(data)
        pages: list[str] = []
        images = 0
        for page in document:
            pages.append(page.get_textpage().get_text_range())
            images += any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    except pypdfium2.PdfiumError as error:
        kind = "password" if "password" in str(error).lower() else "broken"
        raise CannotRead(*_REASONS[kind]) from error
    return pages, images

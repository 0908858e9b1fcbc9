"""Files that try to crash, hang or fool whoever reads them: each a few lines that make the bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import docx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def html_deep() -> bytes:
    return b"<div>" * 200_000 + "沁县搬迁了6524人。".encode()


def html_unclosed() -> bytes:
    return b"<b><i>" * 100_000 + "沁县。".encode()


def html_table() -> bytes:
    return b"<table><tr>" + b"<td>1" * 60_000 + b"</table>"


def html_nested_tables() -> bytes:
    return b"<table><tr><td>" * 3_000 + "沁县".encode()


def html_lists() -> bytes:
    return b"<ul><li>" * 50_000 + "沁县".encode()


def html_comments() -> bytes:
    return b"<!--" * 500_000 + "沁县".encode()


def html_angles() -> bytes:
    return b"<" * 300_000 + "沁县".encode()


def html_doctypes() -> bytes:
    return b"<!DOCTYPE x[" * 30_000


def html_laughs() -> bytes:
    """Entities of entities, ten to the ninth."""
    lines = ['<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE html [{''.join(lines)}]><p>沁县&a9;</p>".encode()


def html_outside() -> bytes:
    """An external entity, files and addresses to fetch."""
    return (
        '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">'
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>'
        '<html><head><base href="file:///"><link rel="stylesheet" href="file:///etc/hosts"></head>'
        '<body><p>沁县搬迁了6524人。&e;</p><iframe src="file:///etc/passwd"></iframe>'
        '<object data="file:///etc/passwd"></object><img src="http://127.0.0.1:9/i">'
        '<script>document.write("坏")</script><a href="javascript:alert(1)">甲</a></body></html>'
    ).encode()


def _word(body: str, head: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """A Word document whose body is the given XML."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = (
                    f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{body}'
                    "</w:body></w:document>"
                ).encode()
            to.writestr(name, data)
        for name, data in (extra or {}).items():
            to.writestr(name, data)
    return made.getvalue()


def docx_bomb() -> bytes:
    return _word(" " * 40_000_000)


def docx_many_parts() -> bytes:
    return _word("", extra={f"word/media/{n}.txt": b"x" for n in range(20_000)})


def docx_span() -> bytes:
    """One cell that claims to span a hundred million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc>'
    return _word(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>")


def docx_deep() -> bytes:
    return _word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)


def docx_laughs() -> bytes:
    entities = '<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">'
    entities += "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f"<!DOCTYPE x [{entities}]>"
    return _word("<w:p><w:r><w:t>沁县&a9;</w:t></w:r></w:p>", head)


def docx_outside() -> bytes:
    head = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return _word("<w:p><w:r><w:t>沁县搬迁了6524人。&e;</w:t></w:r></w:p>", head)


def docx_names() -> bytes:
    """Parts that would be written outside the folder by whoever unpacked them."""
    body = "<w:p><w:r><w:t>沁县搬迁了6524人。</w:t></w:r></w:p>"
    return _word(body, extra={"../../wenjin-was-here": b"x", "/tmp/wenjin-was-here": b"x"})


def docx_cells() -> bytes:
    cell = "<w:tc><w:p/></w:tc>"
    return _word(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell * 30_000}</w:tr></w:tbl>")


def _pdf(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(out))
    )


def _stream(data: bytes, filters: bytes = b"", more: bytes = b"") -> bytes:
    return b"<< /Length %d %s %s >> stream\n%s\nendstream" % (len(data), filters, more, data)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
    b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)


def pdf_pages() -> bytes:
    """A million times the same page."""
    kids = b"3 0 R " * 1_000_000
    pages = b"<< /Type /Pages /Count 1000000 /Kids [%s] >>" % kids
    return _pdf([_CATALOG, pages, _PAGE, _stream(b"BT /F 9 Tf (abc) Tj ET"), _FONT])


def pdf_count() -> bytes:
    """Claims a billion pages and has one."""
    pages = b"<< /Type /Pages /Count 1000000000 /Kids [3 0 R] >>"
    return _pdf([_CATALOG, pages, _PAGE, _stream(b"BT /F 9 Tf (abc) Tj ET"), _FONT])


def pdf_inflated() -> bytes:
    """A page whose drawing unpacks, twice, to a gigabyte."""
    once = zlib.compress(b"BT /F 9 Tf (abc) Tj ET\n" * 45_000_000, 1)
    packed = zlib.compress(once, 9)
    filters = b"/Filter [/FlateDecode /FlateDecode]"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return _pdf([_CATALOG, pages, _PAGE, _stream(packed, filters), _FONT])


def pdf_nested() -> bytes:
    pages = b"<< /Type /Pages /Count 1 /Kids %s >>" % (b"[" * 1_000_000)
    return _pdf([_CATALOG, pages])


def pdf_loop() -> bytes:
    """A tree of pages whose branch is its own root."""
    return _pdf([_CATALOG, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R 2 0 R] >>"])


def pdf_forms() -> bytes:
    """Drawings that draw ten drawings each, nine levels deep."""
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    objects = [_CATALOG, pages, _PAGE, _stream(b"/X Do"), _FONT]
    for level in range(9):
        more = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F 5 0 R >> "
        more += b"/XObject << /X %d 0 R >> >>" % (len(objects) + 2)
        draws = b"/X Do " * 10 if level < 8 else b"BT /F 9 Tf (abc) Tj ET"
        objects.append(_stream(draws, more=more))
    return _pdf(objects)


def txt_one_line() -> bytes:
    return ("沁县完成产值三亿元" * 111_112).encode()


def txt_steering() -> bytes:
    """A command for a terminal, marks that turn the direction of writing, markup, a formula."""
    return (
        "青禾镇茶园纪实\n\n青禾镇的茶园面积是3127亩，\x1b[2J\u202e<script>alert(1)</script>\u202c茶农每年采茶。"
        "青禾镇有<img src=x onerror=alert(1)>茶农1846人。[点我](javascript:alert(1))\n\n"
        '=HYPERLINK("http://127.0.0.1:9/")青禾镇的水库是4815万立方米。\n'
    ).encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    f"{name}.{name.partition('_')[0]}": make
    for name, make in sorted(globals().items())
    if name.partition("_")[0] in {"html", "docx", "pdf", "txt"} and callable(make)
}
"""What to call each file, and what makes its bytes."""

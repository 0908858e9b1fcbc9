"""The smallest PDF with Chinese text: for tests, without a library or a font file."""

from __future__ import annotations


def make_pdf(pages: list[list[str]], *, images: bool = False, encrypted: bool = False) -> bytes:
    """A PDF of some pages.

    :param pages: the lines of each page.
    :param images: whether each page holds an image.
    :param encrypted: whether it claims to be locked with a password.
    """
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
        b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 "
        b"/FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 "
        b"/StemV 80 >> >>] >>"
    )
    pixel = b"\x80" * 64
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Length 64 >> stream\n" + pixel + b"\nendstream"
    )
    for number, lines in enumerate(pages):
        drawing = "q 400 0 0 400 50 300 cm /I Do Q " if images else ""
        drawing += "BT /F 12 Tf 60 780 Td 18 TL "
        for line in lines:
            drawing += f"<{line.encode('utf-16-be').hex()}> Tj T* "
        stream = (drawing + "ET").encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >> stream\n" % len(stream) + stream + b"\nendstream")
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if encrypted:
        locked = "ab" * 32
        objects.append(
            f"<< /Filter /Standard /V 1 /R 2 /O <{locked}> /U <{locked}> /P -44 >>".encode()
        )
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return out + f"trailer << {trailer} >>\nstartxref\n{xref}\n%%EOF\n".encode()

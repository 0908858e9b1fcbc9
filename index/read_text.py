"""Plain text in the encodings of Chinese texts: UTF-8, GB18030, Big5, UTF-16."""

from __future__ import annotations

import codecs

from index.file_text import CannotRead, FileText
from index.lazy_pattern import lazy_pattern

__all__ = ["decode", "read_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, the longer before those they begin with."""
_CANDIDATES = ("gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
_SAMPLE = 64 * 1024
_LEAST_SHARE = 0.25
"""The share of common characters below which a decoding is a guess: mojibake has some 0.05, plain
Chinese 0.5 to 0.8."""
_MOST_CONTROLS = 0.001
_CONTROLS = lazy_pattern(r"[\x00-\x08\x0e-\x19\x1b\x7f]")

COMMON = frozenset(
    "的一是不了在人有我他这这個个们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過"
    "发發后後作里裡用道行所然家种種事成方多经經么去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她"
    "本前开開但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間"
    "由问問很最重并物手应應战戰向头頭文体體政美相见見被利什二等产產或新己制身果加西月话話合回特代内內信表化老给給世位次度"
    "门門任常先海通教儿兒原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条條平系气氣题題活更别別打女变變四神总"
    "總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊形社便空决決"
    "治展马馬科司五基眼书書非则則听聽白却界达達光放强強即像难難且权權思王完设設式色路记記南品住告类類求据據程北边邊死张張该"
    "該交规規万萬取拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運县縣村贫貧农農扶户戶元亿億項项"
    ",。，、；：！？“”《》（）0123456789 \n"
)
"""Characters that any Chinese text has many of, in both scripts."""


def read_text(data: bytes) -> FileText:
    """Plain text, its encoding found from its bytes.

    :raises CannotRead: it is binary, or in no encoding that fits.
    """
    text, encoding = decode(data)
    return FileText(text, encoding)


def decode(data: bytes) -> tuple[str, str]:
    """Bytes as text, and the encoding they are in.

    A byte order mark decides, then valid UTF-8, which other encodings hardly ever are by chance.
    Of the rest, those that decode all bytes are compared by how many common characters they give;
    charset-normalizer's opinion settles what is close.

    :raises CannotRead: no encoding fits, or the text is full of control characters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data[len(mark) :], encoding), encoding)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CannotRead(
            f"开头标明是 {encoding}，第 {error.start} 字节却不是。文件可能损坏，请重新保存为 UTF-8",
            f"marked as {encoding}, but byte {error.start} is not. The file may be broken; save it "
            "again as UTF-8",
        ) from error


def _guessed(data: bytes) -> tuple[str, str]:
    found: list[tuple[float, str, str]] = []
    for encoding in _CANDIDATES:
        # An odd number of bytes is no UTF-16; a NUL byte is in no other encoding's text.
        if (encoding.startswith("utf-16") and len(data) % 2) or (
            not encoding.startswith("utf-16") and b"\0" in data
        ):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((_common_share(text), encoding, text))
    found.sort(key=lambda one: -one[0])
    if not found or found[0][0] < _LEAST_SHARE:
        raise CannotRead(
            "认不出文字编码，或不是文本文件。请另存为 UTF-8 后再加入",
            "in no known text encoding, or not text. Save it as UTF-8",
        )
    best = found[0]
    close = {one[1]: one for one in found if one[0] > best[0] - 0.02}
    if len(close) > 1:
        best = close.get(_opinion(data, list(close)), best)
    return _checked(best[2], best[1])


def _opinion(data: bytes, encodings: list[str]) -> str:
    # Imported here: few files need it.
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE], cp_isolation=encodings).best()
    return match.encoding.replace("_", "-") if match is not None else ""


def _common_share(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(character in COMMON for character in sample) / max(1, len(sample))


def _checked(text: str, encoding: str) -> tuple[str, str]:
    controls = len(_CONTROLS.findall(text))
    if "\0" in text or controls > _MOST_CONTROLS * len(text) + 2:
        raise CannotRead(
            "是二进制数据，不是文本。请换成 .txt、.md、.html、.docx 或 .pdf",
            "binary data, not text. Bring it as .txt, .md, .html, .docx or .pdf",
        )
    return text, encoding

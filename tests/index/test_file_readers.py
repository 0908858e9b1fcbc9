from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from make_pdf import make_pdf

from index.file_readers import READERS, UnreadableFile, read_file

ROOT = Path(__file__).resolve().parents[2]
SIMPLIFIED = "沁县搬迁了2474户6524人。\r\n确保贫困\r人口全部脱贫\n"
TRADITIONAL = "永和縣位於晉西呂梁山脈南端，全縣79個行政村。\r\n"


def refused(path: Path, data: bytes, **options: int) -> str:
    path.write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read_file(path, f"folder/{path.name}", **options)
    message = str(caught.value)
    assert message.startswith(f"folder/{path.name}：")
    assert "\n" not in message
    assert caught.value.message("en").startswith(f"folder/{path.name}: ")
    return message


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_text_is_decoded_with_its_line_ends(
    tmp_path: Path, text: str, codec: str, encoding: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    found = read_file(path, "a.txt")
    assert found.original == text
    assert found.encoding == encoding
    assert found.pages is None


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda p: p.stem[:3])
@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be"])
def test_seeds_in_other_encodings(tmp_path: Path, path: Path, codec: str) -> None:
    text = path.read_bytes().decode("utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_bytes(text.encode(codec))
    assert read_file(copy, "copy.txt").original == text


def test_markdown_keeps_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.MD"
    path.write_bytes("# 答卷\n\n昔阳。\n".encode())
    assert read_file(path, "a.MD").original == "# 答卷\n\n昔阳。\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "编码"),
        (b"abc\0def", "二进制"),
        (b"\x01\x02\x03\x04\x05\x06 text", "二进制"),
        (b"", "没有文字"),
        (b" \n\n ", "没有文字"),
        (b"\xff\xfea", "utf-16"),
        (b"caf\xe9 na\xefve r\xe9sum\xe9", "编码"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    assert reason in refused(tmp_path / "a.txt", data)


def test_sizes_are_limited(tmp_path: Path) -> None:
    assert "MiB" in refused(tmp_path / "a.txt", "字".encode() * 1000, largest=1024)
    assert "4100000" in refused(tmp_path / "b.txt", b"a" * 4_100_000)


def test_other_types_and_missing_files_are_refused(tmp_path: Path) -> None:
    assert "不支持" in refused(tmp_path / "a.exe", b"MZ")
    with pytest.raises(UnreadableFile, match="没有这个文件"):
        read_file(tmp_path / "none.txt", "none.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        read_file(tmp_path / "folder.txt", "folder.txt")


PAGE = """<?xml version="1.0"?><!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<html><head><meta charset="gb2312"><title>沁县脱贫攻坚综述 - 山西新闻网</title>
<script>alert("脚本")</script></head><body><nav><a href="/">首页导航</a></nav>
<div class="article"><h1>打赢脱贫攻坚战</h1><p>英雄热土，浩气长存。革命战争年代，在1320平方公里的土地上，
不足10万人的沁县，出粮、出兵、出干部，谱写了可歌可泣的传奇篇章。</p><h2>一种责任</h2>
<p>脱贫攻坚，责重如山。沁县狠抓脱贫攻坚主体责任落实，坚持实绩与实效挂钩。&secret;</p></div>
<footer>版权所有 京ICP备</footer></body></html>"""


def test_a_web_page_gives_its_main_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.encode("gb18030"))
    found = read_file(path, "a.html")
    assert found.encoding == "gb18030"
    assert found.original.startswith("# 打赢脱贫攻坚战\n\n英雄热土")
    assert "## 一种责任" in found.original
    for unwanted in ("首页导航", "脚本", "版权所有", "root:"):
        assert unwanted not in found.original


def test_a_page_that_is_no_article_gives_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes("<p>沁县</p><script>x</script><p>昔阳</p>".encode())
    text = read_file(path, "a.htm").original
    assert "沁县" in text and "昔阳" in text and "x" not in text


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("答卷", 0)
    document.add_heading("一种责任", 1)
    document.add_paragraph("昔阳，激情涌动的热土。")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "沁县"
    table.cell(0, 1).text = "18万"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_word_document_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file())
    assert read_file(path, "a.docx").original == (
        "# 答卷\n\n# 一种责任\n\n昔阳，激情涌动的热土。\n\n沁县\t18万"
    )


def test_bad_word_documents_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    assert "损坏" in refused(path, b"PK\x03\x04 nothing")
    assert "损坏" in refused(path, word_file()[:-300])
    assert "加密" in refused(path, bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    assert "压缩炸弹" in refused(path, bomb.getvalue())
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", b"not a document")
    assert "损坏" in refused(path, other.getvalue())


def test_a_pdf_gives_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([["沁县脱贫攻坚综述", "建立项目库,对基"], ["础设施全面监管。"]]))
    found = read_file(path, "a.pdf")
    assert found.pages is not None
    first, second = found.pages
    assert first == 0
    assert found.original[first:second].split() == ["沁县脱贫攻坚综述", "建立项目库,对基"]
    assert found.original[second:] == "础设施全面监管。"


def test_bad_pdfs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    assert "扫描件" in refused(path, make_pdf([[], []], images=True))
    assert "加密" in refused(path, make_pdf([["沁县"]], encrypted=True))
    assert "损坏" in refused(path, b"%PDF-1.4 nothing here")
    assert "没有文字" in refused(path, make_pdf([[]]))


def test_every_reader_refuses_what_is_not_its_own(tmp_path: Path) -> None:
    for suffix in READERS:
        refused(tmp_path / f"a{suffix}", bytes(range(256)) * 40)

"""Files with broken bytes: a text or one line why not, whatever they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hazards import fuzzed, mutate
from hypothesis import given
from hypothesis import strategies as st
from make_pdf import make_pdf

from index.document import read_document, to_stored
from index.errors import WenjinError
from index.file_readers import read_file

TEXT = (
    "青禾镇茶园纪实\n\n青禾镇的茶园面积是3127亩，茶农每年采茶两季。《产業(yè)》“大會”——2019年2月，"
    "全县贫困发生率降到0.3％。\n　　（记者 张三）\n" * 3
)
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html><html><head><meta charset="utf-8"><title>茶园 - 网</title>'
    "</head><body><nav>首页</nav><article><h1>茶园纪实</h1><p>青禾镇的茶园面积是3127亩。&amp;&#20013;</p>"
    "<table><tr><td>县</td><td>1</td></tr></table><ul><li>甲</li></ul><!-- x --><script>1</script>"
    f"<p>{TEXT}</p></article></body></html>"
)


def _word() -> bytes:
    document = docx.Document()
    document.add_heading("茶园纪实", 1)
    document.add_paragraph(TEXT)
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


WORD = _word()
FILES: dict[str, bytes] = {
    "utf8.txt": TEXT.encode(),
    "gb.txt": TEXT.encode("gb18030"),
    "utf16.txt": TEXT.encode("utf-16"),
    "a.md": f"# 茶园\n\n- 甲\n- 乙\n\n| 县 | 数 |\n|---|---|\n\n{TEXT}".encode(),
    "a.html": PAGE.encode(),
    "gb.htm": PAGE.replace("utf-8", "gb2312").encode("gb18030"),
    "a.docx": WORD,
    "a.pdf": make_pdf([TEXT.split("\n"), ["第二页"]]),
}


def _read(path: Path) -> None:
    try:
        to_stored(read_document(path, path.name))
    except WenjinError as error:
        for language in ("zh", "en"):
            assert error.message(language) and "\n" not in error.message(language)


@pytest.mark.parametrize("name", FILES)
def test_broken_bytes(
    name: str, tmp_path_factory: pytest.TempPathFactory, inputs: Callable[[str], None]
) -> None:
    path = tmp_path_factory.mktemp("file") / name

    @fuzzed(20)
    @given(st.integers(0, 2**32))
    def broken(seed: int) -> None:
        inputs(f"broken {path.suffix} files")
        path.write_bytes(mutate(FILES[name], seed))
        _read(path)

    broken()


def test_broken_parts_of_word_documents(
    tmp_path_factory: pytest.TempPathFactory, inputs: Callable[[str], None]
) -> None:
    """In a whole archive, so that the XML inside is reached."""
    path = tmp_path_factory.mktemp("file") / "a.docx"
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    @fuzzed(30)
    @given(st.integers(0, 2**32), st.sampled_from(sorted(parts)))
    def broken(seed: int, part: str) -> None:
        inputs("Word documents with a broken part")
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, mutate(data, seed) if name == part else data)
        _read(path)

    broken()


@fuzzed(60)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".html", ".docx", ".pdf"]))
def test_any_bytes(
    data: bytes,
    suffix: str,
    tmp_path_factory: pytest.TempPathFactory,
    inputs: Callable[[str], None],
) -> None:
    inputs("files of any bytes")
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(data)
    try:
        read_file(path, path.name)
    except WenjinError as error:
        assert "\n" not in str(error)

"""Files of every type, through `wenjin index` and `wenjin ask`, as people bring them."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from make_pdf import make_pdf

from index.embedded_store import EmbeddedStore
from index.opening import open_store
from rag.cli import main

GB18030 = "乙县修通了公路56公里，建成桥梁7座。\r\n"
BIG5 = "丙縣位於山脈南端，種植大棗78萬畝，農戶都參加了合作社。\r\n"
UTF16 = "丁县培训了910名护工。\n"
TWICE = "癸县今年建成日光温室4142座，全部交给了农户。"
COPIED = f"癸县纪事\n\n{TWICE}\n\n中间是另外的一段话，说的是别的事情。\n\n{TWICE}\n"
PAGE = """<html><head><meta charset="utf-8"><title>己县纪事</title></head><body>
<nav>首页 导航 更多</nav><article><h1>己县纪事</h1><p>己县脱贫攻坚以来，全县发放贷款1314万元，惠及贫困户。</p>
<p>英雄热土，浩气长存。</p></article><footer>版权所有</footer></body></html>"""
SIDECAR = 'title = "种树记"\nplace = "山西省 昔阳县"\ndate = 2019-03-12\nauthors = ["李四"]\n'

QUESTIONS = {
    "a.txt": ("甲县搬迁了多少人", "34人"),
    "gb.txt": ("乙县修通了多少公里公路", "56公里"),
    "big5.txt": ("丙县种植大枣多少万亩", "78萬畝"),
    "utf16.txt": ("丁县培训了多少名护工", "910名"),
    "m.md": ("戊县养牛多少头", "1112头"),
    "h.html": ("己县发放贷款多少万元", "1314万元"),
    "w.docx": ("庚县建成光伏电站多少座", "1516座"),
    "p.pdf": ("辛县的基础设施投入资金多少", "1920万元"),
    "copied.txt": ("癸县建成日光温室多少座", "4142座"),
    "side.txt": ("昔阳县种树多少万棵", "3839万棵"),
}
REFUSED = {
    "scan.pdf": "扫描件",
    "empty.pdf": "没有文字",
    "locked.pdf": "已加密",
    "bomb.docx": "压缩炸弹",
    "broken.docx": "已损坏",
    "long.txt": "MiB",
    "line.txt": "请拆成几个小文件",
    "binary.txt": "编码",
    "bad-sidecar.txt": "不认识的键 autor",
    "picture.png": "不支持的类型",
}


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("庚县总结", 0)
    document.add_paragraph("庚县建成光伏电站1516座。")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def bring(folder: Path) -> None:
    """Files that can be read."""
    (folder / "a.txt").write_text("甲县搬迁了12户34人。\n", encoding="utf-8")
    (folder / "gb.txt").write_bytes(GB18030.encode("gb18030"))
    (folder / "big5.txt").write_bytes(BIG5.encode("big5"))
    (folder / "utf16.txt").write_bytes(UTF16.encode("utf-16"))
    (folder / "m.md").write_text("# 戊县答卷\n\n## 产业\n\n戊县养牛1112头。\n", encoding="utf-8")
    (folder / "h.html").write_text(PAGE, encoding="utf-8")
    (folder / "w.docx").write_bytes(word_file())
    (folder / "p.pdf").write_bytes(
        make_pdf(
            [
                ["辛县脱贫攻坚综述", "辛县植树造林。"],
                ["五年来,辛县坚持规划先行,多方筹措,先后对农村基"],
                ["础设施投入资金1920万元。"],
            ]
        )
    )
    (folder / "copied.txt").write_text(COPIED, encoding="utf-8")
    (folder / "side.txt").write_text("我县今年种树3839万棵。\n", encoding="utf-8")
    (folder / "side.txt.meta.toml").write_text(SIDECAR, encoding="utf-8")


def bring_bad(folder: Path) -> None:
    """Files that are refused."""
    (folder / "scan.pdf").write_bytes(make_pdf([[], []], images=True))
    (folder / "empty.pdf").write_bytes(make_pdf([[]]))
    (folder / "locked.pdf").write_bytes(make_pdf([["沁县"]], encrypted=True))
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    (folder / "broken.docx").write_bytes(word_file()[:-300])
    (folder / "long.txt").write_bytes(b"a" * (100 * 2**20))
    (folder / "line.txt").write_text("字" * 4_100_000, encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (folder / "bad-sidecar.txt").write_text("沁县。\n", encoding="utf-8")
    (folder / "bad-sidecar.txt.meta.toml").write_text('autor = "x"\n', encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")


@dataclass(frozen=True)
class Built:
    """An index built of all those files, what was said of it, and the answers from it."""

    code: int
    told: list[str]
    answers: dict[str, dict[str, Any]]
    store: EmbeddedStore


@pytest.fixture(scope="module")
def built(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("brought")
    index = str(tmp_path_factory.mktemp("index"))
    bring(folder)
    bring_bad(folder)
    told, answered = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(told):
        code = main(["index", str(folder), "--index", index])
    asked = folder / "questions.jsonl"
    lines = [json.dumps({"question": question}) for question, _ in QUESTIONS.values()]
    asked.write_text("\n".join(lines), encoding="utf-8")
    with contextlib.redirect_stdout(answered):
        assert main(["ask", "--jsonl", str(asked), "--index", index]) == 0
    answers = [json.loads(line) for line in answered.getvalue().splitlines()]
    store, _ = open_store(Path(index))
    return Built(
        code,
        told.getvalue().splitlines(),
        dict(zip(QUESTIONS, answers, strict=True)),
        store,
    )


def test_what_can_be_read_is_indexed_beside_what_cannot(built: Built) -> None:
    assert built.code == 0
    assert {info.source for info in built.store.documents()} == set(QUESTIONS)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_is_refused_by_name_with_the_reason(built: Built, name: str) -> None:
    [line] = [line for line in built.told if name in line.split("：")[0].split()]
    assert REFUSED[name] in line


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_file_answers_from_its_own_text(built: Built, name: str) -> None:
    answer = built.answers[name]
    first = answer["quotes"][0]
    assert (answer["outcome"], first["source"]) == ("answered", name)
    assert QUESTIONS[name][1] in first["text"]
    original = built.store.document(name).original
    for quote in answer["quotes"]:
        text = built.store.document(quote["source"]).original
        assert quote["text"] == "".join(text[start:end] for start, end in quote["spans"])
    spoken = "".join(original[start:end] for start, end in first["answer_spans"])
    assert (answer["answer"] or "") == spoken


def test_text_is_kept_as_it_was_and_its_encoding_is_told(built: Built) -> None:
    encodings = {info.source: info.encoding for info in built.store.documents()}
    for name, text, encoding in (
        ("gb.txt", GB18030, "gb18030"),
        ("big5.txt", BIG5, "big5"),
        ("utf16.txt", UTF16, "utf-16-le"),
        ("copied.txt", COPIED, "utf-8"),
    ):
        assert built.store.document(name).original == text
        assert encodings[name] == encoding
    assert encodings["w.docx"] is encodings["p.pdf"] is None


def test_a_quote_over_a_page_break_has_a_page_and_two_spans(built: Built) -> None:
    quote = built.answers["p.pdf"]["quotes"][0]
    assert quote["text"] == "五年来,辛县坚持规划先行,多方筹措,先后对农村基础设施投入资金1920万元。"
    assert len(quote["spans"]) == 2
    assert quote["page"] == 2
    assert built.answers["a.txt"]["quotes"][0]["page"] is None


def test_a_web_page_is_its_main_text(built: Built) -> None:
    original = built.store.document("h.html").original
    assert original.startswith("# 己县纪事\n\n己县脱贫攻坚以来")
    assert "导航" not in original and "版权所有" not in original


def test_a_repeated_paragraph_is_one_passage_with_two_places(built: Built) -> None:
    passages = [p for p in built.store.all_passages() if TWICE[:6] in p.passage.text]
    assert len(passages) == 1
    quote = built.answers["copied.txt"]["quotes"][0]
    assert [COPIED[start:end] for start, end in quote["also"]] == [TWICE]
    assert quote["also"][0][0] > quote["end"]


def test_a_sidecar_states_what_a_document_is(built: Built) -> None:
    [info] = [info for info in built.store.documents() if info.source == "side.txt"]
    assert (info.title, info.date, info.authors) == ("种树记", "2019-03-12", ("李四",))
    assert info.places == ("昔阳县", "晋中市", "山西省")
    quote = built.answers["side.txt"]["quotes"][0]
    assert (quote["title"], quote["place"]) == ("种树记", "昔阳县")

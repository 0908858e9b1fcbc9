"""`wenjin inspect`: what it finds, what it prints, and what it refuses."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from index.damage import Fault
from index.dates import DateKind
from index.errors import WenjinError
from index.roles import Role
from rag.cli import main
from rag.inspect_file import Inspection, inspect_file
from rag.inspect_view import FAULTS, HOW, ROLES, show

DAMAGED = "003_616124af45e1a6a7.txt"
REPEATED = "004_c9ad6329cecf4010.txt"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WENJIN_LANGUAGE", raising=False)


@pytest.fixture(scope="module")
def inspections(seeds: Path) -> dict[str, Inspection]:
    return {path.name: inspect_file(path) for path in sorted(seeds.glob("*.txt"))}


def original_of(seeds: Path, name: str) -> str:
    return (seeds / name).read_bytes().decode("utf-8")


def test_blocks_are_slices_of_the_original(inspections: dict[str, Inspection], seeds: Path) -> None:
    for name, shown in inspections.items():
        original = original_of(seeds, name)
        assert shown.characters == len(original)
        for block in shown.blocks:
            assert block.text == "".join(original[start:end] for start, end in block.spans)
            assert block.role in set(Role)
            assert (block.level > 0) == (block.role == Role.HEADING)
            assert block.page is None
        for fact in shown.facts:
            assert fact.span is not None and original[slice(*fact.span)].strip()
        for sample in shown.samples:
            assert original[slice(*sample.span)] == sample.original


def test_a_cut_paragraph_and_its_section(inspections: dict[str, Inspection]) -> None:
    [block] = [b for b in inspections[REPEATED].blocks if "赵少" in b.text]
    assert len(block.spans) == 2
    assert "2018年1月,一个背着背包的年轻人" in block.text
    assert "吕梁精神" in block.section


def test_repeated_paragraphs_have_their_other_places(
    inspections: dict[str, Inspection], seeds: Path
) -> None:
    original = original_of(seeds, REPEATED)
    repeated = [block for block in inspections[REPEATED].blocks if block.copies]
    assert len(repeated) == 3
    for block in repeated:
        [[(start, end)]] = block.copies
        assert block.text.startswith(original[start:end])
        assert start > block.spans[-1][1]


def test_damage_with_what_stands_around_it(inspections: dict[str, Inspection]) -> None:
    damage = inspections[DAMAGED].damage
    lost = next(item for item in damage if item.kind == "lost")
    assert (lost.text, lost.reading, lost.behind[:2]) == ("?.8", None, "萬人")
    read = next(item for item in damage if item.reading == "保”并舉")
    assert (read.kind, read.text) == ("out_of_step", "?!辈⑴e")
    marked = [block for block in inspections[DAMAGED].blocks if block.damage]
    assert sum(block.damage for block in marked) == len(damage)


def test_what_our_county_means(inspections: dict[str, Inspection]) -> None:
    assert inspections[DAMAGED].places == ("永和县", "临汾市", "山西省")
    assert inspections[DAMAGED].own["全县"] == "永和县"
    assert inspections[REPEATED].own["我市"] == "吕梁市"
    assert "我县" not in inspections[REPEATED].own


def test_every_name_has_its_chinese(inspections: dict[str, Inspection]) -> None:
    assert set(FAULTS) == set(Fault)
    assert set(ROLES) == set(Role)
    assert {DateKind.LATEST, DateKind.PUBLISHED} <= set(HOW)
    assert {fact.how for shown in inspections.values() for fact in shown.facts} <= set(HOW)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["inspect", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_printed_for_people(capsys: pytest.CaptureFixture[str], seeds: Path) -> None:
    code, out, err = run(capsys, seeds / DAMAGED, seeds / REPEATED)
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    for words in (
        "标题 4 正文 25",
        "【?.8】萬人",
        "无法校读",
        "校读：保”并舉",
        "又见 5435–5469",
        "2018年1 ‖ 月,一个",
        "地点 永和县 ‹ 临汾市 ‹ 山西省",
        "总人口□万人,\n  總?cè)丝?.8萬人,, 123–136",
    ):
        assert words in out


def test_printed_in_english(
    capsys: pytest.CaptureFixture[str], seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENJIN_LANGUAGE", "en")
    _, out, _ = run(capsys, seeds / DAMAGED)
    assert "heading 4 body 25" in out
    assert "read as: 保”并舉" in out and "out of step" in out


def test_colours_only_where_they_are_wanted(
    capsys: pytest.CaptureFixture[str], seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    _, coloured, _ = run(capsys, seeds / DAMAGED)
    assert "\x1b[31m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    _, bare, _ = run(capsys, seeds / DAMAGED)
    assert "\x1b" not in bare


def test_a_document_does_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    text = "沁縣\x1b[31m脱贫\x9b2J攻坚\u202e战，\x1b]0;x搬迁了\ufffd人。\n"
    path.write_text(text, encoding="utf-8")
    shown = inspect_file(path)
    for language in ("zh", "en"):
        bare = re.sub(r"\x1b\[\d+m", "", show(shown, language, colour=True))
        assert all(c.isprintable() or c == "\n" for c in bare)
        assert "\x1b" not in show(shown, language, colour=False)
    _, out, _ = run(capsys, path)
    assert all(c.isprintable() or c == "\n" for c in out)
    _, out, _ = run(capsys, path, "--json")
    assert all(c.isprintable() or c == "\n" for c in out)
    [block] = json.loads(out)["blocks"]
    assert block["text"] == text.strip()


def test_json_is_one_line_a_file(capsys: pytest.CaptureFixture[str], seeds: Path) -> None:
    code, out, _ = run(capsys, seeds / DAMAGED, seeds / REPEATED, "--json")
    assert code == 0
    first, second = (json.loads(line) for line in out.splitlines())
    assert first["file"].endswith(DAMAGED) and second["file"].endswith(REPEATED)
    assert set(first) == {
        "file", "encoding", "pages", "characters", "places", "own", "facts", "blocks", "damage",
        "samples",
    }  # fmt: skip
    assert first["encoding"] == "utf-8"
    assert len(first["blocks"]) == 37


def test_a_word_file_with_a_sidecar(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_heading("总结", 0)
    document.add_paragraph("我县种树3839万棵。")
    document.save(str(path))
    sidecar = path.with_name("a.docx.meta.toml")
    sidecar.write_text('place = "山西省 昔阳县"\nauthors = ["李四"]\n', encoding="utf-8")
    _, out, _ = run(capsys, path, "--json")
    found: dict[str, Any] = json.loads(out)
    assert found["encoding"] is None
    assert found["own"]["我县"] == "昔阳县"
    assert ["李四", "sidecar", None] in [[f["value"], f["how"], f["span"]] for f in found["facts"]]
    assert [(b["role"], b["level"]) for b in found["blocks"]] == [("heading", 1), ("body", 0)]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("none.txt", None, "没有这个文件"),
        ("a.exe", b"MZ", "不支持的类型"),
        ("a.txt", bytes(range(256)) * 40, "编码"),
        ("a.docx", b"PK\x03\x04", "已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, data: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    code, out, err = run(capsys, path)
    assert (code, out) == (1, "")
    [line] = err.splitlines()
    assert line.startswith("wenjin: ") and str(path) in line and reason in line


def test_a_folder_and_a_bad_sidecar_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WenjinError, match="不是普通文件"):
        inspect_file(tmp_path)
    (tmp_path / "a.txt").write_text("沁县。", encoding="utf-8")
    (tmp_path / "a.txt.meta.toml").write_text("titel = 1", encoding="utf-8")
    with pytest.raises(WenjinError, match="titel"):
        inspect_file(tmp_path / "a.txt")


def test_the_other_files_are_shown(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, seeds: Path
) -> None:
    code, out, err = run(capsys, tmp_path / "none.txt", seeds / DAMAGED)
    assert code == 1
    assert len(err.splitlines()) == 1
    assert "永和县" in out


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1

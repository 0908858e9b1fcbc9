from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.build_report import FileReport
from index.collection import BadLine, Line, read_line, scan_collection
from index.document import Document
from index.errors import WenjinError
from index.source_files import Unread, scan


def write(path: Path, *lines: object) -> Path:
    rows = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(rows) + b"\n")
    return path


def documents(path: Path) -> dict[str, Document]:
    return {
        line.source: read_line(path, line.source, line.start, line.length)
        for line in scan_collection(path, path.name)
        if isinstance(line, Line)
    }


def problems(path: Path) -> list[str]:
    lines = scan_collection(path, path.name)
    return [line.message("en") for line in lines if isinstance(line, BadLine)]


def test_each_line_is_a_document_with_what_it_states(tmp_path: Path) -> None:
    path = write(
        tmp_path / "news.jsonl",
        {
            "id": "n1",
            "title": "昔阳 脱贫",
            "text": "全县脱贫39988人。\r\n  又修路30公里。",
            "date": "2023-07-27 16:50",
            "place": "山西省 昔阳县",
            "authors": ["樊海燕"],
            "url": "passed over",
        },
        {"content": "太原市搬迁200户。"},
    )
    first, second = documents(path).values()
    assert list(documents(path)) == ["news.jsonl#n1", "news.jsonl#2"]
    assert first.file.original == "全县脱贫39988人。\r\n  又修路30公里。"
    assert first.facts.title == "昔阳 脱贫" and first.facts.date == "2023-07-27"
    assert first.facts.places[0].name == "昔阳县" and first.facts.authors == ("樊海燕",)
    assert second.facts.places[0].name == "太原市"


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2023年07月20日 18:14:59 来自北京市", "2023-07-20"),
        ("来源：央视网  |  2023/7/2", "2023-07-02"),
        ("2023-07", "2023-07"),
        ("2023-02-31", "2023-02"),
        ("07-20 15:29", None),
        ("12023-07-20", None),
        ("", None),
        (20230720, None),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(tmp_path: Path, stated: object, date: str | None) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "没有日期的一句话。", "date": stated})
    assert documents(path)["a.jsonl#1"].facts.date == date


@pytest.mark.parametrize("place", ["没有这个地方", "", 7, "朝阳区", "山东省 昔阳县"])
def test_a_place_that_is_none_or_many_is_passed_over(tmp_path: Path, place: object) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "没有地方的一句话。", "place": place})
    assert documents(path)["a.jsonl#1"].facts.places == ()


BAD = [
    b"{",
    b"[1]",
    b'"text"',
    b"{}",
    b'{"text": ""}',
    b'{"text": "\\u3002"}',
    b'{"text": 5}',
    b'{"text": "\xff\xfe"}',
    b'{"text": "\\ud800 half"}',
    b'{"text": "x", "id": "\\ud800"}',
    b'{"text": "x", "id": true}',
    b'{"text": "x", "id": ["a"]}',
    b'{"text": "x", "id": "a\\nb"}',
    b'{"text": "x", "id": "' + b"a" * 300 + b'"}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_a_line_that_is_none_is_skipped_by_its_number(tmp_path: Path, line: bytes) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "甲。"}, b"", line, {"text": "乙。"})
    assert list(documents(path)) == ["a.jsonl#1", "a.jsonl#4"]
    (problem,) = problems(path)
    assert problem.startswith("a.jsonl line 3: ") and "\n" not in problem


def test_of_two_lines_with_one_id_the_first_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"id": 1, "text": "甲。"}, {"id": "1", "text": "乙。"})
    assert [d.file.original for d in documents(path).values()] == ["甲。"]
    assert len(problems(path)) == 1


def test_a_line_that_is_too_long_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.collection._LONGEST", 100)
    path = write(tmp_path / "a.jsonl", {"text": "甲" * 200}, {"text": "乙。"}, {"text": "丙" * 99})
    assert list(documents(path)) == ["a.jsonl#2"]
    assert len(problems(path)) == 2


def test_a_byte_order_mark_and_a_missing_line_end_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}')
    assert [d.file.original for d in documents(path).values()] == ["a", "b"]


def test_only_the_lines_that_change_are_new(tmp_path: Path) -> None:
    def found(path: Path) -> dict[str, str]:
        lines = scan("a.jsonl", path)
        return {line.source: line.fingerprint for line in lines if isinstance(line, Unread)}

    before = found(write(tmp_path / "a.jsonl", {"id": 1, "text": "甲"}, {"id": 2, "text": "乙"}))
    after = found(
        write(tmp_path / "a.jsonl", {"id": 3, "text": "丙"}, {"id": 1, "text": "甲"},
              {"id": 2, "text": "乙 "})
    )  # fmt: skip
    assert after["a.jsonl#1"] == before["a.jsonl#1"]
    assert after["a.jsonl#2"] != before["a.jsonl#2"]


def test_a_file_that_changes_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", {"text": "甲。"})
    (unread,) = scan("a.jsonl", path)
    assert isinstance(unread, Unread)
    path.write_bytes(b"x" * unread.size)
    with pytest.raises(WenjinError, match="变了"):
        unread.read()


def test_a_file_that_cannot_be_opened_is_skipped(tmp_path: Path) -> None:
    (report,) = scan("a.jsonl", tmp_path / "a.jsonl")
    assert isinstance(report, FileReport) and report.reason is not None

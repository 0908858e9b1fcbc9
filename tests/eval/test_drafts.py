"""Draft cases and their review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eval_cases import ORIGINALS, answer, question, quote

from eval.drafts import DraftError, append_draft, drop_drafts, read_drafts
from eval.question_set import load_questions
from eval.review import Reviewed, review

WRONG = answer("3.6億元", quotes=[quote("a.txt", "甲縣搬遷2474戶6524人。")])


def typing(*lines: str) -> Iterator[str]:
    yield from lines


def go(tmp_path: Path, *typed: str) -> tuple[Reviewed, list[str]]:
    drafts, cases = tmp_path / "drafts.jsonl", tmp_path / "set.jsonl"
    said: list[str] = []
    lines = typing(*typed)

    def read(prompt: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    return review(read_drafts(drafts), drafts, cases, ORIGINALS, read, said.append), said


def test_drafts_are_appended_read_and_dropped(tmp_path: Path) -> None:
    path = tmp_path / "home" / "drafts.jsonl"
    assert read_drafts(path) == ()
    first = append_draft(path, "甲县搬迁了多少人？", ["先问"], WRONG, "应是人数")
    second = append_draft(path, "乙县呢？", [], WRONG)
    assert read_drafts(path) == (first, second)
    drop_drafts(path, [first])
    assert read_drafts(path) == (second,)


def test_a_file_of_something_else_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(DraftError) as refused:
        read_drafts(path)
    assert "\n" not in refused.value.message("zh")


def test_an_accepted_draft_becomes_a_question(tmp_path: Path) -> None:
    append_draft(tmp_path / "drafts.jsonl", "甲县搬迁了多少人？", ["先问"], WRONG, "应是人数")
    done, said = go(tmp_path, "a", "a.moved", "how_many", "6524人 | 2474户6524人", "1")
    assert "当时的回答：3.6億元" in said[0]
    (made,) = load_questions(tmp_path / "set.jsonl", ORIGINALS)
    assert made.answers == ("6524人", "2474户6524人")
    assert made.evidence[0].quote == "甲縣搬遷2474戶6524人。"
    assert made.fact == "a.moved"
    assert made.history == ("先问",) and "follow_up" in made.tags
    assert [q.id for q in done.added] == [made.id]
    assert read_drafts(tmp_path / "drafts.jsonl") == ()


def test_a_refused_case_may_be_filled_in_again(tmp_path: Path) -> None:
    append_draft(tmp_path / "drafts.jsonl", "乙县搬迁了多少人？", [], WRONG)
    _, said = go(
        tmp_path, "a", "", "how_many", "9人", "乙县搬迁3000人", "y", "", "how_many", "3000人",
        "乙县搬迁3000人",
    )  # fmt: skip
    assert any("没有答案“9人”" in line for line in said)
    (made,) = load_questions(tmp_path / "set.jsonl", ORIGINALS)
    assert made.evidence[0].source == "b.txt"


def test_unanswerable_dropped_and_skipped(tmp_path: Path) -> None:
    for asked in ("丙县？", "乱问", "以后再说", "没轮到"):
        append_draft(tmp_path / "drafts.jsonl", asked, [], WRONG)
    (tmp_path / "set.jsonl").write_text(
        json.dumps(question("draft-001").to_dict(), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    done, _ = go(tmp_path, "u", "", "near_miss other_place", "d", "s")
    assert (len(done.added), done.dropped, done.skipped) == (1, 1, 2)
    made = load_questions(tmp_path / "set.jsonl", ORIGINALS)
    assert [(q.id, q.answerable) for q in made] == [("draft-001", True), ("draft-002", False)]
    assert [d.question for d in read_drafts(tmp_path / "drafts.jsonl")] == ["以后再说", "没轮到"]

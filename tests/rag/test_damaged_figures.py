"""A figure that lost its first digit is never told, however the question is put."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from rag.cli import main

LOST = "總?cè)丝?.8萬人"
ASKED = (
    "永和县总人口多少",
    "永和縣總人口是多少",
    "永和县总人口是多少万人",
    "永和县一共多少人口",
    "永和县的人口有几万",
    "永和人口",
    "人口多少，永和",
)
ABOUT = (
    "永和县有多少人",
    "永和县有0.8万人吗",
    "永和县总人口0.8万人对吗",
    "永和县人口规模",
    "位于晋西吕梁山脉南端的县有多少万人",
    "永和县国土面积和人口",
    "永和总人口.8万人",
)


@pytest.fixture(scope="module")
def answers(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    file = tmp_path_factory.mktemp("asked") / "questions.jsonl"
    lines = [json.dumps({"question": question}) for question in ASKED + ABOUT]
    file.write_text("\n".join(lines), encoding="utf-8")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["ask", "--jsonl", str(file), "--index", str(home / "index")]) == 0
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    return dict(zip(ASKED + ABOUT, found, strict=True))


@pytest.mark.parametrize("question", ASKED)
def test_the_place_is_shown_as_damaged(answers: dict[str, dict[str, Any]], question: str) -> None:
    answer = answers[question]
    assert (answer["outcome"], answer["answer"]) == ("damaged", None)
    quote = answer["quotes"][0]
    assert LOST in quote["text"]
    assert quote["readings"] == ["人口"]
    assert len(quote["damage"]) == 2


@pytest.mark.parametrize("question", ASKED + ABOUT)
def test_no_answer_tells_what_is_left_of_it(
    answers: dict[str, dict[str, Any]], question: str
) -> None:
    answer = answers[question]
    assert ".8" not in (answer["answer"] or "")
    assert "□" not in (answer["answer"] or "")
    for quote in answer["quotes"] if answer["outcome"] == "answered" else []:
        for start, end in quote["answer_spans"]:
            assert all(end <= a or b <= start for a, b in quote["damage"])


def test_the_words_for_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", ASKED[0], "--index", str(home / "index")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("原文此处有缺损")
    assert LOST in out and "校读：人口" in out

"""The command line as a user runs it: whole processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEADLINE = "沁县搬迁了多少人"


def run(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rag.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=Path(__file__).resolve().parents[2],
        timeout=120,
        check=False,
    )


def answer_of(*arguments: str) -> dict[str, object]:
    done = run("ask", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_verbatim(answer: dict, seeds: Path) -> None:
    for quote in answer["quotes"]:
        original = (seeds / quote["source"]).read_bytes().decode("utf-8")
        assert quote["text"] == "".join(original[a:b] for a, b in quote["spans"])
        assert quote["spans"] == sorted(quote["spans"])
        assert (quote["start"], quote["end"]) == (quote["spans"][0][0], quote["spans"][-1][1])
        for start, end in quote["answer_spans"]:
            assert any(a <= start < end <= b for a, b in quote["spans"])
        assert quote["passage"][0] <= quote["start"] < quote["end"] <= quote["passage"][1]


def test_the_headline_question(home: Path, seeds: Path) -> None:
    answer = answer_of(HEADLINE)
    assert answer["outcome"] == "answered"
    assert "6524人" in answer["answer"]
    first = answer["quotes"][0]
    assert first["source"] == "001_b3943f8056338c7e.txt"
    assert "2474户6524人实现了新居梦" in first["text"]
    original = (seeds / first["source"]).read_bytes().decode("utf-8")
    assert "".join(original[a:b] for a, b in first["answer_spans"]) == answer["answer"]
    check_verbatim(answer, seeds)
    assert len(answer["passages"]) == 10
    assert 0 <= answer["confidence"] <= 1


def test_the_answer_for_people(home: Path) -> None:
    done = run("ask", HEADLINE)
    assert done.returncode == 0
    assert "6524人" in done.stdout.splitlines()[0]
    assert "[1]" in done.stdout
    assert "打赢脱贫攻坚战" in done.stdout


def test_traditional_characters_ask_the_same(home: Path) -> None:
    assert answer_of("沁縣搬遷了多少人")["answer"] == answer_of(HEADLINE)["answer"]


def test_what_the_documents_do_not_say(home: Path) -> None:
    answer = answer_of("火星上有多少条河流")
    assert answer["outcome"] == "not_found"
    assert answer["answer"] is None
    assert answer["quotes"] == []
    assert answer["passages"]


def test_a_follow_up(home: Path) -> None:
    answer = answer_of("贫困村退出来多少个", "--history", "沁县总共多少贫困人口脱了贫")
    assert answer["answer"].startswith("179个")
    assert "沁县" in answer["understood"]
    answer = answer_of("那昔阳呢", "--history", "沁县有多少人脱贫")
    assert answer["quotes"][0]["source"] == "000_20780d4677edfd4c.txt"


def test_many_questions_in_their_order(home: Path, tmp_path: Path, seeds: Path) -> None:
    file = tmp_path / "q.jsonl"
    lines = [
        {"question": HEADLINE, "id": 7},
        {"question": ""},
        {"question": "那昔阳呢", "history": ["沁县有多少人脱贫"]},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    done = run("ask", "--jsonl", str(file))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["question"] for answer in answers] == [line["question"] for line in lines]
    assert "6524人" in answers[0]["answer"]
    assert answers[1]["outcome"] == "not_found"
    assert answers[1]["error"]
    for answer in answers:
        check_verbatim(answer, seeds)


def test_many_questions_from_standard_input(home: Path) -> None:
    done = run("ask", "--jsonl", "-", stdin=json.dumps({"question": HEADLINE}))
    assert "6524人" in json.loads(done.stdout)["answer"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["ask"], 2),
        (["ask", ""], 2),
        (["ask", " \t\u200b\x07 "], 2),
        (["ask", "问" * 10_000], 2),
        (["ask", HEADLINE, "--no-such-option"], 2),
        (["ask", HEADLINE, "--index", "/no/such/index"], 1),
        (["ask", "--jsonl", "/no/such/file"], 2),
        (["index", "/no/such/folder", "--index", "/no/such/index"], 1),
        (["serve", "--port", "notaport"], 2),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("wenjin: ")


def test_control_characters_in_a_question_do_no_harm(home: Path) -> None:
    answer = answer_of("沁县\x07搬迁了\x1b[31m多少人\u202e")
    assert answer["outcome"] in ("answered", "not_found")


def test_a_bad_line_is_named_before_any_answer(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "a"}\nnot json\n', encoding="utf-8")
    done = run("ask", "--jsonl", str(file))
    assert done.returncode == 2
    assert "q.jsonl:2" in done.stderr
    assert done.stdout == ""


def test_an_unknown_model_is_one_line_with_the_mend(home: Path) -> None:
    done = run("ask", HEADLINE, WENJIN_MODEL="no/such-model")
    assert done.returncode == 1
    assert "no/such-model" in done.stderr
    assert "WENJIN_MODEL" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_another_model_indexes_and_asks_and_the_default_index_refuses_it(
    home: Path, small_model: str, tmp_path: Path
) -> None:
    refused = run("ask", HEADLINE, WENJIN_MODEL=small_model)
    assert refused.returncode == 1
    assert "multilingual-e5-small" in refused.stderr
    (tmp_path / "a.txt").write_text("甲县搬迁了12户34人。", encoding="utf-8")
    index = str(tmp_path / "index")
    made = run("index", str(tmp_path / "a.txt"), "--index", index, WENJIN_MODEL=small_model)
    assert made.returncode == 0, made.stderr
    asked = run("ask", "甲县搬迁了多少人", "--index", index, "--json", WENJIN_MODEL=small_model)
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["passages"][0]["source"] == "a.txt"


def test_english_messages(tmp_path: Path) -> None:
    done = run("ask", "x", "--index", str(tmp_path / "none"), WENJIN_LANGUAGE="en")
    assert "there is no index" in done.stderr

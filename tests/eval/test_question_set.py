"""The question set: what is refused, and what the shipped one covers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from eval.question_set import (
    Question,
    QuestionSetError,
    Split,
    load_questions,
    read_originals,
    split_of,
)
from eval.tags import TAGS

ROOT = Path(__file__).resolve().parents[2]
ORIGINALS = {
    "a.txt": "甲縣搬遷2474戶6524人,、投入3.6億元。\n农村基\n\n础设施好。\n",
    "b.txt": "乙县搬迁3000人。",
}


def case(**changes: object) -> dict[str, object]:
    made: dict[str, object] = {
        "id": "one",
        "question": "甲县搬迁了多少人？",
        "answers": ["6524人"],
        "evidence": [{"source": "a.txt", "quote": "甲縣搬遷2474戶6524人"}],
        "answerable": True,
        "tags": ["how_many"],
        "history": [],
        "note": "",
        "fact": "a.moved",
        "split": split_of("a.moved").value,
    }
    made.update(changes)
    return made


def load(tmp_path: Path, *cases: dict[str, object] | str) -> tuple[Question, ...]:
    path = tmp_path / "set.jsonl"
    lines = [c if isinstance(c, str) else json.dumps(c, ensure_ascii=False) for c in cases]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_questions(path, ORIGINALS)


def test_a_question_survives_writing_and_reading(tmp_path: Path) -> None:
    (question,) = load(tmp_path, case())
    assert question.expected == "answered"
    assert question.has_short_answer
    assert question.document == "a.txt"
    assert question.to_dict() == case()


def test_an_answer_may_be_spelt_simplified(tmp_path: Path) -> None:
    load(tmp_path, case(answers=["2474户6524人", "6524人；2474户", "3.6亿元"][:2]))


def test_pieces_of_a_cut_sentence_hold_an_answer_together(tmp_path: Path) -> None:
    pieces = [{"source": "a.txt", "quote": q} for q in ("农村基", "础设施好。")]
    load(tmp_path, case(answers=["农村基础设施"], evidence=pieces, tags=["what", "broken"]))


def test_fact_and_split_may_be_left_out(tmp_path: Path) -> None:
    short = {k: v for k, v in case().items() if k not in ("fact", "split", "note", "history")}
    (question,) = load(tmp_path, short)
    assert question.fact == "one"
    assert question.split is split_of("one")


UNANSWERABLE = {"answerable": False, "answers": [], "evidence": []}
OTHER = {"tune": "report", "report": "tune"}[split_of("a.moved").value]


@pytest.mark.parametrize(
    ("cases", "line", "says"),
    [
        ([case(evidence=[{"source": "a.txt", "quote": "甲县搬迁"}])], 1, "quote is not in a.txt"),
        ([case(evidence=[{"source": "c.txt", "quote": "甲"}])], 1, "no such document: c.txt"),
        ([case(), case(fact="b", split=split_of("b").value)], 2, "the id one stands in line 1"),
        ([case(answers=["652人"])], 1, "does not hold the answer 652人"),
        ([case(answers=["524人"])], 1, "does not hold the answer 524人"),
        ([case(answers=["2474户；9人"])], 1, "does not hold the answer 9人"),
        ([case(answers=["，"])], 1, "does not hold the answer"),
        ([case(tags=["how_many", "hard"])], 1, "unknown tag hard"),
        ([case(evidence=[])], 1, "no evidence"),
        ([case(answers=[])], 1, "answers are missing"),
        ([case(answerable=False)], 1, "unanswerable, but"),
        ([case(**UNANSWERABLE, tags=["near_miss"]), case(id="b", tags=["x"])], 2, "unknown tag x"),
        ([case(split=OTHER)], 1, "does not follow from the fact"),
        ([case(split="test")], 1, "split is tune or report"),
        ([case(quote="x")], 1, "unknown field quote"),
        ([case(answers="6524人")], 1, "answers is not a list"),
        ([case(tags=[1])], 1, "tags holds more than strings"),
        ([case(question=" ")], 1, "question is empty"),
        ([case(evidence=[{"source": "a.txt"}])], 1, "source and a quote"),
        (["{"], 1, "not JSON"),
        (["[]"], 1, "not a JSON object"),
        ([json.dumps({"id": "x"})], 1, "question is missing"),
    ],
)
def test_a_fault_is_refused_with_its_line(
    tmp_path: Path, cases: list[dict[str, object] | str], line: int, says: str
) -> None:
    with pytest.raises(QuestionSetError) as refused:
        load(tmp_path, *cases)
    message = refused.value.message("en")
    assert f"line {line}: " in message
    assert says in message
    assert "\n" not in message
    assert f"第 {line} 行" in refused.value.message("zh")


def test_a_damaged_question_has_evidence_and_no_answer(tmp_path: Path) -> None:
    (question,) = load(tmp_path, case(answers=[], tags=["damaged", "how_many"]))
    assert question.expected == "damaged"
    with pytest.raises(QuestionSetError, match="answers"):
        load(tmp_path, case(tags=["damaged"]))


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError) as refused:
        load_questions(tmp_path / "none.jsonl", ORIGINALS)
    assert "\n" not in refused.value.message("en")


@pytest.fixture(scope="module")
def seeds() -> tuple[Question, ...]:
    return load_questions(ROOT / "eval" / "seeds.jsonl", read_originals(ROOT / "seeds"))


def test_the_shipped_set_is_large_enough(seeds: tuple[Question, ...]) -> None:
    documents = Counter(question.document for question in seeds)
    assert len(seeds) >= 260
    assert documents.pop("none") >= 60
    assert documents.pop("several") >= 20
    assert len(documents) == 5
    assert min(documents.values()) >= 40
    near = sum("near_miss" in question.tags for question in seeds)
    assert near > sum(not question.answerable for question in seeds) / 2


def test_the_shipped_set_uses_every_tag(seeds: tuple[Question, ...]) -> None:
    assert {tag for question in seeds for tag in question.tags} == TAGS.keys()


def test_the_shipped_set_is_split_by_fact_about_evenly(seeds: tuple[Question, ...]) -> None:
    halves: dict[str, set[Split]] = defaultdict(set)
    for question in seeds:
        halves[question.fact].add(question.split)
    assert all(len(half) == 1 for half in halves.values())
    tune = sum(question.split is Split.TUNE for question in seeds)
    assert 0.45 <= tune / len(seeds) <= 0.7


def test_every_tag_of_two_facts_or_more_is_in_both_halves(seeds: tuple[Question, ...]) -> None:
    facts: dict[str, set[str]] = defaultdict(set)
    halves: dict[str, set[Split]] = defaultdict(set)
    for question in seeds:
        for tag in (*question.tags, question.document):
            facts[tag].add(question.fact)
            halves[tag].add(question.split)
    one_sided = {tag for tag in facts if len(facts[tag]) > 1 and len(halves[tag]) < 2}
    assert not one_sided


def test_no_question_is_asked_twice(seeds: tuple[Question, ...]) -> None:
    asked = Counter((question.question, question.history) for question in seeds)
    assert max(asked.values()) == 1


def test_follow_ups_and_only_they_have_a_history(seeds: tuple[Question, ...]) -> None:
    for question in seeds:
        assert bool(question.history) == ("follow_up" in question.tags), question.id


def test_no_accepted_answer_reads_a_damaged_figure(seeds: tuple[Question, ...]) -> None:
    for question in seeds:
        if question.expected == "damaged":
            assert not question.answers

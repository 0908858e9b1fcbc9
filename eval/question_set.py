"""A question set: one JSON object a line, checked against the documents it quotes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval.tags import TAGS
from eval.text_match import PART, contained
from index.errors import WenjinError

_SPLIT_SALT = "wenjin2370:"
"""Chosen so that both halves hold each document and each tag that has two facts or more."""


class QuestionSetError(WenjinError):
    """A question set that cannot be used: file, line, what is wrong."""


class Split(StrEnum):
    """The half of the facts a question belongs to: settings are fitted on `TUNE` only."""

    TUNE = "tune"
    REPORT = "report"


@dataclass(frozen=True)
class Evidence:
    """A verbatim slice of a source's original that carries the answer, or a part of it."""

    source: str
    quote: str


@dataclass(frozen=True)
class Question:
    """One question with what a right answer to it is.

    `answers` are the accepted spellings; inside one, `；` parts things that must all be given.
    `evidence` says where the answer stands; the tags `broken`, `several_sources`, `compare` and
    `collect` say how its entries go together. `history` are earlier questions, oldest first.
    Questions with the same `fact` ask for the same thing and are always in the same `split`.
    `note` is for readers; `line` counts from 1 in the file.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    answerable: bool
    tags: frozenset[str]
    history: tuple[str, ...]
    note: str
    fact: str
    split: Split
    line: int = 0

    @property
    def expected(self) -> str:
        """The outcome of the JSON contract that is right."""
        if not self.answerable:
            return "not_found"
        return "damaged" if "damaged" in self.tags else "answered"

    @property
    def has_short_answer(self) -> bool:
        """Whether a short answer, one stretch of text, is asked for."""
        return self.expected == "answered" and not self.tags & {"sentence", "compare", "collect"}

    @property
    def document(self) -> str:
        """The source it is about, `several`, or `none` where there is no answer."""
        sources = {piece.source for piece in self.evidence}
        return "none" if not sources else sources.pop() if len(sources) == 1 else "several"

    def to_dict(self) -> dict[str, object]:
        """The question as a line of the file spells it."""
        return {
            "id": self.id,
            "question": self.question,
            "answers": list(self.answers),
            "evidence": [{"source": e.source, "quote": e.quote} for e in self.evidence],
            "answerable": self.answerable,
            "tags": sorted(self.tags),
            "history": list(self.history),
            "note": self.note,
            "fact": self.fact,
            "split": self.split.value,
        }


def split_of(fact: str) -> Split:
    """The half a fact belongs to, by a hash of its id: the same on every machine."""
    digest = hashlib.sha256(f"{_SPLIT_SALT}{fact}".encode()).digest()
    return Split.TUNE if digest[0] % 2 == 0 else Split.REPORT


def load_questions(path: Path, originals: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions of a file, each checked.

    `fact` and `split` may be left out: the fact is then the id, the split follows from the fact.

    :param originals: The text of each document by its source, as the index names it.
    :raises QuestionSetError: The first fault found, with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(
            f"题集读不出来：{path}（{error}）", f"cannot read the question set {path}: {error}"
        ) from error
    questions: list[Question] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                questions.append(_check(_parse(line, number), originals))
            except _Fault as fault:
                raise _at(path, number, fault) from fault
    _check_together(path, questions)
    return tuple(questions)


def read_originals(folder: Path, sources: Iterable[str] | None = None) -> dict[str, str]:
    """The text of each file of a folder by its name, line ends kept.

    :param sources: The names wanted; None takes every .txt file.
    """
    names = sorted(sources) if sources is not None else [p.name for p in folder.glob("*.txt")]
    return {name: (folder / name).read_bytes().decode("utf-8") for name in sorted(names)}


class _Fault(Exception):
    """What is wrong with a line, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese = chinese
        self.english = english


def _at(path: Path, line: int, fault: _Fault) -> QuestionSetError:
    return QuestionSetError(
        f"{path} 第 {line} 行：{fault.chinese}", f"{path}, line {line}: {fault.english}"
    )


_FIELDS: dict[str, type] = {
    "id": str,
    "question": str,
    "answers": list,
    "evidence": list,
    "answerable": bool,
    "tags": list,
    "history": list,
    "note": str,
    "fact": str,
    "split": str,
}
_OPTIONAL = {"history", "note", "fact", "split"}


def _parse(line: str, number: int) -> Question:
    """A question from its line, its fields of the right kinds but not yet checked."""
    try:
        data = json.loads(line)
    except ValueError as error:
        raise _Fault(f"不是 JSON：{error}", f"not JSON: {error}") from error
    if not isinstance(data, dict):
        raise _Fault("应是一个 JSON 对象", "not a JSON object")
    for name in sorted(data.keys() - _FIELDS.keys()):
        raise _Fault(f"不认识的字段 {name}", f"unknown field {name}")
    for name, kind in _FIELDS.items():
        if name not in data:
            if name in _OPTIONAL:
                continue
            raise _Fault(f"缺字段 {name}", f"the field {name} is missing")
        if not isinstance(data[name], kind):
            raise _Fault(
                f"字段 {name} 应是 {kind.__name__}", f"the field {name} is not a {kind.__name__}"
            )
    for name in ("answers", "tags", "history"):
        if not all(isinstance(item, str) for item in data.get(name, ())):
            raise _Fault(f"字段 {name} 应只含字符串", f"the field {name} holds more than strings")
    for name in ("id", "question"):
        if not data[name].strip():
            raise _Fault(f"字段 {name} 是空的", f"the field {name} is empty")
    fact = data.get("fact") or data["id"]
    split = data.get("split") or split_of(fact).value
    if split not in list(Split):
        raise _Fault(
            f"split 只能是 tune 或 report：{split}", f"split is tune or report, not {split}"
        )
    return Question(
        id=data["id"],
        question=data["question"],
        answers=tuple(data["answers"]),
        evidence=tuple(_evidence(item) for item in data["evidence"]),
        answerable=data["answerable"],
        tags=frozenset(data["tags"]),
        history=tuple(data.get("history", ())),
        note=data.get("note", ""),
        fact=fact,
        split=Split(split),
        line=number,
    )


def _evidence(item: object) -> Evidence:
    if not isinstance(item, dict) or item.keys() != {"source", "quote"}:
        raise _Fault(
            "evidence 的每一项应只有 source 和 quote", "evidence entries hold a source and a quote"
        )
    source, quote = item["source"], item["quote"]
    if not isinstance(source, str) or not isinstance(quote, str) or not quote:
        raise _Fault(
            "evidence 的 source 和 quote 应是非空字符串", "source and quote of evidence are strings"
        )
    return Evidence(source, quote)


def check_question(question: Question, originals: Mapping[str, str]) -> Question:
    """The question itself, once nothing is found wrong with it alone.

    :raises QuestionSetError: The first fault found.
    """
    try:
        return _check(question, originals)
    except _Fault as fault:
        raise QuestionSetError(fault.chinese, fault.english) from fault


def _check(question: Question, originals: Mapping[str, str]) -> Question:
    for tag in sorted(question.tags - TAGS.keys()):
        raise _Fault(f"不认识的标签 {tag}", f"unknown tag {tag}")
    if question.answerable and not question.evidence:
        raise _Fault("可答的问题缺 evidence", "answerable, but no evidence is given")
    if not question.answerable and (question.answers or question.evidence):
        raise _Fault(
            "不可答的问题不该有 answers 或 evidence", "unanswerable, but answers or evidence given"
        )
    if bool(question.answers) != (question.expected == "answered"):
        raise _Fault(
            "answers 应当有而没有，或应当空而不空（damaged 与不可答的题）",
            "answers are missing, or given where the outcome is damaged or not_found",
        )
    if question.split is not split_of(question.fact):
        raise _Fault(
            f"split 与 fact 不符，应为 {split_of(question.fact)}",
            f"the split does not follow from the fact; it is {split_of(question.fact)}",
        )
    for piece in question.evidence:
        if piece.source not in originals:
            raise _Fault(f"没有这份文件：{piece.source}", f"no such document: {piece.source}")
        if piece.quote not in originals[piece.source]:
            raise _Fault(
                f"引文不在 {piece.source} 里：{_short(piece.quote)}",
                f"the quote is not in {piece.source}: {_short(piece.quote)}",
            )
    _check_answers(question, originals)
    return question


def _check_answers(question: Question, originals: Mapping[str, str]) -> None:
    held = "".join(piece.quote for piece in question.evidence)
    # The winner of a comparison is named by its document, not by the sentence with its figure.
    whole = "\n".join(originals[s] for s in sorted({e.source for e in question.evidence}))
    for answer in question.answers:
        parts = [part for part in answer.split(PART) if part]
        text = whole if "compare" in question.tags and len(parts) == 1 else held
        for part in parts or [answer]:
            if not contained(text, [part]):
                raise _Fault(
                    f"evidence 里没有答案“{part}”", f"the evidence does not hold the answer {part}"
                )


def _check_together(path: Path, questions: Sequence[Question]) -> None:
    seen: dict[str, int] = {}
    for question in questions:
        if question.id in seen:
            raise _at(
                path,
                question.line,
                _Fault(
                    f"id 与第 {seen[question.id]} 行重复：{question.id}",
                    f"the id {question.id} stands in line {seen[question.id]} already",
                ),
            )
        seen[question.id] = question.line


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}…"

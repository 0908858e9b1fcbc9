"""Reviewing draft cases: each is skipped, dropped, or becomes a question of a set."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.drafts import Draft, drop_drafts
from eval.question_set import (
    Evidence,
    Question,
    QuestionSetError,
    check_question,
    load_questions,
    split_of,
)
from eval.tags import TAGS

Read = Callable[[str], str]
"""Shows a prompt and returns what was typed."""


@dataclass(frozen=True)
class Reviewed:
    """What became of the drafts."""

    added: tuple[Question, ...]
    dropped: int
    skipped: int


def review(
    drafts: Sequence[Draft],
    drafts_path: Path,
    set_path: Path,
    originals: Mapping[str, str],
    read: Read,
    say: Callable[[str], None],
) -> Reviewed:
    """Goes through the drafts with a person; what is accepted is checked and appended to the set.

    :param read: Asks for one line; EOFError ends the review, what was decided before it stays.
    :param say: Shows a line.
    :raises QuestionSetError: The set itself cannot be used.
    """
    taken = {q.id for q in load_questions(set_path, originals)} if set_path.exists() else set()
    added: list[Question] = []
    dropped = 0
    decided: list[Draft] = []
    try:
        for number, draft in enumerate(drafts, 1):
            say(f"[{number}/{len(drafts)}] {_shown(draft)}")
            choice = _choose(read)
            if choice == "d":
                dropped += 1
                decided.append(draft)
            elif choice in ("a", "u"):
                question = _question(draft, choice == "a", taken, originals, read, say)
                if question is not None:
                    _append(set_path, question)
                    taken.add(question.id)
                    added.append(question)
                    decided.append(draft)
    except EOFError:
        say("到此为止")
    if decided:
        drop_drafts(drafts_path, decided)
    return Reviewed(tuple(added), dropped, len(drafts) - len(decided))


def _choose(read: Read) -> str:
    while True:
        typed = read("a 有答案  u 无答案  s 跳过  d 丢弃 > ").strip().lower()
        if typed in ("a", "u", "s", "d"):
            return typed


def _shown(draft: Draft) -> str:
    result = draft.result
    lines = [*(f"（先问：{asked}）" for asked in draft.history), draft.question]
    lines.append(f"  当时的回答：{result.get('answer') or result.get('outcome')}")
    for number, quote in enumerate(result.get("quotes", ()), 1):
        lines.append(f"  [{number}] {quote['source']}：{quote['text']}")
    if draft.comment:
        lines.append(f"  意见：{draft.comment}")
    return "\n".join(lines)


def _question(
    draft: Draft,
    answerable: bool,
    taken: set[str],
    originals: Mapping[str, str],
    read: Read,
    say: Callable[[str], None],
) -> Question | None:
    """The case as the person describes it; None when they give up on a refused one."""
    id = next(f"draft-{n:03d}" for n in range(1, len(taken) + 2) if f"draft-{n:03d}" not in taken)
    question = Question(
        id=id,
        question=draft.question,
        answers=(),
        evidence=(),
        answerable=answerable,
        tags=frozenset(),
        history=draft.history,
        note=draft.comment,
        fact=id,
        split=split_of(id),
    )
    while True:
        fact = read(f"事实的 id（与同一事实的其他问法相同；空为 {id}）> ").strip() or id
        tags = frozenset(read(f"标签，空格隔开（{' '.join(TAGS)}）> ").split())
        answers: tuple[str, ...] = ()
        evidence: tuple[Evidence, ...] = ()
        if answerable:
            answers = _list(read("可接受的答案，用 | 隔开 > "))
            evidence = _evidence(draft, originals, read)
        filled = replace(
            question,
            fact=fact,
            split=split_of(fact),
            tags=tags | ({"follow_up"} if draft.history else set()),
            answers=answers,
            evidence=evidence,
        )
        try:
            return check_question(filled, originals)
        except QuestionSetError as refused:
            say(refused.message("zh"))
            if read("重填？ y/n > ").strip().lower() != "y":
                return None


def _list(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split("|") if part.strip())


def _evidence(draft: Draft, originals: Mapping[str, str], read: Read) -> tuple[Evidence, ...]:
    """The sentences named: the number of a quote shown, or a verbatim stretch of any document."""
    quotes = draft.result.get("quotes", ())
    found: list[Evidence] = []
    for typed in _list(read("证据：上面引文的编号，或原文里的一段，用 | 隔开 > ")):
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(quotes):
            quote = quotes[int(typed) - 1]
            original = originals.get(quote["source"], "")
            pieces = [original[start:end] for start, end in quote["spans"]]
            found += [Evidence(quote["source"], piece) for piece in pieces if piece]
        else:
            holders = [source for source, text in originals.items() if typed in text]
            found.append(Evidence(holders[0] if holders else "?", typed))
    return tuple(found)


def _append(path: Path, question: Question) -> None:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "\n" if text and not text.endswith("\n") else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(gap + json.dumps(question.to_dict(), ensure_ascii=False) + "\n")

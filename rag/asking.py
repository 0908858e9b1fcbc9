"""Questions from the command line: one answer for people, or many as JSON lines."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError
from rag.answer import Answer, Outcome, Quote, Relation
from rag.settings import Settings
from rag.terminal import Paint, paint, plain, to_json


@dataclass(frozen=True)
class Request:
    """One line of a `--jsonl` file."""

    question: str
    history: tuple[str, ...]


def read_requests(name: str) -> list[Request]:
    """The questions of a JSON-lines file; blank lines are passed over, other fields ignored.

    :param name: A file's path, or `-` for standard input.
    :raises UsageError: The file or a line cannot be read; the line's number is named.
    """
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不了 {name}：{error}", f"cannot read {name}: {error}") from error
    requests = []
    # only \n ends a line of JSON lines; splitlines() would also cut at U+2028 inside a string
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            requests.append(_request(line, f"{name}:{number}"))
    return requests


def _request(line: str, where: str) -> Request:
    wanted = '{"question": "…", "history": ["…"]}'
    problem = UsageError(
        f"{where} 不是有效的一行，应为 {wanted}",
        f"{where} is not a valid line; it should be {wanted}",
    )
    try:
        data = json.loads(line)
    except ValueError as error:
        raise problem from error
    history = data.get("history") or [] if isinstance(data, dict) else None
    if not isinstance(history, list) or not all(isinstance(asked, str) for asked in history):
        raise problem
    if not isinstance(data.get("question"), str):
        raise problem
    return Request(data["question"], tuple(history))


def ask_many(requests: list[Request], settings: Settings) -> None:
    """Prints one JSON answer a line, in the order of the questions.

    A question that is refused (empty, too long) gets a `not_found` with the field `error`, so
    that the rest is answered and lines keep their order.
    """
    from rag.assistant import Assistant

    assistant = Assistant.open(settings=settings)
    for request in requests:
        try:
            data = assistant.ask(request.question, request.history).to_dict()
        except UsageError as error:
            refused = Answer(request.question, Outcome.NOT_FOUND, None, 0.0, (), (), {})
            data = {**refused.to_dict(), "error": error.message(settings.language)}
        print(to_json(data), flush=True)


_LABELS = {
    "zh": {
        Outcome.NOT_FOUND: "文档里没有说。最接近的段落（不是回答）：",
        Outcome.DAMAGED: "原文此处有缺损，无法给出可靠的数字或说法：",
        "understood": "理解为：",
        "confidence": "把握",
        "also": "同文另见",
        "reading": "校读：",
        "page": "第 {} 页",
        "disagree": "文档里的数字不一致：",
    },
    "en": {
        Outcome.NOT_FOUND: "The documents do not say. The nearest passages (not an answer):",
        Outcome.DAMAGED: "The source is damaged here (原文此处有缺损); no reliable answer:",
        "understood": "Understood as: ",
        "confidence": "confidence",
        "also": "also at",
        "reading": "Read as: ",
        "page": "page {}",
        "disagree": "The documents give figures that disagree:",
    },
}
_NEAREST = 3


def show(answer: Answer, language: str, colour: bool) -> str:
    """An answer as text for a terminal: the short answer, the quotes, where they are from.

    :param language: `zh` or `en`.
    :param colour: Whether to mark the answer with terminal codes; without, it stands in 【】.
    """
    labels = _LABELS[language]
    lines = []
    if answer.understood:
        lines.append(f"{labels['understood']}{plain(answer.understood)}")
    if answer.outcome is Outcome.NOT_FOUND:
        lines.append(labels[Outcome.NOT_FOUND])
        for passage in answer.passages[:_NEAREST]:
            text = " ".join(plain(passage.text).split())
            lines.append(f"  · {text[:80]}{'…' if len(text) > 80 else ''}")
            lines.append(f"    《{plain(passage.title)}》 {plain(passage.source)}")
        return "\n".join(lines)
    if answer.outcome is Outcome.DAMAGED:
        lines.append(labels[Outcome.DAMAGED])
    else:
        short = plain(answer.answer) if answer.answer else ""
        sure = f"{labels['confidence']} {answer.confidence:.0%}"
        lines.append(f"{_strong(short, colour)}  {sure}".strip())
    if answer.relation is Relation.DISAGREEMENT:
        lines.append(labels["disagree"])
    for part in answer.parts:
        told = plain(part.answer) if part.answer else ""
        lines.append(f"  {plain(part.label)}  {told} [{part.quote + 1}]")
    for number, quote in enumerate(answer.quotes, 1):
        lines.append(f"[{number}] {_marked(quote, colour)}")
        where = [f"《{plain(quote.title)}》", quote.place, plain(quote.source)]
        if quote.page is not None:
            where.append(labels["page"].format(quote.page))
        if quote.also:
            where.append(f"{labels['also']} {'、'.join(str(start) for start, _ in quote.also)}")
        lines.append("    " + " · ".join(part for part in where if part))
        lines.extend(f"    {labels['reading']}{plain(reading)}" for reading in quote.readings)
    return "\n".join(lines)


def _strong(text: str, colour: bool) -> str:
    return paint(text, Paint.BOLD) if colour else text


def _marked(quote: Quote, colour: bool) -> str:
    """The quote with its short answer marked."""
    pieces = []
    position = 0
    for start, end in quote.spans:
        text = quote.text[position : position + end - start]
        position += end - start
        done = 0
        for a, b in quote.answer_spans:
            if start <= a < end:
                pieces.append(plain(text[done : a - start]))
                short = plain(text[a - start : b - start])
                pieces.append(paint(short, Paint.BOLD) if colour else f"【{short}】")
                done = b - start
        pieces.append(plain(text[done:]))
    return "".join(pieces)

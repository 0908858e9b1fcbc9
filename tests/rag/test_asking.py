from __future__ import annotations

from rag.answer import Answer, Outcome, Quote, Retrieved
from rag.asking import show


def quote(**changes: object) -> Quote:
    fields: dict[str, object] = {
        "source": "a.txt",
        "title": "标题",
        "spans": ((10, 14), (20, 24)),
        "text": "共有12户34人",
        "answer_spans": ((12, 14), (20, 21)),
        "passage": (0, 30),
        "score": 0.9,
        "answer": "12户",
    }
    return Quote(**{**fields, **changes})  # type: ignore[arg-type]


def answer(outcome: Outcome, *quotes: Quote, **changes: object) -> Answer:
    passage = Retrieved("a.txt", "标题", 0, 30, "正文\x1b[31m", 1.0)
    fields: dict[str, object] = {"answer": quotes[0].answer if quotes else None}
    fields.update(changes)
    return Answer(
        "问", outcome, confidence=0.9, quotes=quotes, passages=(passage,), timings_ms={}, **fields
    )  # type: ignore[arg-type]


def test_the_answer_stands_first_and_marked_in_its_quote() -> None:
    shown = show(answer(Outcome.ANSWERED, quote()), "zh", colour=False).splitlines()
    assert shown[0].startswith("12户")
    assert shown[1] == "[1] 共有【12】【户】34人"
    assert "a.txt" in shown[2]


def test_not_found_says_so_and_shows_the_nearest() -> None:
    shown = show(answer(Outcome.NOT_FOUND), "zh", colour=False)
    assert "没有" in shown
    assert "正文" in shown


def test_damage_is_named_and_read() -> None:
    damaged = quote(answer_spans=(), answer="", damage=((10, 11),), readings=("人口",))
    shown = show(answer(Outcome.DAMAGED, damaged, answer=None), "zh", colour=False)
    assert "原文此处有缺损" in shown
    assert "校读：人口" in shown


def test_control_characters_of_a_document_never_reach_the_terminal() -> None:
    evil = quote(text="共有\x1b[2J\u202e34人户户", title="\x07题", source="\x1b]0;x\x07.txt")
    shown = show(answer(Outcome.ANSWERED, evil), "en", colour=False)
    assert not any(c in shown for c in "\x1b\x07\u202e")


def test_what_was_understood_is_told() -> None:
    shown = show(answer(Outcome.NOT_FOUND, understood="昔阳搬迁了多少人"), "zh", colour=False)
    assert shown.startswith("理解为：昔阳搬迁了多少人")

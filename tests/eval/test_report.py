"""The report: one file, no network, nothing of a document rendered as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from eval_cases import ORIGINALS, SETTINGS, answer, declined, question, quote, unanswerable

from eval.report import make_report, write_report
from eval.run import ask_all, describe

EVIL = "<script>alert('x')</script><img src=http://example.invalid/a.png>"


def page() -> str:
    other = quote("b.txt", "乙县搬迁3000人；")
    other["text"] = EVIL
    questions = [
        question("good"),
        question("bad", question=EVIL, note=EVIL, history=(EVIL,), tags={"must", "how_many"}),
        unanswerable("none", question="没有的"),
    ]
    judged = ask_all(
        questions,
        lambda q, h: answer("9人", quotes=[other]) if q == EVIL else answer(EVIL)
        if q == "没有的" else answer(),
        ORIGINALS,
    )  # fmt: skip
    return make_report(judged, describe(judged, SETTINGS))


class Tags(HTMLParser):
    """Collects the elements and checks that they are closed in order."""

    VOID = {"meta", "br"}

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_asks_for_nothing() -> None:
    tags = Tags()
    tags.feed(page())
    assert tags.open == []
    assert tags.links == []
    assert "script" not in tags.seen and "img" not in tags.seen
    assert tags.seen.count("svg") == 4


def test_failures_show_gold_quote_and_trace() -> None:
    text = page()
    assert "未过的题 · failures (2)" in text
    assert "甲縣搬遷2474戶<mark>6524人</mark>。" in text
    assert "wrong_evidence" in text and "should_decline" in text
    assert "lexical" in text
    assert "must 未过：bad" in text


def test_plots_stay_inside_their_frame() -> None:
    for x in re.findall(r'<rect x="([-\d.]+)"', page()):
        assert 0 <= float(x) <= 420
    for value in re.findall(r'(?:width|height)="([-\d.]+)"', page()):
        assert float(value) >= 0


def test_a_run_where_all_is_declined_has_a_report(tmp_path: Path) -> None:
    judged = ask_all([question()], lambda q, h: declined(), ORIGINALS)
    write_report(tmp_path / "report.html", judged, describe(judged, SETTINGS))
    assert "failures (1)" in (tmp_path / "report.html").read_text(encoding="utf-8")

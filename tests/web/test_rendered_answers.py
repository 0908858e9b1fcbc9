"""Answers made by hand as HTML and as Word files: parts, traces, and whatever documents say."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from eval.drafts import read_drafts
from index.errors import WenjinError
from rag.answer import Answer, Outcome, Part, Quote, Relation, Retrieved, Trace, Weighed
from web.export import EXPORTS
from web.export_docx import export_docx
from web.flagging import LONGEST, keep_draft, render_flag
from web.render import render_answer
from web.turns import Turn
from web.why import render_why, rule_in_words

TEXT = "全县脱贫<b>8</b>户。"


def quote(source: str = "a.txt", answer: str = "8", text: str = TEXT) -> Quote:
    start = text.index(answer)
    span = (start, start + len(answer))
    return Quote(source, "《标题》", ((0, len(text)),), text, (span,), (0, 99), 0.9, answer)


def weighed(rule: str | None, probability: float = 0.8, text: str = TEXT) -> Weighed:
    return Weighed("a.txt", ((0, len(text)),), text, "8", probability, rule, {})


def turn(answer: Answer, question: str = "脱贫多少户") -> Turn:
    return Turn(1, question).answered(answer, ["段落<i>的开头</i>"] * len(answer.passages))


def answer(
    relation: Relation | None = None, parts: tuple[Part, ...] = (), rules: tuple[str, ...] = ()
) -> Answer:
    passage = Retrieved(
        "a.txt", "标题", 0, 9, TEXT, 1.0, {"dense": 0.9, "fused": 2.0}, {"dense": 3}
    )
    trace = Trace(
        "脱贫多少户<",
        "figure: 户",
        ("沁县",),
        (2020,),
        0.45,
        (weighed(None), *(weighed(rule) for rule in rules)),
    )
    return Answer(
        "脱贫多少户",
        Outcome.ANSWERED,
        "8",
        0.9,
        (quote(), quote("b.txt")),
        (passage,),
        {"search": 12.0, "read": 30.0, "decide": 1.25, "total": 44.0},
        parts=parts,
        relation=relation,
        trace=trace,
    )


def html(shown: Answer, language: str = "zh") -> str:
    return render_answer(turn(shown), shown, language)


def test_no_markup_of_a_document_becomes_markup() -> None:
    evil = (Part("<img src=x>", "<b>8</b>", 8.0, 0), Part("{{x}}", None, None, 1))
    for relation in Relation:
        shown = html(answer(relation, evil, ("place",)))
        assert not re.search(r"<(?:[bi]>|img|script)|{{", shown.replace("{{x}}", ""))


def test_places_compared_stand_side_by_side_with_their_quotes() -> None:
    parts = (Part("沁县", "2474户", 2474.0, 0), Part("昔阳县", "151户", 151.0, 1))
    shown = html(answer(Relation.COMPARISON, parts))
    assert shown.index("沁县") < shown.index("2474户") < shown.index("昔阳县")
    assert 'data-quote="1"' in shown and 'data-quote="2"' in shown
    widths = [int(width) for width in re.findall(r'meter wide"><span style="width:(\d+)%', shown)]
    assert widths == [100, 6]


def test_a_collection_is_a_table_that_says_where_nothing_is_said() -> None:
    parts = (Part("沁县", "151户", 151.0, 0), Part("太原市", None, None, -1))
    shown = html(answer(Relation.COLLECTION, parts))
    section = shown[shown.index('class="parts collection"') : shown.index("</section>")]
    assert section.count('<th scope="row">') == 2
    assert "没有说" in section


@pytest.mark.parametrize(("language", "words"), [("zh", "不一致"), ("en", "do not agree")])
def test_figures_that_disagree_are_said_to(language: str, words: str) -> None:
    parts = (Part("甲文", "8户", 8.0, 0), Part("乙文", "9户", 9.0, 1))
    shown = html(answer(Relation.DISAGREEMENT, parts), language)
    assert words in shown
    # none of them stands above the others
    assert "<strong>" not in shown[: shown.index('class="parts')]


def test_an_answer_without_parts_shows_none() -> None:
    assert 'class="parts' not in html(answer())


@pytest.mark.parametrize("rule", ["place", "level", "part", "year", "below_threshold"])
def test_every_rule_is_said_in_words(rule: str) -> None:
    for language in ("zh", "en"):
        words = rule_in_words(rule, language)
        assert rule not in words.split() or language == "en"
        assert words not in (rule_in_words("no_such_rule", language), rule)
    assert "&lt;x&gt;" in rule_in_words("<x>", "zh")


def test_the_trace_shows_question_ranks_sentences_and_times() -> None:
    shown = render_why(turn(answer(rules=("place", "year"))), answer(rules=("place", "year")), "zh")
    assert "脱贫多少户&lt;" in shown and "数字 · 户" in shown and "2020" in shown
    assert "第 3" in shown
    assert "说的不是这个地方" in shown and "说的是另一年" in shown and "引为答案" in shown
    assert "30 毫秒" in shown and "1.2 毫秒" in shown and "把握到 45 % 才作答" in shown


def test_an_answer_without_a_trace_still_shows_its_passages() -> None:
    bare = Answer("问", Outcome.NOT_FOUND, None, 0.0, (), answer().passages, {"total": 5.0})
    shown = render_why(turn(bare), bare, "zh")
    assert "0.90" in shown and "权衡" not in shown


def test_a_side_that_was_not_found_is_named() -> None:
    bare = Answer("问", Outcome.NOT_FOUND, None, 0.0, (), (), {}, reason="side_not_found: <沁县>")
    assert "没有找到：&lt;沁县&gt;" in html(bare)
    assert "nothing was found for &lt;沁县&gt;" in html(bare, "en")


def paragraphs(data: bytes) -> list[str]:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_a_word_file_has_question_quotes_and_citations() -> None:
    parts = (Part("沁县", "8户", 8.0, 0), Part("昔阳县", None, None, 1))
    lines = paragraphs(export_docx([turn(answer(Relation.COMPARISON, parts))], "zh"))
    assert "脱贫多少户" in lines and f"[1] {TEXT}" in lines
    assert "——《《标题》》（a.txt）" in lines
    assert "昔阳县" in lines and "没有说" in lines


def test_the_answer_in_a_quote_is_bold() -> None:
    document = Document(BytesIO(export_docx([turn(answer())], "zh")))
    bold = [run.text for p in document.paragraphs for run in p.runs if run.bold]
    assert "8" in bold and TEXT not in bold


@pytest.mark.parametrize(
    "text", ["\x00\x08\x1b[31m坏8字", "=HYPERLINK(8)", "\ud8008", "\uffff8", "+8\r\n@8"]
)
def test_no_text_breaks_a_word_file(text: str) -> None:
    broken = Answer(text, Outcome.ANSWERED, "8", 0.9, (quote(text=text),), (), {}, understood=text)
    data = export_docx([turn(broken, text), Turn(2, text).failed(WenjinError(text))], "zh")
    lines = paragraphs(data)
    assert any("8" in line for line in lines)
    assert all(c.isprintable() or c in "\t\n" for line in lines for c in line)


def test_both_kinds_of_file_are_offered() -> None:
    assert {name: kind.suffix for name, kind in EXPORTS.items()} == {
        "markdown": ".md",
        "docx": ".docx",
    }
    for kind in EXPORTS.values():
        assert kind.write([turn(answer())], "en")


def test_what_is_called_wrong_is_kept_as_a_draft(tmp_path: Path) -> None:
    first = turn(answer(), "沁县有多少村")
    second = Turn(2, "那昔阳县呢").answered(answer(), ["x"])
    keep_draft(tmp_path, [first, second], second, "  应是9户 ")
    keep_draft(tmp_path, [first, second], first, {"no": "text"})
    keep_draft(tmp_path, [first], first, "长" * 5000)
    drafts = read_drafts(tmp_path / "drafts.jsonl")
    assert [draft.question for draft in drafts] == ["那昔阳县呢", "沁县有多少村", "沁县有多少村"]
    assert drafts[0].history == ("沁县有多少村",) and drafts[0].comment == "应是9户"
    assert drafts[0].result["answer"] == "8"
    assert drafts[1].comment == "" and len(drafts[2].comment) == LONGEST
    assert "谢谢" in render_flag(second.called_wrong(), "zh")

"""The tabs, and in the ask view: where to look, why, calling wrong, and the Word file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from playwright.sync_api import Page, expect

from eval.drafts import read_drafts

if TYPE_CHECKING:
    from conftest import Server

OpenPage = Callable[..., Page]
ANSWERED = "昔阳县有多少个贫困村退出"


def ask(page: Page, question: str) -> None:
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator(".turn")).to_have_count(before + 1)
    page.wait_for_selector(".turn:last-of-type .outcome:not(.busy)")


def tick(page: Page, name: str) -> None:
    page.locator("#narrow-panel label", has_text=name).first.click()


def test_each_tab_has_an_address_a_title_and_its_view(open_page: OpenPage) -> None:
    page = open_page()
    expect(page).to_have_title("问津：向文档提问")
    for name, title, view in (
        ("文库", "文库 · 问津", "#library"),
        ("评测", "评测 · 问津", "#evaluate"),
        ("问答", "问津：向文档提问", "#room"),
    ):
        page.locator(".tabs a", has_text=name).click()
        expect(page).to_have_title(title)
        expect(page.locator(view)).to_be_visible()
        assert page.locator(".tabs a[aria-current]").all_inner_texts() == [name]
        others = {"#library", "#evaluate", "#room"} - {view}
        assert not any(page.locator(other).is_visible() for other in others)
    page.go_back()
    expect(page.locator("#evaluate")).to_be_visible()
    page.locator("[data-to=en]").click()
    expect(page).to_have_title("Evaluate · WenJin")
    expect(page.locator("#evaluate .view-title")).to_have_text("Evaluate")


def test_the_conversation_outlives_a_look_at_another_tab(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    page.locator(".tabs a", has_text="文库").click()
    expect(page.locator(".documents tbody tr").first).to_be_visible()
    page.locator(".tabs a", has_text="问答").click()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#question textarea")).to_be_focused()


def test_looking_in_chosen_documents_only(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#masthead .narrow").click()
    tick(page, "太原市")
    expect(page.locator("#scope")).to_contain_text("只在 1 篇里找：太原市")
    expect(page.locator("#masthead .narrow")).to_contain_text("1 / 8 篇文档")
    page.keyboard.press("Escape")
    expect(page.locator("#narrow-panel")).to_be_hidden()
    ask(page, "累计脱贫多少人")
    expect(page.locator(".scoped")).to_contain_text("太原市")
    sources = page.locator(".turn .where cite").all_inner_texts()
    assert sources and len(set(sources)) == 1
    ask(page, "沁县搬迁了多少人")
    expect(page.locator(".turn:last-of-type .outcome")).not_to_contain_text("2474户")
    page.locator("#scope [data-do=narrowClear]").click()
    expect(page.locator("#scope p")).to_have_count(0)
    assert page.locator("#narrow-panel input:checked").count() == 0
    ask(page, "沁县搬迁了多少人")
    expect(page.locator(".turn:last-of-type .outcome")).to_contain_text("2474户")


def test_ticks_in_quick_succession_all_count_and_outlive_another_language(
    open_page: OpenPage,
) -> None:
    page = open_page()
    page.locator("#masthead .narrow").click()
    page.evaluate(
        """() => { for (const name of ['太原市', '吕梁市', '昔阳县'])
            document.querySelector(`#narrow-panel input[value="${name}"]`).click(); }"""
    )
    expect(page.locator("#masthead .narrow")).to_contain_text("3 / 8 篇文档")
    page.keyboard.press("Escape")
    page.locator("[data-to=en]").click()
    expect(page.locator("#scope")).to_contain_text("Looking in 3 only")
    expect(page.locator("#masthead .narrow")).to_contain_text("3 / 8 documents")
    page.wait_for_timeout(500)
    expect(page.locator("#scope")).to_contain_text("Looking in 3 only")
    assert page.locator("#narrow-panel input:checked").count() == 3


def test_an_empty_choice_says_so_and_asks_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#masthead .narrow").click()
    tick(page, "太原市")
    expect(page.locator("#scope")).to_contain_text("太原市")
    page.locator("#narrow-panel .dates label", has_text="2021").first.click()
    expect(page.locator("#scope .empty")).to_contain_text("没有一篇文档同时符合")
    page.keyboard.press("Escape")
    page.fill("#question textarea", ANSWERED)
    page.press("#question textarea", "Enter")
    expect(page.locator("#notice [role=alert]")).to_contain_text("没有一篇文档同时符合")
    expect(page.locator("#question textarea")).to_have_value(ANSWERED)
    assert page.locator(".turn").count() == 0


def test_why_says_what_was_weighed_and_how_long_it_took(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    page.locator(".why summary").click()
    why = page.locator(".why")
    for words in ("检索所用的问题", "找到的段落", "权衡过的句子", "引为答案", "用时", "毫秒"):
        expect(why).to_contain_text(words)
    ask(page, "火星上有几个月亮")
    assert why.first.evaluate("part => part.open")


def test_a_wrong_answer_is_noted_with_what_is_right(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    ask(page, ANSWERED)
    page.locator(".flag summary").click()
    page.locator(".flag textarea").fill("应是152个")
    page.locator(".flag [data-event=edit]").click()
    expect(page.locator(".thanks")).to_contain_text("谢谢")
    draft = read_drafts(server.home / "drafts.jsonl")[-1]
    assert (draft.question, draft.comment) == (ANSWERED, "应是152个")
    assert draft.result["outcome"] == "answered"


def test_a_conversation_is_exported_for_word(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    with page.expect_download() as download:
        page.locator("[data-format=docx]").click()
    assert download.value.suggested_filename.endswith(".docx")
    document = Document(BytesIO(Path(download.value.path()).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    quoted = "".join(page.locator(".turn .quote-box mark").all_text_contents())
    assert ANSWERED in text and quoted in text and "000_20780d4677edfd4c.txt" in text


def test_evidence_leads_to_how_its_document_was_read(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "永和县的国土面积是多少平方公里")
    page.locator("#evidence a[href^='#library/']").click()
    document = page.locator("#library-document .document")
    expect(document.locator("h2")).to_contain_text("永和縣")
    expect(document.locator(".fact-list")).to_contain_text("永和县")
    document.locator("#how-damage summary").click()
    document.locator("#how-damage .go").first.click()
    expect(document.locator(".pages .shown")).to_be_visible()
    expect(document.locator(".pages .note").first).to_be_visible()
    document.locator("#how-blocks summary").click()
    expect(document.locator("#how-blocks .role.caption").first).to_have_text("图片说明")
    document.locator("#how-passages summary").click()
    assert document.locator("#how-passages li").count() > 10
    page.go_back()
    expect(page.locator("#evidence .sheet")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


def test_a_document_that_is_gone_is_said_to_be(open_page: OpenPage) -> None:
    page = open_page(at="#library/%3Cb%3Egone.txt")
    expect(page.locator("#library-document")).to_contain_text("没有这篇文档：<b>gone.txt")
    page.locator(".to-library").click()
    expect(page.locator(".documents")).to_be_visible()


def test_markup_in_a_document_stays_text_on_its_page(open_page: OpenPage) -> None:
    page = open_page(at="#library/markup.txt")
    expect(page.locator("#library-document .pages")).to_contain_text("<script>window.owned = 1")
    page.locator("#how-passages summary").click()
    page.wait_for_timeout(200)
    assert page.evaluate("window.owned") is None
    assert page.locator("#library-document :is(img, script, b)").count() == 0

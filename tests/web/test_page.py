"""The page in a real Chromium, against the running server."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from rag import Assistant
from web.examples import find_examples

if TYPE_CHECKING:
    from conftest import Server

OpenPage = Callable[..., Page]
HEADLINE = "沁县搬迁了多少人"
ANSWERED = "昔阳县有多少个贫困村退出"
TRADITIONAL = "永和县的国土面积是多少平方公里"
NOTHING = "火星上有几个月亮"
DAMAGED = "永和县总人口多少"


def ask(page: Page, question: str) -> None:
    """Types a question, presses Enter and waits until it has an outcome."""
    before = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator(".turn")).to_have_count(before + 1)
    page.wait_for_selector(".turn:last-of-type .outcome:not(.busy)")


def last(page: Page, selector: str = ".outcome") -> str:
    return f".turn:last-of-type {selector}"


def in_view(page: Page, selector: str, pane: str) -> bool:
    return bool(
        page.evaluate(
            """([selector, pane]) => {
                const inner = document.querySelector(selector).getBoundingClientRect();
                const outer = document.querySelector(pane).getBoundingClientRect();
                return inner.top >= outer.top && inner.bottom <= outer.bottom
                    && outer.bottom <= window.innerHeight + 1;
            }""",
            [selector, pane],
        )
    )


def test_the_headline_question_end_to_end(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, HEADLINE)
    expect(page.locator(last(page, ".answered"))).to_be_visible()
    expect(page.locator(last(page, ".quote-box blockquote"))).to_contain_text("2474户6524人")
    expect(page.locator("#evidence mark.quote").first).to_be_visible()
    expect(page.locator("#evidence")).to_contain_text("001_b3943f8056338c7e.txt")
    assert "2474户6524人" in "".join(page.locator("#evidence mark.quote").all_text_contents())


def test_an_answer_comes_with_its_evidence_in_place(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    short = page.locator(last(page, ".short strong")).inner_text()
    assert "".join(page.locator("#evidence mark.answer").all_text_contents()) == short
    page.wait_for_timeout(300)
    assert in_view(page, "#here", "#evidence .pages")
    weight = page.locator("#evidence mark.answer").first.evaluate(
        "mark => getComputedStyle(mark).fontWeight + getComputedStyle(mark).textDecorationLine"
    )
    assert weight == "700underline"
    expect(page.locator("#question textarea")).to_have_value("")


def test_the_evidence_is_the_whole_document(open_page: OpenPage, seeds: Path) -> None:
    page = open_page()
    ask(page, ANSWERED)
    source = page.locator("#evidence .facts code").inner_text()
    original = (seeds / source).read_text(encoding="utf-8")
    shown = page.evaluate(
        """() => {
            const pages = document.querySelector('#evidence .pages').cloneNode(true);
            for (const ours of pages.querySelectorAll('.note, .role, .page-mark')) ours.remove();
            return pages.textContent;
        }"""
    )
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", original)


def test_a_chip_brings_up_its_evidence(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    ask(page, TRADITIONAL)
    title = page.locator("#evidence h2").inner_text()
    page.locator(".turn").first.locator(".chip").first.click()
    expect(page.locator("#evidence h2")).not_to_have_text(title)
    expect(page.locator(".turn").first.locator(".chip").first).to_have_attribute(
        "aria-current", "true"
    )
    expect(page.locator("#evidence mark.quote").first).to_be_visible()


def test_a_traditional_document_keeps_its_characters(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, TRADITIONAL)
    expect(page.locator("#evidence .pages")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("#evidence .pages")).to_contain_text("國土面積1212平方公里")
    expect(page.locator(last(page, "blockquote")).first).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("#evidence .caption .role").first).to_have_text("图片说明")


def test_nothing_found_looks_different_and_offers_the_nearest(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    ask(page, NOTHING)
    outcome = page.locator(last(page, ".not_found"))
    expect(outcome).to_contain_text("没有回答，只是最接近的段落")
    assert outcome.locator("mark").count() == 0
    expect(page.locator("#evidence mark")).to_have_count(0)
    outcome.locator(".nearest button").first.click()
    expect(page.locator("#evidence mark.near").first).to_be_visible()
    expect(page.locator("#evidence mark.quote")).to_have_count(0)


def test_a_damaged_place_is_said_to_be_damaged(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, DAMAGED)
    outcome = page.locator(last(page, ".damaged"))
    expect(outcome).to_contain_text("原文此处有缺损")
    expect(outcome.locator(".short")).to_have_count(0)
    expect(page.locator("mark.answer")).to_have_count(0)
    expect(outcome.locator(".reading").first).to_contain_text("校读")
    expect(page.locator("#evidence .note").first).to_be_visible()


def test_the_outcomes_differ_at_a_glance(open_page: OpenPage) -> None:
    page = open_page()
    for question in (ANSWERED, NOTHING, DAMAGED):
        ask(page, question)
    looks = page.locator(".outcome").evaluate_all(
        "all => all.map(e => getComputedStyle(e).backgroundColor)"
    )
    assert len(set(looks)) == 3


def test_enter_of_an_input_method_does_not_ask(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator("#question textarea")
    box.focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "qin", "selectionStart": 3, "selectionEnd": 3})
    for kind in ("rawKeyDown", "char", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent",
            {
                "type": kind,
                "key": "Enter",
                "code": "Enter",
                "text": "\r" if kind == "char" else "",
                "windowsVirtualKeyCode": 13,
            },
        )
    # what Safari sends: the composition is over, but this is still the input method's Enter
    box.evaluate(
        """box => { for (const kind of ['keydown', 'keypress']) box.dispatchEvent(
            new KeyboardEvent(kind, {key: 'Enter', keyCode: 229, bubbles: true})); }"""
    )
    page.wait_for_timeout(600)
    assert page.locator(".turn").count() == 0
    session.send("Input.insertText", {"text": "沁县"})
    assert "沁县" in box.input_value()
    box.fill(ANSWERED)
    box.press("Enter")
    page.wait_for_selector(last(page, ".answered"))


@pytest.mark.parametrize("question", ["", "   ", "？", "问" * 1001])
def test_a_refused_question_is_one_line_and_stays_in_the_box(
    open_page: OpenPage, question: str
) -> None:
    page = open_page()
    page.fill("#question textarea", question)
    page.click("#send")
    line = page.locator("#notice [role=alert]")
    expect(line).to_be_visible()
    assert "\n" not in line.inner_text().strip()
    expect(page.locator("#question textarea")).to_have_value(question)
    assert page.locator(".turn").count() == 0
    ask(page, ANSWERED)
    expect(line).to_have_count(0)


def test_markup_in_documents_and_questions_stays_text(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    page.locator('#evidence [data-source="markup.txt"]').click()
    expect(page.locator("#evidence .pages")).to_contain_text("<script>window.owned = 1</script>")
    expect(page.locator("#evidence .pages")).to_contain_text("{{window.owned = 1}}")
    ask(
        page, "青禾镇的茶园面积是多少亩？<script>window.owned=1</script><img src=x onerror=owned=1>"
    )
    ask(page, "青禾镇有多少茶农")
    page.wait_for_timeout(300)
    assert page.evaluate("window.owned") is None
    assert (
        page.locator("#conversation img, #evidence img, #evidence b, #conversation b").count() == 0
    )
    assert page.locator("#conversation script, #evidence script").count() == 0
    expect(page.locator(".question").first).to_contain_text("<script>window.owned=1</script>")


def test_text_beyond_the_basic_plane_is_marked_where_it_is(
    open_page: OpenPage, server: Server
) -> None:
    """Offsets are code points; the browser counts UTF-16 units and must not be let near them."""
    page = open_page()
    ask(page, "𠮷野村新建了多少亩果园")
    page.locator(last(page, ".why summary")).click()
    page.locator(last(page, "tbody button"), has_text="𠀋𠂢𡈽").first.click()
    expect(page.locator("#evidence mark.near").first).to_be_visible()
    shown = "".join(page.locator("#evidence mark.near").all_text_contents())
    assert "村里𠀋𠂢𡈽三姓同住" in shown and shown.endswith("年年丰收。")
    assert shown in "".join(server.awkward["astral.txt"].split())


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_title_and_answer_break_no_layout(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    ask(page, "青禾镇水库的库容是多少立方米" + "，请一定告诉我" * 100)
    ask(page, "青禾镇水库的库容是多少立方米")
    page.locator(last(page, "[data-event=select]")).first.click()
    expect(page.locator("#evidence .sheet-head")).to_be_visible()
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    head = page.locator("#evidence .sheet-head").bounding_box()
    assert head is not None and head["height"] < 300


def test_examples_are_offered_and_answered(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    offered = page.locator(".examples button").all_inner_texts()
    known = find_examples(Assistant.open(server.index).documents())
    assert offered == [example.question for example in known] and offered
    page.locator(".examples button").nth(1).click()
    page.wait_for_selector(last(page, ".answered"))
    expect(page.locator(".question")).to_contain_text(offered[1])


def test_a_follow_up_says_how_it_was_read_and_can_be_undone(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "昔阳县累计脱贫多少人")
    ask(page, "那太原市呢")
    expect(page.locator(last(page, ".understood"))).to_contain_text("理解为：")
    page.locator(last(page, "[data-alone]")).click()
    expect(page.locator(".turn")).to_have_count(3)
    page.wait_for_selector(".turn:last-of-type .outcome:not(.busy)")
    expect(page.locator(last(page, ".understood"))).to_have_count(0)


def test_a_new_conversation_begins_empty(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    page.locator("[data-event=clear]").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#evidence .shelf")).to_be_visible()


def test_another_page_has_its_own_conversation(open_page: OpenPage) -> None:
    first, second = open_page(), open_page()
    ask(first, ANSWERED)
    assert second.locator(".turn").count() == 0


def test_the_page_speaks_english_too_and_remembers(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    page.locator("[data-to=en]").click()
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator("#question textarea")).to_have_attribute("placeholder", "Ask something…")
    expect(page.locator(last(page, ".sure"))).to_contain_text("sure")
    assert page.locator(".turn").count() == 1
    expect(page).to_have_title("WenJin: ask the documents")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.fill("#question textarea", "")
    page.click("#send")
    expect(page.locator("#notice")).to_contain_text("empty")
    page.reload()
    expect(page.locator("#send")).to_have_text("Ask")


def test_light_and_dark(open_page: OpenPage) -> None:
    light, dark = open_page(), open_page(color_scheme="dark")

    def paper(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    assert paper(light) != paper(dark)
    dark.locator("[data-do=theme]").click()
    assert paper(light) == paper(dark)
    dark.reload()
    dark.wait_for_selector("#evidence .sheet")
    assert paper(light) == paper(dark)


def test_on_a_phone_the_evidence_slides_over_and_back(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844, has_touch=True)
    ask(page, ANSWERED)
    expect(page.locator("#evidence .back")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    box = page.locator("#asking").bounding_box()
    assert box is not None and 844 - 100 < box["y"] + box["height"] <= 844
    chip = page.locator(last(page, ".chip")).first
    chip.click()
    expect(page.locator("#evidence mark.answer").first).to_be_visible()
    page.wait_for_timeout(500)
    assert in_view(page, "#here", "#evidence .pages")
    page.locator("#evidence .back").click()
    expect(page.locator("#evidence .back")).to_be_hidden()
    expect(chip).to_be_focused()
    chip.click()
    expect(page.locator("#evidence .back")).to_be_visible()
    page.go_back()
    expect(page.locator("#evidence .back")).to_be_hidden()


def test_the_keyboard_alone_is_enough(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    page.wait_for_selector(last(page, ".answered"))
    expect(page.locator("#question textarea")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.chip')"):
            break
    assert page.evaluate("document.activeElement.matches('.chip')")
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    page.locator(last(page, ".chip")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence mark.answer").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#question textarea")).to_be_focused()


def test_a_quote_is_copied_with_its_citation(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, ANSWERED)
    page.locator("[data-do=copy]").click()
    expect(page.locator("[data-do=copy]")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    quote = "".join(page.locator("#evidence mark.quote").all_text_contents())
    assert quote in copied
    assert page.locator("#evidence .facts code").inner_text() in copied


def test_why_shows_the_scores_of_each_passage(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    page.locator(last(page, ".why summary")).click()
    rows = page.locator(last(page, "tbody tr:has(button)"))
    assert rows.count() > 1
    rows.last.locator("button").click()
    expect(page.locator("#evidence mark.near").first).to_be_visible()


def test_the_library_lists_and_opens_documents(open_page: OpenPage, server: Server) -> None:
    page = open_page()
    rows = page.locator("#evidence .shelf li")
    assert rows.count() == 5 + len(server.awkward)
    rows.first.locator("button").click()
    expect(page.locator("#evidence .facts code")).to_have_text("000_20780d4677edfd4c.txt")
    with page.context.expect_page() as opened:
        page.locator("#evidence a[target=_blank]").click()
    opened.value.wait_for_load_state()
    assert "昔阳" in opened.value.inner_text("body")


def test_a_server_out_of_reach_is_one_line_and_the_question_is_kept(open_page: OpenPage) -> None:
    page = open_page(may_fail=True)
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.fill("#question textarea", ANSWERED)
    page.press("#question textarea", "Enter")
    expect(page.locator("#lost")).to_contain_text("wenjin serve")
    expect(page.locator("#question textarea")).to_have_value(ANSWERED)


def test_a_conversation_is_exported_with_its_quotes(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, ANSWERED)
    ask(page, NOTHING)
    with page.expect_download() as download:
        page.locator("[data-format=markdown]").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert f"## {ANSWERED}" in text and f"## {NOTHING}" in text
    quote = "".join(page.locator(".turn").first.locator("mark").all_text_contents())
    assert quote in text.replace("\\", "")
    assert "000_20780d4677edfd4c.txt" in text.replace("\\", "")

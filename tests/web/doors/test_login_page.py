"""Logging in and out in a real Chromium: with and without scripts, in both themes, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from conftest import Doors

QUESTION = "沁县搬迁了多少人"
ASKER, CHANGER = "asker", "罗文"


@pytest.fixture
def pages(chromium: Browser, doors: Doors) -> Iterator[object]:
    """Opens the server's page as a stranger, in a browser of one's own."""
    contexts = []

    def open_one(width: int = 1280, **options: object) -> Page:
        settings = {"locale": "zh-CN", "viewport": {"width": width, "height": 844}, **options}
        context = chromium.new_context(**settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(doors.url)
        return page

    yield open_one
    for context in contexts:
        context.close()


def faults(page: Page) -> list[str]:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate("script => { (0, eval)(script); }", axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def log_in(page: Page, name: str, password: str) -> None:
    page.fill("#name", name)
    page.fill("#secret", password)
    page.press("#secret", "Enter")


def test_logging_in_asking_and_logging_out(pages: object, doors: Doors) -> None:
    page = pages()  # type: ignore[operator]
    expect(page).to_have_title("登录 · 问津")
    expect(page.locator("#name")).to_be_focused()
    log_in(page, ASKER, "a wrong password")
    expect(page.locator("#why")).to_contain_text("不对")
    expect(page.locator("#name")).to_have_value(ASKER)
    expect(page.locator("#secret")).to_have_value("")
    log_in(page, ASKER, doors.passwords[ASKER])
    page.wait_for_selector(".masthead[data-ready]")
    assert page.evaluate("document.cookie").find("session") < 0
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn .short strong")
    page.locator(".tabs a", has_text="文库").click()
    expect(page.locator(".documents tbody tr")).to_have_count(5)
    expect(page.locator(".may-not").first).to_contain_text("权限")
    for hidden in ("[data-drop]", ".remove", "#library-list [data-event=submit]"):
        for found in page.locator(hidden).all():
            expect(found).to_be_hidden()
    assert faults(page) == []
    page.locator("#access").click()
    page.wait_for_url("**/login")
    page.go_back()
    expect(page.locator("#secret")).to_be_visible()


def test_who_may_change_is_offered_it(pages: object, doors: Doors) -> None:
    page = pages(width=390)  # type: ignore[operator]
    log_in(page, CHANGER, doors.passwords[CHANGER])
    page.wait_for_selector(".masthead[data-ready]")
    page.locator(".tabs a", has_text="文库").click()
    expect(page.locator("#library-add [data-drop]")).to_be_visible()
    expect(page.locator(".documents .remove").first).to_be_visible()
    expect(page.locator(".may-not")).to_have_count(0)
    expect(page.locator("#access")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_session_that_ended_is_told(pages: object, doors: Doors) -> None:
    page = pages()  # type: ignore[operator]
    log_in(page, ASKER, doors.passwords[ASKER])
    page.wait_for_selector(".masthead[data-ready]")
    page.context.clear_cookies()
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    expect(page.locator("#lost")).to_contain_text("登录已过期")


def test_it_works_without_scripts_and_in_english(pages: object, doors: Doors) -> None:
    page = pages(java_script_enabled=False, locale="en-GB")  # type: ignore[operator]
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading")).to_have_text("登录")
    page.get_by_role("link", name="English").click()
    page.get_by_label("User name").fill(ASKER)
    page.get_by_label("Password").fill(doors.passwords[ASKER])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{doors.url}/")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_login_page(
    pages: object, doors: Doors, theme: str, width: int
) -> None:
    page = pages(width=width, color_scheme=theme, bypass_csp=True)  # type: ignore[operator]
    assert faults(page) == []
    log_in(page, "<b>nobody", "x" * 12)
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("#name")).to_have_value("<b>nobody")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

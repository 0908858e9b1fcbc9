"""No accessibility fault that axe knows, in each state, both themes, desk and phone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page

OpenPage = Callable[..., Page]


def faults(page: Page) -> list[str]:
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate("script => { (0, eval)(script); }", axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, theme: str, width: int) -> None:
    page = open_page(width=width, height=844, color_scheme=theme)
    page.emulate_media(reduced_motion="reduce")
    assert faults(page) == []
    for number, question in enumerate(
        ("昔阳县有多少个贫困村退出", "火星上有几个月亮", "永和县总人口多少"), 1
    ):
        page.fill("#question textarea", question)
        page.press("#question textarea", "Enter")
        page.wait_for_selector(f"#turn-{number} .outcome:not(.busy)")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.click("#send")
    page.wait_for_selector("#notice [role=alert]")
    assert faults(page) == []
    page.locator(".chip").first.click()
    page.wait_for_selector("#evidence mark.answer")
    assert faults(page) == []
    if width == 390:
        page.locator("#evidence .back").click()
    page.locator("[data-to=en]").click()
    page.wait_for_selector("[data-to=zh]")
    assert faults(page) == []

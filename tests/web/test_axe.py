"""No accessibility fault that axe knows, in each state, both themes, desk and phone."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

from eval.question_set import Evidence, Question, split_of
from eval.run import describe, write_run
from eval.verdict import judge

if TYPE_CHECKING:
    from conftest import Server

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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_tabs(open_page: OpenPage, theme: str, width: int) -> None:
    page = open_page(width=width, height=844, color_scheme=theme, at="#library")
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_selector(".documents")
    assert faults(page) == []
    assert fits(page)
    page.locator(".documents .remove").first.click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator(".documents th a", has_text="永和").click()
    page.wait_for_selector("#library-document .document")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.locator("#how-damage .go").first.click()
    assert faults(page) == []
    assert fits(page)
    page.goto(f"{page.url.partition('#')[0]}#evaluate")
    page.wait_for_selector("#evaluate-form select")
    assert faults(page) == []
    assert fits(page)
    page.goto(f"{page.url.partition('#')[0]}#ask")
    page.locator("#masthead .narrow").click()
    page.locator("#narrow-panel label").first.click()
    page.wait_for_selector("#scope p")
    assert faults(page) == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_run(
    open_page: OpenPage, server: Server, theme: str, width: int
) -> None:
    write_runs(server.home / "runs")
    page = open_page(width=width, height=844, color_scheme=theme, at="#evaluate")
    page.wait_for_selector(".failures tbody tr")
    page.locator(".run-choice select[name=against]").select_option(index=1)
    page.wait_for_selector("#evaluate-results .plain")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert faults(page) == []
    assert fits(page)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def write_runs(folder: Path) -> None:
    """Two small runs with a failure, written as `wenjin eval` writes them."""
    originals = {"a.txt": "沁县搬迁6524人。"}
    evidence = (Evidence("a.txt", "沁县搬迁6524人。"),)
    questions = [
        Question(
            f"q-{number}", "沁县搬迁了多少人？" * number, ("6524人",), evidence, True,
            frozenset({"how_many", "must"}), (), "", f"q-{number}", split_of(f"q-{number}"),
        )
        for number in (1, 40)
    ]  # fmt: skip
    made_with = {
        "created": "2026-01-01T00:00:00+00:00",
        "set": {"name": "x.jsonl", "sha256": "0", "split": "all"},
        "model": {"name": "m", "fingerprint": "0"},
    }
    for name in ("20260101-000000", "20260101-000001"):
        judged = [
            judge(question, None, originals, 5.0, "ValueError: <b>") for question in questions
        ]
        write_run(folder / name, judged, describe(judged, made_with))

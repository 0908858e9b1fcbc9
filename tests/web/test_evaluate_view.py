"""The evaluation view in a real Chromium: a small set uploaded, run, looked at and compared."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Server

OpenPage = Callable[..., Page]
RAN = 60_000
SEED = "000_20780d4677edfd4c.txt"


def line(id: str, question: str, answer: str = "", quote: str = "", **more: Any) -> str:
    data = {
        "id": id,
        "question": question,
        "answers": [answer] if answer else [],
        "evidence": [{"source": SEED, "quote": quote}] if quote else [],
        "answerable": bool(quote),
        "tags": ["how_many"] if quote else ["off_topic"],
        **more,
    }
    return json.dumps(data, ensure_ascii=False)


SET = "\n".join(
    (
        line("small-1", "昔阳县有多少个贫困村退出", "151个", "实现了151个贫困村全部退出"),
        # the gold of the second is another figure on purpose: it can only go wrong
        line(
            "small-2",
            "昔阳县有多少个贫困村退出？",
            "39988人",
            "39988人全部脱贫",
            tags=["how_many", "must"],
        ),
        line("small-3", "火星上有几个月亮"),
    )
)


def upload(page: Page, path: Path) -> None:
    page.set_input_files("#evaluate-form input[type=file]", path)
    row = page.locator("#evaluate-form .uploads li").last
    expect(row.locator("progress")).to_have_count(0)


def run(page: Page, name: str) -> None:
    page.select_option("#evaluate-form select[name=set]", name)
    page.locator("#evaluate-form [data-event=submit]").click()
    expect(page.locator("#evaluate-progress .progress")).to_be_visible()
    expect(page.locator("#evaluate-progress .progress")).to_have_count(0, timeout=RAN)
    expect(page.locator(".run-summary")).to_contain_text("2 / 3 题")


def test_a_set_is_run_looked_at_opened_and_compared(
    open_page: OpenPage, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "小题集.jsonl"
    path.write_text(SET, encoding="utf-8")
    page = open_page(at="#evaluate")
    expect(page.locator("#evaluate-form select[name=set]")).to_be_visible()
    upload(page, path)
    expect(page.locator("#evaluate-form .uploads li")).to_contain_text("3 题")
    run(page, "小题集.jsonl")
    expect(page.locator(".must.broken")).to_contain_text("1 题")
    expect(page.locator(".multiples").first).to_contain_text("66.7 %")
    assert page.locator(".multiples").nth(1).locator(".plot .interval").count() >= 2
    expect(page.locator("#evaluate-results")).to_contain_text("不能对照")

    failures = page.locator(".failures tbody tr")
    expect(failures).to_have_count(1)
    expect(failures).to_contain_text("39988人")
    expect(failures).to_contain_text("151个")
    page.select_option(".failures select[name=tag]", "must")
    expect(page.locator(".failures h3")).to_contain_text("1 / 1")
    verdict = page.locator(".failures select[name=verdict] option").nth(1).get_attribute("value")
    page.select_option(".failures select[name=verdict]", verdict)
    expect(failures).to_have_count(1)

    with page.expect_download() as download:
        page.locator(".run-choice a[download]").click()
    report = Path(download.value.path()).read_text(encoding="utf-8")
    assert "small-2" in report and download.value.suggested_filename.endswith(".html")

    page.wait_for_timeout(1100)  # runs are named by the second
    run(page, "小题集.jsonl")
    page.locator(".run-choice select[name=against]").select_option(index=1)
    expect(page.locator("#evaluate-results")).to_contain_text("变坏 0 题")
    assert page.locator(".plot i").count() > 5
    page.wait_for_timeout(1000)  # what is drawn must not count as another choice
    expect(page.locator("#evaluate-results")).to_contain_text("变坏 0 题")

    failures.locator("[data-do=openAsk]").click()
    expect(page.locator("#room")).to_be_visible()
    expect(page.locator(".turn .question")).to_contain_text("昔阳县有多少个贫困村退出？")
    page.wait_for_selector(".turn .outcome.answered")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.txt", SET, ".jsonl"),
        ("a.jsonl", "{", "第 1 行：不是 JSON"),
        ("a.jsonl", line("x", "问", "8", "原文里没有这一句8"), "引文不在"),
        ("a.jsonl", line("x", "问") + "\n" + line("x", "又问"), "第 2 行：id"),
        ("a.jsonl", line("x", "问", tags=["<b>"]), "不认识的标签 <b>"),
    ],
)
def test_a_faulty_set_is_refused_in_one_line(
    server: Server, name: str, text: str, why: str
) -> None:
    answer = httpx.post(
        f"{server.url}/api/runs/sets",
        params={"name": f"../../{name}"},
        content=text,
        timeout=60,
        trust_env=False,
    ).json()
    assert answer["status"] == "refused"
    assert why in answer["line"] and "\n" not in answer["line"] and "/tmp" not in answer["line"]


@pytest.mark.parametrize("name", ["x", "..", "%2e%2e%2fsets", "20200101-000000"])
def test_only_reports_of_runs_are_served(server: Server, name: str) -> None:
    response = httpx.get(f"{server.url}/api/runs/{name}/report", trust_env=False)
    assert response.status_code == 404


def test_a_run_is_stopped_and_leaves_nothing(open_page: OpenPage, server: Server) -> None:
    page = open_page(at="#evaluate")
    expect(page.locator("#evaluate-form select[name=set]")).to_be_visible()
    before = len(list((server.home / "runs").glob("*")))
    page.select_option("#evaluate-form select[name=set]", "seeds.jsonl")
    page.locator("#evaluate-form [data-event=submit]").click()
    expect(page.locator("#evaluate-progress progress[value]")).to_be_visible(timeout=RAN)
    page.locator("#evaluate-form [data-event=stop]").click()
    expect(page.locator("#evaluate-progress")).to_contain_text("已停下", timeout=RAN)
    assert len(list((server.home / "runs").glob("*"))) == before

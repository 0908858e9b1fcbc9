"""The library in a real Chromium: adding, refusing, replacing, removing, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from conftest import Server

OpenPage = Callable[..., Page]
BUILT = 90_000
"""Building loads the model; other tests may run beside it."""


@pytest.fixture(scope="module")
def own_server(
    serve_folders: Callable[..., AbstractContextManager[Server]],
    home: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server of two short documents, which the tests of this module change."""
    folder = tmp_path_factory.mktemp("own") / "村志"
    folder.mkdir()
    (folder / "one.txt").write_text("柳泉村志\n\n柳泉村有村民812人。", encoding="utf-8")
    (folder / "two.txt").write_text("石桥村志\n\n石桥村有村民634人。", encoding="utf-8")
    with serve_folders([folder], tmp_path_factory.mktemp("served"), home, {}) as server:
        yield server


@pytest.fixture
def open_own(
    browse: Callable[..., AbstractContextManager[OpenPage]], chromium: Browser, own_server: Server
) -> Iterator[OpenPage]:
    with browse(chromium, own_server) as open_one:
        yield open_one


def rows(page: Page) -> list[str]:
    return page.locator(".documents tbody th a").all_inner_texts()


def files(tmp_path: Path, **texts: str) -> list[Path]:
    paths = [tmp_path / name.replace("_", ".") for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def result(page: Page, name: str) -> str:
    row = page.locator("#library-add .uploads li", has=page.locator("strong", has_text=name)).last
    expect(row.locator("progress")).to_have_count(0)
    return f"{row.get_attribute('class')}: {row.inner_text()}"


def built(page: Page) -> None:
    expect(page.locator("#library-progress .done")).to_be_visible(timeout=BUILT)


def test_documents_are_added_and_answer_questions(open_own: OpenPage, tmp_path: Path) -> None:
    page = open_own(at="#library")
    expect(page.locator(".documents tbody tr")).to_have_count(2)
    paths = files(
        tmp_path,
        茶园_txt="青禾镇茶园纪实\n\n青禾镇的茶园面积是3127亩，2022年采茶两季。",
        程序_exe="MZ",
        空_txt="",
        坏_pdf="%PDF-1.4 nothing",
    )
    page.set_input_files("#library-add input[type=file]", paths)
    assert result(page, "茶园.txt").startswith("added:") and "2022" in result(page, "茶园.txt")
    assert result(page, "程序.exe").startswith("refused:") and "不支持" in result(page, "程序.exe")
    assert "空的" in result(page, "空.txt")
    assert result(page, "坏.pdf").startswith("refused:")
    built(page)
    expect(page.locator(".documents tbody tr")).to_have_count(3)
    expect(page.locator("#library-progress")).to_contain_text("新增 1")
    page.locator(".tabs a", has_text="问答").click()
    expect(page.locator("#masthead .narrow")).to_contain_text("3 篇文档")
    page.fill("#question textarea", "青禾镇的茶园面积是多少亩")
    page.press("#question textarea", "Enter")
    expect(page.locator(".turn .short strong")).to_contain_text("3127亩")


def test_nothing_is_replaced_without_asking(open_own: OpenPage, tmp_path: Path) -> None:
    page = open_own(at="#library")
    (path,) = files(tmp_path, 桑园_txt="青禾镇桑园纪实\n\n青禾镇的桑园面积是21亩。")
    page.set_input_files("#library-add input[type=file]", path)
    assert result(page, "桑园.txt").startswith("added:")
    built(page)
    path.write_text("青禾镇桑园新记\n\n青禾镇的桑园面积是35亩。", encoding="utf-8")
    page.set_input_files("#library-add input[type=file]", path)
    assert result(page, "桑园.txt").startswith("exists:")
    assert "青禾镇桑园新记" not in rows(page)
    page.locator("#library-add .uploads .exists button").click()
    assert result(page, "桑园.txt").startswith("added:")
    expect(page.locator(".documents")).to_contain_text("青禾镇桑园新记", timeout=BUILT)
    assert "青禾镇桑园纪实" not in rows(page)
    expect(page.locator("#library-list .removed")).to_contain_text("桑园.txt")


def test_files_are_dropped_and_questions_go_on_meanwhile(
    open_own: OpenPage, own_server: Server
) -> None:
    page = open_own(at="#library")
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(['渡口村志\\n\\n渡口村有渡船7艘。'], '渡口.txt'));
            files.items.add(new File(['渡口村又志\\n\\n渡口村有水井11口。'], '../../水井.md'));
            document.querySelector('#library-list').dispatchEvent(
                new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}));
        }"""
    )
    assert result(page, "渡口.txt").startswith("added:")
    assert result(page, "水井.md").startswith("added:")
    answer = httpx.post(
        f"{own_server.url}/api/ask",
        json={"question": "柳泉村有多少村民"},
        timeout=60,
        trust_env=False,
    ).json()
    assert answer["quotes"][0]["source"] == "one.txt"
    built(page)
    expect(page.locator(".documents")).to_contain_text("渡口村又志", timeout=BUILT)
    assert list((own_server.home / "library").rglob("documents/水井.md"))


def test_removing_asks_first_and_can_be_undone(open_own: OpenPage, own_server: Server) -> None:
    page = open_own(at="#library")
    row = page.locator(".documents tr", has_text="two.txt")
    row.locator(".remove").click()
    expect(page.locator("#sure")).to_contain_text("石桥村志")
    expect(page.locator("#sure")).to_contain_text("文件不会动")
    page.keyboard.press("Escape")
    expect(page.locator("#sure")).to_be_hidden()
    expect(row).to_be_visible()
    row.locator(".remove").click()
    page.locator("#sure [data-event=delete]").click()
    expect(row).to_have_count(0, timeout=BUILT)
    removed = page.locator("#library-list .removed")
    expect(removed).to_contain_text("two.txt")
    listed = httpx.get(f"{own_server.url}/api/documents", trust_env=False).json()
    assert "two.txt" not in [item["source"] for item in listed]
    removed.locator("summary").click()
    removed.locator("button", has_text="放回").first.click()
    expect(row).to_have_count(1, timeout=BUILT)


def test_the_list_is_filtered_and_sorted(open_own: OpenPage) -> None:
    page = open_own(at="#library")
    expect(page.locator(".documents tbody tr").first).to_be_visible()
    page.fill("#library-list [data-filter]", "石桥")
    assert page.locator(".documents tbody tr:visible").count() == 1
    page.fill("#library-list [data-filter]", "没有这样的")
    expect(page.locator(".no-match")).to_be_visible()
    page.fill("#library-list [data-filter]", "")
    page.locator(".documents thead button", has_text="字数").click()
    sizes = [
        int(value)
        for value in page.locator(".documents td[data-label=字数]").evaluate_all(
            "cells => cells.map(cell => cell.dataset.value)"
        )
    ]
    assert sizes == sorted(sizes)
    page.locator(".documents thead button", has_text="字数").press("Enter")
    expect(page.locator(".documents thead th").nth(3)).to_have_attribute("aria-sort", "descending")


def test_uploads_from_elsewhere_and_too_large_ones_are_refused(own_server: Server) -> None:
    address = f"{own_server.url}/api/library/documents"
    with httpx.Client(trust_env=False, timeout=60) as client:
        foreign = client.post(
            address,
            params={"name": "x.txt"},
            content="x",
            headers={"Origin": "http://evil.example"},
        )
        assert foreign.status_code == 403
        large = client.post(address, params={"name": "x.txt"}, content=b"x" * (32 * 2**20 + 1))
        assert large.status_code == 413
        assert client.get(address).status_code in (404, 405)
        named = client.post(address, params={"name": "one.txt", "replace": "1"}, content="别的。")
        assert named.json()["status"] == "refused" and "改名" in named.json()["line"]


def test_the_library_speaks_english(open_own: OpenPage, tmp_path: Path) -> None:
    page = open_own(at="#library")
    page.locator("[data-to=en]").click()
    expect(page.locator("#library-list .list-head")).to_contain_text("documents")
    (path,) = files(tmp_path, x_exe="MZ")
    page.set_input_files("#library-add input[type=file]", path)
    assert "unsupported type" in result(page, "x.exe")

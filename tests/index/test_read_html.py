"""Pages on which the search for the main text goes wrong, and what is kept then."""

from __future__ import annotations

import pytest

from index.read_html import read_html

PARAGRAPHS = [
    f"第{n}段，己县脱贫攻坚以来，全县发放贷款{n}00万元，群众收入逐年提高。" for n in range(12)
]


def text_of(page: str) -> str:
    return read_html(page.encode("utf-8")).original


def test_a_short_article_keeps_its_paragraphs_and_leaves_the_menu() -> None:
    page = (
        "<html><head><title>己县纪事 - 某网</title></head><body><nav>首页 导航</nav><article>"
        "<h1>己县纪事</h1><p>己县发放贷款1314万元。</p><h2>一</h2><p>英雄热土。</p></article>"
        "<footer>版权所有</footer></body></html>"
    )
    assert text_of(page) == "# 己县纪事\n\n己县发放贷款1314万元。\n\n## 一\n\n英雄热土。"


def test_text_beside_paragraphs_is_not_lost() -> None:
    loose = "尾巴没有标签也要在，" + "一句不能丢失的话。" * 5
    page = f"<h1>答卷</h1><p>{PARAGRAPHS[0] * 5}</p>{loose}<ul><li>甲，第一。</li></ul>"
    assert text_of(page).split("\n\n") == ["# 答卷", PARAGRAPHS[0] * 5, loose, "甲，第一。"]


def test_text_keeps_its_order() -> None:
    assert text_of("<p>甲<b>乙</b>丙</p>尾。<div>丁<i>戊<u>己</u></i>庚<br>辛</div>") == (
        "甲乙丙\n\n尾。\n\n丁戊己庚\n\n辛"
    )


def test_a_row_of_a_table_is_one_line() -> None:
    rows = "<tr><th>县</th><th>人口</th></tr><tr><td>沁县</td><td> 18万 </td></tr>"
    assert text_of(f"<h1>统计</h1><table>{rows}</table>") == "# 统计\n\n县\t人口\n\n沁县\t18万"


def test_a_long_article_leaves_out_what_stands_around_it() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(9))
    page = f"<div><ul>{menu}</ul></div><div><h1>己县纪事</h1>{body}</div><footer>ICP备1号</footer>"
    assert text_of(f"<html><body>{page}</body></html>").split("\n\n") == ["# 己县纪事", *PARAGRAPHS]


@pytest.mark.parametrize(
    "page", ["<div>" * 3000 + "字", "<a " + "x=1 " * 50_000 + ">字</a>", "<" * 50_000 + "字"]
)
def test_hostile_pages_end(page: str) -> None:
    assert set(text_of(page)) <= set("<字")

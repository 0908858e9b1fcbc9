from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading_text import read
from index.structure import Block, Role, find_blocks

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLDEN = Path(__file__).parent / "golden"


def reading_of(path: Path) -> str:
    return read(path.read_bytes().decode("utf-8")).text


READINGS = {path.stem[:3]: reading_of(path) for path in SEEDS}


def shown(reading: str, block: Block) -> str:
    """A block as the golden files have it: role, level, copies, its pieces shortened."""
    pieces = []
    for start, end in block.pieces:
        text = reading[start:end]
        pieces.append(text if len(text) <= 40 else f"{text[:24]}…{text[-14:]}")
    level = str(block.level) if block.level else "-"
    return f"{block.role.value}\t{level}\t{len(block.copies)}\t{' ‖ '.join(pieces)}"


@pytest.mark.parametrize("name", sorted(READINGS))
def test_blocks_are_those_that_were_reviewed(name: str) -> None:
    found = [shown(READINGS[name], block) for block in find_blocks(READINGS[name])]
    expected = (GOLDEN / f"{name}.blocks.tsv").read_text(encoding="utf-8").splitlines()
    assert found == expected


def check_cover(reading: str) -> None:
    """Every non-blank line lies in exactly one block, whose pieces ascend and do not overlap."""
    owner: dict[int, int] = {}
    starts = []
    for number, block in enumerate(find_blocks(reading)):
        starts.append(block.pieces[0][0])
        for pieces in (block.pieces, *block.copies):
            assert list(pieces) == sorted(pieces)
            for start, end in pieces:
                assert 0 <= start < end <= len(reading)
                for position in range(start, end):
                    assert position not in owner
                    owner[position] = number
    assert starts == sorted(starts)
    position = 0
    for line in reading.split("\n"):
        if line.strip():
            owners = {owner[i] for i in range(position, position + len(line)) if i in owner}
            # A separator other than a line end divides what `split` takes for one line.
            if line.strip().isprintable():
                assert len(owners) == 1, line
            assert owners
        position += len(line) + 1


@pytest.mark.parametrize("name", sorted(READINGS))
def test_each_line_of_a_seed_is_in_one_block(name: str) -> None:
    check_cover(READINGS[name])


@given(st.text())
def test_each_line_of_any_text_is_in_one_block(text: str) -> None:
    check_cover(text)


LINES = [line for reading in READINGS.values() for line in reading.split("\n")]


@given(st.lists(st.sampled_from([*LINES, "", "", "# 标题", "3", "一、", "- 红枣", "|a|b|", "---"])))
def test_each_line_of_a_mix_of_seeds_is_in_one_block(lines: list[str]) -> None:
    check_cover("\n".join(lines))


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("000", "菜、果、猪、菌、药、杂粮”六大农业"),
        ("000", "全县行政村集体经济平均收入"),
        ("000", "13.8万元。2016年,贫困人口平均收入3686元"),
        ("001", "对基础设施、产业规划"),
        ("001", "确保贫困人口全部脱贫"),
        ("002", "易地扶贫搬迁后续扶持成果"),
        ("002", "四方面的工作,一是在过渡期"),
        ("004", "2018年1月,一个背着背包的年轻人"),
    ],
)
def test_a_paragraph_cut_in_two_is_whole_again(name: str, whole: str) -> None:
    reading = READINGS[name]
    assert whole not in reading
    assert any(whole in block.text(reading) for block in find_blocks(reading))


def test_the_rest_of_a_copy_is_not_joined_to_what_follows_it() -> None:
    reading = READINGS["004"]
    blocks = find_blocks(reading)
    paragraph = next(b for b in blocks if b.text(reading).startswith("看着这一片片的绿色"))
    (copy,) = paragraph.copies
    assert reading[copy[-1][0] : copy[-1][1]].endswith("生态扶贫相结合")
    assert "号召,组建了岚县第一家" in paragraph.text(reading)
    assert not any("相结合穷根" in block.text(reading) for block in blocks)


def roles(text: str) -> list[tuple[str, int]]:
    return [(block.role.value, block.level) for block in find_blocks(text)]


BODY = "脱贫攻坚是一场硬仗。惟其艰难,方显本色,更显担当。"


def test_numbered_headings_have_levels_in_order() -> None:
    text = f"工作报告\n\n一、总体情况\n\n(一)基本做法\n\n{BODY}\n\n(二)主要成效\n\n{BODY}1\n\n二、问题\n\n{BODY}2"
    assert roles(text) == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("body", 0), ("heading", 3), ("body", 0),
        ("heading", 2), ("body", 0),
    ]  # fmt: skip


def test_a_numbered_list_is_text() -> None:
    text = f"{BODY}\n1.红枣\n2.核桃\n3.槐花\n{BODY}完。"
    assert {role for role, _ in roles(text)} == {"body"}


def test_entries_of_a_list_and_rows_of_a_table_head_nothing() -> None:
    for entries in (["一是种植大枣", "二是养殖肉鸡"], ["- 大枣", "- 肉鸡"], ["| 县 | 人口 |"]):
        text = "\n\n".join(["总结", BODY, *entries, BODY.replace("硬仗", "大考")])
        assert {role for role, _ in roles(text)[1:]} == {"body"}


def test_a_paragraph_goes_on_over_several_captions() -> None:
    cut = "近年来,全县累计投入资金3.2亿元,用于改善农村"
    rest = "基础设施和公共服务,群众拍手称快。"
    for between in (["图为搬迁新村一角。", "图为群众领取分红。"], ["本报记者 张三 摄"], ["- 12 -"]):
        text = "\n\n".join([BODY, cut, *between, rest, BODY.replace("硬仗", "大考")])
        assert cut + rest in [block.text(text) for block in find_blocks(text)]


def test_markdown_headings_lose_their_marks() -> None:
    text = f"# 答卷\n\n{BODY}\n\n## 成效\n\n{BODY}又。"
    blocks = find_blocks(text)
    assert [(b.text(text), b.level) for b in blocks if b.role is Role.HEADING] == [
        ("答卷", 1), ("成效", 2),
    ]  # fmt: skip


def test_captions_credits_and_dates() -> None:
    text = (
        f"打赢脱贫攻坚战\n\n2021年3月5日 10:12 来源:山西日报\n\n本报记者 李明 张晓红\n\n{BODY}\n\n"
        f"图为新居。\n\n{BODY}又。\n\n大棚蔬菜。王芳 摄\n\n{BODY}完。\n\n责任编辑:赵一"
    )
    assert [role for role, _ in roles(text)] == [
        "heading", "dateline", "byline", "body", "caption", "body", "caption", "body", "byline",
    ]  # fmt: skip


def test_a_repeated_paragraph_is_one_block_with_two_places() -> None:
    text = f"{BODY}\n\n中间还有别的话。\n\n{BODY}"
    first, _ = find_blocks(text)
    assert [text[s:e] for copy in first.copies for s, e in copy] == [BODY]


def test_a_heading_is_not_joined_to_its_paragraph() -> None:
    text = f"产业发展基础\n\n设施建设是脱贫的关键。{BODY}"
    assert [role for role, _ in roles(text)] == ["heading", "body"]


def test_blocks_of_nothing() -> None:
    assert find_blocks("") == ()
    assert find_blocks(" \n\n\t\n") == ()


def test_time_grows_with_length_only() -> None:
    line = "这是第{}行的文字，后面还有一些别的内容，没有句号"

    def seconds(lines: int) -> float:
        text = "\n\n".join(line.format(i) for i in range(lines))
        started = time.perf_counter()
        find_blocks(text)
        return time.perf_counter() - started

    seconds(100)
    short, long = seconds(2_000), seconds(16_000)
    # Eight times as much; were the time quadratic, it would be 64 times as long.
    assert long < 24 * short + 0.5


def test_what_a_form_or_a_list_of_figures_says_last_is_text() -> None:
    text = (
        "通知\n各位家长:请按下列要求做好准备,不要迟到,以免影响出发。\n咨询电话:66271180\n"
        "联系人:王老师\n分年度任务\n2016年 搬迁612户\n2017年 搬迁1138户\n"
    )
    roles = {block.text(text): block.role for block in find_blocks(text)}
    assert roles["咨询电话:66271180"] is Role.BODY
    assert roles["联系人:王老师"] is Role.BODY
    assert roles["2017年 搬迁1138户"] is Role.BODY

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from index.lines import split_lines
from index.reading_text import read
from index.structure import Role, find_blocks
from index.unwrap import find_wrap

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def paragraphs(path: Path) -> list[str]:
    reading = read(path.read_bytes().decode("utf-8")).text
    blocks = [b for b in find_blocks(reading) if b.role is Role.BODY and not b.copies]
    return [t for b in blocks if len(t := b.text(reading)) > 80][:14]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("width", [26, 38])
@pytest.mark.parametrize("indent", ["  ", ""])
def test_lines_cut_at_a_width_become_paragraphs(path: Path, width: int, indent: str) -> None:
    whole = paragraphs(path)
    wrapped = "\n".join(
        "\n".join((indent + p)[i : i + width] for i in range(0, len(indent + p), width))
        for p in whole
    )
    found = [block.text(wrapped) for block in find_blocks(wrapped)]
    same = sum(p.replace(" ", "") in [f.replace(" ", "") for f in found] for p in whole)
    # Without an indent, a last line that is full cannot be told from one that goes on.
    assert same >= (0.85 if indent else 0.7) * len(whole)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_text_with_a_line_for_each_paragraph_is_left_alone(path: Path) -> None:
    reading = read(path.read_bytes().decode("utf-8")).text
    assert find_wrap(split_lines(reading)) is None


def test_lists_of_equal_length_are_left_alone() -> None:
    rows = "\n".join(
        f"2021年{month}月全县累计销售农产品数量统计表第{month}页" for month in range(1, 10)
    )
    assert find_wrap(split_lines(rows)) is None


def test_lines_of_clauses_that_hardly_end_are_one_paragraph() -> None:
    text = (
        "一九二五年，她考入江南工学院土木科，在校四年，\n"
        "跟傅教授学结构，跟白先生学测量。毕业以后，先\n"
        "在公路局当了两年绘图员，月薪四十元，后来考取\n"
        "公费，去德国留学，写成论文，取得了博士学位，\n"
        "同年冬天回国，进入桥梁公司，参与的第一座桥，\n"
        "是清弋河大桥，她负责桥墩的设计，没有助手。"
    )
    (block,) = find_blocks(read(text).text)
    assert "负责桥墩" in block.text(read(text).text)


def test_english_keeps_its_spaces() -> None:
    text = (
        "The county moved its people out of the mountains into new homes near the town, and it "
        "built roads, schools and clinics for those who stayed behind in the larger villages. "
    ) * 4
    wrapped = "\n".join(textwrap.wrap(text, 60))
    (block,) = find_blocks(wrapped)
    assert block.text(wrapped).split() == text.split()

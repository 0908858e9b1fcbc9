"""How well cut paragraphs are rejoined, measured on the seeds' own paragraphs cut at random."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.reading_text import read
from index.rejoin import JOIN, crossing_word, evidence
from index.structure import Role, find_blocks

ROOT = Path(__file__).resolve().parents[2]
CAPTIONS = ["图为搬迁新居。", "阳曲县易地搬迁小区。记者 韩双喜 摄", "(资料图片)", "- 12 -"]


def cut_texts() -> list[tuple[str, set[int], set[int]]]:
    """Texts of clean paragraphs and headings, a fifth of the paragraphs cut in two; with the
    starts of the second halves, and the starts of all other lines."""
    rng = random.Random(20)
    texts = []
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        reading = read(path.read_bytes().decode("utf-8")).text
        blocks = [b for b in find_blocks(reading) if b.role in {Role.BODY, Role.HEADING}]
        for _ in range(8):
            text, halves, others = "", set(), set()
            for block in blocks:
                whole = block.text(reading)
                others.add(len(text))
                if block.role is Role.BODY and len(whole) > 30 and rng.random() < 0.2:
                    cut = rng.randrange(8, len(whole) - 2)
                    while whole[cut - 1] in "。!?;:—”" or not whole[cut].strip():
                        cut -= 1
                    text += whole[:cut] + "\n\n"
                    if rng.random() < 0.4:
                        text += rng.choice(CAPTIONS) + "\n\n"
                    halves.add(len(text))
                    text += whole[cut:] + "\n\n"
                else:
                    text += whole + "\n\n"
            texts.append((text, halves, others))
    return texts


def test_precision_and_recall_on_paragraphs_cut_at_random() -> None:
    right = wrong = missed = 0
    for text, halves, others in cut_texts():
        joined = {start for b in find_blocks(text) for start, _ in b.pieces[1:]}
        right += len(joined & halves)
        wrong += len(joined & others)
        missed += len(halves - joined)
    print(f"precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")
    assert right + missed > 200
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.85


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("建立脱贫攻坚项目库,对基", "础设施全面监管。"),
        ("全县有贫困人口3", "万人,分布在各乡镇。"),
        ("特色农业有“菜、果、猪、菌、", "药、杂粮”六大产业。"),
        ("会上宣读了《关于表彰先进的", "决定》,并颁了奖。"),
        ("为此要做好四方面工作,一", "是保持政策稳定,二是巩固成果。"),
    ],
)
def test_what_is_one_paragraph(left: str, right: str) -> None:
    assert evidence(left, right) >= JOIN


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("产业兴旺 生活富裕", "全市累计实施产业项目1031个,完工率达100%。"),
        ("旗帜;", "现如今,昔阳续写了答卷。"),
        ("如今走进吕梁,听到最多的是大山之变——", "荒芜的黄土高坡被绿了。"),
        ("各位代表:", "现在我向大会报告工作。请予审议。"),
        ("脱贫攻坚取得了全面胜利。", "看如今并州大地,面貌一新。"),
        ("床前明月光,", "疑是地上霜。"),
    ],
)
def test_what_is_two(left: str, right: str) -> None:
    assert evidence(left, right) < JOIN


def test_the_word_across_a_break() -> None:
    assert crossing_word("项目库,对基", "础设施") == "基础设施"
    assert crossing_word("取得了胜利", "全市人民") == ""
    assert crossing_word("", "全市") == ""

"""Folding: what each step does, and what holds for any text at all."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.edits import CODE_POINTS
from index.folding import STEPS, Folded, Step, fold, fold_text, steps_without

SEEDS = Path(__file__).parents[2] / "seeds"
SEED_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
MIX = "\n".join(SEED_TEXTS)

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
"""All of Unicode: lone surrogates, unassigned code points and combining marks included."""

PIECES = st.sampled_from(
    "產(chǎn) 業(yè) 縣(xian) (xiàn) 公頃(ha) (ch ǎn) ） （ 縣 沈 瀋 默 乾 隆 坤 瞭 解 手 鍊 薴 麼 幺 么 "
    "覆 蓋 信 射 , ,, ，、 、 。 ; ？ ! .. …… —— -- 1,000 2018 年 1 月 % ％ ① ㎡ Ⅳ ﾞ ｶ ﬁ ẛ ̣ "
    "e ́ ̈ ̸ < > <b> </p> <b<i>> <a b=c> = \" ' <!-- --> &nbsp; a i".split(" ")
    + ["\n", "\r", "\r\n", "\x85", "\u2028", " ", "  ", "\u3000", "\t", "\u200b", "\ufeff", "\0"]
    + ["\ud800", "\udfff", "\uf900", "\u2f00", "\U0002f800", "\U000e0100", "\U0001f468\u200d"]
)
HAZARDS = st.lists(PIECES, max_size=14).map("".join)
"""What the steps act on, in all orders."""


@st.composite
def seed_slices(draw: st.DrawFn) -> str:
    """Slices of the seeds, one behind the other, with hazards between them."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(MIX) - 1))
        parts.append(MIX[start : start + draw(st.integers(0, 80))])
        parts.append(draw(HAZARDS))
    return "".join(parts)


TEXTS = st.one_of(ANY, HAZARDS, seed_slices())


def assert_aligned(text: str, folded: Folded) -> None:
    starts, ends = folded.alignment.starts, folded.alignment.ends
    assert len(folded.alignment) == len(folded.text)
    assert (starts < ends).all()
    assert (np.diff(starts) >= 0).all() and (np.diff(ends) >= 0).all()
    if len(starts):
        assert starts[0] >= 0 and ends[-1] <= len(text)


@given(TEXTS)
def test_alignment_is_monotone_and_in_range(text: str) -> None:
    assert_aligned(text, fold(text))


@given(TEXTS)
@example("\U0002f800乾" * 3)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


def test_a_mark_on_a_doubled_comma_is_one_unit_with_it() -> None:
    folded = fold("(甲),,\u0300乙")
    comma = folded.text.index(",")
    assert folded.text[comma : comma + 2] == ",\u0300"
    assert folded.alignment.to_original(comma, comma + 1) == (3, 6)
    assert folded.alignment.to_original(comma + 1, comma + 2) == (3, 6)
    assert folded.alignment.is_whole(comma, comma + 2)


@settings(max_examples=300)
@given(TEXTS, st.data())
def test_a_whole_span_folds_to_itself_again(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    start, end = folded.alignment.to_folded(*folded.alignment.to_original(start, end))
    span = folded.text[start:end]
    if span.strip(" ") != span:
        return
    first, last = folded.alignment.to_original(start, end)
    assert folded.alignment.is_whole(start, end)
    assert fold_text(text[first:last]) == span


@given(TEXTS, st.sets(st.sampled_from([step.name for step in STEPS])))
def test_every_choice_of_steps_is_total(text: str, names: set[str]) -> None:
    assert_aligned(text, fold(text, steps_without(*names)))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
@settings(max_examples=60)
@given(text=TEXTS)
def test_each_step_alone_is_idempotent(step: Step, text: str) -> None:
    once = fold(text, [step])
    assert_aligned(text, once)
    assert fold(once.text, [step]).text == once.text


def test_every_code_point_folds_for_good() -> None:
    chars = [chr(code) for code in range(CODE_POINTS)]
    for place in range(0, CODE_POINTS, 0x4000):
        # "|" keeps the neighbours apart: it composes with nothing and is never dropped.
        text = "|".join(chars[place : place + 0x4000])
        folded = fold(text)
        assert_aligned(text, folded)
        assert fold_text(folded.text) == folded.text


@given(TEXTS)
def test_no_line_is_lost(text: str) -> None:
    ends = fold(text, [step for step in STEPS if step.name == "line_ends"]).text.count("\n")
    assert fold_text(text).count("\n") == ends


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("沁縣", "沁县"),
        ("《關于２０１８　年》，１２．５％！", "《关于2018年》,12.5%!"),
        ("「沁縣」『永和』", "“沁县”‘永和’"),
        ("① 第Ⅳ章 5㎡ 10² 3½", "(1) 第IV章5m² 10² 3½"),
        ("①3月", "(1)3月"),
        ("豈\u2f00⻓", "岂一长"),
        ("產(chǎn)業(yè)", "产业"),
        ("產（chǎn）業（yè）", "产业"),
        ("产(cha\u030cn)业", "产业"),
        ("縣(xian)志", "县志"),
        ("公頃(ha)", "公顷(ha)"),
        ("沁县(qinxian)", "沁县(qinxian)"),
        ("总值(GDP)、选项(a)、(ma)", "总值(GDP)、选项(a)、(ma)"),
        ("法语(été)", "法语(été)"),
        ("縣,、市,。省,,1,000;,", "县、市。省,1,000;"),
        ("等……——真的?!", "等……——真的?!"),
        ('<strong>永和</strong><br/>縣<a href="x">貧</a>', "永和县贫"),
        ("a<b，且 c>d，<3月>", "a<b,且c>d,<3月>"),
        ("沁\u200b縣\ufeff", "沁县"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("　　打赢脱贫攻坚战 　决胜小康新时代 \n", "打赢脱贫攻坚战 决胜小康新时代\n"),
        ("vivo X90 手机", "vivo X90手机"),
        ("乾隆年間瞭解手鍊", "乾隆年间了解手链"),
        ("", ""),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold_text(text) == folded


def test_what_was_one_character_maps_back_to_it() -> None:
    folded = fold("沁縣(xiàn)①人")
    assert folded.text == "沁县(1)人"
    assert folded.alignment.to_original(0, 2) == (0, 2)
    assert folded.alignment.to_original(3, 4) == (8, 9)
    assert not folded.alignment.is_whole(3, 4)


def test_a_gloss_within_a_span_belongs_to_it_and_one_behind_does_not() -> None:
    text = "大棗產(chǎn)業(yè)致富"
    folded = fold(text)
    place = folded.text.index("产业")
    start, end = folded.alignment.to_original(place, place + 2)
    assert text[start:end] == "產(chǎn)業"


def test_doubled_marks_are_one_unit() -> None:
    text = "南端,、黃河"
    start, end = fold(text).alignment.to_original(2, 3)
    assert text[start:end] == ",、"


def test_a_phrase_is_one_unit() -> None:
    folded = fold("看乾隆")
    assert not folded.alignment.is_whole(1, 2)
    assert folded.alignment.to_original(1, 2) == (1, 3)


def test_the_traditional_seed_reads_as_simplified() -> None:
    [text] = [text for text in SEED_TEXTS if "永和縣" in text]
    folded = fold_text(text)
    assert "大枣产业致富增收" in folded
    assert "永和县位于晋西吕梁山脉南端、黄河中游" in folded
    assert ",," not in folded and "(chǎn)" not in folded and "縣" not in folded
    assert folded.count("\n") == text.count("\n")


@pytest.mark.parametrize("index", range(len(SEED_TEXTS)))
def test_every_line_of_a_seed_maps_back(index: int) -> None:
    text = SEED_TEXTS[index]
    folded = fold(text)
    place = 0
    for line in folded.text.split("\n"):
        start, end = folded.alignment.to_original(place, place + len(line))
        assert fold_text(text[start:end]) == line
        place += len(line) + 1


@pytest.mark.parametrize(
    ("name", "text", "folded"),
    [
        ("line_ends", "一\r\n二\r三", "一\n二\n三"),
        ("invisible", "沁\u200b县\ufeff", "沁县"),
        ("width", "２０１８，縣", "2018,縣"),
        ("sequences", "e\u0301縣", "é縣"),
        ("tags", "<b>縣</b>", "縣"),
        ("glosses", "產(chǎn)業(yè)", "產業"),
        ("chinese", "沁縣，", "沁县，"),
        ("doubled", "縣,、市,。", "縣、市。"),
        ("spaces", "2018　年 縣", "2018年 縣"),
    ],
)
def test_each_step_does_its_own_and_can_be_left_out(name: str, text: str, folded: str) -> None:
    [step] = [step for step in STEPS if step.name == name]
    assert fold(text, [step]).text == folded
    others = fold(text, steps_without(name))
    assert others.text != fold_text(text)
    assert_aligned(text, others)


def test_every_step_is_tried_alone() -> None:
    [mark] = test_each_step_does_its_own_and_can_be_left_out.pytestmark
    assert [case[0] for case in mark.args[1]] == [step.name for step in STEPS]


def test_steps_can_be_left_out() -> None:
    assert fold("沁縣，", steps_without("chinese")).text == "沁縣,"
    assert fold("沁縣，", steps_without("width")).text == "沁县，"
    with pytest.raises(ValueError, match="pinyin"):
        steps_without("pinyin")


def test_normal_forms_of_one_text_fold_alike() -> None:
    text = "ｶﾞé產(chǎn)"
    forms = {fold_text(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC")}
    assert forms == {"ガé产"}


def test_folding_is_fast() -> None:
    text = MIX * 40
    fold(text)
    started = time.process_time()
    fold(text)
    # Measured above 6 million characters a second; the bound leaves room for a slow machine.
    assert len(text) / (time.process_time() - started) > 1_500_000

"""The reading text: folded, with damage read or marked, and the way back to the original."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.damage import Fault
from index.folding import fold_text, steps_without
from index.reading_text import DAMAGED, read

SEEDS = Path(__file__).parents[2] / "seeds"
[DAMAGED_SEED] = [
    text for path in SEEDS.glob("*.txt") if "永和縣" in (text := path.read_text(encoding="utf-8"))
]


def test_a_lost_figure_is_never_read() -> None:
    reading = read(DAMAGED_SEED)
    assert "总人口□万人,是国家扶贫开发重点县" in reading.text
    assert "8万" not in reading.text[: reading.text.index("是国家扶贫开发")]
    place = reading.text.index(DAMAGED)
    start, end = reading.alignment.to_original(place, place + 1)
    assert DAMAGED_SEED[start:end] == "?.8"
    [damage] = reading.damage_in(place, place + 3)
    assert damage.kind is Fault.LOST and not damage.is_read


def test_damage_that_can_be_read_is_read_and_maps_to_what_stands_there() -> None:
    reading = read(DAMAGED_SEED)
    place = reading.text.index("“两保”并举")
    start, end = reading.alignment.to_original(place, place + 6)
    assert DAMAGED_SEED[start:end] == "“兩?！辈⑴e".replace("！", "!")
    [damage] = reading.damage_in(place, place + 6)
    assert damage.reading == "保”并舉" and damage.is_read
    assert reading.damage_in(place, place + 2) == ()
    assert "“一揽子”保险扶贫实现全覆盖,累计赔付6597万元" in reading.text
    assert "(永和县扶贫办供稿)" in reading.text


def test_a_reading_of_nothing_leaves_nothing() -> None:
    reading = read("甲strong>乙")
    assert reading.text == "甲乙"
    [damage] = reading.damage_in(0, 2)
    assert damage.is_read
    assert reading.damage_in(0, 1) == ()


def test_clean_text_is_folded_and_no_more() -> None:
    text = "沁縣，２０１８ 年"
    reading = read(text)
    assert reading.text == fold_text(text) and reading.damage == ()
    assert read(text, steps_without("chinese")).text == "沁縣,2018年"


@given(
    st.text(
        st.characters(exclude_categories=()) | st.sampled_from("?.8\ufffd產(chǎn)"), max_size=40
    )
)
def test_any_text_can_be_read(text: str) -> None:
    reading = read(text)
    starts, ends = reading.alignment.starts, reading.alignment.ends
    assert len(reading.text) == len(starts)
    assert (starts < ends).all() and (np.diff(starts) >= 0).all() and (np.diff(ends) >= 0).all()
    if len(starts):
        assert ends[-1] <= len(text)


@given(st.integers(0, len(DAMAGED_SEED)), st.integers(0, 200))
def test_undamaged_spans_of_the_damaged_seed_fold_to_themselves(start: int, size: int) -> None:
    reading = read(DAMAGED_SEED)
    first, last = reading.alignment.to_folded(start, start + size)
    span = reading.text[first:last]
    if reading.damage_in(first, last) or span.strip(" ") != span:
        return
    start, end = reading.alignment.to_original(first, last)
    assert fold_text(DAMAGED_SEED[start:end]) == span

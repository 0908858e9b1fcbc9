from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.reading_text import read
from index.samples import find_samples

SEEDS = Path(__file__).parents[2] / "seeds"


def pairs(original: str, most: int = 8) -> list[tuple[str, str]]:
    reading = read(original)
    return [
        (reading.text[slice(*sample.folded)], original[slice(*sample.original)])
        for sample in find_samples(original, reading, most)
    ]


def test_each_sample_shows_something_new() -> None:
    text = "沁縣人口。沁县产业。產(chǎn)業，沁縣人口。２０１８年；沁縣，沁县。"
    assert pairs(text) == [
        ("产业,", "產(chǎn)業，"),
        ("2018年;", "２０１８年；"),
        ("沁县,", "沁縣，"),
    ]
    assert pairs(text, most=1) == [("产业,", "產(chǎn)業，")]


def test_where_nothing_differs_there_is_no_sample() -> None:
    assert pairs("沁县人口。沁县产业。") == []
    assert pairs("") == []


def test_what_differs_is_named() -> None:
    text = "全沁縣人口"
    [sample] = find_samples(text, read(text))
    assert sample.differing == ((2, 3),)


def test_the_damaged_and_glossed_seed_shows_both() -> None:
    [text] = [t for p in SEEDS.glob("*.txt") if "永和縣" in (t := p.read_bytes().decode("utf-8"))]
    shown = pairs(text)
    assert ("总人口□万人,", "總?cè)丝?.8萬人,,") in shown
    assert ("“两保”并举。", "“兩?!辈⑴e。") in shown
    assert any("(chǎn)" in original and "(chǎn)" not in folded for folded, original in shown)


@given(st.text(st.sampled_from("沁縣县人，。,\n 産(chǎn)①乾隆?\ufffd\u200b"), max_size=60))
def test_samples_of_any_text_are_apart_and_map_back(text: str) -> None:
    reading = read(text)
    done = 0
    for sample in find_samples(text, reading):
        start, end = sample.folded
        assert done <= start < end
        assert reading.alignment.to_original(start, end) == sample.original
        assert all(start <= a < b <= end for a, b in sample.differing)
        done = end

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import postings as module
from index.mapped import new_array
from index.postings import Collector, Postings, Source, merge_postings

TEXTS = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=9), max_size=12)


def collect(texts: list[list[str]]) -> tuple[Postings, list[str]]:
    collector = Collector()
    for text in texts:
        assert collector.add(text) == len(text)
    return collector.finish()


@given(TEXTS)
def test_each_term_has_those_that_hold_it(texts: list[list[str]]) -> None:
    postings, terms = collect(texts)
    assert terms == sorted({term for text in texts for term in text})
    for number, term in enumerate(terms):
        holding = [at for at, text in enumerate(texts) if term in text]
        assert postings.of(number).tolist() == holding
        low, high = postings.bounds[number : number + 2]
        assert postings.counts[low:high].tolist() == [texts[at].count(term) for at in holding]


@given(TEXTS, st.sets(st.integers(0, 11)), st.integers(1, 9))
def test_what_was_removed_does_not_count(
    texts: list[list[str]], removed: set[int], stretch: int
) -> None:
    postings, terms = collect(texts)
    live = np.array([at not in removed for at in range(len(texts))], dtype=bool)
    held = Counter(t for at, text in enumerate(texts) if at not in removed for t in set(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_STRETCH", stretch)
        assert postings.holding_each(live).tolist() == [held[term] for term in terms]
    assert [postings.holding(i, live) for i in range(len(terms))] == [held[t] for t in terms]


@given(st.lists(TEXTS, min_size=1, max_size=4), st.sets(st.integers(0, 40)), st.integers(1, 9))
def test_merged_postings_are_those_of_one_collection(
    tmp_path_factory: pytest.TempPathFactory,
    groups: list[list[list[str]]],
    removed: set[int],
    stretch: int,
) -> None:
    folder = tmp_path_factory.mktemp("merged")
    every = [text for group in groups for text in group]
    new = np.full(len(every), -1, dtype=np.int32)
    stays = [at for at in range(len(every)) if at not in removed]
    new[stays] = np.arange(len(stays))
    whole, terms = collect([every[at] for at in stays])
    number = {term: at for at, term in enumerate(terms)}
    sources, start = [], 0
    for group in groups:
        part, names = collect(group)
        numbers = np.array([number.get(name, -1) for name in names], dtype=np.int32)
        sources.append(Source(part, numbers, new[start : start + len(group)]))
        start += len(group)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_STRETCH", stretch)
        held = whole.holding_each()
        merge_postings(folder, "t", held, iter(sources), np.dtype(np.uint8))
    merged = Postings.load(folder, "t")
    for name in ("bounds", "members", "counts"):
        np.testing.assert_array_equal(getattr(merged, name), getattr(whole, name))


def test_a_count_that_is_large_is_kept(tmp_path: Path) -> None:
    postings, _ = collect([["甲"] * 70_000, ["甲"]])
    postings.save(tmp_path, "t")
    assert Postings.load(tmp_path, "t").counts.tolist() == [70_000, 1]


def test_an_array_that_does_not_fit_the_disk_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        new_array(tmp_path / "a.npy", np.dtype(np.float32), (2**40, 2**10))

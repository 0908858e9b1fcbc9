from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.segment_policy import FANOUT, SMALL, Size, plan


def merged(sizes: list[Size], budget: int | None = None) -> list[Size]:
    """The segments after a plan was carried out."""
    groups = plan(sizes, budget)
    gone = {at for group in groups for at in group}
    kept = [size for at, size in enumerate(sizes) if at not in gone]
    made = [sum(sizes[at].live for at in group) for group in groups]
    return kept + [Size(live, live) for live in made]


SIZES = st.lists(
    st.tuples(st.integers(0, 400_000), st.integers(0, 400_000)).map(
        lambda pair: Size(max(pair), min(pair))
    ),
    max_size=40,
)


@given(SIZES)
def test_nothing_is_lost_and_nothing_more_is_due_afterwards(sizes: list[Size]) -> None:
    after = merged(sizes)
    assert sum(size.live for size in after) == sum(size.live for size in sizes)
    assert not plan(after)
    assert sum(size.live < SMALL for size in after) <= 1


@given(SIZES, st.integers(0, 500_000))
def test_no_more_is_written_than_the_budget(sizes: list[Size], budget: int) -> None:
    groups = plan(sizes, budget)
    assert sum(sizes[at].live for group in groups for at in group) <= budget
    assert len({at for group in groups for at in group}) == sum(map(len, groups))


def test_segments_stay_few_while_documents_come_one_at_a_time() -> None:
    sizes: list[Size] = []
    written = most = 0
    for _ in range(3_000):
        before = sizes
        sizes = merged([*sizes, Size(100, 100)])
        most = max(most, len(sizes))
        written += sum(size.live for size in sizes if size not in before)
    assert sum(size.live for size in sizes) == 300_000
    assert most <= 3 * FANOUT
    assert written < 20 * 300_000


def test_a_large_build_ends_as_one_segment() -> None:
    assert len(merged([Size(4_000, 4_000)] * 80)) == 1


def test_what_is_half_removed_is_written_anew() -> None:
    assert merged([Size(100_000, 50_000)]) == [Size(50_000, 50_000)]
    assert merged([Size(100_000, 90_000)]) == [Size(100_000, 90_000)]

"""What a figure counts, where it has one character."""

from __future__ import annotations

import pytest

from rag.figure_fit import counted_length


@pytest.mark.parametrize(
    ("noun", "after", "length"),
    [
        ("村", "村集体", 1),
        ("村", "贫困村集体经济", 3),
        ("村", "村级电站", 0),
        ("村", "村民参加", 0),
        ("县", "贫困县全部摘帽", 3),
        ("县", "项目在全国各地的县", 0),
        ("", "贫困县", 0),
    ],
)
def test_a_thing_of_one_character_is_counted(noun: str, after: str, length: int) -> None:
    assert counted_length(noun, after) == length

from __future__ import annotations

import pytest

from rag.counters import counts_such


@pytest.mark.parametrize(
    ("noun", "counter", "counts"),
    [
        ("蛋", "枚", True),
        ("小学", "所", True),
        ("食品公司", "家", True),
        ("羊", "头", True),
        ("蛋", "座", False),
        ("产业", "家", False),
        ("", "家", False),
        ("蛋", "", False),
    ],
)
def test_what_is_counted_with_what(noun: str, counter: str, counts: bool) -> None:
    assert counts_such(noun, counter) is counts

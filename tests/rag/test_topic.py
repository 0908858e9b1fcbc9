from __future__ import annotations

import pytest

from rag.coverage import Words
from rag.topic import is_off_topic


@pytest.mark.parametrize(
    ("named", "text", "off"),
    [
        (["水渠", "清淤"], "全乡投入20万元,添置课桌300套。", True),
        (["水渠", "清淤"], "全乡清理水沟渠道30里。", False),
        (["水渠", "清淤"], "水渠有30里。", False),
        (["面积"], "在300平方公里的土地上。", False),
        (["面积", "水库"], "在300平方公里的土地上。", True),
        ([], "在300平方公里的土地上。", False),
    ],
)
def test_a_text_with_nothing_of_what_is_asked_about(named: list[str], text: str, off: bool) -> None:
    assert is_off_topic(Words(dict.fromkeys(named, 1.0)), text) is off

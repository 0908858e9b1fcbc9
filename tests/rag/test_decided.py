from __future__ import annotations

import pytest

from rag.decided import decided_fit


@pytest.mark.parametrize(
    ("question", "told", "fit"),
    [
        ("月租多少", "会议同意调到", 1),
        ("月租多少", "物业提出月租由150元调到", -1),
        ("物业想调到多少", "物业提出月租由150元调到", 0),
        ("月租多少", "物业提出整改,押金", 0),
        ("月租多少", "同意更换,费用", 0),
    ],
)
def test_what_was_decided_comes_before_what_was_proposed(
    question: str, told: str, fit: int
) -> None:
    assert decided_fit(question, told) == fit

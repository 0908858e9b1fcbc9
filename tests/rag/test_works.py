from __future__ import annotations

import pytest

from rag.works import is_outlay_for_other_works


@pytest.mark.parametrize(
    ("question", "before", "sentence", "other"),
    [
        ("修公路投资多少", "", "投资20万元,打了三口水井。", True),
        ("修公路投资多少", "公路通到山脚。", "投资20万元,水井也打了三口。", False),
        ("修公路投资多少", "", "投资20万元,添置课桌300套。", False),
        ("修公路投资多少", "", "投资20万元,村道拓宽到6米。", False),
        ("打水井花了多少钱", "", "花20万元盖起了教学楼。", True),
        ("买课桌花了多少钱", "", "花20万元盖起了教学楼。", False),
        ("公路有多少里", "", "投资20万元,打了三口水井。", False),
    ],
)
def test_what_works_of_another_sort_cost(
    question: str, before: str, sentence: str, other: bool
) -> None:
    assert is_outlay_for_other_works(question, before + sentence, sentence) is other

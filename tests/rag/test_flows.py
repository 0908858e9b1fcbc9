from __future__ import annotations

import pytest

from rag.flows import tells_other_flow


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "other"),
    [
        ("建大棚投了多少钱", "大棚带动农户年均增收4000元。", "4000元", True),
        ("建大棚投了多少钱", "村里投资90万元建起大棚,年增收40万元。", "90万元", False),
        ("建大棚投了多少钱", "村里投资90万元建起大棚,年增收40万元。", "40万元", True),
        ("建大棚投了多少钱", "大棚一共90万元。", "90万元", False),
        ("种菜增收多少元", "村里投资90万元建起大棚。", "90万元", True),
        ("种菜增收多少元", "每户增收4000元。", "4000元", False),
        ("建大棚投资多少收入多少", "大棚年增收40万元。", "40万元", False),
    ],
)
def test_spent_is_not_gained(question: str, sentence: str, figure: str, other: bool) -> None:
    start = sentence.index(figure)
    assert tells_other_flow(question, sentence, start, start + len(figure)) is other

from __future__ import annotations

import pytest

from index.places import find_places
from rag.scope import names_village, speaks_of

QINXIAN = ("沁县", "长治市", "山西省")


@pytest.mark.parametrize(
    ("question", "sentence", "named"),
    [
        ("沁县搬迁了多少人", "牛寺乡王泉村有50户130人整村搬迁", True),
        ("王泉村搬迁了多少人", "牛寺乡王泉村有50户130人整村搬迁", False),
        ("沁县有多少贫困村", "179个贫困村全部退出,实施万企帮万村", False),
    ],
)
def test_a_village_that_was_not_asked_about(question: str, sentence: str, named: bool) -> None:
    assert names_village(question, sentence) is named


@pytest.mark.parametrize(
    ("question", "home", "told", "fits"),
    [
        ("沁县脱贫了多少人", QINXIAN, "全县37467人脱贫", True),
        ("长治市脱贫了多少人", QINXIAN, "全县37467人脱贫", False),
        ("山西省脱贫了多少人", QINXIAN, "全县37467人脱贫", False),
        ("石楼脱贫了多少人", ("吕梁市", "山西省"), "全市59万人脱贫", False),
        ("石楼脱贫了多少人", ("吕梁市", "山西省"), "石楼县3万人脱贫", True),
        ("脱贫了多少人", QINXIAN, "全县37467人脱贫", True),
    ],
)
def test_the_figure_of_one_place_is_not_that_of_another(
    question: str, home: tuple[str, ...], told: str, fits: bool
) -> None:
    assert speaks_of(find_places(question), home, told, told) is fits

from __future__ import annotations

import re

import pytest

from index.places import find_places
from rag.question import read_question
from rag.scope import is_of_smaller, names_village, speaks_of

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
        ("娄烦县搬迁了多少人", ("太原市", "山西省"), "娄烦、阳曲两县搬迁7241人", False),
        ("娄烦和阳曲一共搬迁了多少人", ("太原市", "山西省"), "娄烦、阳曲两县搬迁7241人", True),
        ("娄烦收入多少", ("太原市", "山西省"), "娄烦、阳曲收入分别为10982元、10783元", True),
        ("娄烦有多少贫困村", ("太原市", "山西省"), "160个贫困村出列,娄烦、阳曲摘帽", False),
        ("娄烦有多少贫困村", ("太原市", "山西省"), "在娄烦调研后,全市160个贫困村出列", False),
        ("兴县投入了多少", ("吕梁市", "山西省"), "兴县与山西焦煤等企业合作,投入1.74亿元", True),
    ],
)
def test_the_figure_of_one_place_is_not_that_of_another(
    question: str, home: tuple[str, ...], told: str, fits: bool
) -> None:
    assert speaks_of(find_places(question), home, told, told, _figure(told)) is fits


def _figure(told: str) -> int:
    return re.search("[0-9]", told).start()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "home", "sentence", "part"),
    [
        ("全国搬迁了多少人", QINXIAN, "全县搬迁6524人", True),
        ("全国搬迁了多少人", QINXIAN, "全国搬迁960多万人", False),
        ("全国搬迁了多少人", (), "搬迁960多万人", False),
        ("全省有多少贫困村", QINXIAN, "179个贫困村退出", True),
        ("全省有多少贫困村", ("山西省",), "7993个贫困村退出", False),
        ("沁县有几个全国先进集体", QINXIAN, "2个先进集体", False),
    ],
)
def test_the_figure_of_a_county_is_not_that_of_the_country(
    question: str, home: tuple[str, ...], sentence: str, part: bool
) -> None:
    assert is_of_smaller(read_question(question), home, sentence) is part

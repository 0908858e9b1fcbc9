from __future__ import annotations

import pytest

from rag.indicators import tells_other_indicator


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "other"),
    [
        ("全市生产总值是多少", "农民人均可支配收入达到9000元。", "9000元", True),
        ("全市生产总值是多少", "生产总值和财政收入分别为300亿元、20亿元。", "300亿元", False),
        ("全市生产总值是多少", "全市达到300亿元,人均收入也翻了番。", "300亿元", False),
        ("财政收入有多少", "蜂蜜产值40万元。", "40万元", True),
        ("农民人均收入多少", "农民工资性收入每年9000元。", "9000元", False),
        ("农民卖蜂蜜得了多少", "蜂蜜产值40万元。", "40万元", False),
        ("产值和税收各多少", "工资9000元。", "9000元", False),
        ("全市失业率是多少", "项目完工率达100%。", "100%", True),
        ("全市贫困率是多少", "贫困发生率降到0.5%。", "0.5%", False),
        ("小学入学率是多少", "入学率小学达到99.5%。", "99.5%", False),
    ],
)
def test_a_figure_of_another_indicator(
    question: str, sentence: str, figure: str, other: bool
) -> None:
    start = sentence.index(figure)
    assert tells_other_indicator(question, sentence, start, start + len(figure)) is other


def test_a_figure_of_the_other_group() -> None:
    sentence = "农村居民人均可支配收入10656元。"
    start = sentence.index("10656")
    assert tells_other_indicator("城镇居民人均可支配收入", sentence, start, start + 6)
    assert not tells_other_indicator("农村居民人均可支配收入", sentence, start, start + 6)
    assert not tells_other_indicator("居民人均可支配收入", sentence, start, start + 6)

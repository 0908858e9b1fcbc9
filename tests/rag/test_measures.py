from __future__ import annotations

import pytest

from rag.measures import is_of_another_dimension


@pytest.mark.parametrize(
    ("question", "answer", "another"),
    [
        ("这颗南瓜卖了多少钱", "85斤", True),
        ("这颗南瓜卖了多少钱", "85元", False),
        ("这颗南瓜卖了多少钱", "卖得很贵", False),
        ("这颗南瓜卖了多少钱", "85", False),
        ("这颗南瓜有多重", "85公斤", False),
        ("这颗南瓜有多重", "300元", True),
        ("这条渠有多少公里", "12个百分点", True),
        ("这条渠有多少公里", "一万二千米", False),
        ("公园面积有多大", "30公顷", False),
        ("公园面积有多大", "约10万人", True),
        ("收入涨了多少", "12%", False),
        ("参保的比例是多少", "2.5亿元", True),
        ("入住率是多少", "20个", True),
        ("入住率达到多少", "100%", False),
        ("增幅是多少", "12.5", False),
        ("卖了多少斤多少钱", "3000元", False),
        ("到县城有多远", "三十分钟车程", False),
        ("来了多少人", "5万人次", False),
        ("总产值是多少亿元", "第4位", True),
        ("成鸟有多重", "510—640克", False),
        ("风机噪音多大", "22升", True),
        ("风机噪音多大", "48分贝", False),
        ("功率是多少", "340W", False),
        ("水温是多少", "38度", False),
        ("体重增加了多少", "5%", False),
        ("深度贫困村有几个", "35个", False),
        ("多久洗一次", "40元", True),
        ("多久洗一次", "每两周", False),
        ("能装多少毫升", "4.5升", False),
        ("农家乐一年能挣多少钱", "1000余家", True),
        ("一共投了多少钱", "3.6亿", False),
    ],
)
def test_a_figure_of_another_dimension(question: str, answer: str, another: bool) -> None:
    assert is_of_another_dimension(question, [answer]) is another

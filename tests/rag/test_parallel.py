from __future__ import annotations

import pytest

from rag.parallel import pair_up

HOUSES = "柳树屯、榆树沟两个村分别有120户、85户。"
FRUIT = "全县苹果、核桃、红枣销售额分别达到3.2亿元、1.1亿元和8000万元,创下新高。"
HELP = "天津、杭州、宁波、厦门分别对口支援平凉、恩施、延边、临夏,合作已有五年。"
PAY = "城镇居民人均收入31,560元,农村居民人均收入12,318元,分别增长4.8%和7.2%。"
CHANGE = "甲厂和乙厂的产量分别由2018年的300吨、450吨增加到2022年的520吨、610吨。"


@pytest.mark.parametrize(
    ("question", "sentence", "theirs"),
    [
        ("榆树沟有多少户", HOUSES, ["85户"]),
        ("柳树屯有多少户", HOUSES, ["120户"]),
        ("核桃卖了多少钱", FRUIT, ["1.1亿元"]),
        ("红枣销售额多少", FRUIT, ["8000万元"]),
        ("农村人的收入涨了百分之几", PAY, ["7.2%"]),
        ("农民收入涨了多少", PAY, ["7.2%"]),
        ("城里人收入涨了多少", PAY, ["4.8%"]),
        ("乙厂2022年产量多少", CHANGE, ["450吨", "610吨"]),
        ("延边由谁对口支援", HELP, ["宁波"]),
        ("杭州对口支援哪里", HELP, ["恩施"]),
        ("谁支援平凉", HELP, ["天津"]),
        ("厦门支援的是哪个地方", HELP, ["临夏"]),
    ],
)
def test_each_item_has_the_partner_at_its_place(
    question: str, sentence: str, theirs: list[str]
) -> None:
    pairing = pair_up(question, sentence)
    assert pairing is not None
    assert [sentence[a:b] for a, b in pairing.theirs] == theirs
    assert not set(pairing.theirs) & set(pairing.others)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("梨子卖了多少钱", FRUIT),
        ("居民收入涨了多少", PAY),
        ("农村收入涨了多少", "城镇建楼3栋,农村修路5公里,分别投资3万元和4万元。"),
        ("全县有多少户", HOUSES),
        ("榆树沟有多少户", "柳树屯120户,榆树沟85户。"),
        ("榆树沟有多少户", "柳树屯、榆树沟分别建了学校、医院和敬老院。"),
    ],
)
def test_without_a_named_item_or_lists_of_one_length_nothing_is_paired(
    question: str, sentence: str
) -> None:
    assert pair_up(question, sentence) is None

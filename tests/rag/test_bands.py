"""Bands of rules, tariffs and manuals."""

from __future__ import annotations

import math
import time

import pytest

from index.folding import fold
from rag.bands import find_bands
from rag.bounds import find_quantities


def _bands(text: str) -> list[tuple[str, float, float, str]]:
    """Each band as stated, with its limits in the unit it is written in and what holds for it."""
    folded = fold(text).text
    unit = {"年": 12.0, "天": 86400.0, "小时": 3600.0, "分钟": 60.0, "公斤": 1e3, "吨": 1e6}
    return [
        (
            folded[band.start : band.end],
            band.low / unit.get(band.written, 1.0),
            band.high / unit.get(band.written, 1.0),
            folded[slice(*band.scope)].strip(",的;。"),
        )
        for band in find_bands(folded)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12天", 12 * 86400.0),
        ("两周", 14 * 86400.0),
        ("三个半月", 3.5),
        ("两年半", 30.0),
        ("半年", 6.0),
        ("一百二十八元", 128.0),
        ("3万元", 30000.0),
        ("5千块", 5000.0),
        ("一米二", 1.2),
        ("1米35", 1.35),
        ("115厘米", 1.15),
        ("90分钟", 5400.0),
        ("1.5个小时", 5400.0),
    ],
)
def test_values_are_comparable(text: str, expected: float) -> None:
    assert [quantity.value for quantity in find_quantities(text)] == pytest.approx([expected])


@pytest.mark.parametrize("text", ["2024年", "第3天", "三年级", "10多年", "5人均", "3分之一", "12"])
def test_no_value(text: str) -> None:
    assert find_quantities(text) == ()


INF = math.inf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "在本院任教满2年不满5年的，每年可申请进修3天；满5年不满8年的，6天；满8年的，12天。",
            [
                ("满2年不满5年", 2, 5, "每年可申请进修3天"),
                ("满5年不满8年", 5, 8, "6天"),
                ("满8年", 8, INF, "12天"),
            ],
        ),
        (
            "出差2天（含）以内由科长签字，超过2天不足7天的由处长签字，7天及以上的报院长签字。",
            [
                ("2天(含)以内", -INF, 2, "由科长签字"),
                ("超过2天不足7天", 2, 7, "由处长签字"),
                ("7天及以上", 7, INF, "报院长签字"),
            ],
        ),
        (
            "年用电量2000度以下的部分每度0.5元，2000度至4000度的部分0.6元，超过4000度的部分0.9元。",
            [
                ("2000度以下", -INF, 2000, "部分每度0.5元"),
                ("2000度至4000度", 2000, 4000, "部分0.6元"),
                ("超过4000度", 4000, INF, "部分0.9元"),
            ],
        ),
        (
            "停车2小时以内免费，之后每小时3元。",
            [("2小时以内", -INF, 2, "免费"), ("之后每", 2, INF, "小时3元")],
        ),
        (
            "首重1公斤以内12元，每增加1公斤加收8元。",
            [("首重1公斤以内", -INF, 1, "12元"), ("每增加", 1, INF, "1公斤加收8元")],
        ),
        (
            "身高1.1米以下儿童免票，1.1米（含）—1.4米的儿童半价，1.4米以上购全票。",
            [
                ("1.1米以下", -INF, 1.1, "儿童免票"),
                ("1.1米(含)—1.4米", 1.1, 1.4, "儿童半价"),
                ("1.4米以上", 1.4, INF, "购全票"),
            ],
        ),
        (
            "消费满200元减20元，满500元减60元，满1000元减150元。",
            [
                ("满200元", 200, 500, "减20元"),
                ("满500元", 500, 1000, "减60元"),
                ("满1000元", 1000, INF, "减150元"),
            ],
        ),
        (
            "90分以上为优秀，75分以上为良好，60分以上为合格，60分以下为不合格。",
            [
                ("90分以上", 90, INF, "为优秀"),
                ("75分以上", 75, 90, "为良好"),
                ("60分以上", 60, 75, "为合格"),
                ("60分以下", -INF, 60, "为不合格"),
            ],
        ),
        (
            "1公斤以内10元，5公斤以内15元，10公斤以内20元。",
            [
                ("1公斤以内", -INF, 1, "10元"),
                ("5公斤以内", 1, 5, "15元"),
                ("10公斤以内", 5, 10, "20元"),
            ],
        ),
        (
            "人均月收入低于800元的，每月补助400元；800元以上不满1500元的，每月补助200元。",
            [
                ("低于800元", -INF, 800, "每月补助400元"),
                ("800元以上不满1500元", 800, 1500, "每月补助200元"),
            ],
        ),
        (
            "迟到15分钟以内的扣20元，超过15分钟不足60分钟的扣50元。",
            [("15分钟以内", -INF, 15, "扣20元"), ("超过15分钟不足60分钟", 15, 60, "扣50元")],
        ),
        (
            "票价：12元（1公斤以内），20元（1至5公斤），30元（超过5公斤）",
            [
                ("1公斤以内", -INF, 1, "12元"),
                ("1至5公斤", 1, 5, "20元"),
                ("超过5公斤", 5, INF, "30元"),
            ],
        ),
        (
            "6岁以下儿童和65岁以上老人免票，其他人票价40元。",
            [("6岁以下", -INF, 6, "老人免票"), ("65岁以上", 65, INF, "老人免票")],
        ),
        ("70岁以上老人凭证免票，学生半价。", [("70岁以上", 70, INF, "老人凭证免票")]),
        ("单笔超过2000元的，须经主任同意。", [("超过2000元", 2000, INF, "须经主任同意")]),
        (
            "月收入1500元以上的，不予补助。\n自付费用满5000元不满2万元的，由工会审批；满2万元的，由总会审批。",
            [
                ("1500元以上", 1500, INF, "不予补助"),
                ("满5000元不满2万元", 5000, 20000, "由工会审批"),
                ("满2万元", 20000, INF, "由总会审批"),
            ],
        ),
        (
            "返岗后2个工作日内补交证明。5天以内的假按全薪发放，超过部分不发。",
            [("5天以内", -INF, 5, "假按全薪发放"), ("超过部分", 5, INF, "不发")],
        ),
        ("工龄3年以上至5年以下的，发一个月。", [("3年以上至5年以下", 3, 5, "发一个月")]),
        ("10人以上团体可打八折。", [("10人以上", 10, INF, "团体可打八折")]),
    ],
)
def test_bands(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    assert _bands(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "事假全年累计不得超过12天。",
        "新增就业3.5万人以上，优良天数不少于320天。",
        "处1万元以上5万元以下的罚款；情节严重的，处5万元以上10万元以下的罚款。",
        "请在3天内提交材料，5天内完成审核，10天内办结。",
        "人均收入超过5000元，而前年还不足3000元。",
        "初审需3至5天，复审需7至10天。",
        "规模以上工业企业57家。",
        "2019年至2021年修路12公里。",
        "空腹8小时以上，可以喝水。",
        "海拔900至2300米的山溪。",
    ],
)
def test_what_is_told_is_no_band(text: str) -> None:
    assert _bands(text) == []


def test_a_limit_in_two_bands_is_in_the_one_that_says_so() -> None:
    first, second = find_bands("18吨及以下的部分2元,18吨至25吨的部分3元")
    assert (first.holds(18e6), second.holds(18e6), second.holds(18.1e6)) == (True, False, True)


def test_law_includes_the_limits_of_above_and_below() -> None:
    (band,) = find_bands("3个月以上6个月以下的")
    assert [band.holds(value) for value in (2.9, 3, 6, 6.1)] == [False, True, True, False]
    (band,) = find_bands("超过3个月不足6个月的")
    assert [band.holds(value) for value in (3, 3.1, 6)] == [False, True, False]


def test_long_texts_take_time_in_proportion() -> None:
    for text in ("满1年不满2年的3天;" * 9000, "1" * 99_000, "超过5天" * 25_000, "三" * 99_000):
        begin = time.process_time()
        find_bands(text)
        assert time.process_time() - begin < 8

from __future__ import annotations

import pytest

from rag.date_spans import asks_clock, clocks_in, dates_in, times_in


def found(question: str, sentence: str) -> list[str]:
    return [sentence[a:b] for a, b in times_in(question, sentence)]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("庙会5月3日至7日举行。", ["5月3日至7日"]),
        ("工期从2020年3月到2022年8月。", ["2020年3月到2022年8月"]),
        ("6月8日、12日两次放票。", ["6月8日、12日"]),
        ("2014年、2015年连年丰收。", ["2014年", "2015年"]),
        ("大坝2008年底合龙,去年3月验收。", ["2008年底", "去年3月"]),
        ("定于2019年上半年开园。", ["2019年上半年"]),
        ("祠堂建于永乐六年(1408年)春。", ["永乐六年(1408年)春"]),
        ("窑场兴于12世纪,上世纪80年代初停烧。", ["12世纪", "上世纪80年代初"]),
        ("9月1日上午8点30分开门。", ["9月1日上午8点30分"]),
        ("城墙毁于755年,重修用了100年,距今300年以上。", ["755年"]),
        ("每年农历三月十八唱戏,正月初五开门。", ["每年农历三月十八", "正月初五"]),
        ("可以顺延到次年3月31日。", ["次年3月31日"]),
        ("定于4月24日(星期四)出发。", ["4月24日(星期四)"]),
        ("新馆在文昌路66号,21号开门。", ["21号"]),
        ("三年来投入5亿元,建了30个村。", []),
        ("每年9月10日前交表,12月3日起打印。", ["每年9月10日前", "12月3日起"]),
        ("2020年底前完成,明年6月以后换。", ["2020年底前", "明年6月以后"]),
        ("2018年前往北京,2019年前三季度起草。", ["2018年", "2019年"]),
    ],
)
def test_dates_stand_whole(sentence: str, dates: list[str]) -> None:
    assert found("什么时候", sentence) == dates


def test_times_of_day_are_given_where_they_are_asked_for() -> None:
    sentence = "9月1日上午8点30分开门,下午五点半关门,票价20元,提了3点建议。"
    assert found("几点开门", sentence) == ["上午8点30分", "下午五点半"]
    assert found("哪天开门", sentence) == ["9月1日上午8点30分"]
    assert asks_clock("展览几点开始")
    assert not asks_clock("展览几号开始")


def test_a_time_of_day_keeps_what_says_how_exact_it_is() -> None:
    sentence = "上午9:30前报到,16:20左右返程,食堂11:00—13:00开。"
    assert found("几点报到", sentence) == ["上午9:30前", "16:20左右", "11:00—13:00"]


def test_days_of_the_week_are_given_where_nothing_else_says_when() -> None:
    assert found("星期几收单", "3月起每周二、周四收单。") == ["每周二、周四"]
    assert found("什么时候演", "周五、周六、周日演出。") == ["周五、周六、周日"]
    assert found("什么时候演", "3月5日(周五)演出。") == ["3月5日(周五)"]


def test_what_is_no_time_of_day_is_none() -> None:
    assert clocks_in("提高3.5个百分点,比分为3:2,增长1点5倍") == []
    assert [s for s in dates_in("比例为3日元")] == []


def test_days_alone_and_days_that_recur_are_dates() -> None:
    sentence = "每月9日赶集,发布会21日召开。"
    assert [sentence[a:b] for a, b in dates_in(sentence)] == ["每月9日", "21日"]


@pytest.mark.parametrize(
    ("question", "times"),
    [
        ("几点关门", ["晚上8:30", "17:00"]),
        ("晚上开到几点", ["晚上8:30", "17:00"]),
        ("早上几点开门", ["上午9:00", "14:00"]),
        ("几点到几点开放", ["上午9:00至晚上8:30", "14:00—17:00"]),
        ("几点开放", ["上午9:00至晚上8:30", "14:00—17:00"]),
    ],
)
def test_of_the_hours_the_end_that_is_asked_for(question: str, times: list[str]) -> None:
    assert found(question, "每天上午9:00至晚上8:30,周一14:00—17:00开放。") == times

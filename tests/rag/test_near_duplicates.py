from __future__ import annotations

from rag.near_duplicates import without_copies

REPORT = (
    "本报讯 昨日上午,滨江大桥正式通车,全长3.2公里,总投资18亿元,双向六车道,是全市第五座跨江大桥。"
)


def kept(*texts: str, limit: int = 10) -> list[tuple[str, list[str]]]:
    return without_copies(texts, lambda text: text, limit)


def test_a_wire_copy_takes_no_place_of_its_own() -> None:
    copy = "新华社电 " + REPORT[4:]
    other = "滨江公园的郁金香本周进入盛花期,游客可以乘坐地铁二号线到滨江公园站下车,步行十分钟。"
    assert kept(REPORT, other, copy) == [(REPORT, [copy]), (other, [])]


def test_a_copy_with_another_figure_is_news() -> None:
    corrected = REPORT.replace("18亿元", "21亿元")
    assert kept(REPORT, corrected) == [(REPORT, []), (corrected, [])]


def test_a_longer_text_that_holds_the_first_is_kept() -> None:
    longer = REPORT + "通车后,从北岸到南岸的车程由四十分钟缩短到八分钟,沿线设有观景平台和自行车道。"
    assert kept(REPORT, longer) == [(REPORT, []), (longer, [])]
    assert kept(longer, REPORT) == [(longer, [REPORT])]


def test_short_texts_are_never_taken_for_copies() -> None:
    assert len(kept("记者 王小明 摄", "记者 王小明 摄影")) == 2


def test_copies_do_not_count_towards_the_limit() -> None:
    texts = [f"第{i}篇讲的是第{i}件事,和别的都不一样,编号{i}{i}{i}。" * 2 for i in range(4)]
    assert len(kept(texts[0], texts[0], texts[1], texts[2], texts[3], limit=3)) == 3

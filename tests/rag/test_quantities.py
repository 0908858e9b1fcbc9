from __future__ import annotations

import pytest

from rag.figures import Dimension, find_figures
from rag.quantities import measures_stuff, quantity, tells_speed


@pytest.mark.parametrize(
    ("before", "dimension"),
    [
        ("相对湿度最低能调到", Dimension.PERCENT),
        ("水温不能超过", Dimension.TEMPERATURE),
        ("额定电压是", Dimension.VOLTAGE),
        ("电机的功率", Dimension.POWER),
        ("风机噪音", Dimension.SOUND),
        ("水箱容量", Dimension.VOLUME),
        ("长宽高各是", Dimension.LENGTH),
        ("成鸟体重", Dimension.MASS),
        ("滤芯寿命", Dimension.DURATION),
        ("湿度最低", Dimension.PERCENT),
        ("体重降到了", Dimension.MASS),
        ("体重增加了", None),
        ("水温,一共", None),
        ("深度贫困村有", None),
        ("重点项目有", None),
        ("装机容量", Dimension.POWER),
        ("电池容量", None),
        ("花了", None),
    ],
)
def test_a_named_quantity_says_what_is_measured(before: str, dimension: Dimension | None) -> None:
    assert quantity(before) is dimension


def test_stuff_is_measured_and_not_counted() -> None:
    assert measures_stuff("水", Dimension.VOLUME)
    assert measures_stuff("耕地", Dimension.AREA)
    assert not measures_stuff("水", Dimension.MONEY)
    assert not measures_stuff("水库", Dimension.VOLUME)


def test_a_speed_is_a_length_in_a_time() -> None:
    (fast,) = find_figures("时速60公里")
    assert tells_speed("时速60公里", fast)
    (far,) = find_figures("全长60公里")
    assert not tells_speed("全长60公里", far)

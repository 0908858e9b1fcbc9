from __future__ import annotations

import pytest

from rag.events import tells_another_event


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("大桥哪年开工", "2019年9月,大桥正式通车。", True),
        ("大桥哪年开工", "2016年动工的大桥三年后通车。", False),
        ("大桥哪年通车", "大桥2016年奠基。", True),
        ("大桥哪年建成", "2019年9月,大桥投入使用。", False),
        ("大桥哪年竣工", "2019年9月,大桥通车。", True),
        ("大桥哪年竣工", "2019年9月,大桥建成通车。", False),
        ("大桥哪年加固", "2019年9月,大桥通车。", False),
        ("他哪年出生", "他2001年退休。", True),
        ("他哪年出生", "他生于1941年,2001年退休。", False),
        ("他什么时候入的党", "他1941年3月出生在海边。", True),
        ("他哪年去世", "2003年,他离开了我们。", False),
        ("茶叶节什么时候闭幕", "茶叶节于4月3日开幕。", True),
        ("合作社哪年成立", "2010年,合作社因亏损解散。", True),
        ("合作社哪年成立", "2005年,几户人家建立起合作社。", False),
    ],
)
def test_the_date_of_what_excludes_the_event(question: str, sentence: str, another: bool) -> None:
    assert tells_another_event(question, sentence) is another

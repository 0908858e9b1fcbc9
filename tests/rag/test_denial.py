"""What has been done and what has not."""

from __future__ import annotations

import pytest

from rag.denial import tells_the_contrary


@pytest.mark.parametrize(
    ("question", "sentence", "figure", "contrary"),
    [
        ("青河县没脱贫的还有多少人", "全县3988人全部脱贫。", "3988人", True),
        ("青河县没脱贫的还有多少人", "确保剩余61户141人顺利脱贫。", "141人", False),
        ("青河县没脱贫的还有多少人", "全县未脱贫人口141人。", "141人", False),
        ("青河县脱贫了多少人", "全县未脱贫人口141人,3988人已脱贫。", "141人", True),
        ("青河县脱贫了多少人", "全县未脱贫人口141人,3988人已脱贫。", "3988人", False),
        ("青河县有没有脱贫的,多少人", "全县3988人全部脱贫。", "3988人", False),
        ("还有几个村没有通电", "12个村已经通电。", "12个", True),
        ("青河县脱贫了多少户", "监测和帮扶293户脱贫不稳定户。", "293户", True),
        ("青河县有多少户脱贫不稳定", "监测和帮扶293户脱贫不稳定户。", "293户", False),
        ("青河县脱贫了多少户", "除293户脱贫不稳定户外,3988户已脱贫。", "3988户", False),
    ],
)
def test_a_figure_of_those_that_have_is_none_of_those_that_have_not(
    question: str, sentence: str, figure: str, contrary: bool
) -> None:
    start = sentence.index(figure)
    assert tells_the_contrary(question, sentence, start, start + len(figure)) is contrary

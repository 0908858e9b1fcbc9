"""Spoken forms are put as they are written."""

from __future__ import annotations

import pytest

from rag.colloquial import written_form


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("帮多少人脱了贫", "帮多少人脱贫"),
        ("哪年摘了帽", "哪年摘帽"),
        ("路修了多少公里", "路修了多少公里"),
        ("他得了什么病", "他得了什么病"),
        ("这是咋回事", "这是怎么回事"),
    ],
)
def test_what_is_said_is_written(said: str, written: str) -> None:
    assert written_form(said) == written

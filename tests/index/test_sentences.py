from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_closing_quotation_marks_stay_with_their_sentence() -> None:
    assert cut("他说:“好。”然后走了。完了") == ["他说:“好。”", "然后走了。", "完了"]


def test_a_decimal_point_ends_nothing() -> None:
    assert cut("投入3.6亿元,增长20.8%。第二句!") == ["投入3.6亿元,增长20.8%。", "第二句!"]


def test_a_line_end_divides_and_belongs_to_none() -> None:
    assert cut("标题\n正文。") == ["标题", "正文。"]


@given(st.text(alphabet="甲乙,。!\n ”…;"))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    found = sentences(text)
    assert all(b <= c for (_, b), (c, _) in zip(found, found[1:], strict=False))
    covered = "".join(text[a:b] for a, b in found)
    assert "".join(covered.split()) == "".join(text.split())

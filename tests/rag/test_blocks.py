from __future__ import annotations

from index.roles import Role
from rag.blocks import credited, heading_rank
from rag.question import read_question


def test_the_title_answers_for_the_title_and_other_headings_for_columns() -> None:
    title = "清水長流潤山鄉"
    asked, column = "这篇文章的标题是什么", "栏目名是什么"
    assert heading_rank(asked, "清水长流润山乡", Role.HEADING, title) == 1.0
    assert 0 < heading_rank(asked, "一、找水", Role.HEADING, title) < 1
    assert heading_rank(column, "走基层", Role.HEADING, title) == 1.0
    assert heading_rank(asked, "清水长流润山乡", Role.BODY, title) == 0.0


def test_a_piece_beside_the_article_has_the_title_under_its_label() -> None:
    asked, title = "那篇短评的标题是什么", "清水长流润山乡"
    assert heading_rank(asked, "让水流得更远", Role.HEADING, title, "短评") == 1.0
    assert heading_rank(asked, "短评", Role.HEADING, title, "清水长流润山乡") == 0.0
    assert heading_rank(asked, "清水长流润山乡", Role.HEADING, title) < 1.0


def test_a_credit_is_taken_from_bylines_captions_and_the_authors_paragraph() -> None:
    writer = read_question("这篇报道的记者是谁")
    photographer = read_question("水库的照片是谁拍的")
    caption = "水库大坝航拍。记者 陈晓东 摄"
    assert credited(writer, caption, Role.CAPTION, ()) is None
    assert credited(photographer, caption, Role.CAPTION, ()) == (10, 13)
    assert credited(writer, "记者 孙立", Role.BYLINE, ()) == (3, 5)
    body = "本报讯(记者 孙立)今年雨水充足。"
    assert credited(writer, body, Role.BODY, ("孙立",)) == (7, 9)
    assert credited(writer, "孙立是种粮大户。", Role.BODY, ("孙立",)) is None
    assert credited(read_question("谁是镇长"), caption, Role.CAPTION, ()) is None

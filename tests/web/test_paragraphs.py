"""Originals as paragraphs: complete, in order, and not torn where they belong together."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.roles import Role
from index.store import DocumentInfo, StoredBlock, StoredDocument
from web.paragraphs import find_paragraphs


def document(original: str, *blocks: StoredBlock, pages: tuple[int, ...] = ()) -> StoredDocument:
    info = DocumentInfo("a.txt", "a", (), None, (), len(original), 0, 0, None)
    return StoredDocument(info, original, blocks, (), pages)


def block(original: str, role: Role, *texts: str) -> StoredBlock:
    return StoredBlock(
        role, tuple((original.index(text), original.index(text) + len(text)) for text in texts)
    )


def shown(found: StoredDocument) -> list[str]:
    return [
        "".join(found.original[a:b] for a, b in paragraph.spans)
        for paragraph in find_paragraphs(found)
    ]


def test_lines_of_a_block_are_one_paragraph() -> None:
    original = "脱贫攻坚战\n取得胜利。\n\n下一段。"
    found = document(
        original,
        block(original, Role.BODY, "脱贫攻坚战", "取得胜利。"),
        block(original, Role.BODY, "下一段。"),
    )
    assert shown(found) == ["脱贫攻坚战取得胜利。", "下一段。"]


def test_a_caption_inside_a_block_stays_where_it_is() -> None:
    original = "全县脱\n图为茶园。\n贫了。"
    found = document(
        original,
        block(original, Role.BODY, "全县脱", "贫了。"),
        block(original, Role.CAPTION, "图为茶园。"),
    )
    paragraphs = find_paragraphs(found)
    assert shown(found) == ["全县脱", "图为茶园。", "贫了。"]
    assert [p.role for p in paragraphs] == [Role.BODY, Role.CAPTION, Role.BODY]
    assert [p.continued for p in paragraphs] == [False, False, True]


def test_text_outside_of_every_block_is_shown() -> None:
    original = "页眉\n\n正文。\n\n— 3 —"
    found = document(original, block(original, Role.BODY, "正文。"))
    assert shown(found) == ["页眉", "正文。", "— 3 —"]
    assert [p.role for p in find_paragraphs(found)] == [None, Role.BODY, None]


def test_a_gloss_behind_a_block_stays_in_its_line() -> None:
    original = "發展產業(yè)\n下一段"
    found = document(
        original, block(original, Role.CAPTION, "發展產業"), block(original, Role.BODY, "下一段")
    )
    assert shown(found) == ["發展產業(yè)", "下一段"]


def test_pages_are_numbered_where_there_are_several() -> None:
    original = "甲\n乙\n丙"
    blocks = [block(original, Role.BODY, text) for text in "甲乙丙"]
    assert [p.page for p in find_paragraphs(document(original, *blocks, pages=(0, 4)))] == [
        1,
        None,
        2,
    ]
    assert [p.page for p in find_paragraphs(document(original, *blocks, pages=(0,)))] == [None] * 3


@pytest.mark.parametrize("text", ["", "\n\n", "一行", "一行\r\n两行\r\n"])
def test_a_document_without_blocks_is_complete(text: str) -> None:
    assert "".join(shown(document(text))) == "".join(text.split())


def test_the_seeds_are_complete(seeds: Path) -> None:
    from index.document import read_document, to_stored

    for path in sorted(seeds.glob("*.txt")):
        found, _ = to_stored(read_document(path, path.name))
        assert "".join("".join(shown(found)).split()) == "".join(found.original.split())

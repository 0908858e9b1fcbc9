from __future__ import annotations

import pytest

from rag.lists import find_lists, two_in, wanted_count, wants_exactly


@pytest.mark.parametrize(
    ("sentence", "expected", "count"),
    [
        ("“早发现、早报告、早处置”三早机制运转顺畅", "早发现、早报告、早处置", 3),
        (
            "镇上培育了青山酒厂、红星醋坊、白云茶社三家老字号企业;",
            "青山酒厂、红星醋坊、白云茶社",
            3,
        ),
        ("发放物资(米面、食油、棉被、药品),受到欢迎", "米面、食油、棉被、药品", 4),
        ("大会决定增补赵明、钱亮、孙玉为理事。", "赵明、钱亮、孙玉", 3),
        ("三条航线通达秘鲁、智利、老挝。", "秘鲁、智利、老挝", 3),
        ("我们同期还将举办‘灯会’、诗会、庙会。", "‘灯会’、诗会、庙会", 3),
        ("种植玉米、土豆、燕麦等作物2000亩。", "玉米、土豆、燕麦", 3),
        ("学校开设了书法、绘画、合唱和机器人四个社团", "书法、绘画、合唱和机器人", 4),
        ("开通“一窗办”“一网办”“马上办”三个通道", "“一窗办”“一网办”“马上办”", 3),
        ("出版《春耕》《夏耘》《秋收》等小说", "《春耕》《夏耘》《秋收》", 3),
        (
            "要求有三,一是摸清底数,二是压实责任,三是强化督查。",
            "一是摸清底数,二是压实责任,三是强化督查",
            3,
        ),
    ],
)
def test_a_list_is_found_whole_and_without_what_stands_around(
    sentence: str, expected: str, count: int
) -> None:
    found = {sentence[slice(*items.span)]: len(items.items) for items in find_lists(sentence)}
    assert found.get(expected) == count


def test_a_sentence_without_a_list_has_none() -> None:
    assert find_lists("今年春天雨水多,麦子长得好。") == []


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("打的是哪三张牌", 3),
        ("“六大机制”是哪些", 6),
        ("哪10个县摘了帽", 10),
        ("有哪些特产", None),
    ],
)
def test_how_many_things_a_question_wants(question: str, count: int | None) -> None:
    assert wanted_count(question) == count


def test_so_many_are_asked_for() -> None:
    assert wants_exactly("“一约四会”是哪四会") and wants_exactly("是哪「三治」".replace("「", "“"))
    assert not wants_exactly("哪几个县摘帽") and not wants_exactly("五大工程有哪些")
    assert not wants_exactly("哪一年")


def test_the_last_item_is_made_like_the_others() -> None:
    sentence = "深入开展自治、德治、法治相融合的乡村治理和平安乡村建设"
    (items,) = find_lists(sentence)
    assert [sentence[a:b] for a, b in items.items] == ["自治", "德治", "法治"]


def test_a_name_is_not_taken_apart() -> None:
    sentence = "太原、沁县和永和县"
    (items,) = find_lists(sentence)
    assert [sentence[a:b] for a, b in items.items] == ["太原", "沁县", "永和县"]


@pytest.mark.parametrize(
    ("stretch", "two"),
    [
        ("6号楼北侧和西门岗亭旁", ("6号楼北侧", "西门岗亭旁")),
        ("六号楼北侧", None),
        ("永和县城关", None),
        ("甲地与乙地,以及丙地", None),
        ("和西门岗亭", None),
    ],
)
def test_two_things_that_are_joined(stretch: str, two: tuple[str, str] | None) -> None:
    sentence = f"棚子设在{stretch}。"
    start = sentence.index(stretch)
    found = two_in(sentence, (start, start + len(stretch)))
    assert (found and tuple(sentence[a:b] for a, b in found.items)) == two

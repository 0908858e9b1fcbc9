from __future__ import annotations

import pytest

from rag.series import is_only_of_siblings, is_untold, members, tells_another


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("第三批名单公布", ["3批"]),
        ("第3批次名单公布", ["3批"]),
        ("首届书画展与第二届书画展", ["1届", "2届"]),
        ("第一、二批共招40人", ["1批", "2批"]),
        ("一、二季度连续增长", ["1季度", "2季度"]),
        ("前三季度", ["前3季度"]),
        ("1至3季度", ["前3季度"]),
        ("第四季度与下半年", ["4季度", "下半年"]),
        ("四年级在3号楼2单元", ["4年级", "3号楼", "2单元"]),
        ("第一书记来了三次,全年共五批", []),
        ("市一院与第二人民医院", ["1院", "2院"]),
        ("县三中、第五小学", ["3中", "5小"]),
        ("十九届三中全会,市中心医院", []),
        ("3号机与2号泵", ["3号机", "2号泵"]),
    ],
)
def test_members_of_series(text: str, names: list[str]) -> None:
    assert [member.name + member.series for member in members(text)] == names


@pytest.mark.parametrize(
    ("question", "sentence", "another"),
    [
        ("第三批名单有多少人", "今年第二批名单共80人。", True),
        ("第二批名单有多少人", "今年第二批名单共80人,比第一批多5人。", False),
        ("第1批名单有多少人", "首批名单共75人。", False),
        ("今年名单有多少人", "今年第二批名单共80人。", False),
        ("五年级去哪里", "四年级去农耕园。", True),
        ("3号楼换电梯多少钱", "8号楼电梯大修,3号楼另算。", False),
        ("三季度接待游客多少人", "一季度接待游客3万人次。", True),
        ("三季度接待游客多少人", "7-9月接待游客3万人次。", False),
        ("三季度接待游客多少人", "前三季度接待游客9万人次。", True),
        ("下半年卖了多少吨", "上半年卖出40吨。", True),
        ("下半年卖了多少吨", "全年卖出90吨。", False),
        ("第三届茶叶节来了多少人", "第六届人民代表大会有300人出席。", False),
        ("第三届茶叶节来了多少人", "第二届茶叶节吸引了5000人。", True),
        ("第二次修缮花了多少钱", "第一次走进大殿的人要付20元。", False),
        ("第二次修缮花了多少钱", "第一次修缮耗资30万元。", True),
        ("第三产业增加值多少", "第二产业增加值9亿元,服务业增加值7亿元。", False),
        ("第三产业增加值多少", "第二产业增加值9亿元。", True),
    ],
)
def test_what_is_told_of_one_member_holds_of_no_other(
    question: str, sentence: str, another: bool
) -> None:
    assert tells_another(question, sentence) is another


@pytest.mark.parametrize(
    ("question", "document", "untold"),
    [
        ("下半年卖了多少吨", "合作社卖出40吨。", True),
        ("下半年卖了多少吨", "下半年行情好。合作社卖出40吨。", False),
        ("第三批名单有多少人", "名单共80人。", True),
        ("第三批名单有多少人", "本批名单共80人。", False),
        ("第二次修缮花了多少钱", "修缮耗资30万元。", False),
        ("名单有多少人", "名单共80人。", False),
    ],
)
def test_a_member_that_the_document_never_names(question: str, document: str, untold: bool) -> None:
    assert is_untold(question, document) is untold


@pytest.mark.parametrize(
    ("question", "document", "siblings"),
    [
        ("五年级去哪里", "四年级去农耕园。", True),
        ("五年级去哪里", "四年级、五年级去农耕园。", False),
        ("五年级去哪里", "学生去农耕园。", False),
        ("市一院的挂号费", "澄州市第二人民医院挂号费8元。", True),
        ("市二院的挂号费", "澄州市第二人民医院挂号费8元。", False),
        ("8号楼换电梯吗", "3号楼换电梯。", True),
        ("第二次修缮花了多少", "第一次修缮花了30万元。", False),
    ],
)
def test_a_document_of_siblings_only(question: str, document: str, siblings: bool) -> None:
    assert is_only_of_siblings(question, document) is siblings

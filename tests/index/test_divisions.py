from __future__ import annotations

import subprocess
import sys

import pytest

from index.divisions import Level, by_code, divisions, find_places, lookup, place_words


def test_counts_are_those_of_the_list() -> None:
    levels = [division.level for division in divisions()]
    assert levels.count(Level.PROVINCE) == 34
    assert 330 <= levels.count(Level.CITY) <= 340
    assert 2830 <= levels.count(Level.COUNTY) <= 2880


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("沁县", "沁县"),
        ("昔阳", "昔阳县"),
        ("昔阳县", "昔阳县"),
        ("太原", "太原市"),
        ("qinxian", "沁县"),
        ("Qin County", "沁县"),
        ("QIN XIAN", "沁县"),
        ("Taiyuan", "太原市"),
        ("Lüliang", "吕梁市"),
        ("Shaanxi", "陕西省"),
        ("Inner Mongolia", "内蒙古自治区"),
        ("Changzhi", "长治市"),
        ("恩施", "恩施土家族苗族自治州"),
        ("积石山", "积石山保安族东乡族撒拉族自治县"),
    ],
)
def test_lookup(name: str, full: str) -> None:
    assert lookup(name)[0].name == full


def test_what_a_place_lies_in_and_holds() -> None:
    (xiyang,) = lookup("昔阳县")
    assert [place.name for place in xiyang.ancestors] == ["晋中市", "山西省"]
    (luliang,) = lookup("吕梁市")
    assert {"临县", "石楼县", "方山县"} <= {place.name for place in luliang.children}
    (dongcheng,) = lookup("东城区")
    assert [place.name for place in dongcheng.ancestors] == ["北京市"]
    assert xiyang.is_within(lookup("山西")[0])
    assert not xiyang.is_within(luliang)


def test_townships_are_there_when_asked_for() -> None:
    assert lookup("杨安乡") == ()
    assert by_code(lookup("杨安乡", townships=True)[0].parent) == lookup("沁县")[0]
    assert "段柳乡" in place_words() or "杨安乡" in place_words()


def test_places_of_one_name_are_all_given_the_near_ones_first() -> None:
    assert len(lookup("朝阳区")) == 2
    assert len(lookup("城区")) == 3
    near = lookup("城区", within=lookup("晋城市"))
    assert near[0].parent == lookup("晋城市")[0].code


def mentions(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.divisions[0].name) for m in find_places(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("沁县搬迁了多少人", [("沁县", "沁县")]),
        ("太原的娄烦、阳曲两县", [("太原", "太原市"), ("娄烦", "娄烦县"), ("阳曲", "阳曲县")]),
        ("昔阳和平遥", [("昔阳", "昔阳县"), ("平遥", "平遥县")]),
        ("永和县脱贫", [("永和县", "永和县")]),
        ("晋城城区", [("晋城", "晋城市"), ("城区", "城区")]),
        ("How many moved in Qin County?", [("Qin County", "沁县")]),
        ("qinxian搬迁了多少人", [("qinxian", "沁县")]),
        ("吉林省长春市朝阳区", [("吉林省", "吉林省"), ("长春市", "长春市"), ("朝阳区", "朝阳区")]),
        ("平安县", []),
    ],
)
def test_places_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert mentions(text) == found


def test_the_district_after_its_city_is_that_of_the_city() -> None:
    changchun = find_places("吉林省长春市朝阳区")[-1].divisions
    beijing = find_places("北京市朝阳区")[-1].divisions
    assert changchun[0].ancestors[0].name == "长春市"
    assert beijing[0].ancestors[0].name == "北京市"


@pytest.mark.parametrize(
    "text",
    [
        "沿海城市发展",
        "代县长讲话",
        "长治久安",
        "大同小异",
        "群众富裕起来",
        "新建了多少公里公路",
        "在城区开展工作",
        "和平年代",
        "惠民生的工程",
        "今天等了很久",
        "a guide to change",
    ],
)
def test_no_place_inside_other_words(text: str) -> None:
    assert mentions(text) == []


def test_a_common_word_is_a_place_where_its_province_is_spoken_of() -> None:
    assert mentions("小店有多少人") == []
    assert mentions("太原小店有多少人") == [("太原", "太原市"), ("小店", "小店区")]


def test_the_module_is_light_to_import() -> None:
    code = (
        "import sys, index.divisions\n"
        "heavy = {'jieba', 'numpy', 'pypinyin', 'lzma'} & set(sys.modules)\n"
        "assert not heavy - {'lzma'}, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

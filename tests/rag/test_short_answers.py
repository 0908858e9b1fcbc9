from __future__ import annotations

import pytest

from rag.question import read_question
from rag.short_answers import candidates, shape, told_figures


def shaped(question: str, sentence: str, marked: str) -> tuple[str, float]:
    start = sentence.index(marked)
    short = shape(read_question(question), sentence, (start, start + len(marked)))
    return sentence[slice(*short.span)], short.form


FIRMS = "镇上培育了青山酒厂、红星醋坊、白云茶社三家老字号企业,年产值过亿。"


@pytest.mark.parametrize(
    ("question", "sentence", "marked", "answer"),
    [
        ("镇上有哪些老字号", FIRMS, "红星醋坊", "青山酒厂、红星醋坊、白云茶社"),
        ("三家老字号企业是哪三家", FIRMS, "白云茶社三家", "青山酒厂、红星醋坊、白云茶社"),
        ("集市开在哪一天", "定于每月9日为赶集日。", "9日", "每月9日"),
        ("哪年建成的", "大坝于1998年底建成。", "1998年", "1998年底"),
        ("哪天开的门", "店铺于1998年6月1日开门,至今未歇。", "1998年6月1日开门", "1998年6月1日"),
        ("这话是谁说的", "省农科院院长刘文斌抚州调研时说,水要省着用。", "刘文斌抚州", "刘文斌"),
        (
            "他是什么地方人",
            "据县志,周平,男,汉,江西吉安,早年学医。",
            "据县志,周平,男,汉,江西吉安",
            "江西吉安",
        ),
        ("水厂在哪个镇", "水厂建在岚县社科镇。", "县社科镇", "岚县社科镇"),
        ("村里的做法叫什么", "石坪村“山水双带拉动”做法获推广。", "山水双带", "山水双带拉动"),
        ("展览叫什么名字", "推出‘2021金秋丰收季’主题展览。", "2021金秋", "2021金秋丰收季"),
        ("小说叫什么", "他写的《大河向东流》出版了。", "大河", "《大河向东流》"),
        (
            "到2030年全镇要绿化到什么程度",
            "规划提出,到2030年,全镇绿化实现应绿尽绿。",
            "应绿",
            "全镇绿化实现应绿尽绿",
        ),
        ("要做好什么治理", "全力做好河道“四乱”治理,守护清水。", "“四乱”", "“四乱”治理"),
        ("村里的书屋叫什么", "大家管它叫“向阳书屋”。", "向阳书屋", "向阳书屋"),
        ("那是哪个村", "金沟镇柳树湾村“党建带妇建”的做法得到肯定。", "金沟镇", "金沟镇柳树湾村"),
        ("指挥部由谁牵头", "成立指挥部,镇党委书记、镇长任总指挥。", "党委书记", "镇党委书记、镇长"),
    ],
)
def test_a_marked_stretch_becomes_the_answer_a_person_would_give(
    question: str, sentence: str, marked: str, answer: str
) -> None:
    assert shaped(question, sentence, marked)[0] == answer


def test_a_bare_figure_is_not_what_is_asked_for_with_what() -> None:
    sentence = "拍得的12万元全部用于修缮祠堂和资助学童。"
    assert shaped("拍得的钱用来干什么", sentence, "12万元")[1] == -1.0
    assert shaped("拍得的钱用来干什么", sentence, "修缮祠堂")[1] == 0.0
    assert shaped("达到什么水平", "产量达到12万吨。", "12万吨")[1] == 0.0


def test_what_something_is_used_for_stands_behind_those_words() -> None:
    sentence = "拍得的12万元全部用于修缮祠堂和资助学童,剩余的存入银行。"
    found = candidates(read_question("拍得的钱拿去干什么了"), sentence)
    assert [sentence[a:b] for a, b in found] == ["修缮祠堂和资助学童"]
    assert not candidates(read_question("拍了什么东西"), sentence)


def test_a_name_listed_with_others_stays_with_them() -> None:
    sentence = "工作队队长刘文斌和村民一起修渠。"
    assert shaped("是谁修的渠", sentence, "刘文斌和村民")[0] == "刘文斌和村民"


def test_an_office_is_no_name() -> None:
    sentence = "县委副书记、镇长牵头抓落实。"
    assert shaped("县委副书记叫什么名字", sentence, "镇长")[1] == -1.0


def test_the_name_beside_the_office_asked_for_has_the_form() -> None:
    sentence = "县委书记林志强、县长何敏到场。"
    assert shaped("县长是谁", sentence, "县长何敏") == ("何敏", 1.0)
    assert shaped("县长是谁", sentence, "林志强")[1] <= 0.0


def test_a_list_of_the_number_asked_for_has_the_form() -> None:
    assert shaped("是哪三家企业", FIRMS, "青山酒厂")[1] == 1.0
    assert shaped("是哪五家企业", FIRMS, "青山酒厂")[1] < 1.0


def test_what_goes_with_another_is_denied() -> None:
    sentence = "天津、杭州、宁波分别对口支援平凉、恩施、延边。"
    question = read_question("谁对口支援恩施")
    start = sentence.index("宁波")
    assert shape(question, sentence, (start, start + 2)).pair == -1.0
    assert [sentence[a:b] for a, b in candidates(question, sentence)] == ["杭州"]


def test_days_that_recur_are_dates() -> None:
    sentence = "每年三月五日和每周五义诊,其余日子休息。"
    found = [sentence[a:b] for a, b in candidates(read_question("哪天义诊"), sentence)]
    assert "每周五" in found


def test_a_figure_given_in_a_question_is_sought_in_the_sentence() -> None:
    sentence = "东川县面积820平方公里,总人口□万人。"
    found = told_figures("东川县总人口12万人对吗", sentence)
    assert [sentence[a:b] for a, b in found] == ["□万人"]


POSTS = "2010年任青山县石桥镇党委委员、副镇长,2014年任青山县河口镇镇长,现任石桥镇党委书记。"


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("他当过哪个镇的镇长", "青山县河口镇"),
        ("他在哪个镇当过副镇长", "青山县石桥镇"),
        ("他是哪个镇的党委书记", "石桥镇"),
        ("他是哪个镇的党委副书记", None),
        ("他是哪个镇的人", None),
    ],
)
def test_the_place_of_the_office_asked_for(question: str, place: str | None) -> None:
    found = [POSTS[a:b] for a, b in candidates(read_question(question), POSTS)]
    assert found == ([place] if place else [])
    if place:
        assert shaped(question, POSTS, "河口镇")[0] == place


def test_a_single_day_does_not_say_from_when_to_when() -> None:
    sentence = "发布会21日召开,书展6月3日至9日举行。"
    assert shaped("书展从几号到几号", sentence, "21日") == ("21日", 0.0)
    assert shaped("书展从几号到几号", sentence, "6月3日") == ("6月3日至9日", 1.0)


def test_the_name_of_an_organisation_begins_with_its_place() -> None:
    sentence = "他牵头办起了昔阳县清水源种植专业合作社。"
    asked = read_question("他牵头办起的合作社叫什么")
    start = sentence.index("清水源")
    short = shape(asked, sentence, (start, len(sentence) - 1))
    assert sentence[slice(*short.span)] == "昔阳县清水源种植专业合作社"


def test_a_township_has_all_of_its_name_and_its_county() -> None:
    sentence = "图为方山县大武镇光伏发电项目。"
    for marked in ("武镇", "大武镇", "县大武镇"):
        assert shaped("项目在哪个镇", sentence, marked)[0] == "方山县大武镇", marked


def test_the_year_of_the_same_year_is_given_where_the_year_is_asked_for() -> None:
    sentence = "县交通局于2023年3月动工新建一座桥,同年10月建成通车。"
    assert shaped("大桥哪年通车", sentence, "同年10月")[0] == "2023年"
    assert shaped("大桥什么时候通车", sentence, "同年10月")[0] == "同年10月"


def test_a_name_that_is_marked_in_part_runs_up_to_what_sort_of_body_it_is() -> None:
    sentence = "他组建了第一家造林合作社——岚县鑫生树扶贫造林专业合作社,承接了工程。"
    found, _ = shaped("第一家造林合作社叫什么", sentence, "鑫生树")
    assert found == "岚县鑫生树扶贫造林专业合作社"


def test_two_places_that_are_joined_have_the_form_where_two_are_asked_for() -> None:
    sentence = "新建车棚两处,设在6号楼北侧和西门岗亭旁,通了电。"
    start = sentence.index("6号楼")
    span = (start, start + len("6号楼北侧和西门岗亭旁"))
    assert shape(read_question("车棚建在哪两个地方"), sentence, span).form == 1.0
    assert shape(read_question("车棚建在哪三个地方"), sentence, span).form < 0


@pytest.mark.parametrize(
    ("question", "sentence", "date", "form"),
    [
        ("哪一年摘的帽", "2014年以来,全县整体摘帽。", "2014年以来", -1),
        ("从哪年开始写书的", "1972年起,他开始写书。", "1972年起", 1),
        ("书是哪年出版的", "1972年起,他著有书三种并出版。", "1972年起", -1),
        ("哪一年得的奖", "2016年至2019年,连续得奖。", "2016年至2019年", -1),
        ("什么时候得的奖", "2016年至2019年,连续得奖。", "2016年至2019年", 1),
        ("新规定哪天生效", "新规定自5月1日起生效。", "5月1日起", 1),
    ],
)
def test_a_stretch_of_time_is_no_one_year(
    question: str, sentence: str, date: str, form: int
) -> None:
    assert shaped(question, sentence, date)[1] == form

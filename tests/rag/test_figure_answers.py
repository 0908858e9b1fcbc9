from __future__ import annotations

import pytest

from rag.coverage import Words
from rag.figure_answers import choose_figures
from rag.figure_fit import FigureFits, noun_fit
from rag.question import read_question

SOLAR = "投入4亿元,建成1500座屋顶水窖、64座村级污水处理站和一座垃圾处理厂。"
TRAINED = "全镇共培训厨师820人,实现就业1310人,其中妇女培训260人,就业190人。"
SENT = "市里选派了45个单位、38支医疗队、212名医生支援山区。"
WEIGHED = "23公斤的冬瓜、6公斤的丝瓜、41公斤的南瓜先后夺冠。"
HALLS = "今年书展设9个展馆,展馆总面积达到5.2万平方米,较去年增加1.3万平方米,增幅为33.3%。"
CHANGE = "户均收入由2016年的9200元增加到2021年的21500元,年均增长18%。"
LOST = "东川县面积820平方公里,总人口□万人,下辖九个乡镇。"
POOR = "全县贫困人口4120户13206人,已全部越线。"


def answer(question: str, sentence: str) -> list[str] | None:
    understood = read_question(question)
    words = understood.words.split()
    pairs = {word[i : i + 2] for word in words for i in range(len(word) - 1)}
    weights = Words(dict.fromkeys(pairs or {"□□"}, 1.0))
    fits = FigureFits(understood, weights, sentence)
    chosen = choose_figures(understood, fits, lambda span: 0.0)
    return [sentence[a:b] for a, b in chosen.spans] if chosen else None


@pytest.mark.parametrize(
    ("question", "sentence", "figures"),
    [
        ("建了多少座村级污水处理站", SOLAR, ["64座村级污水处理站"]),
        ("屋顶水窖有多少座", SOLAR, ["1500座屋顶水窖"]),
        ("培训了多少人", TRAINED, ["820人"]),
        ("就业的有多少人", TRAINED, ["1310人"]),
        ("其中培训妇女多少人", TRAINED, ["260人"]),
        ("培训了多少人", "在不足10万人的溪口县,今年培训4100人。", ["4100人"]),
        ("医疗队有多少支", SENT, ["38支医疗队"]),
        ("派了多少名医生", SENT, ["212名医生"]),
        ("医院自筹了多少资金", "全市医院争取资金2.1亿元,自筹资金8300万元,改造病房。", ["8300万元"]),
        ("夺冠的南瓜有多重", WEIGHED, ["41公斤"]),
        ("冬瓜重多少公斤", WEIGHED, ["23公斤"]),
        ("水渠有多长", "新修水渠达12公里,绿化8公顷。", ["12公里"]),
        ("收入增长了多少", "上半年收入完成3.2亿元,同比增长12.5%。", ["12.5%"]),
        ("2021年户均收入多少元", CHANGE, ["21500元"]),
        ("2016年户均收入是多少钱", CHANGE, ["9200元"]),
        ("茶农户均增收多少", "带动2100户茶农户均增收3400元。", ["3400元"]),
        ("旱村有几个", "全镇82个村,80个是旱村;", ["80个"]),
    ],
)
def test_the_figure_of_what_is_asked_is_taken(
    question: str, sentence: str, figures: list[str]
) -> None:
    assert answer(question, sentence) == figures


@pytest.mark.parametrize(
    ("question", "sentence", "figures"),
    [
        ("展馆总面积多大，比去年多多少", HALLS, ["5.2万平方米", "1.3万平方米"]),
        (
            "麦田和稻田分别收了多少",
            "麦田、稻田分别收了30万元、45万元,果园持平。",
            ["30万元、45万元"],
        ),
        (
            "建了多少个诊所，有几个医生",
            "新建诊所36个,配备医生52人。",
            ["36个", "52人"],
        ),
        (
            "灌溉面积从多少增加到了多少",
            "防洪标准由30年一遇提高到50年一遇,灌溉面积由2.1万亩恢复到3.4万亩。",
            ["2.1万亩", "3.4万亩"],
        ),
        ("有多少户多少人", POOR, ["4120户13206人"]),
        ("选派了多少单位、医疗队和医生", SENT, ["45个单位、38支医疗队、212名医生"]),
        (
            "书店有多少家，开在多少个村",
            "62个村庄开办书店达130余家;",
            ["62个村", "130余家"],
        ),
        (
            "自筹和争取的资金分别是多少",
            "全乡自筹资金2.4亿元,争取上级资金1.9亿元,实施项目30个。",
            ["2.4亿元", "1.9亿元"],
        ),
    ],
)
def test_two_asked_two_given(question: str, sentence: str, figures: list[str]) -> None:
    assert answer(question, sentence) == figures


BIRD = "成鸟体长30—35厘米,体重410—520克,每窝产卵5—7枚。"
SIGNED = "全楼80户,已签61户,还差9户。"
RENT = "车位月租由150元调到200元。"
DECIDED = "物业提出月租由150元调到200元,会议同意调到180元。"
DAM = "防洪标准由20年一遇提高到50年一遇,水面由3.1万亩扩大到4.2万亩。"
MACHINE = "额定电压:220V,功率600W,噪音48分贝,水箱4.5升,水温38度。"


@pytest.mark.parametrize(
    ("question", "sentence", "figures"),
    [
        ("成鸟有多重", BIRD, ["410—520克"]),
        ("成鸟体长多少", BIRD, ["30—35厘米"]),
        ("一窝下几个蛋", BIRD, ["5—7枚"]),
        ("体重最高多少", BIRD, ["520克"]),
        ("体重最轻多少克", BIRD, ["410"]),
        ("还差几户没签", SIGNED, ["9户"]),
        ("已签了几户", SIGNED, ["61户"]),
        ("还差几户", "全楼已签61户。", None),
        ("已签了几户", "全楼还差9户。", None),
        ("月租多少钱", RENT, ["200元"]),
        ("月租原来多少钱", RENT, ["150元"]),
        ("月租从多少涨到多少", RENT, ["150元", "200元"]),
        ("月租以后多少钱", DECIDED, ["180元"]),
        ("水面从多少增加到多少", DAM, ["3.1万亩", "4.2万亩"]),
        ("防洪标准提高到多少年一遇", DAM, ["50年一遇"]),
        ("几年一遇", "工期3年,防洪标准20年一遇。", ["20年一遇"]),
        ("工期几年", "防洪标准20年一遇。", None),
        ("滤网多久洗一次", "滤网每两周清洗一次,每次3小时。", ["每两周"]),
        ("多久消毒一次", "教室每天消毒一次,每次30分钟。", ["每天"]),
        ("一年检查几次", "每年检查2次。", ["2次"]),
        ("电压是多少", MACHINE, ["220V"]),
        ("功率是多少", MACHINE, ["600W"]),
        ("噪音多大", MACHINE, ["48分贝"]),
        ("水箱能装多少水", MACHINE, ["4.5升"]),
        ("水温多少度", MACHINE, ["38度"]),
        ("跑得多快", "全程60公里,时速80公里。", ["80公里"]),
        ("跑得多快", "全程60公里,要3天。", None),
        ("工资按百分之几发", "按基本工资的70%发放。", ["70%"]),
        ("零花钱最多带多少钱", "零花钱不超过20元。", ["不超过20元"]),
        ("养了几只羊", "养羊200头,鸡300只。", ["200头"]),
    ],
)
def test_figures_of_other_kinds_of_text(
    question: str, sentence: str, figures: list[str] | None
) -> None:
    assert answer(question, sentence) == figures


def test_a_figure_of_some_is_no_answer_where_all_are_asked_for() -> None:
    assert answer("东川县总人口多少", POOR) is None
    assert answer("东川县一共有多少人", LOST) == ["□万人"]
    assert answer("东川县贫困人口多少", POOR) == ["13206人"]


def test_a_figure_of_another_dimension_is_none() -> None:
    assert answer("投入多少钱", "新修公路30公里,惠及2000人。") is None
    assert answer("几天内补交", "返岗后2个工作日内补交证明,逾期罚款50元。") == ["2个工作日内"]


def test_the_more_literal_noun_fits_better() -> None:
    assert noun_fit("小学教师", "", "小学教师") > noun_fit("小学教师", "", "中学教师")
    assert noun_fit("干部", "", "干部驻村") > noun_fit("干部", "", "到村任职干部")
    assert noun_fit("水库", "水库", "") > noun_fit("水库", "水渠", "")
    assert noun_fit("", "水库", "") == 0.0


def test_how_many_live_somewhere_is_not_how_many_did_something() -> None:
    assert answer("搬迁了多少人", "不足10万人的溪口县,谱写了新篇章。") is None
    assert answer("溪口县有多少人", "不足10万人的溪口县,谱写了新篇章。") == ["不足10万人"]

"""Each rule by which a sentence cannot answer a question, on made-up passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest

from index.alignment import Alignment
from index.passages import Passage
from index.roles import Role
from index.store import StoredPassage
from rag.checks import contradiction
from rag.coverage import Words
from rag.proposals import Features, Proposal
from rag.question import read_question
from rag.retrieval import Ranked
from web.texts import has, say


def refused(
    question: str,
    text: str,
    answer: str = "",
    *,
    words: Sequence[str] = (),
    context: str = "",
    document: str | None = None,
    **features: float,
) -> str | None:
    """The rule that refuses the last sentence of a passage."""
    starts = np.arange(len(text), dtype=np.int32)
    passage = Passage(context, text, Alignment(starts, starts + 1), (), ((0, Role.BODY),))
    begin = text.rindex("。", 0, -1) + 1 if "。" in text[:-1] else 0
    answers = ()
    if answer:
        at = text.index(answer, begin)
        answers = ((at, at + len(answer)),)
    known = dict.fromkeys(Features.__dataclass_fields__, 0.0) | features
    proposal = Proposal(
        Ranked(StoredPassage(0, "made-up.txt", passage), 0.9, 9.0, 0.0, 3.0),
        (begin, len(text)),
        answers,
        Features(**known),
    )
    told = None if document is None else lambda: document
    weights = Words(dict.fromkeys(words, 1.0))
    return contradiction(read_question(question), weights, proposal, (), told)


@pytest.mark.parametrize(
    ("question", "text", "answer", "rule"),
    [
        ("第三批名单有多少人", "今年第二批名单共80人。", "80人", "series"),
        ("第二批名单有多少人", "今年第二批名单共80人。", "80人", None),
        ("二季度卖了多少吨蜂蜜", "一季度卖出蜂蜜40吨。", "40吨", "series"),
        ("显示E3是什么故障", "E1传感器故障。", "传感器故障", "series"),
        ("显示E1是什么故障", "E1传感器故障。", "传感器故障", None),
        ("全县有多少贫困人口脱贫", "带动2.5万名贫困人口增收。", "2.5万名", "outcome"),
        ("全县有多少贫困人口脱贫", "带动2.5万名贫困人口脱贫增收。", "2.5万名", None),
        ("镇上搬迁了多少人", "800人实现了新居梦。", "800人", None),
        ("镇上搬迁了多少人", "不足800人的青山镇,出粮出兵。", "不足800人", "dimension"),
        ("现在管水利的副县长是谁", "时任副县长王平说了话。", "王平", "person"),
        ("管水利的副县长是谁", "时任副县长王平说了话。", "王平", None),
        ("结对帮石楼的是哪个地方", "石楼县八里村,结对帮扶。", "石楼县", "echo"),
        ("结对帮石楼的是哪个地方", "汾阳结对帮扶石楼。", "汾阳", None),
        ("帮石楼的是汾阳还是孝义,在哪个地方", "汾阳帮扶石楼。", "汾阳", None),
        ("怎么处理E3", "E1须联系售后。", "", "series"),
        ("五年级去哪里", "四年级去农耕园。", "农耕园", "series"),
        ("产假有几天", "婚假10天。", "10天", "counterpart"),
        ("产假有几天", "请事假须先说明。3天以内由经理批准。", "3天", "counterpart"),
        ("出差5天谁签字", "2天以内由科长签字,超过2天不足7天的由处长签字。", "科长", "band"),
        ("出差5天谁签字", "2天以内由科长签字,超过2天不足7天的由处长签字。", "处长", None),
        ("教了6年书放几天假", "出差2天以内由科长签字,超过2天的由处长签字。", "2天", "band"),
        ("谁签字", "2天以内由科长签字,超过2天不足7天的由处长签字。", "科长", None),
        ("周日能看门诊吗", "周六上午开诊。", "", "counterpart"),
        ("鸭子为什么变少", "因眉纹醒目而得名。", "", "topic"),
        ("在哪里集合", "7:20到校,点名。", "7:20到校", "kind"),
        ("大桥是哪年动工的", "2019年9月,大桥通车。", "2019年9月", "event"),
        ("大桥是哪年通车的", "2019年9月,大桥通车。", "2019年9月", None),
        ("这颗南瓜卖了多少钱", "这颗南瓜重85公斤。", "85公斤", "dimension"),
        ("这颗南瓜卖了多少钱", "这颗南瓜卖出300元。", "300元", None),
        ("建大棚投了多少钱", "大棚带动农户年均增收4000元。", "4000元", "flow"),
        ("建大棚投了多少钱", "大棚投资90万元,农户年均增收4000元。", "90万元", None),
        ("全县生产总值是多少", "农民人均收入达到9000元。", "9000元", "indicator"),
        ("2019年卖了多少吨蜂蜜", "2020年卖出蜂蜜40吨。", "40吨", "year"),
        ("林正平哪年出生", "1950年,校长苏文出生在海边。", "1950年", "person"),
        ("林正平哪年出生", "林正平生在海边。1950年,他随校长苏文读书。", "1950年", None),
    ],
)
def test_a_sentence_that_contradicts_the_question(
    question: str, text: str, answer: str, rule: str | None
) -> None:
    assert refused(question, text, answer) == rule


def test_a_figure_of_something_else_is_refused_unless_the_passage_speaks_of_it() -> None:
    question, text = "水渠清淤用了多少人", "全乡30人参加了球赛。"
    words = ("水渠", "清淤")
    assert refused(question, text, "30人", words=words) == "topic"
    assert refused(question, f"水渠要清淤。{text}", "30人", words=words) is None
    assert refused(question, text, "30人", words=words, context="水渠清淤记") is None


def test_an_outlay_is_one_for_works_of_the_sort_that_is_named_near() -> None:
    question, words = "公路投资多少", ("公路", "投资")
    far = "公路修好了。" + "山里的老人都很高兴,天天去走。" * 8
    text = "投资20万元,打了三口水井。"
    assert refused(question, f"公路修好了。{text}", "20万元", words=words) is None
    assert refused(question, f"{far}{text}", "20万元", words=words) == "topic"


def test_a_quarter_may_be_named_elsewhere_in_the_document() -> None:
    question, text = "三季度卖了多少吨蜂蜜", "合作社卖出蜂蜜40吨。"
    assert refused(question, text, "40吨", document=text) == "series"
    assert refused(question, text, "40吨", document=f"三季度产销两旺。{text}") is None
    assert refused("三季度为什么卖得好", text, words=("卖",), document=text) is None


def test_the_place_comes_first() -> None:
    assert refused("二季度卖了多少吨", "一季度卖出40吨。", "40吨", place=-1.0) == "place"


def test_unknown_words_refuse_a_short_answer_and_no_sentence() -> None:
    strange = Words({"量子": 1.0}, frozenset({"量子"}))
    text = "合作社卖出蜂蜜40吨。"
    starts = np.arange(len(text), dtype=np.int32)
    passage = Passage("", text, Alignment(starts, starts + 1), (), ((0, Role.BODY),))
    ranked = Ranked(StoredPassage(0, "made-up.txt", passage), 0.9, 9.0, 0.0, 3.0)
    features = Features(**dict.fromkeys(Features.__dataclass_fields__, 0.0))
    proposal = Proposal(ranked, (0, len(text)), ((6, 8),), features)
    assert contradiction(read_question("量子是什么"), strange, proposal, ()) == "words"
    assert contradiction(read_question("为什么有量子"), strange, proposal, ()) is None


def test_a_sentence_about_a_name_gives_the_reason_of_the_name() -> None:
    assert refused("鸭子为什么叫白眉鸭", "因眉纹醒目而得名。", words=("白眉鸭",)) is None


def test_a_question_of_nothing_has_no_sentence() -> None:
    assert refused("在吗", "客人都在。", words=()) == "words"
    assert refused("在不在村里", "客人都在。", words=("村里",)) is None
    assert refused("谁写的", "记者 高远。", "高远", words=()) is None


def test_every_rule_has_a_name_for_readers() -> None:
    names = re.findall(r"^ *`(\w+)`:", contradiction.__doc__ or "", re.MULTILINE)
    assert {"place", "series", "topic", "words"} <= set(names)
    for name in names:
        assert has(f"rule_{name}")
        assert say("zh", f"rule_{name}") != say("en", f"rule_{name}")


def test_what_came_about_over_years_is_none_of_the_last_one() -> None:
    text = "2016年至2019年,合作社卖出蜂蜜40吨。"
    assert refused("2019年卖出蜂蜜多少吨", text, "40吨") == "year"
    assert refused("2016年至2019年卖出蜂蜜多少吨", text, "40吨") is None


def test_a_village_of_which_the_passage_speaks_only_later() -> None:
    before = "投入资金3亿元。"
    asked = "王泉村投入了多少钱"
    assert refused(asked, before, "3亿元", context="山前村 王泉村") is None
    starts = "王泉村在大山深处。" + before
    assert refused(asked, starts, "3亿元") is None


def test_so_many_are_listed() -> None:
    assert (
        refused("“一约四会”是哪四会", "设立“一约四会”“一端六榜”。", "一约四会", form=-1.0) == "list"
    )


def test_someone_the_document_does_not_name() -> None:
    text = "他牺牲时年仅30岁。"
    assert refused("张水林牺牲时多大年纪", text, "30岁") == "person"
    assert refused("张水林牺牲时多大年纪", text, "30岁", document="张水林走了。" + text) is None


def test_an_answer_of_another_kind() -> None:
    text = "表决结果:4票同意,1票反对。"
    assert refused("涨价谁不同意", text, "4票", form=-1.0) == "kind"
    assert refused("几票同意", text, "4票", form=-1.0) is None

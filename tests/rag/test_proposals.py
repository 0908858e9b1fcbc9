"""Proposals in made-up passages, and the quotes made from them."""

from __future__ import annotations

import numpy as np

from index.alignment import Alignment
from index.passages import Passage
from index.roles import Role
from index.store import DocumentInfo, StoredBlock, StoredDocument, StoredPassage
from rag.answer import Quote
from rag.citing import make_quote
from rag.coverage import Words
from rag.proposals import Proposal, propose
from rag.question import read_question
from rag.reader import Reading, SpanCandidate
from rag.retrieval import Ranked
from rag.rule_reader import RuleReader

SOURCE = "made-up.txt"
INFO = DocumentInfo(SOURCE, "山乡找水记", (), "2021-03", ("孙立",), 0, 1, 0, None)


def ranked(text: str, *parts: tuple[int, Role]) -> Ranked:
    starts = np.arange(len(text), dtype=np.int32)
    alignment = Alignment(starts, starts + 1)
    passage = Passage("", text, alignment, (), parts or ((0, Role.BODY),))
    return Ranked(StoredPassage(0, SOURCE, passage), 0.9, 9.0, 0.0, 3.0)


def proposals(
    question: str, passage: Ranked, marked: str = "", words: tuple[str, ...] = ()
) -> list[Proposal]:
    understood = read_question(question)
    telling = Words(dict.fromkeys(words or ("□□",), 1.0))
    text = passage.stored.passage.text
    spans = ()
    if marked:
        start = text.index(marked)
        spans = (SpanCandidate(start, start + len(marked), 5.0),)
    by_rule = RuleReader(understood, telling).read(understood.text, [text])
    return propose(understood, telling, [passage], [Reading(spans, 0.0)], by_rule, {SOURCE: INFO})


def quote(passage: Ranked, proposal: Proposal) -> Quote:
    text = passage.stored.passage.text
    block = StoredBlock(Role.BODY, ((0, len(text)),))
    return make_quote(StoredDocument(INFO, text, (block,), (), ()), proposal, 0.9)


def test_two_figures_apart_are_two_answers_and_stand_side_by_side() -> None:
    passage = ranked("全乡自筹资金2.4亿元,争取上级资金1.9亿元,实施项目30个。")
    best = proposals("自筹和争取的资金分别是多少", passage)[0]
    assert best.short == ("2.4亿元", "1.9亿元")
    cited = quote(passage, best)
    assert cited.answer == "2.4亿元；1.9亿元"
    assert [cited.text[a:b] for a, b in cited.answer_spans] == ["2.4亿元", "1.9亿元"]


def test_two_figures_side_by_side_are_one_answer() -> None:
    passage = ranked("全乡4120户、13206人喝上了自来水。")
    best = proposals("多少户多少人喝上了自来水", passage)[0]
    assert quote(passage, best).answer == "4120户、13206人"


def test_the_year_in_the_question_picks_the_figure_against_the_reader() -> None:
    passage = ranked("户均收入由2016年的9200元增加到2021年的21500元。")
    best = proposals("2021年户均收入多少元", passage, marked="9200元")[0]
    assert best.short == ("21500元",)


def test_whether_something_is_gets_the_sentence_and_no_short_answer() -> None:
    passage = ranked("水渠已经通水。未发现渗漏。干部群众都很满意。")
    found = proposals("水渠有没有渗漏", passage, marked="干部群众", words=("渗漏",))
    best = max(found, key=lambda proposal: proposal.features.sentence)
    assert best.text == "未发现渗漏。"
    assert best.answers == ()
    assert best.features.is_sentence == best.features.form == 1


def test_a_corrupt_figure_is_marked_where_a_question_gives_one() -> None:
    passage = ranked("全乡面积820平方公里,总人口□万人。")
    found = proposals("总人口12万人对吗", passage, words=("总人口",))
    assert found[0].is_damaged
    assert quote(passage, found[0]).answer == ""


def test_a_title_is_answered_by_the_heading() -> None:
    passage = ranked("山乡找水记", (0, Role.HEADING))
    best = proposals("文章的标题是什么", passage)[0]
    assert best.short == ("山乡找水记",)
    assert best.features.role == 1.0


def test_a_photographer_is_answered_by_the_whole_caption() -> None:
    passage = ranked("水库大坝航拍。记者 陈晓东 摄", (0, Role.CAPTION))
    best = proposals("水库大坝的照片是谁拍的", passage)[0]
    assert (best.text, best.short) == ("水库大坝航拍。记者 陈晓东 摄", ("陈晓东",))
    others = proposals("这篇报道的记者是谁", passage)
    assert all(proposal.features.role < 0 for proposal in others)


def test_an_aim_is_marked_unless_it_is_asked_for() -> None:
    passage = ranked("力争明年建成水窖500座。")
    told = proposals("建成水窖多少座", passage)[0]
    assert (told.is_aim, told.features.aim) == (True, 1.0)
    asked = proposals("计划建成水窖多少座", passage)[0]
    assert (asked.is_aim, asked.features.aim) == (True, 0.0)


def test_a_planned_date_answers_when_something_is_to_be() -> None:
    passage = ranked("书展计划于9月3日至6日在体育馆举行。")
    planned = proposals("书展几号举行", passage)[0]
    assert (planned.short, planned.features.aim) == (("9月3日至6日",), 0.0)
    assert proposals("书展是什么时候举行的", passage)[0].features.aim == 1.0


def test_what_is_told_of_another_person_has_not_the_form() -> None:
    passage = ranked("校长郑海离开山村。老师何敏病倒在岗位上,年仅54岁。")
    found = proposals("郑海去世时多少岁", passage, marked="54岁")
    assert [p.features.form for p in found if p.short == ("54岁",)] == [-1.0]


def test_a_sentence_that_only_repeats_why_is_asked_comes_with_the_next() -> None:
    text = "码头白天空无一人。渔船都在夜里出海。第二天才回来。"
    passage = ranked(text)
    told = proposals("码头白天为什么空无一人", passage, words=("码头", "白天", "空无一人"))
    assert "码头白天空无一人。渔船都在夜里出海。" in [proposal.text for proposal in told]
    because = ranked("因为夜里出海,码头白天空无一人。渔船不多。")
    told = proposals("码头白天为什么空无一人", because, words=("码头", "白天", "空无一人"))
    assert told[0].text == "因为夜里出海,码头白天空无一人。"


def test_who_is_named_counts_as_a_place_does() -> None:
    text = "杨安乡张家沟村支部书记李长青2017年7月4日医治无效。县委书记王立军前往慰问。"
    passage = ranked(text)
    (found,) = [p for p in proposals("李长青是哪天去世的", passage, "2017年7月4日") if p.short]
    assert found.features.place == 1.0
    (found,) = [
        p for p in proposals("张家沟村的书记是哪天去世的", passage, "2017年7月4日") if p.short
    ]
    assert found.features.place == 1.0
    (found,) = [p for p in proposals("老书记是哪天去世的", passage, "2017年7月4日") if p.short]
    assert found.features.place == 0.0


def test_of_a_set_the_clause_of_the_one_that_is_asked_for() -> None:
    passage = ranked("客运站有大巴,首班7:20,末班15:40,票价48元。")
    assert proposals("最晚一班几点开", passage, marked="7:20")[0].short == ("15:40",)
    assert proposals("最早一班几点开", passage, marked="15:40")[0].short == ("7:20",)


def test_what_would_happen_otherwise_is_a_reason() -> None:
    passage = ranked("请静置4小时,否则油没有回流。机器放在平地上。")
    forms = {p.text: p.features.form for p in proposals("为什么要先静置", passage)}
    assert forms == {"请静置4小时,否则油没有回流。": 1.0, "机器放在平地上。": 0.0}


def test_where_a_name_comes_from_is_told_by_what_names() -> None:
    passage = ranked("因为怕人,它住在山里。眉纹醒目,故名白眉鸭。")
    forms = {p.text: p.features.form for p in proposals("白眉鸭这个名字怎么来的", passage)}
    assert forms == {"因为怕人,它住在山里。": 0.0, "眉纹醒目,故名白眉鸭。": 1.0}

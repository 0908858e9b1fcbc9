"""Which of several likely proposals comes first."""

from __future__ import annotations

import numpy as np

from index.alignment import Alignment
from index.passages import Passage
from index.roles import Role
from index.store import StoredPassage
from rag.deciding import _corroborated, _of_the_form
from rag.proposals import Features, Proposal
from rag.retrieval import Ranked


def _proposal(text: str, answer: str, share: float = 1.0, form: float = 0.0) -> Proposal:
    starts = np.arange(len(text), dtype=np.int32)
    passage = Passage("", text, Alignment(starts, starts + 1), (), ((0, Role.BODY),))
    ranked = Ranked(StoredPassage(0, "made-up.txt", passage), 0.9, 9.0, 0.0, 3.0)
    known = dict.fromkeys(Features.__dataclass_fields__, 0.0)
    features = Features(**{**known, "sentence": share, "form": form})
    start = text.index(answer)
    return Proposal(ranked, (0, len(text)), ((start, start + len(answer)),), features)


ALONE = _proposal("领导包联10个贫困村。", "10个贫困村", 0.8)
FIRST = _proposal("全市1439个贫困村全部退出。", "1439个贫困村")
SECOND = _proposal("全市共有贫困村1439个。", "1439个")


def test_a_figure_that_two_sentences_give_comes_before_one_alone() -> None:
    scored = ((0.98, ALONE), (0.97, FIRST), (0.97, SECOND))
    assert [p for _, p in _corroborated(scored)] == [FIRST, ALONE, SECOND]


def test_a_likelier_one_stays_first() -> None:
    scored = ((0.98, ALONE), (0.7, FIRST), (0.7, SECOND))
    assert _corroborated(scored)[0][1] is ALONE


def test_what_has_less_of_the_question_supports_nothing() -> None:
    other = _proposal("合格率为100%。", "100%", 0.3)
    more = _proposal("覆盖率达100%。", "100%", 0.3)
    asked = _proposal("自付比例控制在10%以内。", "10%以内", 0.9)
    assert _corroborated(((0.6, asked), (0.59, other), (0.59, more)))[0][1] is asked


def test_what_has_not_the_form_asked_for_gives_way_to_a_likelier_one_that_has() -> None:
    poor = _proposal("贫困人口17990人。", "17990人", form=-1.0)
    everyone = _proposal("总人口6.4万人。", "6.4万人", form=1.0)
    assert _of_the_form(((0.78, poor), (0.97, everyone)))[0][1] is everyone
    assert _of_the_form(((0.78, poor), (0.5, everyone)))[0][1] is poor
    assert _of_the_form(((0.78, everyone), (0.97, poor)))[0][1] is everyone

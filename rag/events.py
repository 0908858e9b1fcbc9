"""Events that exclude each other: the date of one answers no question for that of another."""

from __future__ import annotations

import re

_DONE = "竣工|完工|落成"
_IN_USE = "投运|投用|投产|启用|开业|开馆|开园|通车|通航|开航|首航|投入(?:使用|运营|运行)|正式(?:运营|开放)|开门迎客"
_GROUPS = (
    (
        (
            "开工|动工|开建|奠基|破土|始建|开始(?:建设|修建|施工)|启动(?:建设|施工)",
            "修建|兴建|建于",
        ),
        (_DONE, "建成|封顶"),
        ("建成", f"{_DONE}|{_IN_USE}|封顶|建于|建起"),
        (_IN_USE, "建成"),
    ),
    (
        ("出生|诞生|出世|生于", "[年月日]生|生人|[0-9]年?[—~-]|岁"),
        ("去世|逝世|病逝|辞世|离世|殉职|牺牲|遇难|医治无效|身亡", "离开|卒"),
        ("入的?党|加入(?:中国)?共产党|入了党", "党龄"),
        ("结的?婚|成婚|完婚", "嫁|娶|婚"),
        ("退休|离休", "退下来"),
        ("参的?军|入的?伍|应征", "当兵|从军"),
    ),
    (("开幕|揭幕|开赛", "帷幕|启幕|举[办行]"), ("闭幕|落幕|收官", "帷幕")),
    (
        ("成立|创办|创立|创建|组建|设立", "建立|建于|诞生|始建|注册"),
        ("撤销|解散|停办|注销|倒闭", "关闭|结束"),
    ),
)
"""Groups of events, each by what names it and by what else may tell of it; what belongs to one and
is told in the words of another (建成 as 投入使用) excludes nothing."""


def tells_another_event(question: str, sentence: str) -> bool:
    """Whether a folded question asks when something came about, and the sentence tells only when
    something else of the same thing did (开工 and 投运, 出生 and 入党)."""
    for group in _GROUPS:
        asked = [pair for pair in group if re.search(pair[0], question)]
        if len(asked) != 1:
            continue
        names, also = asked[0]
        if not re.search(f"{names}|{also}", sentence) and any(
            re.search(other, sentence) for other, _ in group
        ):
            return True
    return False

"""Closed sets (男, 女; 全省, 全市; 事假, 病假, 婚假; 首班, 末班), of which what is told of one holds of none
of the others."""

from __future__ import annotations

import re
from functools import lru_cache

from index.lazy_pattern import lazy_pattern
from rag.flows import clause_of

_HEADED = tuple(
    tuple(lazy_pattern(member) for member in members)
    for members in (
        (
            r"年休?假",
            r"事假",
            r"病假",
            r"婚假",
            r"(?<!陪)产假",
            r"陪产假|护理假",
            r"丧假",
            r"探亲假",
            r"育儿假",
            r"哺乳假",
        ),
        (r"初赛", r"复赛", r"半决赛", r"(?<!半)决赛"),
        (r"笔试", r"面试", r"体检"),
        (r"养老保险", r"医疗保险", r"失业保险", r"工伤保险", r"生育保险"),
    )
)
"""What is named once, and then spoken of for some sentences."""
_OTHERS = tuple(
    tuple(lazy_pattern(member) for member in members)
    for members in (
        (
            r"首班|头班|最早(?:的)?(?:一)?[班趟]|第一[班趟]",
            r"末班|最[后晚](?:的)?(?:一)?[班趟]",
        ),
        (
            r"早上|早晨|清晨|上午",
            r"中午",
            r"下午",
            r"[今当昨明每]晚|晚[上间]|夜[里间晚]|深夜|半夜|傍晚|凌晨",
        ),
        (r"(?<!个)工作日", r"周末|双休日", r"节假日"),
        (r"单程", r"往返|来回"),
        (
            r"普通(?:门诊|号|窗口)",
            r"专家(?:门诊|号)",
            r"特需",
            r"(?<!副)主任医师",
            r"副主任医师",
        ),
        (r"普通病房", r"重症(?:监护|病房)"),
        (r"特等奖", r"一等奖", r"二等奖", r"三等奖", r"优[秀胜]奖"),
        (r"金[牌奖]", r"银[牌奖]", r"铜[牌奖]"),
        (r"冠军", r"亚军", r"季军"),
        (r"租金|房租", r"押金|保证金", r"违约金|滞纳金", r"定金"),
        (r"商务座", r"一等座", r"二等座", r"硬座", r"硬卧", r"软卧"),
        (r"头等舱", r"公务舱|商务舱", r"经济舱"),
        (r"成人票", r"儿童票|学生票", r"老[年人]?票"),
        (r"最高", r"最低"),
    )
)

_OF_PEOPLE = "[员职同性生人孩子工童队组选村]"
_ANIMAL = "[鸭鸡牛羊猪狗鸟鱼马猴鹿熊象虎豹]"
_EXCLUDING = tuple(
    tuple(lazy_pattern(member) for member in group)
    for group in (
        (
            rf"男{_OF_PEOPLE}|雄[性鸟鱼兽虫株花]|公(?:的)?{_ANIMAL}",
            rf"女{_OF_PEOPLE}|雌|母(?:的)?{_ANIMAL}",
        ),
        (
            r"妻子?(?![女儿])|老婆|爱人|夫人",
            r"丈夫|老公",
            r"父亲|爸爸?(?!妈)|生父",
            r"母亲|妈妈?|生母",
            r"儿子|长子|次子",
            r"(?<!儿)女儿|长女|次女",
            r"哥哥|兄长|弟弟|胞弟",
            r"姐姐|妹妹|胞妹",
            r"爷爷|祖父",
            r"奶奶|祖母",
        ),
        (r"全国", r"全省|全区", r"全市|全州", r"全县|全旗", r"全镇|全乡", r"全村"),
    )
)
"""What only the clause itself tells apart: a sentence speaks of many people and places."""

_Set = tuple[re.Pattern[str], ...]


def tells_sibling(question: str, told: str, sentence: str, start: int, end: int) -> bool:
    """Whether a folded question asks of one of a set, and an answer is told of another.

    So it is where the clause of the answer names another, or, of the sets of forms and timetables, it
    is the last one named before; not where the sentence names the one that is asked about too.

    :param told: The folded passage up to the sentence.
    :param start: Where the answer begins in the folded sentence.
    :param end: Where it ends.
    """
    clause = clause_of(sentence, start, end)
    for members, asked in _asked(question):
        if asked.search(sentence):
            continue
        if _names(members, clause):
            return True
        if members in _EXCLUDING:
            continue
        last = _last(members, sentence[:end])
        if last is None and members in _HEADED:
            last = _last(members, told)
        if last is not None and last is not asked:
            return True
    return False


def is_in_clause_of_sibling(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether the clause of an answer names another of a set than a folded question asks of."""
    clause = clause_of(sentence, start, end)
    return any(
        not asked.search(clause) and _names(members, clause) for members, asked in _asked(question)
    )


@lru_cache(maxsize=64)
def _asked(question: str) -> tuple[tuple[_Set, re.Pattern[str]], ...]:
    """The sets of which a question asks of one, each with that one."""
    found = []
    for members in (*_HEADED, *_OTHERS, *_EXCLUDING):
        asked = [member for member in members if member.search(question)]
        if len(asked) == 1:
            found.append((members, asked[0]))
    return tuple(found)


def _names(members: _Set, text: str) -> bool:
    return any(member.search(text) for member in members)


def _last(members: _Set, text: str) -> re.Pattern[str] | None:
    """The one that a text names last."""
    ends = {
        member: max((match.end() for match in member.finditer(text)), default=0)
        for member in members
    }
    last = max(ends, key=lambda member: ends[member])
    return last if ends[last] else None

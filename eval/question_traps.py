"""Questions like an answered one that the text does not answer."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from eval.name_rules import PERSONAL, TITLES
from eval.question_clauses import COUNTERS, Made, place_of, tags
from index.divisions import divisions

_ATTRIBUTES = (
    "总人口是多少 面积多大 GDP是多少 海拔多高 邮政编码 区号是多少 有多少所大学 有几个火车站 平均工资多少 "
    "财政收入是多少 年降水量 最高气温多少 有几座机场 森林覆盖率是多少 离婚率 养老金多少钱 房价多少 "
    "有多少家医院 市花是什么 市长电话 有几条地铁 粮食产量 失业率多少 有多少个村 出口额多少 贫困村有几个"
).split()


@cache
def _other_places() -> tuple[str, ...]:
    return tuple(d.short for d in divisions() if d.level in (2, 3) and len(d.short) > 1)


def traps(
    made: Made, sentence: str, context: str, nouns: dict[str, list[str]], draw: random.Random
) -> Iterator[Made]:
    """Questions like an answered one that the text does not answer."""
    question = made.question
    years = [y for y in re.findall(r"(?:19|20)\d\d", question)]
    if years:
        other = str(int(years[0]) + draw.choice((-4, -3, -2, -1, 1, 2, 3)))
        if other not in context:
            yield replace(
                made,
                question=question.replace(years[0], other),
                answer=None,
                kind="made other year",
            )
    place = place_of(sentence)
    if place and made.kind != "made name":
        other = draw.choice(_other_places()) + (
            place[-1] if place[-1] in "省市县区" and len(place) > 2 else ""
        )
        if other[:2] not in context:
            asked = question.replace(place, other) if place in question else other + question
            yield replace(made, question=asked, answer=None, kind="made other place")
    if made.kind == "made figure":
        for size in (6, 5, 4, 3, 2):
            hit = re.search(rf"(?:多少|几)([一-龥])([一-龥]{{{size}}})$", question)
            if hit and nouns.get(hit[1]) and hit[2] in nouns[hit[1]]:
                other = draw.choice(nouns[hit[1]])
                if other[-2:] not in context and other[:2] not in context:
                    asked = question[: hit.start(2)] + other
                    yield replace(made, question=asked, answer=None, kind="made other noun")
                break


def counted_nouns(questions: Sequence[str]) -> dict[str, list[str]]:
    """Nouns by the measure word that asks for them (几个村 gives 个: 村…)."""
    nouns: dict[str, set[str]] = {}
    for question in questions:
        hit = re.search(r"(?:多少|几)([一-龥])([一-龥]{2,6})$", question)
        if hit and hit[1] in COUNTERS and all(flag[0] == "n" for _, flag in tags(hit[2])):
            nouns.setdefault(hit[1], set()).add(hit[2])
    return {unit: sorted(words) for unit, words in nouns.items()}


def may_answer(made: Made, context: str) -> bool:
    """Whether a text has the words that an answer to an unanswerable question would stand by."""
    question = made.question
    if made.kind == "made other matter":
        words = re.findall(
            r"人口|面积|GDP|海拔|邮政|区号|大学|火车站|工资|财政|降水|气温|机场|覆盖|离婚|养老金|房价|医院|市花|电话|地铁|粮食|失业|村|出口",
            question,
        )
        return any(word in context for word in words) or "生产总值" in context
    if question.endswith(tuple(PERSONAL)):
        return bool(
            re.search(
                r"岁|出生|生于|人，|毕业|去世|身高|妻|电话|退休|孩子|上任|年薪|生日|籍", context
            )
        )
    titles = [t for t in TITLES if t in question]
    longest = max(titles, key=len, default="")
    return bool(longest) and longest in context


def another_matter(place: str, draw: random.Random) -> Made:
    """Something of a place that news about it seldom says."""
    return Made(place + draw.choice(_ATTRIBUTES), None, "made other matter")

"""The maker of composed paragraphs: its chance, and the names that it draws."""

from __future__ import annotations

import random

from eval.reading_sets import Example
from eval.report_families import Said
from index.divisions import divisions

KIND = "made report"
"""How the kind of every composed example begins."""

NO_ANSWER = " unanswerable"
"""How the kind of one ends that its paragraph does not answer."""

_PEOPLE = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超霞平刚桂英建国志华文玉晓红春梅海燕鹏飞宇浩然雪松"
_VILLAGE_FIRST = "石柳杨高李王张大小上下东西南北前后新老青白黑红龙马"
_VILLAGE_LAST = "庄湾沟坪岭洼河泉峪坡头营堡店寨塘坝桥"

YEARS = range(2008, 2026)


def person_name(draw: random.Random) -> str:
    """A person's name of two or three characters."""
    return draw.choice(_PEOPLE) + "".join(draw.sample(_GIVEN, draw.choice((1, 2, 2))))


def village_name(draw: random.Random) -> str:
    """A name that a village or town might have."""
    return (
        draw.choice(_VILLAGE_FIRST) + draw.choice(_VILLAGE_LAST) + draw.choice(("村", "村", "镇"))
    )


def places(draw: random.Random, count: int) -> list[str]:
    """Different counties or cities, in full or short as people say them."""
    chosen = draw.sample([d for d in divisions() if d.level in (2, 3) and len(d.short) > 1], count)
    return [draw.choice((place.name, place.short)) for place in chosen]


class Composer:
    """Makes the examples of paragraphs; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.number = 0
        self.paragraph = 0
        self.topic = ""

    def example(self, context: str, question: str, span: tuple[int, int] | None) -> Example:
        """An example of the present topic; `span` is the answer, None where there is none."""
        self.number += 1
        marks = self.draw.choice(("", "", "？", "？", "?"))
        if self.draw.random() < 0.25:
            context = context.translate(str.maketrans({"，": ",", "；": ";", "：": ":"}))
        return Example(
            f"report:{self.number}",
            f"report:{self.paragraph}",
            question + marks,
            context,
            (span,) if span else (),
            f"{KIND} {self.topic}" + ("" if span else NO_ANSWER),
        )

    def ask(self, text: str, said: Said, question: str, within: int) -> Example:
        """A question that a statement of the text answers, sought from `within` on."""
        start = text.index(said.text, within) + said.text.index(said.answer)
        return self.example(text, question, (start, start + len(said.answer)))

"""Questions about the figures of a sentence: one of several, by year, in the order of names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from eval.question_clauses import (
    CLAUSE_END,
    COPULA,
    COUNTERS,
    LEADING,
    PRONOUN,
    Made,
    clause_around,
    everyday,
    han,
    tags,
)
from rag.figures import Dimension, Figure, find_figures

_HALVES = re.compile(
    r"[但或而才就又即若如却仅只以按使让]|约合|相当于|不仅|甚至|超过|其余|因为|由于|高于|低于|较|比"
)

_TAIL = re.compile(r"^(?:的|了|之|自|起|中|内|后|前|来|间|期|，|、|和|与|及|至|到|-|—|~)")

_HOWMANY = {
    Dimension.PERSON: ("多少人", "多少{u}", "几{u}", "多少{u}"),
    Dimension.HOUSEHOLD: ("多少户", "几户"),
    Dimension.MONEY: ("多少钱", "多少{u}", "多少", "多少资金", "几{u}"),
    Dimension.PERCENT: ("多少", "百分之多少", "多少个百分点"),
    Dimension.DURATION: ("多久", "多长时间", "多少{u}", "几{u}"),
    Dimension.LENGTH: ("多少{u}", "多少", "几{u}"),
    Dimension.AGE: ("多少岁", "几岁", "多大"),
}

_ANY = ("多少{u}", "几{u}", "多少")

_YEARS = re.compile(
    r"(?P<subject>[^，。；：、]{3,24}?)(?:已经?)?[由从](?P<early>\d{4})年(?P<x>[末底初]?)的?(?P<a>[^，。；年月]{2,14}?)，?"
    r"(?P<change>(?:增加|增长|提高|提升|上升|下降|降低|降|减少|升|增|扩大|发展|锐减|攀升|增至)(?:到|至|为)?)"
    r"(?P<late>\d{4})年[末底初]?的?(?P<b>[^，。；年月]{2,14})(?=[，。；])"
)

_ALIGNED = re.compile(
    r"(?P<names>[^，。；：（）]{2,14}(?:[、和与及][^，。；：（）、]{2,20}){1,4})分别(?P<verb>为|是|达到?了?|(?:同比)?增长了?|(?:同比)?下降了?|实现|完成|上涨了?|下跌了?)"
    r"(?P<values>[^，。；：（）]{2,16}(?:[、和与及][^，。；：（）、]{2,16}){1,4})(?=[，。；])"
)


def exact(text: str, figure: Figure) -> tuple[int, int] | None:
    """The figure as it should be quoted: qualifier, number and unit, or None where it is no answer."""
    start, end = figure.start, figure.end
    if not re.search(r"[0-9]", text[start:end]):
        return None
    while text.startswith(("达到", "达", "上"), start):
        start += 2 if text.startswith("达到", start) else 1
    if not figure.unit and text[end : end + 1] in COUNTERS and text[end : end + 1]:
        end += 1
    elif not figure.unit or text[end : end + 1] in (
        "年",
        "月",
        "日",
        "/",
        "-",
        "—",
        "~",
        "至",
        "到",
    ):
        return None
    if text[start - 1 : start] in ("-", "—", "~", "至", "第", "."):
        return None
    return start, end


def figure_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """A figure in a sentence that holds several, asked by the words of its own clause."""
    figures = [
        f for f in find_figures(sentence) if f.dimension not in (Dimension.DATE, Dimension.ORDINAL)
    ]
    if len(figures) < 2:
        return
    for figure in draw.sample(figures, min(2, len(figures))):
        span = exact(sentence, figure)
        if span is None:
            continue
        begin, stop = clause_around(sentence, *span)
        inside = [f for f in figures if begin <= f.start < stop]
        if len(inside) > 1 or PRONOUN.search(sentence[begin:stop]):
            continue
        unit = sentence[figure.start : span[1]].lstrip(
            "0123456789.,近约超过逾达到上百千万亿多余几十不足至少最高两一二三四五六七八九"
        )
        unit = re.sub(r"(?:以上|以下|左右|多|余|以内|上下)$", "", unit)
        left, right = sentence[begin : span[0]], sentence[span[1] : stop]
        left = re.sub(r"[^一-龥A-Za-z0-9·《》、.]+", "", left)
        if _HALVES.match(sentence[begin:stop]):
            continue
        if unit == "%" and stop > span[1]:
            continue
        question = _figure_question(sentence, begin, left, right, unit, figure, draw)
        if (
            question
            and 5 <= len(question) <= 38
            and not _alike(question, sentence, figure, figures)
        ):
            yield Made(question, span, "made figure")


def _figure_question(
    sentence: str, begin: int, left: str, right: str, unit: str, figure: Figure, draw: random.Random
) -> str | None:
    if _TAIL.match(right) or not unit or len(left) > 24 or len(right) > 16:
        return None
    asked = draw.choice(_HOWMANY.get(figure.dimension, _ANY)).replace("{u}", unit)
    if re.match(r"^(?:同比|环比|比去年|较|比上年)?(?:增长|下降|增加|减少|上涨|下跌)了?$", left):
        before = sentence[: begin - 1]
        start = max((m.end() for m in CLAUSE_END.finditer(before)), default=0)
        subject = LEADING.sub("", before[start:])
        found = find_figures(subject)
        if not found or han(subject[: found[-1].start]) < 3:
            return None
        subject = COPULA.sub("", subject[: found[-1].start])
        return everyday(subject, draw) + everyday(left, draw) + asked
    if not right:
        bare = COPULA.sub("", left)
        if han(bare) < 3:
            return None
        word, flag = tags(bare)[-1]
        if word in "的又新再各每" or flag[0] not in "nvljabq":
            return None
        if flag.startswith("v"):
            forms = (f"{bare}了{asked}", f"{bare}{asked}", f"{bare}多少")
        else:
            forms = (
                f"{bare}是{asked}",
                f"{bare}有{asked}",
                f"{bare}{asked}",
                f"{bare}是多少",
                bare,
                f"{bare}多少",
                f"{bare}达到多少",
            )
        if bare.endswith(("增长", "下降", "提高", "上涨", "减少", "增加", "降低")):
            forms = (f"{bare}{asked}", f"{bare}了{asked}", f"{bare}多少")
        return everyday(draw.choice(forms), draw)
    if han(right) < 2 or han(left + right) < 4 or not re.fullmatch(r"[一-龥A-Za-z0-9、·]+", right):
        return None
    pairs = tags(right)
    noun = all(flag[0] in "nabjlvz" for _, flag in pairs) and pairs[-1][1][0] in "nlj"
    bare = COPULA.sub("", left).removesuffix("的")
    if noun and not bare:
        forms: tuple[str, ...] = (f"有{asked}{right}", f"{right}有{asked}", f"{right}有多少")
    elif noun and tags(bare)[-1][1].startswith("v"):
        verb = tags(bare)[-1][0]
        rest = bare[: -len(verb)]
        forms = (
            f"{bare}了多少{unit}{right}",
            f"{bare}多少{right}",
            f"{rest}{right}{verb}了{asked}",
            f"{rest}{verb}的{right}有{asked}",
            f"{bare}几{unit}{right}",
            f"{bare}{right}多少",
        )
    elif noun:
        forms = (
            f"{bare}有多少{unit}{right}",
            f"{bare}有多少{right}",
            f"{bare}{right}有{asked}",
            f"{bare}{right}数量",
            f"{bare}有几{unit}{right}",
        )
    else:
        forms = (
            f"{left}多少{unit}{right}",
            f"{left}{asked}{right}" if asked.endswith(unit) else f"{left}多少{unit}{right}",
            f"{bare}有多少{unit}{right}",
        )
    return everyday(draw.choice(forms), draw)


def _alike(question: str, sentence: str, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether another figure of the same kind stands in words that fit the question as well."""
    pairs = {question[k : k + 2] for k in range(len(question) - 1)}
    for other in figures:
        if other.start == figure.start or other.dimension != figure.dimension:
            continue
        begin, stop = clause_around(sentence, other.start, other.end)
        clause = sentence[begin:stop]
        own = {clause[k : k + 2] for k in range(len(clause) - 1)}
        if len(pairs & own) >= 0.6 * len([p for p in pairs if p in sentence]):
            return True
    return False


def year_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """由 one year's figure 到 another's: asked by year, and for a year that is not there."""
    for match in _YEARS.finditer(sentence):
        subject = LEADING.sub("", match["subject"])
        if (
            PRONOUN.search(subject)
            or han(subject) < 3
            or not (re.search(r"\d", match["a"]) and re.search(r"\d", match["b"]))
        ):
            continue
        subject = re.sub(r"(?:已|则|也|均|将)$", "", subject)
        forms = (
            "{y}年{s}是多少",
            "{s}{y}年是多少",
            "{s}{y}年多少",
            "{y}年的{s}有多少",
            "{s} {y}年",
        )
        for year, part in (("early", "a"), ("late", "b")):
            found = find_figures(match[part])
            if len(found) != 1:
                break
            start = match.start(part) + found[0].start
            span = (start, match.start(part) + max(found[0].end, len(match[part])))
            question = draw.choice(forms).replace("{y}", match[year]).replace("{s}", subject)
            yield Made(question, span, "made years")
        else:
            other = str(int(match["early"]) + draw.choice((-2, -1, 1, 2, 3)))
            if other not in sentence:
                question = draw.choice(forms).replace("{y}", other).replace("{s}", subject)
                yield Made(question, None, "made years unanswerable")


def aligned_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """甲、乙分别为 x、y: the figure that stands where the name does."""
    for match in _ALIGNED.finditer(sentence):
        names = re.split(r"[、和与及]", match["names"])
        values = re.split(r"[、和与及]", match["values"])
        if len(names) != len(values) or not all(re.search(r"\d", v) for v in values):
            continue
        names[0] = LEADING.sub("", names[0])
        if PRONOUN.search(names[0]) or any(len(n) < 2 or n[-1] in "年月日也" for n in names):
            continue
        shared = names[-1]
        tail = ""
        for size in range(len(shared) - 2, 1, -1):
            # what all names are measured by stands behind the last: 甲、乙的产量
            if shared[-size:].startswith("的") and not any(
                n.endswith(shared[-size:]) for n in names[:-1]
            ):
                tail = shared[-size:]
                break
        places = [match.start("values")]
        for value in values[:-1]:
            places.append(places[-1] + len(value) + 1)
        for at in draw.sample(range(len(names)), min(2, len(names))):
            name = names[at] if at == len(names) - 1 else names[at] + tail
            if not tail and at < len(names) - 1 and len(shared) > max(map(len, names[:-1])):
                continue
            verb = match["verb"].removesuffix("了")
            if verb in ("为", "是", "达", "达到", "达到了", "实现", "完成"):
                question = draw.choice((f"{name}是多少", f"{name}多少", f"{name}达到多少", name))
            else:
                question = draw.choice((f"{name}{verb}多少", f"{name}{verb}了多少"))
            yield Made(question, (places[at], places[at] + len(values[at])), "made aligned")

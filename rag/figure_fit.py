"""Which of a sentence's figures is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.asked import Asked
from rag.changes import find_changes, is_not_reached, wanted_end
from rag.counters import counts_such
from rag.coverage import Words
from rag.decided import decided_fit
from rag.figures import Dimension, Figure, find_figures
from rag.intervals import asks_interval, find_intervals, with_intervals
from rag.overlap import common_start, longest_common
from rag.parallel import Pairing, pair_up
from rag.quantities import measures_stuff, tells_speed
from rag.question import Question
from rag.ranges import asked_end, with_ranges
from rag.remaining import remaining_fit
from rag.year_binding import Binding, bind_years, year_fit

_STOP = "，,。；;：:！!？?\n、()（）"
_CLAUSE_END = lazy_pattern(r"[，,；;：:。！？!?\n]")
_WHOLE = lazy_pattern(
    r"全[省市县区州乡镇村国]|共(?!产|同|享|参|建|富)|累计|总[计共](?!产)|合计|全部"
)
_OF_THEM = lazy_pattern(r"其中")
_NOT_REACHED = 0.25
"""What is left of the form of a figure that something has not changed to, where it is asked for that."""


@dataclass(frozen=True)
class FigureFit:
    """How a figure of a sentence fits one that is asked for.

    `form` is 1 where dimension and unit agree, -1 where they do not; `year` and `pair` are 1 where
    the year, or the place in a list with 分别, is the one asked for, -1 where it is another; `noun`
    (0..1) how literally the thing counted is the one asked for (`clause` where none is), `clause` (0..1) the share of the
    question's words in its clause; `whole` is 1 where the clause speaks of all (全县, 累计), -1
    where it gives a part of them (其中); `verb` 1 where the verb of the question stands right
    before the figure; `sense` is positive where it is the end of a change, the remainder or the
    interval that the question wants, negative where it is the other end.
    """

    form: float
    year: float
    pair: float
    noun: float
    clause: float
    whole: float
    verb: float = 0.0
    sense: float = 0.0

    @property
    def literal(self) -> float:
        """How literally the figure's clause is what is asked for (0..1)."""
        return max(0.0, (self.noun + self.clause + self.whole) / 3)

    @property
    def total(self) -> float:
        """One number to compare the figures of a sentence by."""
        return (
            2 * self.form
            + 2 * self.year
            + 3 * self.pair
            + 1.5 * self.noun
            + 2.0 * self.clause
            + 0.3 * min(self.whole, 0)
            + 2 * self.verb
            + 2.5 * self.sense
        )


class FigureFits:
    """The figures of a folded sentence, each to be compared with what a question asks for."""

    def __init__(self, question: Question, words: Words, sentence: str) -> None:
        """
        :param question: The question as understood.
        :param words: Its telling words.
        :param sentence: The folded sentence.
        """
        self._question = question
        self._words = words
        self.sentence = sentence
        self._asks_interval = asks_interval(question.text)
        self._asked_end = asked_end(question.text)
        self.figures: Sequence[Figure] = self._find_figures()
        self.changes = find_changes(sentence, self.figures)
        self._senses = self._find_senses()
        self._years = bind_years(sentence, self.figures)
        self._pairing: Pairing | None = pair_up(question.text, sentence)

    def _find_figures(self) -> Sequence[Figure]:
        figures: list[Figure] = find_figures(self.sentence)
        if self._asks_interval:
            return with_intervals(figures, find_intervals(self.sentence))
        return with_ranges(self.sentence, figures, self._asked_end, self._question.unit)

    def fit(self, asked: Asked, figure: Figure) -> FigureFit:
        """How a figure of the sentence fits one of those asked for."""
        before, after = self.around(figure)
        is_alone = len(self._question.parts) == 1
        left = remaining_fit(self._question.text, before, after) if is_alone else 0
        form = self.agreement(asked, figure) if left >= 0 else 0.0
        told = self.sentence[max(0, figure.start - _TOLD) : figure.start]
        decided = decided_fit(self._question.text, told)
        if is_not_reached(self._question.text, told):
            form *= _NOT_REACHED
        binding: Binding | None = self._years.get(figure.start)
        clause, wider = self._clauses(figure)
        share = 0.7 * self._words.share(clause) + 0.3 * self._words.share(wider)
        return FigureFit(
            form=form or -1.0,
            year=year_fit(self._question.text, self._question.years, binding),
            pair=self._pair(figure),
            noun=noun_fit(asked.noun, before, after) if asked.noun else share,
            clause=share,
            whole=self._whole(figure, wider),
            verb=float(bool(asked.verb) and asked.verb in before[-_NEAR:]),
            sense=left + decided + self._senses.get(figure.start, 0.0),
        )

    def _find_senses(self) -> dict[int, float]:
        """By where it starts, for a figure that is an end of a change whether it is the one asked
        for, and for an interval that it is one."""
        if self._asks_interval:
            starts = (figure.start for figure in self.figures)
            return {start: 1.0 for start in starts if self.sentence.startswith("每", start)}
        end = 0 if self._question.years else wanted_end(self._question.text)
        senses: dict[int, float] = {}
        for first, last in self.changes:
            senses |= {first.start: -float(end), last.start: float(end)}
        return senses

    def agreement(self, asked: Asked, figure: Figure) -> float:
        """How well a figure measures what is asked: 1 surely, 0 not at all; see `agreement`."""
        return agreement(self._question, asked, figure, self.sentence)

    def around(self, figure: Figure) -> tuple[str, str]:
        """What stands before and behind a figure and belongs to it, up to the next figure or mark.

        Of 22.4万户60.8万人 both have what stands before the first.
        """
        start, end = figure.start, figure.end
        for other in reversed(self.figures):
            if other.end <= start <= other.end + 1 and other.dimension is not Dimension.DATE:
                start = other.start
        low = max((f.end for f in self.figures if f.end <= start), default=0)
        high = min((f.start for f in self.figures if f.start >= end), default=len(self.sentence))
        before = self.sentence[low:start]
        after = self.sentence[end:high]
        cut = max((before.rfind(mark) for mark in _STOP), default=-1)
        stops = [at for mark in _STOP if (at := after.find(mark)) >= 0]
        return before[cut + 1 :], after[: min(stops, default=len(after))]

    def _pair(self, figure: Figure) -> float:
        if self._pairing is None:
            return 0.0
        span = (figure.start, figure.end)
        if any(a < span[1] and span[0] < b for a, b in self._pairing.theirs):
            return 1.0
        return -float(any(a < span[1] and span[0] < b for a, b in self._pairing.others))

    def _clauses(self, figure: Figure) -> tuple[str, str]:
        """The clause of a figure, and the same with the one before it."""
        ends = [m.end() for m in _CLAUSE_END.finditer(self.sentence, 0, figure.start)]
        following = _CLAUSE_END.search(self.sentence, figure.end)
        end = following.start() if following else len(self.sentence)
        own = ends[-1] if ends else 0
        before = ends[-2] if len(ends) > 1 else 0
        return self.sentence[own:end], self.sentence[before:end]

    def _whole(self, figure: Figure, wider: str) -> float:
        told = self.sentence[: figure.start]
        if _OF_THEM.search(told) and not _OF_THEM.search(self._question.text):
            return -1.0
        return float(_WHOLE.search(wider) is not None)


def noun_fit(noun: str, before: str, after: str) -> float:
    """How literally what a figure counts is the noun asked for (0..1), 0 where none is.

    What follows the figure says more than what stands before it, and a noun that begins there
    more than one that comes later, as does one that ends right before it; its last word, which
    names the thing, must be there. Of 848克的松茸 the thing stands behind 的.
    """
    after = after.removeprefix("的")
    if len(noun) < _SHORTEST:
        return float(bool(noun) and (after.startswith(noun) or before.endswith(noun)))
    best = 0.0
    for text, most in ((after[:_FAR], 0.85), (before[-_FAR:], 0.85)):
        share = len(common) / len(noun) if len(common := longest_common(noun, text)) > 1 else 0.0
        if noun[-2:] not in text and noun[-1] not in common:
            share *= 0.7
        best = max(best, share * most)
    adjoins = max(common_start(noun, after), common_start(noun[::-1], before[::-1]))
    if adjoins >= _SHORTEST:
        best = max(best, 0.6 + 0.4 * adjoins / len(noun))
    return best


_SHORTEST = 2
_FAR = 16

_NEAR = 10
_TOLD = 48


def agreement(question: Question, asked: Asked, figure: Figure, text: str) -> float:
    """How well a figure of a text measures what a question asks for: 1 surely, 0 not at all.

    Between the two is a count whose noun stands near the figure but not right behind it, and a
    figure of some people only (贫困人口) where the question asks for all (人口).
    """
    is_rarity = text.startswith(_RETURNS, figure.end)
    if is_rarity is not (_RETURNS in question.text) and (
        is_rarity or asked.dimension is Dimension.DURATION
    ):
        # 30年一遇 is how rare something is
        return 0.0
    if asked.dimension is None:
        return float(figure.dimension not in (Dimension.DATE, Dimension.ORDINAL))
    if asked.dimension is Dimension.COUNT:
        return _counts(asked.unit or "", asked.noun, figure, text)
    if asked.dimension is Dimension.SPEED:
        return float(figure.dimension is Dimension.LENGTH and tells_speed(text, figure))
    if asked.dimension is Dimension.TEMPERATURE and figure.unit == "度":
        return 1.0
    if asked.dimension is Dimension.PERSON and not figure.unit:
        if text[figure.end : figure.end + 2] not in _PEOPLE:
            return 0.0
    elif figure.dimension is not asked.dimension:
        return 0.0
    if asked.dimension is Dimension.PERSON:
        if question.asks_about_all:
            return _of_all(figure, text)
        if tells_of_all(question, text, figure.end):
            return 0.0
    return 1.0


def tells_of_all(question: Question, text: str, end: int) -> bool:
    """Whether a figure that ends at `end` is how many live in a place (10万人的沁县), and the
    question asks what some of them did."""
    told = _ALL_AFTER.match(text, end) if len(question.parts) == 1 else None
    return told is not None and not question.asks_about_all_of(told[0].removeprefix("的"))


_RETURNS = "一遇"

_PEOPLE = frozenset("贫困 农村 群众 干部 人口 老区 党员 农民 学生 职工 人民 居民 村民".split())
"""A number without a unit counts people where one of these follows."""

_ALL_BEFORE = lazy_pattern(
    r"(?:^|[^㐀-鿿])(?:[㐀-鿿]{0,6}[省市县区州乡镇村域口有]|[现共]|[户常]?)?(?:常住|户籍|总)?人口(?:总数|数量?)?(?:共有|有|为|是|共|约|达)?$"
    r"|(?:总|常住|户籍)人口(?:总数|数量?)?[^,，。；;]{0,4}$"
)
_ALL_AFTER = lazy_pattern(
    r"的[㐀-鿿]{1,4}[省市县区州乡镇村]|(?:老区)?(?:人民|儿女|父老)|人口(?!脱|搬|的)"
)
_SOME = lazy_pattern(
    r"贫困|脱贫|搬迁|建档|低保|流动|外来|受益|农业|劳动|就业|残疾|老年|适龄|覆盖|惠及"
)


def _of_all(figure: Figure, text: str) -> float:
    """Whether a figure can be of all the people there are: not the poor or the moved only."""
    before, after = text[: figure.start], text[figure.end :]
    clause = _CLAUSE_END.split(before)[-1]
    if _ALL_BEFORE.search(before) and not _SOME.search(clause):
        return 1.0
    return _OTHERWISE if _ALL_AFTER.match(after) and not _SOME.search(clause) else 0.0


_OTHERWISE = 0.6


def counted_length(noun: str, after: str) -> int:
    """How far what follows a figure counts things of one character (99个贫困村), 0 where it does not.

    村 in 59座村级电站 is what sort of station it is.
    """
    match = re.match(rf"[㐀-鿿]{{0,4}}?{re.escape(noun)}(?![级民医干委])", after) if noun else None
    return match.end() if match else 0


def _counts(asked: str, thing: str, figure: Figure, text: str) -> float:
    if measures_stuff(asked, figure.dimension):
        return 0.9
    countable = (Dimension.COUNT, Dimension.HOUSEHOLD, Dimension.PERSON)
    if figure.dimension not in countable:
        return 0.0
    noun = asked.removeprefix("个").removeprefix(figure.unit or "\0")
    if figure.dimension is Dimension.HOUSEHOLD and not (noun or set("户家") & set(asked)):
        return 0.0
    after = text[figure.end :]
    if figure.dimension is Dimension.PERSON:
        # 7000余名贫困户
        return float(len(noun) > 1 and after.startswith(noun[:2]))
    if len(noun) == 1:
        if (length := counted_length(noun, after)) > 0:
            return 1.0 if length == 1 else 0.9
    elif after.startswith(noun[:2]):
        return 1.0
    if figure.unit == asked[:1] != "个":
        return 0.9
    around = text[max(0, figure.start - _NEAR) : figure.end + _NEAR]
    if any(noun[i : i + 2] in around for i in range(len(noun) - 1)):
        return 0.7
    if thing and counts_such(thing, figure.unit):
        # 产卵4枚 tells how many 蛋, 羊200头 how many 只羊
        return 0.7 if thing[-1] in around else 0.5
    return 0.0

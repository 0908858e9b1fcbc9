"""Proposals: sentences of retrieved passages that may answer, each with what speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.damaged import DAMAGED
from index.lazy_pattern import lazy_pattern
from index.passages import ROLE_WORDS
from index.roles import Role
from index.sentences import sentences
from index.store import DocumentInfo
from rag.aims import asks_for_aim, tells_aim
from rag.blocks import credited, heading_rank, part_range
from rag.conditions import echoes, judge
from rag.coverage import Words
from rag.figure_answers import choose_figures
from rag.figure_fit import FigureFits
from rag.naming import asks_naming, tells_naming
from rag.people import names_in, speaks_of_another
from rag.question import Kind, Question
from rag.reader import Reading
from rag.retrieval import Ranked
from rag.scope import names_village
from rag.short_answers import candidates, shape, told_figures
from rag.siblings import is_in_clause_of_sibling
from rag.titles import asked_about, asked_holder, introduces

Span = tuple[int, int]


MOST = 8
"""How many proposals are weighed at most."""


@dataclass(frozen=True)
class Features:
    """What the probability of a proposal is made from.

    `fused` is the retrieval score against the best passage's (0 and below), `dense` the cosine of
    the passage, `coverage` the share of the question's words in passage and context, `sentence`
    their share in the sentence alone, for a figure with how literally its clause is what is asked
    for (see `FigureFit.literal`); `reading` the reader's log odds for the span, `form` whether the
    span has the form asked for (1 yes, 0 not known, -1 no, or it is of another year, place or person
    of its sentence), of a sentence whether it has the words of a reason, a rule or a way; `place` and
    `year` whether those of the question fit (1), are not there (0) or are contradicted (-1), where it
    names no place whether the sentence names the person, village or quoted thing it is of; `part` 1
    where the sentence speaks of a smaller place than the question. `role` is 1 where a question about title, caption
    or byline meets such a block, -1 where the one is without the other; `aim` 1 where a plan or
    forecast is told and not asked for. The same for all proposals of a question are `strange`, 1 where
    the documents hold none of its words, `unnamed`, 1 where it names no place, and `is_sentence`, 1
    where the sentence is the answer.
    """

    fused: float
    dense: float
    coverage: float
    sentence: float
    reading: float
    form: float
    place: float
    year: float
    part: float
    role: float = 0.0
    aim: float = 0.0
    strange: float = 0.0
    unnamed: float = 0.0
    is_sentence: float = 0.0


@dataclass(frozen=True, eq=False)
class Proposal:
    """A sentence (range of the passage's text), the short answers in it, and its features.

    `answers` are ranges of the passage's text in order, several where several things are asked
    for or a list is not in one piece, none where the sentence is the answer; `is_aim` tells that
    what they say is a plan or forecast.
    """

    ranked: Ranked
    sentence: Span
    answers: tuple[Span, ...]
    features: Features
    is_aim: bool = False

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.ranked.stored.passage.text[self.sentence[0] : self.sentence[1]]

    @property
    def told(self) -> str:
        """The folded passage up to the end of the sentence."""
        return self.ranked.stored.passage.text[: self.sentence[1]]

    @property
    def short(self) -> tuple[str, ...]:
        """The folded short answers."""
        return tuple(self.ranked.stored.passage.text[a:b] for a, b in self.answers)

    @property
    def is_damaged(self) -> bool:
        """Whether the source is corrupt where a short answer stands."""
        return any(DAMAGED in answer for answer in self.short)


_NO_DOCUMENTS: Mapping[str, DocumentInfo] = {}


def propose(
    question: Question,
    words: Words,
    ranked: Sequence[Ranked],
    readings: Sequence[Reading],
    by_rule: Sequence[Reading],
    documents: Mapping[str, DocumentInfo] = _NO_DOCUMENTS,
) -> list[Proposal]:
    """The most promising proposals of the passages that were read, at most `MOST`.

    Where a title or a byline is asked for, the passages behind those that were read count too.

    :param ranked: Passages, best first.
    :param readings: The reader's, one for each of the first of them.
    :param by_rule: The same by rule: what has the form of an answer is always weighed, since a
        reader that was trained on other text passes over some figures.
    :param documents: What the index knows of each document, by source.
    """
    proposals: list[Proposal] = []
    for number, passage in enumerate(ranked):
        one = _Passage(question, words, ranked[0].fused, passage, documents)
        if number < len(readings):
            proposals.extend(one.proposals(readings[number], by_rule[number]))
        else:
            proposals.extend(one.of_blocks(_UNREAD))
    proposals.sort(key=_promise, reverse=True)
    return proposals[:MOST]


_UNREAD = Reading((), 0.0)


def _promise(proposal: Proposal) -> float:
    features = proposal.features
    reading = max(features.reading, -4.0) / 2
    return (
        features.fused
        + 4 * features.sentence
        + features.form
        - features.part
        + reading
        + 3 * features.role
    )


@dataclass(frozen=True)
class _Short:
    """Short answers in a sentence with what speaks for them; spans of the passage's text."""

    spans: tuple[Span, ...]
    form: float
    literal: float | None = None
    is_anothers: bool = False


class _Passage:
    """One retrieved passage, and the proposals in it."""

    def __init__(
        self,
        question: Question,
        words: Words,
        best: float,
        ranked: Ranked,
        documents: Mapping[str, DocumentInfo],
    ) -> None:
        self._question = question
        self._words = words
        self._best = best
        self._ranked = ranked
        self._passage = ranked.stored.passage
        self._text = self._passage.text
        self._document = documents.get(ranked.stored.source)
        # a title beside the name of its holder is read off the text, whatever the reader thinks
        self._holder = asked_holder(question.text) if question.kind is Kind.OFFICE else None
        self._coverage = words.share(self._passage.indexed)
        self._conditions = judge(question.text, self._text)

    def proposals(self, reading: Reading, by_rule: Reading) -> Iterator[Proposal]:
        """What can answer, of each sentence at most one."""
        of_blocks = list(self.of_blocks(reading))
        if of_blocks:
            yield from of_blocks
        elif self._question.wants_sentence:
            yield from self._sentences(reading)
        else:
            yield from self._short(reading, by_rule)

    def of_blocks(self, reading: Reading) -> Iterator[Proposal]:
        """Titles, captions and bylines, where the question asks for one."""
        if self._question.kind is not Kind.TITLE and self._question.credit is None:
            return
        title = self._document.title if self._document else ""
        authors = self._document.authors if self._document else ()
        inside = ""
        for start, role in self._passage.parts:
            part = part_range(self._passage, start)
            label, inside = inside, self._text[part[0] : part[1]]
            if self._question.kind is Kind.TITLE:
                rank = heading_rank(self._question.text, inside, role, title, label)
                if rank > 0:
                    short = _Short((part,), 1.0)
                    yield self._proposal(part, short, self._margin(reading, part), rank)
                continue
            credit = credited(self._question, inside, role, authors)
            if credit is not None:
                span = (part[0] + credit[0], part[0] + credit[1])
                yield self._proposal(part, _Short((span,), 1.0), self._margin(reading, span), 1.0)

    def _sentences(self, reading: Reading) -> Iterator[Proposal]:
        """The sentences that say most of the question's words, and those a reader marked."""
        every = sentences(self._text)
        # a heading says what is spoken of, not why, how or whether
        bounds = [b for b in every if self._passage.role_at(b[0]) is not Role.HEADING] or every
        marked = {
            bound
            for span in reading.spans[:_MARKED]
            if (bound := _around(bounds, span.start)) is not None
        }
        telling = sorted(bounds, key=self._telling, reverse=True)[:_TELLING]
        for bound in dict.fromkeys([*telling, *marked]):
            bound = self._with_reason(bounds, bound)
            inside = self._text[bound[0] : bound[1]]
            margin = self._margin(reading, bound)
            if self._conditions.holds_in(*bound):
                margin = max(self._least_held(bound), margin)
            told = [
                (bound[0] + a, bound[0] + b) for a, b in told_figures(self._question.text, inside)
            ]
            damaged = tuple(span for span in told if DAMAGED in self._text[span[0] : span[1]])
            form = float(self._answers(inside))
            if self._conditions.is_for_others(*bound):
                form = -1.0
            yield self._proposal(bound, _Short(damaged, form), margin)

    def _answers(self, inside: str) -> bool:
        """Whether a sentence has the words of a reason, a rule or a way, where one is asked for."""
        if self._question.kind is Kind.WHY and asks_naming(self._question.text):
            return tells_naming(inside)
        answers = _ANSWERS.get(self._question.kind)
        return bool(answers and answers.search(inside))

    def _with_reason(self, bounds: Sequence[Span], bound: Span) -> Span:
        """A sentence with the next one, where a reason is asked for and it only says again what is
        to be explained."""
        inside = self._text[bound[0] : bound[1]]
        if self._question.kind is not Kind.WHY or _REASON.search(inside):
            return bound
        if self._words.share(inside) < _RESTATES:
            return bound
        role = self._passage.role_at(bound[0])
        following = next((b for b in bounds if b[0] >= bound[1]), None)
        if following is None or self._passage.role_at(following[0]) is not role:
            return bound
        return bound[0], following[1]

    def _telling(self, bound: Span) -> tuple[float, int]:
        inside = self._text[bound[0] : bound[1]]
        denies = bool(_DENIES.search(self._question.text)) and bool(_DENIAL.search(inside))
        conditions = self._conditions
        held = conditions.holds_in(*bound) - conditions.is_for_others(*bound)
        share = self._words.share(inside) + _DENIED * denies + _HELD * held
        return share, bound[1] - bound[0]

    def _short(self, reading: Reading, by_rule: Reading) -> Iterator[Proposal]:
        question = self._question.text
        bounds = sentences(self._text)
        marked: dict[Span, list[Span]] = {}
        for span in (*reading.spans, *by_rule.spans):
            sentence = _around(bounds, span.start)
            if sentence is not None:
                # what runs on into the next sentence is no short answer
                marked.setdefault(sentence, []).append((span.start, min(span.end, sentence[1])))
        for sentence, spans in marked.items():
            inside = self._text[sentence[0] : sentence[1]]
            at = sentence[0]
            short = None
            if self._question.kind is Kind.FIGURE:
                short = self._figures(reading, inside, at)
            if short is None:
                own = [(at + a, at + b) for a, b in candidates(self._question, inside)]
                short = self._best_of(reading, inside, at, [*spans, *own])
            margin = max((self._margin(reading, span) for span in short.spans), default=LEAST)
            if self._holder and short.form > 0 and self._holder in inside:
                margin = max(0.0, margin)
            of_its_year = _year(self._question, self._text, inside) >= 0
            if of_its_year and any(self._conditions.verdict(*span) > 0 for span in short.spans):
                # the question itself says which of the bands is meant
                margin = max(self._least_held(sentence), margin)
                short = replace(short, form=max(short.form, 1.0))
            elif any(echoes(question, self._text[a:b]) for a, b in short.spans):
                margin = min(_ECHOES, margin)
            yield self._proposal(sentence, short, margin)
        if not marked and bounds:
            sentence = max(bounds, key=self._telling)
            form = -1.0 if self._question.kind in (Kind.FIGURE, Kind.DATE) else 0.0
            yield self._proposal(sentence, _Short((), form), LEAST)

    def _figures(self, reading: Reading, inside: str, at: int) -> _Short | None:
        chosen = choose_figures(
            self._question,
            FigureFits(self._question, self._words, inside),
            lambda span: (
                self._favoured(reading, (at + span[0], at + span[1])) - self._apart(inside, span)
            ),
        )
        if chosen is None:
            return None
        fit = chosen.fit
        spans = tuple((at + a, at + b) for a, b in chosen.spans)
        of_another_year = bool(self._question.years) and fit.year <= -1
        return _Short(spans, fit.form, fit.literal, fit.pair < 0 or of_another_year)

    def _best_of(self, reading: Reading, inside: str, at: int, spans: Sequence[Span]) -> _Short:
        weighed = []
        for start, end in spans:
            short = shape(self._question, inside, (start - at, end - at))
            span = (at + short.span[0], at + short.span[1])
            form = -1.0 if self._question.kind is Kind.FIGURE else short.form
            margin = self._margin(reading, (start, end)) - _UNLIKE * (
                1 - self._likest(reading, span)
            )
            margin -= self._apart(inside, short.span)
            weight = _PAIR * short.pair + _FORM * form + _EVENT * short.fit + margin
            weight += _BAND * self._conditions.verdict(*span)
            weighed.append((weight, _Short((span,), form, is_anothers=short.pair < 0)))
        return max(weighed, key=lambda item: item[0])[1]

    def _apart(self, inside: str, span: Span) -> float:
        """What a span of a sentence loses whose clause is of another of a set (首班, 末班)."""
        return _SIBLING * is_in_clause_of_sibling(self._question.text, inside, *span)

    def _favoured(self, reading: Reading, span: Span) -> float:
        """The reader's log odds for a figure, with whether it holds for what the question gives."""
        verdict = self._conditions.verdict(*span) - self._conditions.limits_in(*span)
        return self._margin(reading, span) + _BAND * verdict

    def _least_held(self, sentence: Span) -> float:
        """The least log odds of what is laid down for the value that the question gives."""
        if self._words.are_strange or self._coverage < _TOPICAL:
            return LEAST
        nouns = [asked.noun for asked in self._question.parts if len(asked.noun) > 1]
        begin = self._text.rfind("\n", 0, sentence[0]) + 1
        told = f"{self._passage.context}\n{self._text[begin : sentence[1]]}"
        # 年假 is short for 年休假
        named = any(re.search(_SHORT_FOR.join(map(re.escape, noun)), told) for noun in nouns)
        return _HOLDS + _NAMED * named

    @staticmethod
    def _likest(reading: Reading, span: Span) -> float:
        """How much a span has in common with the best of the reader's that it overlaps (0..1)."""
        touching = [s for s in reading.spans if s.start < span[1] and span[0] < s.end]
        if not touching:
            return 0.0
        best = max(touching, key=lambda s: s.score)
        common = min(best.end, span[1]) - max(best.start, span[0])
        return common / (max(best.end, span[1]) - min(best.start, span[0]))

    def _proposal(
        self, sentence: Span, short: _Short, reading: float, role: float | None = None
    ) -> Proposal:
        question = self._question
        inside = self._text[sentence[0] : sentence[1]]
        block = self._passage.role_at(sentence[0])
        first, last = (short.spans[0][0], short.spans[-1][1]) if short.spans else sentence
        aim = tells_aim(inside, first - sentence[0], last - sentence[0], self._written)
        share = self._words.share(f"{ROLE_WORDS.get(block, '')} {inside}")
        told = share
        if question.kind is Kind.ABOUT:
            told = (share + introduces(asked_about(question.text) or "", inside)) / 2
        denied = short.is_anothers or speaks_of_another(question.text, self._text, inside)
        features = Features(
            fused=self._ranked.fused - self._best,
            dense=self._ranked.dense,
            coverage=self._coverage,
            sentence=told if short.literal is None else (share + short.literal) / 2,
            reading=reading,
            form=-1.0 if denied else short.form,
            place=self._ranked.place if question.places else float(self._is_named(inside)),
            year=_year(question, self._text, inside),
            part=float(bool(question.places) and bool(names_village(question.text, inside))),
            role=_role(question, block) if role is None else role,
            aim=float(aim and self._wants_fact),
            strange=float(self._words.are_strange),
            unnamed=float(not question.places),
            is_sentence=float(question.wants_sentence),
        )
        return Proposal(self._ranked, sentence, short.spans, features, aim)

    def _is_named(self, sentence: str) -> bool:
        """Whether a sentence names the person, village or quoted thing that the question is of."""
        asked = self._question.text
        people = {self._text[a:b] for a, b in names_in(self._text)}
        named = {*people, *_VILLAGE_NAME.findall(sentence), *_QUOTED_NAME.findall(sentence)}
        return any(name in asked and name in sentence for name in named)

    @property
    def _wants_fact(self) -> bool:
        """Whether a plan is no answer: of a date it is one, unless the question is of the past."""
        text = self._question.text
        if self._question.kind is Kind.DATE and not _PAST.search(text):
            return False
        return not asks_for_aim(text)

    @property
    def _written(self) -> int | None:
        date = self._document.date if self._document else None
        return int(date[:4]) if date and date[:4].isdigit() else None

    @staticmethod
    def _margin(reading: Reading, span: Span) -> float:
        """The reader's log odds for a span: those of the best of its own that overlaps it, or of
        the likeliest in it."""
        scores = [s.score for s in reading.spans if s.start < span[1] and span[0] < s.end]
        best = max(scores) - reading.no_answer if scores else LEAST
        return max(LEAST, best, reading.within(*span))


_VILLAGE_NAME = lazy_pattern(r"[㐀-鿿]{2,3}[村乡镇]")
_QUOTED_NAME = lazy_pattern(r"[“《‘]([^“”《》‘’]{2,12})[”》’]")
LEAST = -10.0
"""The least log odds of a span, and those of one that a reader by rule did not come upon."""
_PAIR, _FORM, _EVENT = 12.0, 4.0, 4.0
"""What the list with 分别, the form of an answer and the event of a date weigh against the reader's
log odds."""
_BAND = 12.0
"""The same of the band of a rule that holds for a value the question gives (满10年不满20年的)."""
_HOLDS = 2.0
"""The least log odds of what stands in such a band."""
_NAMED = 3.0
"""What is added to it where the rule names what is asked for."""
_SHORT_FOR = "[㐀-鿿]{0,2}?"
_TOPICAL = 0.1
"""A passage with less of the question's words is of something else."""
_ECHOES = 0.0
"""The most log odds of a number that the question gives of something else (12年, 12天)."""
_HELD = 0.5
"""What such a band adds to the share of words of a sentence that is to be the answer."""
_UNLIKE = 2.0
"""What a span loses that has nothing in common with the reader's."""
_SIBLING = 20.0
"""So much that the reader does not outweigh it."""
_MARKED, _TELLING = 3, 2
_PAST = lazy_pattern(r"了|已经?|曾|过的?[？?]?$|的[？?]?$")
_DENIED = 0.1
"""What a denial adds to the share of words, where the question is about whether something is."""
_DENIES = lazy_pattern(r"没有|有没有|无|未|不|吗[？?]?$|是否")
_DENIAL = lazy_pattern(r"没有|无|未|不(?!断|仅|但|少)|消除|杜绝")


_RESTATES = 0.8
"""A sentence with so large a share of the question's words says what is asked about."""
_REASON = lazy_pattern(
    r"因|由于|鉴于|为了|为(?=[^,，。]{2,20}[,，])|使|致|所以|导致|针对|旨在|目的|缘|受[^,，。]{1,12}影响|得益于|靠|怕|担心|以便|让"
    r"|否则|不然|要不然|以免|免得|防止|避免|以防|容易"
)


_RULED = lazy_pattern(
    r"不|未|无|没|禁|免|可以?|能够?|须|需|应当?|必|允许|准许|一律|均|已|仍|曾|属于|包括|含"
    r"|停[诊用办业课止]|闭馆|照常|谢绝|暂停|关闭|取消"
)
_WAY = lazy_pattern(
    r"请|须|应|可|先|再|后[,，]|通过|按照?|采取|采用|以[^,，。]{2,12}方式|用|实行|实施|建立|拨打|联系|办理|登录|填"
)
_ANSWERS = {Kind.WHY: _REASON, Kind.WHETHER: _RULED, Kind.HOW: _WAY}
"""What a sentence has that gives a reason, says whether, or tells how."""


def _around(bounds: Sequence[Span], start: int) -> Span | None:
    """The sentence in which a span begins."""
    return next((bound for bound in bounds if bound[0] <= start < bound[1]), None)


_PICTURE = lazy_pattern(r"图片|照片|配图|插图|图中|图为|画面|图说|图注")
_DATED = (Kind.DATE,)


def _role(question: Question, role: Role) -> float:
    """How the role of a block fits a question, where the block was not sought for it."""
    if question.kind is Kind.TITLE or question.credit is not None:
        return -1.0
    if _PICTURE.search(question.text):
        return 1.0 if role is Role.CAPTION else 0.0
    if role is Role.HEADING:
        return _HEADING
    if role is Role.BYLINE or (role is Role.DATELINE and question.kind not in _DATED):
        return -1.0
    return 0.0


_HEADING = -0.5
"""A heading seldom answers what is not about headings."""


def _year(question: Question, text: str, inside: str) -> float:
    if not question.years:
        return 0.0
    if all(str(year) in inside for year in question.years):
        return 1.0
    return 0.0 if all(str(year) in text for year in question.years) else -1.0

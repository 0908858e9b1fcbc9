"""Facts of a question that a quote must not contradict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.codes import tells_another_code
from rag.conditions import judge
from rag.coverage import Words
from rag.denial import tells_the_contrary
from rag.events import tells_another_event
from rag.figure_fit import tells_of_all
from rag.figures import Dimension, find_dates
from rag.flows import tells_other_flow
from rag.indicators import tells_other_indicator
from rag.lists import wants_exactly
from rag.measures import is_of_another_dimension
from rag.naming import asks_naming, only_tells_naming
from rag.other_kind import is_of_another_kind
from rag.outcomes import tells_other_outcome
from rag.people import asked_person, is_of_another_body, is_of_another_office, speaks_of_another
from rag.proposals import Proposal
from rag.question import Kind, Question
from rag.scope import is_before_village, is_of_smaller, speaks_of
from rag.series import is_only_of_siblings, is_untold, members, tells_another
from rag.siblings import tells_sibling
from rag.topic import is_off_topic
from rag.weekdays import tells_other_days
from rag.works import is_outlay_for_other_works


@dataclass(frozen=True)
class _Case:
    """A proposal, with what is known of the question and of the proposal's document."""

    question: Question
    words: Words
    proposal: Proposal
    home: Sequence[str]
    document: Callable[[], str]

    @property
    def is_figure(self) -> bool:
        return self.question.kind is Kind.FIGURE

    @property
    def is_short(self) -> bool:
        return not (self.question.wants_sentence or self.question.credit)


def contradiction(
    question: Question,
    words: Words,
    proposal: Proposal,
    home: Sequence[str],
    document: Callable[[], str] | None = None,
) -> str | None:
    """The rule by which a proposal cannot answer a question, or None where nothing speaks against.

    `place`: the passage neither names the place asked for nor is from a document about it.
    `level`: a figure is asked of a place, and the sentence gives that of a smaller or larger one.
    `part`: a figure is asked of a place and the sentence gives that of a village in it, or it is
    asked of a village of which the passage speaks only later.
    `year`: the sentence dates itself, and not in a year asked for.
    `kind`: the short answer is plainly of another kind than the one asked for.
    `series`: the question is of one of a series (第三批, 二季度, E3), the sentence of another, or
    the document nowhere names the one asked about.
    `person`: the question asks about someone, or the holder of an office, and the sentence is of
    someone else.
    `echo`: a place or a person is asked for, and the answer is one that the question itself names.
    `office`: it is asked where someone held an office, and another one is told of the place.
    `event`: a date is asked, and the sentence dates what excludes it (开工, 投运).
    `dimension`: the question names the unit, and figures of another dimension are given, or it asks
    for all the people, and those of some are.
    `outcome`: how many came out of poverty is asked for and how many found work is given, or the like.
    `flow`: money spent is asked for and money gained is given, or the other way round.
    `denial`: how many have not done something is asked and those that have are given, or the other
    way round.
    `indicator`: one economic indicator is asked for and another is given (生产总值, 人均收入).
    `counterpart`: the answer's clause is of what excludes the one asked about (男, 女; 全省, 全市),
    or of another of a set (婚假, 产假), or the sentence is of other days of the week.
    `band`: the question gives a value (12年), and the answer is what a rule lays down for others
    (满20年的,15天), or a limit of such a rule.
    `work`: a short answer about a 《work》 is asked for, and the sentence is of another one.
    `list`: so many things are asked for (哪四会), and the sentence lists fewer or others.
    `topic`: a figure is asked for, and the passage has nothing of what it is to be of, or the
    sentence tells what works of another sort cost; or a reason is asked for, and the sentence gives
    that of a name.
    `words`: a short answer is asked for, and the documents have none of the words of the question,
    or not an abbreviation in it (GDP); or a sentence is asked for, in no word that tells of what.

    :param words: The question's telling words.
    :param home: The names of the document's place and of what that lies in.
    :param document: Gives the folded text of the proposal's document; None where there is only
        the passage.
    """
    passage = proposal.ranked.stored.passage
    case = _Case(question, words, proposal, home, document or (lambda: passage.indexed))
    return next((name for name, applies in _RULES.items() if applies(case)), None)


def _place(case: _Case) -> bool:
    return case.proposal.features.place <= -1


def _level(case: _Case) -> bool:
    if not case.is_figure:
        return False
    proposal = case.proposal
    at = proposal.answers[0][0] - proposal.sentence[0] if proposal.answers else len(proposal.text)
    return not speaks_of(
        case.question.places, case.home, proposal.told, proposal.text, at
    ) or is_of_smaller(case.question, case.home, proposal.text)


def _part(case: _Case) -> bool:
    if not case.is_figure:
        return False
    passage = case.proposal.ranked.stored.passage
    return bool(case.proposal.features.part) or is_before_village(
        case.question.text, passage.context, passage.text, case.proposal.told
    )


def _year(case: _Case) -> bool:
    if not case.question.years:
        return False
    sentence = case.proposal.text
    years = {int(date.value) for date in find_dates(sentence) if date.value}
    if case.is_figure and _SPAN_OF_YEARS.search(sentence) and len(years) == _TWO:
        # what came about from 2016 to 2019 is none of 2019
        return len(case.question.years) == 1 and not _SPAN_OF_YEARS.search(case.question.text)
    return bool(years) and not years & set(case.question.years)


_SPAN_OF_YEARS = lazy_pattern(r"[0-9]{4}年?(?:至|到|[-—~])[0-9]{4}年")
_TWO = 2


def _kind(case: _Case) -> bool:
    form = case.proposal.features.form
    return case.is_short and any(
        is_of_another_kind(case.question, answer, form) for answer in case.proposal.short
    )


def _series(case: _Case) -> bool:
    asked, passage = case.question.text, case.proposal.ranked.stored.passage
    told = f"{passage.context}\n{case.proposal.told}"
    if tells_another_code(asked, told, case.proposal.text):
        return True
    if not case.is_short or not members(asked):
        return False
    return (
        tells_another(asked, case.proposal.text)
        or (case.is_figure and is_untold(asked, case.document()))
        or is_only_of_siblings(asked, case.document())
    )


def _person(case: _Case) -> bool:
    asked, passage = case.question.text, case.proposal.ranked.stored.passage
    if case.question.office and (
        case.proposal.features.form <= -1 or is_of_another_body(asked, passage.text)
    ):
        return True
    if case.question.office and _NOW.search(asked) and _ONCE.search(case.proposal.text):
        return True
    name = asked_person(asked)
    if name and name not in passage.indexed and name not in case.document():
        return True
    return speaks_of_another(asked, passage.text, case.proposal.text)


_NOW = lazy_pattern(r"现在|现任|如今|目前|当前|眼下|今天")
_ONCE = lazy_pattern(r"时任|曾任|前任|[曾原]担任|原任")


def _echo(case: _Case) -> bool:
    if case.question.kind not in (Kind.PLACE, Kind.PERSON) or _CHOICE.search(case.question.text):
        return False
    answers = [_DIVISION.sub("", answer) or answer for answer in case.proposal.short]
    return bool(answers) and all(answer in case.question.text for answer in answers)


_DIVISION = lazy_pattern(r"(?<=.{2})[省市县区乡镇村]$")
_CHOICE = lazy_pattern(r"还是|或者?|[和与跟、]")
"""The answer is to be chosen from the question: 是汾阳还是孝义."""


def _office(case: _Case) -> bool:
    proposal = case.proposal
    return case.question.kind is Kind.PLACE and any(
        is_of_another_office(case.question.text, proposal.text, end - proposal.sentence[0])
        for _, end in proposal.answers
    )


def _event(case: _Case) -> bool:
    return case.question.kind is Kind.DATE and tells_another_event(
        case.question.text, case.proposal.text
    )


def _dimension(case: _Case) -> bool:
    if not case.is_figure:
        return False
    proposal, begin = case.proposal, case.proposal.sentence[0]
    if case.question.asks_about_all:
        is_of_others = proposal.features.form <= -1
    else:
        is_of_others = case.question.dimension is Dimension.PERSON and any(
            tells_of_all(case.question, proposal.text, end - begin) for _, end in proposal.answers
        )
    return is_of_others or is_of_another_dimension(case.question.text, case.proposal.short)


def _outcome(case: _Case) -> bool:
    counts_people = case.question.dimension in (Dimension.PERSON, Dimension.HOUSEHOLD)
    return counts_people and _any_figure(case, tells_other_outcome)


def _flow(case: _Case) -> bool:
    return _any_figure(case, tells_other_flow)


def _denial(case: _Case) -> bool:
    return _any_figure(case, tells_the_contrary)


def _indicator(case: _Case) -> bool:
    return _any_figure(case, tells_other_indicator)


def _counterpart(case: _Case) -> bool:
    asked, sentence, begin = case.question.text, case.proposal.text, case.proposal.sentence[0]
    if tells_other_days(asked, sentence):
        return True
    if not case.is_short:
        return False
    passage = case.proposal.ranked.stored.passage
    told = f"{passage.context}\n{passage.text[:begin]}"
    return any(
        tells_sibling(asked, told, sentence, start - begin, end - begin)
        for start, end in case.proposal.answers
    )


def _band(case: _Case) -> bool:
    if not case.is_short:
        return False
    conditions = judge(case.question.text, case.proposal.ranked.stored.passage.text)
    return any(
        conditions.verdict(*answer) < 0 or (case.is_figure and conditions.limits_in(*answer))
        for answer in case.proposal.answers
    )


def _work(case: _Case) -> bool:
    asked, passage = _WORK.findall(case.question.text), case.proposal.ranked.stored.passage
    told = _WORK.findall(case.proposal.text)
    if not case.is_short or not told:
        return False
    return any(work not in told and work not in passage.context for work in asked)


_WORK = lazy_pattern(r"《([^《》]{2,30})》")


def _any_figure(case: _Case, is_of_another: Callable[[str, str, int, int], bool]) -> bool:
    if not case.is_figure:
        return False
    proposal, begin = case.proposal, case.proposal.sentence[0]
    return any(
        is_of_another(case.question.text, proposal.text, start - begin, end - begin)
        for start, end in proposal.answers
    )


def _list(case: _Case) -> bool:
    return (
        case.question.kind is Kind.LIST
        and wants_exactly(case.question.text)
        and case.proposal.features.form < 1
    )


def _topic(case: _Case) -> bool:
    if case.question.kind is Kind.WHY:
        return only_tells_naming(case.proposal.text) and not asks_naming(case.question.text)
    if not case.is_figure:
        return False
    passage = case.proposal.ranked.stored.passage
    begin, end = case.proposal.sentence
    near = f"{passage.context}\n{passage.text[max(0, begin - _NEAR) : end]}"
    if case.proposal.features.reading < _READ and is_off_topic(case.words, passage.indexed):
        return True
    return is_outlay_for_other_works(case.question.text, near, case.proposal.text)


_READ = 1.0
"""With these log odds of the reader, other words for what is asked are taken for its words."""

_NEAR = 80
"""What a sentence is about may be said so many characters before it."""


def _words(case: _Case) -> bool:
    if not case.is_short:
        # 在吗 asks nothing of a document
        is_empty = not case.words.weights and not case.question.places
        return is_empty and case.question.wants_sentence
    is_read = case.proposal.features.reading >= _READ
    return case.words.lack_a_name or (case.words.are_strange and not is_read)


_RULES: Mapping[str, Callable[[_Case], bool]] = {
    "place": _place,
    "level": _level,
    "part": _part,
    "year": _year,
    "kind": _kind,
    "series": _series,
    "person": _person,
    "echo": _echo,
    "office": _office,
    "event": _event,
    "dimension": _dimension,
    "outcome": _outcome,
    "flow": _flow,
    "denial": _denial,
    "indicator": _indicator,
    "counterpart": _counterpart,
    "band": _band,
    "work": _work,
    "list": _list,
    "topic": _topic,
    "words": _words,
}
"""Every rule by its name, in the order in which they are asked."""

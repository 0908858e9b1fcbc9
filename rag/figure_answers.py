"""The figures of a sentence that answer a question, as a person would give them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from rag.asked import Asked
from rag.figure_fit import FigureFit, FigureFits, counted_length
from rag.figures import Dimension, Figure
from rag.question import Question

Span = tuple[int, int]


@dataclass(frozen=True)
class FigureAnswer:
    """The short answer in a sentence, and how the figures of it fit (the mean of each)."""

    spans: tuple[Span, ...]
    fit: FigureFit


def choose_figures(
    question: Question, fits: FigureFits, margin: Callable[[Span], float]
) -> FigureAnswer | None:
    """The figures of a sentence that a question asks for, one for each or fewer.

    :param margin: What the reader thinks of a span of the sentence, in log odds.
    :returns: None where no figure has the form asked for.
    """
    if _ASKS_CHANGE.search(question.text) and (change := _change(question, fits, margin)):
        return change
    choices: list[list[tuple[float, Figure, FigureFit]]] = []
    answered: list[Asked] = []
    for asked in question.parts:
        weighed = []
        for figure in fits.figures:
            fit = fits.fit(asked, figure)
            if fit.form > 0:
                read = _READ * max(margin((figure.start, figure.end)), _LEAST)
                weighed.append((fit.total + read, figure, fit))
        weighed.sort(key=lambda item: -item[0])
        if weighed:
            choices.append(weighed[:_CHOICES])
            answered.append(asked)
    if not choices:
        return None
    kept = max(1, int(_TOGETHER ** (1 / len(choices))))
    best = max(itertools.product(*(choice[:kept] for choice in choices)), key=_together)
    figures = {
        (figure.start, figure.end): asked.noun if _counts(asked) else ""
        for asked, (_, figure, _) in zip(answered, best, strict=True)
    }
    spans = _joined(fits.sentence, sorted(figures.items()))
    missing = len(question.parts) - len(figures)
    return FigureAnswer(tuple(spans), _mean([fit for _, _, fit in best], missing))


_ASKS_CHANGE = lazy_pattern(r"[从由](?:多少|几)[^，,。？?]{0,14}?(?:到|至|成|为)了?(?:多少|几)")


def _counts(asked: Asked) -> bool:
    """Whether the noun asked for can stand behind the figure: 发 in 按百分之几发 does not."""
    return len(asked.noun) > 1 or asked.dimension in _OF_THINGS


_OF_THINGS = (None, Dimension.COUNT, Dimension.PERSON, Dimension.HOUSEHOLD)


def _change(
    question: Question, fits: FigureFits, margin: Callable[[Span], float]
) -> FigureAnswer | None:
    """The two ends of a change (由2.1万亩恢复到3.4万亩), of several the one asked for; or None."""
    found = []
    for first, last in fits.changes:
        fit = fits.fit(question.parts[0], last)
        spans = ((first.start, first.end), (last.start, last.end))
        total = fit.clause + _READ * max(*map(margin, spans), _LEAST)
        found.append((fit.form > 0, total, FigureAnswer(spans, fit)))
    return max(found, key=lambda item: item[:2])[2] if found else None


_READ = 0.25
"""What one of the reader's log odds weighs against the fit of a figure."""
_LEAST = -8.0
_CHOICES = 6
_TOGETHER = 7776.5
"""So many ways to put figures together are tried: all up to five parts of a question, and of more
parts fewer figures each, or a question of many would take for ever."""


def _together(choice: tuple[tuple[float, Figure, FigureFit], ...]) -> float:
    """How good some figures are as one answer: each another one, near each other."""
    starts = sorted({figure.start for _, figure, _ in choice})
    twice = len(choice) - len(starts)
    return sum(total for total, _, _ in choice) - _FAR * (starts[-1] - starts[0]) - _TWICE * twice


_FAR, _TWICE = 0.02, 5.0


def _mean(fits: list[FigureFit], missing: int) -> FigureFit:
    count = len(fits)

    def mean(name: str) -> float:
        return sum(float(getattr(fit, name)) for fit in fits) / count

    form = (mean("form") * count - missing) / (count + missing)
    return FigureFit(form, mean("year"), mean("pair"), mean("noun"), mean("clause"), mean("whole"))


def _joined(sentence: str, spans: Sequence[tuple[Span, str]]) -> list[Span]:
    """The spans with what they count; those that stand side by side as one."""
    joined: list[Span] = []
    for (start, end), noun in spans:
        # 达到 says of the figure what the question asks; 近 or 超过 is part of it
        start += next((len(word) for word in _REACHED if sentence.startswith(word, start)), 0)
        end = counted_end(noun, sentence, end)
        if joined and _BESIDE.fullmatch(sentence[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


_REACHED = ("达到", "达")
_BESIDE = lazy_pattern(r"[㐀-鿿]{0,4}(?:、|和|与|及|以及)?")


def counted_end(noun: str, text: str, end: int) -> int:
    """Where what a figure counts ends, so far as the noun asked for names it.

    Of 登山步道 in a question, 登山健身步道 in a text is all meant.
    """
    if len(noun) == 1:
        return end + counted_length(noun, text[end:])
    if noun and text.startswith(noun, end):
        return end + len(noun)
    for length in range(_NOUN, 1, -1):
        counted = text[end : end + length]
        if len(counted) == length and counted in noun:
            end += length
            rest = noun[noun.index(counted) + length :][:2]
            found = text.find(rest, end, end + _NOUN) if len(rest) == 2 and rest.isalpha() else -1
            return end if found < 0 or _PART.search(text[end:found]) else found + 2
    return end


_NOUN = 6
"""What is counted belongs to a figure where the question names it, up to so many characters."""
_PART = lazy_pattern(r"[,，。;；:：!！?？\n]")

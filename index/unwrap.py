"""Hard-wrapped text, each line cut at a fixed width, made paragraphs again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from index.lines import FINAL, STOP, Line
from index.rejoin import crossing_word, looks_cut
from index.roles import heading_style, own_role
from index.units import Unit, needs_space

__all__ = ["Wrap", "find_wrap", "unwrap"]

_NARROWEST, _WIDEST = 16, 200
_LEAST_LINES = 4
_LEAST_SLACK, _SLACK = 3, 0.1
"""How much narrower than the text width a full line may be: for words and marks kept whole."""
_EXACT = 0.6
_LEAST_SHARE = 0.35
_MOST_WIDER = 0.03
_MOST_FINAL = 0.4
_SAMPLE = 200
_LEAST_CROSSING = 0.12
_LEAST_OF_CLAUSES, _MOST_ENDED, _LEAST_CLAUSES = 5, 0.1, 0.8
_CLAUSE = lazy_pattern("[,，;；。]")


@dataclass(frozen=True)
class Wrap:
    """How a text is wrapped.

    :param measure: what was counted, columns of a screen or characters.
    :param width: how many of them a line holds at most.
    :param slack: how many fewer a full line may hold.
    :param exact: whether full lines hold all but always just as many.
    """

    measure: Callable[[Line], int]
    width: int
    slack: float
    exact: bool

    def is_full(self, line: Line) -> bool:
        """Whether a line is as long as the next word lets it be.

        The first line of a paragraph is shorter by an indent that folding may have taken away;
        but one that ends a sentence must be full to the last character to count.
        """
        slack = 0 if self.exact and not looks_cut(line.text) else self.slack
        return self.measure(line) >= self.width - slack


def find_wrap(lines: list[Line]) -> Wrap | None:
    """How the lines are wrapped; None where they are not.

    Wrapped lines crowd just below one width, seldom end with a full stop and often cut a word.
    Of columns and characters, what the lines crowd below more closely is what was counted.
    """
    if len(lines) < _LEAST_LINES:
        return None
    wraps = [_wrap(lines, measure) for measure in (_columns, _characters)]
    wrap = max(wraps, key=lambda one: sum(one.measure(line) == one.width for line in lines))
    if not _NARROWEST <= wrap.width <= _WIDEST:
        return None
    full = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if wrap.is_full(a)]
    if len(full) < max(_LEAST_LINES - 1, _LEAST_SHARE * len(lines)):
        return None
    full = full[:: max(1, len(full) // _SAMPLE)]
    final = sum(not looks_cut(a.text) for a, _ in full)
    cut = sum(_cuts_a_word(a.text, b.text) for a, b in full)
    if final > _MOST_FINAL * len(full):
        return None
    return wrap if cut >= _LEAST_CROSSING * len(full) or _are_sentences(full) else None


def _are_sentences(full: list[tuple[Line, Line]]) -> bool:
    """Whether the full lines are of sentences that hardly ever end where the line does."""
    ended = sum(not looks_cut(line.text) for line, _ in full)
    of_clauses = sum(bool(_CLAUSE.search(line.text[:-1])) for line, _ in full)
    return (
        len(full) >= _LEAST_OF_CLAUSES
        and ended <= _MOST_ENDED * len(full)
        and of_clauses >= _LEAST_CLAUSES * len(full)
    )


def _wrap(lines: list[Line], measure: Callable[[Line], int]) -> Wrap:
    width = _width(lines, measure)
    slack = max(_LEAST_SLACK, _SLACK * width)
    lengths = [measure(line) for line in lines]
    full = sum(length >= width - slack for length in lengths)
    # Cut by a program that counts, all full lines are of one length, and a shorter one is a last.
    exact = lengths.count(width) >= _EXACT * full
    return Wrap(measure, width, slack, exact)


def _width(lines: list[Line], measure: Callable[[Line], int]) -> int:
    """The length with no more lines beyond it than accidents explain."""
    lengths = Counter(measure(line) for line in lines)
    longer, width = 0, 0
    for width in sorted(lengths, reverse=True):
        longer += lengths[width]
        if longer > _MOST_WIDER * len(lines):
            break
    return width


def _columns(line: Line) -> int:
    return line.width


def _characters(line: Line) -> int:
    return line.end - line.start


def unwrap(lines: list[Line], reading: str) -> list[Unit]:
    """One unit for each line, or for each paragraph where the text is hard-wrapped."""
    wrap = find_wrap(lines)
    units: list[Unit] = []
    indents = sum(line.indented for line in lines)
    by_indent = indents >= 2 and indents < 0.7 * len(lines)  # noqa: PLR2004
    usual_gap = Counter(line.gap for line in lines[1:]).most_common(1)[0][0] if lines[1:] else 0
    previous: Line | None = None
    for line in lines:
        follows = (
            wrap is not None
            and previous is not None
            and line.gap <= usual_gap
            and _continues(previous, line, wrap, by_indent)
        )
        if follows and previous is not None:
            _append(units[-1], previous, line, reading)
        else:
            units.append(Unit([(line.start, line.end)], line.text, line.gap))
        previous = line
    for unit in units:
        if not unit.text:
            unit.text = "".join(reading[start:end] for start, end in unit.pieces)
            unit.length = len(unit.text)
    return units


def _continues(previous: Line, line: Line, wrap: Wrap, by_indent: bool) -> bool:
    if not wrap.is_full(previous) or (by_indent and line.indented):
        return False
    if own_role(previous.text) is not None and not looks_cut(previous.text):
        return False
    ended = bool(FINAL.search(previous.text[-8:]) or STOP.search(previous.text[-8:]))
    starts = own_role(line.text) is not None or heading_style(line.text) is not None
    return not (ended and starts)


def _append(unit: Unit, previous: Line, line: Line, reading: str) -> None:
    if needs_space(previous.text, line.text):
        # The line end stays in, for between two Latin words it is the space.
        unit.pieces[-1] = (unit.pieces[-1][0], line.end)
    else:
        unit.pieces.append((line.start, line.end))
    unit.text = ""


def _cuts_a_word(left: str, right: str) -> bool:
    if crossing_word(left, right):
        return True
    return left[-1].isascii() and right[0].isascii() and right[0].islower()

"""A conversation: what was asked and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.errors import WenjinError
from rag.answer import Answer

KEPT = 100
"""How many turns a session keeps; the oldest go first, so that an open page stays bounded."""
_REMEMBERED = 20


@dataclass(frozen=True)
class Turn:
    """One question with what came of it.

    Exactly one of `stage` (still busy: `search`, `read` or `decide`), `answer` and `failure` is
    not None. `number` stays the same when older turns are dropped; `alone` says that the question
    was asked as it stands, without the earlier ones; `excerpts` are the beginnings of the answer's
    passages as the originals spell them, in the same order, `sentences` those of what its trace
    weighed. `looked_in` is in how many documents it looked,
    and what was chosen in words, None for everywhere; `before` are earlier questions that were
    asked somewhere else, which it follows up on; `flagged` says that the answer was called wrong.
    """

    number: int
    question: str
    alone: bool = False
    stage: str | None = "search"
    answer: Answer | None = None
    excerpts: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    failure: WenjinError | None = None
    looked_in: tuple[int, str] | None = None
    before: tuple[str, ...] = ()
    flagged: bool = False

    def at(self, stage: str) -> Turn:
        """The turn at a stage of its answer."""
        return replace(self, stage=stage)

    def answered(
        self, answer: Answer, excerpts: Sequence[str], sentences: Sequence[str] = ()
    ) -> Turn:
        """The turn with its answer, and with how what it lists begins in the originals."""
        return replace(
            self,
            stage=None,
            answer=answer,
            excerpts=tuple(excerpts),
            sentences=tuple(sentences),
        )

    def failed(self, failure: WenjinError) -> Turn:
        """The turn with what went wrong."""
        return replace(self, stage=None, failure=failure)

    def called_wrong(self) -> Turn:
        """The turn with its answer called wrong."""
        return replace(self, flagged=True)


def next_turn(
    turns: Sequence[Turn],
    question: str,
    alone: bool = False,
    looked_in: tuple[int, str] | None = None,
    before: Sequence[str] = (),
) -> Turn:
    """A turn to follow these; one that brings earlier questions follows up on no others."""
    number = turns[-1].number + 1 if turns else 1
    return Turn(number, question, alone or bool(before), looked_in=looked_in, before=tuple(before))


def with_turn(turns: Sequence[Turn], turn: Turn) -> list[Turn]:
    """The turns with this one at its place, or at the end; what stood after it is gone."""
    return [*(old for old in turns if old.number < turn.number), turn][-KEPT:]


def replaced(turns: Sequence[Turn], turn: Turn) -> list[Turn]:
    """The turns with this one in the place of that of its number."""
    return [turn if old.number == turn.number else old for old in turns]


def find_turn(turns: Sequence[Turn], number: int) -> Turn | None:
    """The turn of a number, None where it has been dropped."""
    return next((turn for turn in turns if turn.number == number), None)


def history_before(turns: Sequence[Turn], turn: Turn) -> list[str]:
    """The questions a turn follows up on, oldest first, as they were asked.

    None where it was asked alone, but for those that it brings itself; what stood before an earlier
    turn that was asked alone does not count either.
    """
    if turn.alone:
        return list(turn.before)
    earlier = [old for old in turns if old.number < turn.number and old.answer is not None]
    starts = [place for place, old in enumerate(earlier) if old.alone]
    counted = earlier[starts[-1] if starts else 0 :]
    brought = counted[0].before if counted else ()
    return [*brought, *(old.question for old in counted)][-_REMEMBERED:]

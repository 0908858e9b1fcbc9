"""From what was typed to the question that is searched with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.store import PassageStore
from rag.abbreviations import abbreviations, written_out
from rag.english import translate
from rag.follow_up import FollowUp, complete, with_place, with_topic
from rag.question import LONGEST, Question, check_question, read_question
from rag.spelling import Speller


@dataclass(frozen=True)
class Understood:
    """A question as it is searched with; `shown` is its text where that is not what was typed.

    `preference` is what the reading is worth beside others of the same question, on the scale of
    an answer's confidence; `others` are those, for a question that may stand alone or not.
    """

    question: Question
    shown: str | None
    preference: float = 0.0
    others: tuple[Understood, ...] = ()

    @property
    def readings(self) -> list[Understood]:
        """All readings, the preferred first."""
        return sorted((self, *self.others), key=lambda reading: -reading.preference)


PLACE_PREFERENCE = 0.4
"""Who spoke of a place and names none now mostly means that one still. Chosen on follow-ups and on
questions that stand alone, put after one about another place."""


class Understanding:
    """Reads questions put to one index: in English or pinyin, with a wrong character, or leaning
    on the one before."""

    def __init__(self, store: PassageStore) -> None:
        """
        :param store: The index whose words and places questions are read with.
        """
        self._store = store
        self._speller = Speller(store)

    def read(self, question: str, history: Sequence[str] = ()) -> Understood:
        """The question made whole.

        :param question: As typed.
        :param history: Earlier questions of the conversation, oldest first, as they were typed.
        :raises UsageError: The question is empty or too long.
        """
        check_question(question)
        text = self._spelt(question)
        before = [self._spelt(asked[:LONGEST]) for asked in history]
        follow_up = complete(text, before)
        if follow_up is not None:
            return _understood(follow_up)
        placed, stated = with_place(text, before), with_topic(text, before)
        return Understood(
            read_question(text),
            text if text != question else None,
            others=(
                *([_understood(placed, PLACE_PREFERENCE)] if placed else []),
                *([_understood(stated)] if stated else []),
            ),
        )

    def _spelt(self, text: str) -> str:
        if translation := translate(fold(text).text, self._store):
            return translation.text
        correction = self._speller.correct(text)
        text = correction.text if correction else text
        short = [name.lower() for name in abbreviations(text)]
        return written_out(text, self._store.held(short)) if short else text


def _understood(follow_up: FollowUp, preference: float = 0.0) -> Understood:
    question = read_question(follow_up.text[:LONGEST], follow_up.asks)
    return Understood(question, follow_up.text, preference)

"""From what was typed to the question that is searched with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.store import PassageStore
from rag.abbreviations import abbreviations, written_out
from rag.english import translate
from rag.follow_up import FollowUp, complete, with_place
from rag.question import LONGEST, Question, check_question, read_question
from rag.spelling import Speller


@dataclass(frozen=True)
class Understood:
    """A question as it is searched with; `shown` is its text where that is not what was typed.

    `otherwise` is what it may mean where it finds no answer so: with the place that was spoken of.
    """

    question: Question
    shown: str | None
    otherwise: Understood | None = None


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
        placed = with_place(text, before)
        return Understood(
            read_question(text),
            text if text != question else None,
            _understood(placed) if placed else None,
        )

    def _spelt(self, text: str) -> str:
        if translation := translate(fold(text).text, self._store):
            return translation.text
        correction = self._speller.correct(text)
        text = correction.text if correction else text
        short = [name.lower() for name in abbreviations(text)]
        return written_out(text, self._store.held(short)) if short else text


def _understood(follow_up: FollowUp) -> Understood:
    return Understood(read_question(follow_up.text[:LONGEST], follow_up.asks), follow_up.text)

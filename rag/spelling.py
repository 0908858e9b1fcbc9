"""Questions as people type them: pinyin, English names of places, a wrong character."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.folding import fold
from index.gazetteer import find_latin
from index.words import is_han
from rag.latin_places import LatinPlace, SmallPlaces, is_kind, latin_key, places_in_latin
from rag.misspelling import Corrector
from rag.pinyin_question import PinyinReader, is_chinese, is_pinyin
from rag.pronunciation import readings
from rag.word_model import IndexedTerms, WordModel

__all__ = ["Correction", "IndexedTerms", "Speller"]

_SMALL = "村镇乡"


@dataclass(frozen=True)
class Correction:
    """A question as it is understood: the text searched with, and each change, as typed and as
    meant."""

    text: str
    changes: tuple[tuple[str, str], ...]


class Speller:
    """Puts questions to an index into the words that the index has.

    Nothing is read or built before a question needs it. It may be used from several threads: what
    is built twice by chance is the same.
    """

    def __init__(self, index: IndexedTerms) -> None:
        self._index = _WordsOnce(index)

    def correct(self, question: str) -> Correction | None:
        """The question in Chinese words that are spelt right; None where nothing is to change.

        A question in English comes back as None: its places are what :meth:`places_in_latin`
        finds.

        :param question: As typed, in any script.
        """
        text = " ".join(fold(question).text.split())
        latin = self._latin(text) if any(_is_latin(c) for c in text) else None
        if latin is not None:
            return latin
        changes = Corrector(WordModel(self._index)).changes(text)
        if not changes:
            return None
        meant, typed = [], []
        at = 0
        for change in changes:
            meant += [text[at : change.start], change.word]
            typed.append((text[change.start : change.end], change.word))
            at = change.end
        return Correction("".join([*meant, text[at:]]), tuple(typed))

    def places_in_latin(self, text: str) -> list[LatinPlace]:
        """The places that a text names in pinyin or English; those that the index knows come
        before others of the same spelling. See :func:`rag.latin_places.places_in_latin`."""
        return places_in_latin(text, self._knows, self._small_places)

    def _latin(self, text: str) -> Correction | None:
        """The question with its Latin words read; None where none is pinyin or names a place."""
        places = [place for place in self.places_in_latin(text) if _is_english(text, place)]
        rest = _replaced(text, places, [" "] * len(places))
        if not is_chinese(rest):
            return None
        named = _replaced(text, places, [place.name for place in places])
        changes = tuple((text[place.start : place.end], place.name) for place in places)
        read = PinyinReader(WordModel(self._index)).read(named)
        if read is not None:
            return Correction(read.text, changes + read.changes)
        return Correction(named, changes) if changes else None

    def _knows(self, name: str) -> bool:
        return name in self._index.held([name])

    @cached_property
    def _small_places(self) -> SmallPlaces:
        names = [word for word in self._index.words() if word[-1] in _SMALL and len(word) > 2]
        return SmallPlaces(names, lambda name: [r.syllables for r in readings(name)])


class _WordsOnce:
    """The terms of an index, its words read once."""

    def __init__(self, index: IndexedTerms) -> None:
        self._index = index

    @property
    def size(self) -> int:
        return self._index.size

    def words(self) -> Mapping[str, int]:
        return self._words

    def held(self, terms: Collection[str]) -> Mapping[str, int]:
        return self._index.held(terms)

    @cached_property
    def _words(self) -> Mapping[str, int]:
        return self._index.words()


def _is_latin(character: str) -> bool:
    return character.isalpha() and not is_han(character)


def _is_english(text: str, place: LatinPlace) -> bool:
    """Whether a place is named in a way that is not plain pinyin, which is read by its context."""
    words = text[place.start : place.end].split()
    key = latin_key("".join(words))
    return (
        is_kind(words[-1])
        or not all(map(is_pinyin, words))
        or any(
            division.english and latin_key(division.english) == key for division in find_latin(key)
        )
    )


def _replaced(text: str, places: Sequence[LatinPlace], names: Sequence[str]) -> str:
    parts: list[str] = []
    at = 0
    for place, name in zip(places, names, strict=True):
        parts += [text[at : place.start], name]
        at = place.end
    return "".join([*parts, text[at:]])

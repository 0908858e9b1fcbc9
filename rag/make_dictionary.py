"""Makes the English-Chinese table of `rag/data` from CC-CEDICT, an embedding model and the terms
of `rag.official_terms`.

python -m rag.make_dictionary --cedict FILE --model FOLDER --vectors FILE
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jieba
import numpy as np

from index.lazy_pattern import lazy_pattern
from index.words import is_han
from rag import dictionary
from rag.dictionary import Meaning, line_of
from rag.english_forms import IRREGULAR, forms, tokens
from rag.official_terms import TERMS
from rag.word_closeness import Closeness, Matrix, WordVectors

_ENTRY = lazy_pattern(r"^(?P<old>\S+) (?P<word>\S+) \[[^\]]*\] /(?P<glosses>.*)/$")
_ASIDE = lazy_pattern(r"\([^()]*\)|\[[^\]]*\]")
_NO_SENSE = lazy_pattern(
    r"^(?:surname|CL:|see |see also|variant|old variant|erhua|also pr|also written|Taiwan pr|lit\.|"
    r"abbr|used in|pr\. |Japanese variant|.* variant of|name of|given name)|"
    r"\barchaic\b",
    re.IGNORECASE,
)
_OPENING = frozenset({"to", "a", "an", "the", "be", "fig", "one", "one's", "some"})
_EMPTY = frozenset(
    "to a an the be of in on at for from with by as and or into onto over up out off down about sb sth"
    " one one's oneself oneself's somebody something someone it its etc esp e.g i.e not no that this"
    " which who whose so very more most all any some other another such than their his her your you"
    " is are do does have has make get go take put give become used using".split()
)
_PLACE = lazy_pattern(
    r"[A-Z][\w'’:]* (?:[\w-]+ )?(?:county|district|prefecture|township|city|province|banner|region)\b"
)
_LONGEST_WORD = 6
_LONGEST_WITH_VECTOR = 4
_LONGEST_PHRASE = 4
_MOST_TELLING = 3
"""Of a gloss with more telling words than that, single words say too little."""
_MOST_EXACT, _MOST_PARTIAL = 60, 120
_WORTH, _SEEN = 75, 6
"""Vectors are made of Chinese words that jieba's corpus has so often, and of English words that
stand in so many glosses."""
_MOST_NEAR = 4
_NEAR, _NEAR_WEIGHT = 0.005, 0.45
"""What is so close counts as a meaning even where no gloss says so, but for less."""
_FAR, _SAME_SENSE, _LEAST = -0.13, 0.02, 0.15
"""Closeness at which a meaning counts least, and at which it counts fully."""
_UNKNOWN = 0.5
"""What a meaning counts whose closeness is not known: single characters and rare words."""
_FADING = 0.85
"""How much less each further sense of an entry counts than the one before it."""


def read_entries(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The simplified words of CC-CEDICT, each with its glosses as lower-case text."""
    for line in lines:
        match = _ENTRY.match(line.strip())
        if match is None or not all(map(is_han, match["word"])):
            continue
        if len(match["word"]) > _LONGEST_WORD:
            continue
        glosses = []
        for sense in match["glosses"].split("/"):
            if _NO_SENSE.search(sense) or _PLACE.search(sense):
                continue
            plain = _ASIDE.sub(" ", sense)
            if any(map(is_han, plain)):
                continue
            glosses += [part.strip().lower() for part in plain.split(";") if part.strip()]
        # a capital opens names of people, places and things of one kind, seldom asked by sense
        if glosses:
            yield match["word"], glosses


PartOf = tuple[str, int, int]
"""A Chinese word, the number of telling words of one of its glosses, and which gloss that is."""


@dataclass(frozen=True)
class Glosses:
    """What CC-CEDICT says: `whole` the Chinese words of each gloss, with how much the sense counts
    (0..1); `part` for each telling word the Chinese words in whose glosses it stands beside others,
    each with the number of telling words."""

    whole: dict[str, dict[str, float]]
    part: dict[str, dict[PartOf, float]]


def gather(entries: Iterable[tuple[str, Sequence[str]]]) -> Glosses:
    """The glosses of a dictionary's entries, turned round."""
    cut = [
        (word, place, gloss)
        for word, glosses in entries
        for place, text in enumerate(glosses)
        if (gloss := _without_opening(tokens(text)))
    ]
    heads = {gloss[0] for _, _, gloss in cut if len(gloss) == 1}
    whole: dict[str, dict[str, float]] = defaultdict(dict)
    part: dict[str, dict[PartOf, float]] = defaultdict(dict)
    for word, place, gloss in cut:
        weight = _FADING**place
        if len(gloss) <= _LONGEST_PHRASE:
            key = " ".join(gloss)
            whole[key][word] = max(weight, whole[key].get(word, 0.0))
            single = _one_of(gloss, heads)
            whole[single][word] = max(weight, whole[single].get(word, 0.0))
        telling = list(dict.fromkeys(token for token in gloss if token not in _EMPTY))
        if not 1 < len(telling) <= _MOST_TELLING:
            continue
        for token in telling:
            base = forms(token, heads.__contains__)[:1] or (token,)
            entry = (word, len(telling), min(place, 9))
            part[base[0]][entry] = max(weight, part[base[0]].get(entry, 0.0))
    return Glosses(dict(whole), dict(part))


def weigh(glosses: Glosses, vectors: Callable[[Sequence[str]], Matrix]) -> Glosses:
    """The glosses with each meaning weighed by closeness as well, and what is close added.

    A dictionary does not say which of twenty meanings is the usual one; an embedding does, and
    it knows some words that no gloss names.
    """
    english = [key for key in glosses.whole if _seen(glosses, key)]
    chinese = _common(glosses)
    closeness = Closeness(vectors(english), vectors(chinese))
    column = {word: i for i, word in enumerate(chinese)}
    whole = {
        key: {word: weight * _UNKNOWN for word, weight in words.items()}
        for key, words in glosses.whole.items()
    }
    for row, nearest in closeness.nearest(_MOST_NEAR):
        meanings = whole[english[row]]
        for word, weight in glosses.whole[english[row]].items():
            if word in column:
                meanings[word] = weight * _share(closeness.of(row, column[word]))
        for number, value in nearest:
            if value >= _NEAR:
                word = chinese[number]
                meanings[word] = max(meanings.get(word, 0.0), _NEAR_WEIGHT * _share(value))
    return Glosses(whole, glosses.part)


def _seen(glosses: Glosses, key: str) -> bool:
    if not key.isalpha() or key in IRREGULAR:  # alone, found is the past of find
        return False
    return len(glosses.whole[key]) + len(glosses.part.get(key, ())) >= _SEEN


def _words(glosses: Glosses) -> list[str]:
    whole = {word for words in glosses.whole.values() for word in words}
    return sorted(whole | {word for words in glosses.part.values() for word, _, _ in words})


def _common(glosses: Glosses) -> list[str]:
    """The Chinese words that are worth a vector; of single characters it says little."""
    return [
        word
        for word in _words(glosses)
        if 1 < len(word) <= _LONGEST_WITH_VECTOR and _count(word) >= _WORTH
    ]


def _share(closeness: float) -> float:
    return min(1.0, max(_LEAST, (closeness - _FAR) / (_SAME_SENSE - _FAR)))


def with_terms(glosses: Glosses, terms: Mapping[str, Sequence[str]]) -> Glosses:
    """The glosses with terms added, which count fully, each further word a little less."""
    whole = dict(glosses.whole)
    for english, words in terms.items():
        meant = whole.get(english, {})
        added = {word: max(meant.get(word, 0.0), _FADING**i) for i, word in enumerate(words)}
        whole[english] = {**meant, **added}
    return Glosses(whole, glosses.part)


def table(glosses: Glosses) -> list[str]:
    """The lines of the table, sorted by key; see `rag.dictionary`."""
    return [
        line_of(key, _best(glosses.whole.get(key, {})), _best_partial(glosses.part.get(key, {})))
        for key in sorted({*glosses.whole, *glosses.part}, key=lambda key: key.encode())
    ]


def _one_of(gloss: list[str], heads: Collection[str]) -> str:
    """A phrase of two words with the last in its base form (interest rate of interest rates), by
    which it is looked up; others as they are."""
    *before, last = gloss
    several = len(before) == 1 and last.endswith("s") and last not in _EMPTY
    base = forms(last, heads.__contains__) if several else ()
    return " ".join([*before, base[-1] if base else last])


def _without_opening(gloss: list[str]) -> list[str]:
    while gloss and gloss[0] in _OPENING:
        gloss = gloss[1:]
    return gloss


def _best(words: dict[str, float]) -> list[Meaning]:
    ordered = sorted(words, key=lambda word: (-words[word] * _use(word), word))
    return [Meaning(word, words[word]) for word in ordered[:_MOST_EXACT]]


def _best_partial(words: dict[PartOf, float]) -> list[Meaning]:
    ordered = sorted(words, key=lambda entry: (-words[entry] * _use(entry[0]) / entry[1], entry))
    return [Meaning(entry[0], words[entry], *entry[1:]) for entry in ordered[:_MOST_PARTIAL]]


def _count(word: str) -> int:
    jieba.dt.check_initialized()
    return jieba.dt.FREQ.get(word) or 0


def _use(word: str) -> float:
    return math.log(2 + _count(word))


def main() -> None:
    """Makes the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cedict", type=Path, required=True, help="CC-CEDICT, plain or gzip")
    parser.add_argument("--model", type=Path, required=True, help="multilingual-e5-small")
    parser.add_argument("--vectors", type=Path, required=True, help="where vectors are kept (.npz)")
    options = parser.parse_args()
    opened = gzip.open if options.cedict.suffix == ".gz" else open
    with opened(options.cedict, "rt", encoding="utf-8") as file:
        glosses = gather(read_entries(file))
    kept = WordVectors(options.vectors)

    def vectors(words: Sequence[str]) -> Matrix:
        return kept.of(words, lambda missing: _encode(options.model, missing))

    _write(dictionary.PATH, table(with_terms(weigh(glosses, vectors), TERMS)))


def _encode(model: Path, words: list[str]) -> Matrix:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model), device="cpu")
    return np.asarray(
        encoder.encode(
            ["query: " + word for word in words], batch_size=256, normalize_embeddings=True
        )
    )


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

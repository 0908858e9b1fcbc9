"""The unigram language model of SentencePiece, small enough to be ready at once.

`tokenizers` and `sentencepiece` build their tries when they load: 0.6 to 0.9 s for a
vocabulary of 250,000 pieces, more than the rest of an answer. Here the pieces are kept in groups
by how they begin, and a group becomes a dictionary when a text first needs it: a question and
what is read for it touch a few hundred groups of some ten thousand. The tests hold it to the same
ids as `tokenizers`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from index.unigram_pieces import (
    SPACE,
    GroupedPieces,
    group_pieces,
    load_pieces,
    save_pieces,
)

UNKNOWN_PENALTY = 10.0
"""How far an unknown character scores below the rarest piece (as in SentencePiece)."""

_MASK = "<mask>"
"""A control piece that stands behind the others."""

_CONTROLS = [*range(0x1, 0x9), 0xB, *range(0xE, 0x20), 0x7F, 0x8F, 0x9F]
_SPACES = [0x9, 0xA, 0xC, 0xD, 0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF]
_CLEAN: dict[int, str | None] = {
    **dict.fromkeys(_CONTROLS),
    **dict.fromkeys([*_SPACES, 0xFFFD], " "),
}
"""What the "nmt" rules of SentencePiece drop or turn into a space, before NFKC."""


@dataclass(frozen=True)
class Token:
    """One piece of a text.

    Attributes:
        id: row of the embedding table.
        start: first code point of the text that the piece covers.
        end: one past the last; equal to `start` for a space that stands for nothing.
    """

    id: int
    start: int
    end: int


@dataclass(frozen=True)
class _Group:
    """Pieces that begin alike: the id and score of each, and the length of the longest."""

    entries: Mapping[str, tuple[int, float]]
    reach: int


class Unigram:
    """Cuts a text into the pieces with the highest sum of log probabilities.

    T. Kudo, "Subword Regularization" (ACL 2018), section 3.2: the Viterbi path over all pieces.
    """

    def __init__(self, pieces: GroupedPieces, *, unknown: int) -> None:
        """Prepare the vocabulary.

        Args:
            pieces: the vocabulary; spaces are written as `SPACE`.
            unknown: the id of the unknown piece; the pieces before it are control pieces, which
                no text can spell.
        """
        self._pieces = pieces
        self._unknown = unknown
        self._unknown_score = pieces.least - UNKNOWN_PENALTY
        self._groups: dict[str, _Group] = {}

    @classmethod
    def load(cls, folder: Path, *, unknown: int) -> Unigram:
        """Read what `save` has written into `folder`."""
        return cls(load_pieces(folder), unknown=unknown)

    @staticmethod
    def save(folder: Path, pieces: Sequence[str], scores: Sequence[float]) -> None:
        """Write a vocabulary, in the order of its ids, into `folder`."""
        save_pieces(folder, group_pieces(pieces, scores))

    def ids(self, text: str) -> list[int]:
        """The ids of the pieces of `text`, without the marks of its begin and end."""
        normal = unicodedata.normalize("NFKC", text.translate(_CLEAN))
        return [piece for word in _words(normal) for piece, _ in self._cut(SPACE + word)]

    def tokens(self, text: str) -> list[Token]:
        """The pieces of `text`, each with the code points that it covers.

        Characters are normalised one by one, so a letter and a combining mark that Unicode
        joins into one stay two here; `ids` joins them.
        """
        chars, starts = [], []
        for place, char in enumerate(text):
            normal = unicodedata.normalize("NFKC", char.translate(_CLEAN))
            chars.append(normal)
            starts += [place] * len(normal)
        starts.append(len(text))
        joined = "".join(chars)
        tokens: list[Token] = []
        at = 0
        for word in _words(joined):
            at = joined.index(word, at)
            pieces = self._cut(SPACE + word)
            ends = list(accumulate(length for _, length in pieces))
            begin = at
            for (piece, _), end in zip(pieces, ends, strict=True):
                stop = at + end - 1
                last = starts[stop - 1] + 1 if stop > begin else starts[begin]
                tokens.append(Token(piece, starts[begin], last))
                begin = stop
            at += len(word)
        return tokens

    def _cut(self, word: str) -> list[tuple[int, int]]:
        """The best path over one word that begins with `SPACE`: (id, length) of each piece."""
        size = len(word)
        best = [0.0] + [-np.inf] * size
        origin = [0] * (size + 1)
        choice = [self._unknown] * (size + 1)
        for start in range(size):
            base = best[start]
            single = False
            group = self._group(word[start] if start else word[:2])
            entries = group.entries
            for end in range(start + 1, min(start + group.reach, size) + 1):
                entry = entries.get(word[start:end])
                if entry is None:
                    continue
                piece, own = entry
                single = single or end == start + 1
                score = base + own
                if score > best[end]:
                    best[end], origin[end], choice[end] = score, start, piece
            if not single and base + self._unknown_score > best[start + 1]:
                best[start + 1] = base + self._unknown_score
                origin[start + 1], choice[start + 1] = start, self._unknown
        path: list[tuple[int, int]] = []
        end = size
        while end:
            start = origin[end]
            if path and path[-1][0] == choice[end] == self._unknown:
                # Neighbouring unknown characters are one unknown piece.
                path[-1] = (self._unknown, path[-1][1] + end - start)
            else:
                path.append((choice[end], end - start))
            end = start
        return path[::-1]

    def _group(self, key: str) -> _Group:
        """The pieces that may begin where a text goes on with `key`."""
        group = self._groups.get(key)
        if group is None:
            found = self._pieces.group(key)
            if key[0] == SPACE and key != SPACE:
                found += self._pieces.group(SPACE)
            entries = {
                piece: (number, score)
                for piece, number, score in found
                if number > self._unknown and piece != _MASK
            }
            # two threads may both make it: they make the same
            group = self._groups[key] = _Group(entries, max(map(len, entries), default=0))
        return group


def _words(normal: str) -> list[str]:
    return [word for word in normal.strip().split(" ") if word]

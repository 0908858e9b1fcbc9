"""The unigram language model of SentencePiece, small enough to be ready at once.

`tokenizers` and `sentencepiece` build their tries when they load: 0.6 to 0.9 s for a
vocabulary of 250,000 pieces, more than the rest of an answer. A dictionary of the pieces is
ready in a tenth of a second and segments a question or a passage in milliseconds. The tests hold
it to the same ids as `tokenizers`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

SPACE = "▁"
UNKNOWN_PENALTY = 10.0
"""How far an unknown character scores below the rarest piece (as in SentencePiece)."""

PIECES_FILE = "pieces.txt"
SCORES_FILE = "scores.npy"
REACH_FILE = "reach.txt"

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


class Unigram:
    """Cuts a text into the pieces with the highest sum of log probabilities.

    T. Kudo, "Subword Regularization" (ACL 2018), section 3.2: the Viterbi path over all pieces.
    """

    def __init__(
        self,
        pieces: Sequence[str],
        scores: Sequence[float],
        *,
        unknown: int,
        reach: Mapping[str, int] | None = None,
    ) -> None:
        """Prepare the vocabulary.

        Args:
            pieces: the vocabulary in the order of the ids; spaces are written as `SPACE`.
            scores: the log probability of each piece.
            unknown: the id of the unknown piece; the pieces before it are control pieces, which
                no text can spell.
            reach: the length of the longest piece by first character; None to work it out.
        """
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        for special in (*pieces[: unknown + 1], "<mask>"):
            self._ids.pop(special, None)
        self._scores = scores
        self._unknown = unknown
        self._unknown_score = min(scores) - UNKNOWN_PENALTY
        self._reach = _reach(pieces) if reach is None else reach

    @classmethod
    def load(cls, folder: Path, *, unknown: int) -> Unigram:
        """Read what `save` has written into `folder`."""
        with (folder / PIECES_FILE).open(encoding="utf-8", newline="") as file:
            pieces = file.read().split("\n")
        scores: list[float] = np.load(folder / SCORES_FILE, allow_pickle=False).tolist()
        with (folder / REACH_FILE).open(encoding="utf-8", newline="") as file:
            reach = {line[0]: int(line[1:]) for line in file.read().split("\n")}
        return cls(pieces, scores, unknown=unknown, reach=reach)

    @staticmethod
    def save(folder: Path, pieces: Sequence[str], scores: Sequence[float]) -> None:
        """Write a vocabulary into `folder` in the form that loads fastest."""
        with (folder / PIECES_FILE).open("w", encoding="utf-8", newline="") as file:
            file.write("\n".join(pieces))
        with (folder / REACH_FILE).open("w", encoding="utf-8", newline="") as file:
            file.write("\n".join(f"{char}{size}" for char, size in _reach(pieces).items()))
        np.save(folder / SCORES_FILE, np.asarray(scores, dtype=np.float64), allow_pickle=False)

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
        ids, scores, reach = self._ids, self._scores, self._reach
        for start in range(size):
            base = best[start]
            single = False
            for end in range(start + 1, min(start + reach.get(word[start], 0), size) + 1):
                piece = ids.get(word[start:end])
                if piece is None:
                    continue
                single = single or end == start + 1
                score = base + scores[piece]
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


def _words(normal: str) -> list[str]:
    return [word for word in normal.strip().split(" ") if word]


def _reach(pieces: Sequence[str]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for piece in pieces:
        reach[piece[0]] = max(reach.get(piece[0], 0), len(piece))
    return reach

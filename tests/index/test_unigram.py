"""Our unigram segmentation gives the ids of the `tokenizers` library."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from index.embedding import DEFAULT_MODEL
from index.fast_encoder import FastEncoder
from index.unigram import Unigram

SEEDS = Path(__file__).parents[2] / "seeds"
RANGES = [(0x20, 0x500), (0x2000, 0x3250), (0x4E00, 0xA000), (0xFF00, 0xFFEF), (0x1F300, 0x1F700)]


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    return home / "models" / DEFAULT_MODEL


@pytest.fixture(scope="module")
def unigram(folder: Path) -> Unigram:
    return FastEncoder(folder).unigram


@pytest.fixture(scope="module")
def library(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def odd_texts() -> list[str]:
    """Texts of characters from many blocks, but for U+0085, which libraries disagree about."""
    draw = random.Random(7)
    return [
        "".join(chr(draw.randrange(*draw.choice(RANGES))) for _ in range(40)).replace("\x85", "")
        for _ in range(500)
    ]


def test_same_ids_as_the_library_on_the_seeds(unigram: Unigram, library: Tokenizer) -> None:
    lines = [
        line
        for path in sorted(SEEDS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").split("\n")
    ]
    assert len(lines) > 50
    for line in lines:
        assert unigram.ids(line) == library.encode(line, add_special_tokens=False).ids


def test_same_ids_as_the_library_on_odd_characters(unigram: Unigram, library: Tokenizer) -> None:
    for text in odd_texts():
        assert unigram.ids(text) == library.encode(text, add_special_tokens=False).ids


def test_a_text_cannot_spell_a_control_piece(unigram: Unigram) -> None:
    assert not {0, 1, 2, 250001} & set(unigram.ids("<s> </s> <pad> <mask>"))


@pytest.mark.parametrize(
    "text",
    ["2014年，全市有 2474户6524人\n搬迁。", "面积３㎡，①号", "  前后有空格  ", "", "囧𠮷…%"],
)
def test_tokens_cover_the_text_in_order(unigram: Unigram, text: str) -> None:
    tokens = unigram.tokens(text)
    covered = set()
    for before, after in zip(tokens, tokens[1:], strict=False):
        assert before.start <= after.start and before.end <= after.end
    for token in tokens:
        assert 0 <= token.start <= token.end <= len(text)
        covered.update(range(token.start, token.end))
    assert {place for place, char in enumerate(text) if not char.isspace()} <= covered
    assert [token.id for token in tokens] == unigram.ids(text)

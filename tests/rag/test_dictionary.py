"""The tables of words: how they are made, and looked up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rag.dictionary import Dictionary, open_dictionary
from rag.make_dictionary import gather, read_entries, table, with_terms
from rag.official_terms import TERMS
from rag.sorted_table import SortedTable
from rag.word_closeness import Closeness, Matrix, WordVectors

CEDICT = [
    "# CC-CEDICT",
    "搬遷 搬迁 [ban1 qian1] /to move/to relocate/removal/",
    "脫貧 脱贫 [tuo1 pin2] /to lift oneself out of poverty/",
    "張 张 [Zhang1] /surname Zhang/",
    "沁縣 沁县 [Qin4 xian4] /Qin county in Changzhi 長治|长治[Chang2 zhi4], Shanxi/",
    "光伏 光伏 [guang1 fu2] /photovoltaic (e.g. cell)/",
    "利率 利率 [li4 lu:4] /interest rates/",
]


def test_glosses_are_turned_round() -> None:
    glosses = gather(read_entries(CEDICT))
    assert glosses.whole["move"]["搬迁"] == 1.0
    assert glosses.whole["removal"]["搬迁"] < glosses.whole["relocate"]["搬迁"] < 1.0
    assert glosses.whole["photovoltaic"] == {"光伏": 1.0}
    assert glosses.part["poverty"] == {("脱贫", 2, 0): 1.0}
    assert not any("zhang" in key for key in glosses.whole)


def test_a_phrase_of_several_is_found_by_one() -> None:
    rate = "率 率 [lu:4] /rate/"
    assert gather(read_entries([*CEDICT, rate])).whole["interest rate"] == {"利率": 1.0}


def test_terms_come_before_other_meanings() -> None:
    glosses = with_terms(
        gather(read_entries(CEDICT)), {"removal": ("迁移", "搬迁"), "solar": ("光伏",)}
    )
    assert glosses.whole["removal"]["迁移"] == 1.0
    assert glosses.whole["removal"]["搬迁"] < 1.0
    assert glosses.whole["solar"] == {"光伏": 1.0}


def test_every_term_is_in_the_installed_table() -> None:
    find = open_dictionary().find
    missing = [
        english
        for english, words in TERMS.items()
        if not {*words} <= {meaning.word for meaning in find(english).whole}
    ]
    assert missing == []


def test_a_table_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    path.write_text("\n".join(table(gather(read_entries(CEDICT)))) + "\n", encoding="utf-8")
    found = Dictionary(path)
    assert [meaning.word for meaning in found.find("relocate").whole] == ["搬迁"]
    assert found.find("poverty").part[0].words == 2
    assert "lift" in found
    assert "lif" not in found
    assert found.find("zebra").whole == ()


@pytest.mark.parametrize("count", [1, 2, 3, 50])
def test_every_line_of_a_sorted_table_is_found(tmp_path: Path, count: int) -> None:
    keys = sorted((f"k{i}" + "é" * (i % 4) for i in range(count)), key=lambda key: key.encode())
    path = tmp_path / "table.txt"
    path.write_text("".join(f"{key}\t{key}!\tb\n" for key in keys), encoding="utf-8")
    found = SortedTable(path)
    assert all(found.fields(key) == [f"{key}!", "b"] for key in keys)
    assert found.fields("") == found.fields("zz") == found.fields("k") == []


def test_the_installed_table_is_sorted() -> None:
    path = Path(__file__).parents[2] / "rag" / "data" / "english_chinese.txt"
    keys = [line.split(b"\t")[0] for line in path.read_bytes().splitlines()]
    assert keys == sorted(set(keys))


def test_usual_meanings_come_first() -> None:
    find = open_dictionary().find
    assert "家庭" in [meaning.word for meaning in find("family").whole[:3]]
    assert "投资" in [meaning.word for meaning in find("invest").whole[:2]]


def test_closeness_is_higher_for_what_is_nearer() -> None:
    generator = np.random.default_rng(5)
    rows = generator.normal(size=(30, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    closeness = Closeness(rows, rows)
    for row, nearest in closeness.nearest(3):
        assert nearest[0][0] == row
        assert nearest[0][1] == pytest.approx(closeness.of(row, row), abs=1e-5)


def test_vectors_are_kept(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def encode(words: list[str]) -> Matrix:
        asked.append(words)
        return np.array([[len(word), 1.0] for word in words], dtype=np.float32)

    cache = tmp_path / "vectors.npz"
    first = WordVectors(cache).of(["a", "bb"], encode)
    again = WordVectors(cache).of(["bb", "a", "ccc"], encode)
    assert first.tolist() == [[1, 1], [2, 1]]
    assert again.tolist() == [[2, 1], [1, 1], [3, 1]]
    assert asked == [["a", "bb"], ["ccc"]]

"""What every store must do, run on the embedded one and on Milvus (milvus-lite, for real)."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from characters_embedder import Characters

from index.alignment import Alignment
from index.document import read_document, to_stored
from index.embedding import Embedder, open_embedder
from index.errors import WenjinError
from index.folding import fold
from index.generations import IndexBusy, NoIndex
from index.opening import OtherModel, open_store, open_writer
from index.passages import Passage
from index.roles import Role
from index.store import Entry, PassageStore, Vector
from index.words import PAIR

KINDS: dict[str, Callable[[Path], Path | str]] = {
    "embedded": lambda folder: folder / "index",
    "milvus": lambda folder: f"milvus:{folder / 'store.db'}/wenjin",
}
_QUESTIONS = 30


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Place:
    """Where a store is, and what the tests do with it."""

    location: Path | str
    folder: Path
    embedder: Embedder

    def write(self, documents: Mapping[str, str], remove: Collection[str] = ()) -> str:
        with open_writer(self.location, self.embedder) as writer:
            writer.add(*self.entries(documents))
            writer.remove(remove)
            return writer.publish()

    def entries(self, documents: Mapping[str, str]) -> tuple[list[Entry], Vector]:
        entries = []
        for source, text in documents.items():
            file = self.folder / "file.txt"
            file.write_text(text, encoding="utf-8")
            stored, passages = to_stored(read_document(file, source))
            entries.append(Entry(fingerprint(text), stored, passages))
        texts = [passage.indexed for entry in entries for passage in entry.passages]
        return entries, self.embedder.passages(texts)

    def open(self) -> PassageStore:
        return open_store(self.location)[0]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(KINDS[request.param](tmp_path), tmp_path, Characters())


DOCUMENTS = {
    "甲.txt": "甲县脱贫报告\n\n甲县脱贫人口100人，全部搬迁。\n",
    "乙.txt": "乙县修路报告\n\n乙县修路30公里，花了200万元，防火墙也修了。\n",
    "丙/丙.txt": "丙县产业报告\n\n丙县种核桃，核桃树有3000棵。\n",
}


def texts(store: PassageStore) -> set[tuple[str, str]]:
    """All passages, found by searching for nothing in particular."""
    vector = Characters().question("县")
    numbers = [found.number for found in store.search(vector, "县", 10_000)]
    return {(item.source, item.passage.text) for item in store.passages(numbers)}


def scores(
    store: PassageStore, question: str, embedder: Embedder, within: Collection[str] | None = None
) -> dict[tuple[str, str], tuple[float, float]]:
    """What a search finds, by source and text, with both scores."""
    found = store.search(embedder.question(question), question, 5, within)
    stored = store.passages([candidate.number for candidate in found])
    return {
        (item.source, item.passage.text): (
            pytest.approx(candidate.dense, abs=1e-5),
            pytest.approx(candidate.lexical, abs=1e-4),
        )
        for item, candidate in zip(stored, found, strict=True)
    }


def test_what_was_written_is_read_back_whole(place: Place) -> None:
    generation = place.write(DOCUMENTS)
    store = place.open()
    assert store.generation == generation
    entries, _ = place.entries(DOCUMENTS)
    assert [info.source for info in store.documents()] == sorted(DOCUMENTS)
    for entry in entries:
        assert store.document(entry.document.info.source) == entry.document
        assert entry.document.info in store.documents()
    written = {
        (entry.document.info.source, passage.text)
        for entry in entries
        for passage in entry.passages
    }
    assert texts(store) == written
    assert store.size == len(written)
    with pytest.raises(KeyError):
        store.document("丁.txt")
    store.close()


def test_passages_come_in_the_order_asked_and_lead_back_to_the_original(place: Place) -> None:
    place.write(DOCUMENTS)
    store = place.open()
    found = store.search(place.embedder.question("核桃"), "核桃树有多少棵", 10)
    numbers = [candidate.number for candidate in found][::-1]
    stored = store.passages([*numbers, numbers[0]])
    assert [item.number for item in stored] == [*numbers, numbers[0]]
    entries, _ = place.entries(DOCUMENTS)
    passages = {
        (entry.document.info.source, passage.text): passage
        for entry in entries
        for passage in entry.passages
    }
    for item in stored:
        passage = item.passage
        expected = passages[item.source, passage.text]
        assert (passage.context, passage.cuts, passage.parts, passage.copies) == (
            expected.context, expected.cuts, expected.parts, expected.copies,
        )  # fmt: skip
        original = store.document(item.source).original
        for start, end in passage.spans(0, len(passage.text)):
            assert original[start:end].strip()
        assert passage.spans(0, len(passage.text)) == expected.spans(0, len(expected.text))
    store.close()


def test_a_search_keeps_to_the_sources_it_is_given(place: Place) -> None:
    place.write(DOCUMENTS)
    store = place.open()
    within = {"乙.txt", "没有.txt"}
    found = scores(store, "核桃树有多少棵", place.embedder, within)
    assert found and {source for source, _ in found} == {"乙.txt"}
    assert scores(store, "核桃树", place.embedder, {"没有.txt"}) == {}
    assert scores(store, "核桃树", place.embedder, ()) == {}
    store.close()


def test_terms_and_words_are_counted_by_passages(place: Place) -> None:
    place.write(DOCUMENTS)
    store = place.open()
    held = store.held(["核桃", "脱贫", "修路", "30公里", "核桃" + PAIR, "无此词", "防火墙"])
    entries, _ = place.entries(DOCUMENTS)
    indexed = [passage.indexed for entry in entries for passage in entry.passages]
    assert held["核桃" + PAIR] == sum("核桃" in text for text in indexed)
    assert held["30公里"[:3]] if "30公" in held else True
    assert "无此词" not in held
    words = store.words()
    assert words["核桃"] == held["核桃"]
    assert words["防火墙"] == held["防火墙"] >= 1
    assert not any(word.endswith(PAIR) or word[0].isdigit() for word in words)
    assert store.held(words) == words
    weights = store.weights("核桃和恐龙")
    assert weights["恐龙"] > weights["核桃"] > 0
    store.close()


def test_the_passages_that_hold_a_word_are_found_however_it_is_cut(place: Place) -> None:
    place.write(DOCUMENTS)
    store = place.open()
    holding = store.holding(["核桃树", "修路", "无此词", "脱贫报"])
    assert holding.keys() == {"核桃树", "修路", "脱贫报"}
    for word, numbers in holding.items():
        assert list(numbers) == sorted(numbers)
        stored = store.passages([int(number) for number in numbers])
        assert all(word in item.passage.indexed for item in stored)
    assert {item.source for item in store.passages(list(map(int, holding["修路"])))} == {"乙.txt"}
    store.close()


def test_adding_and_removing_gives_what_building_anew_would(place: Place, tmp_path: Path) -> None:
    place.write({**DOCUMENTS, "丁.txt": "丁县报告\n\n丁县有恐龙化石，" + "还有许多别的。" * 30})
    changed = "乙县修路报告\n\n乙县又修路500公里，种了核桃。\n"
    place.write({"乙.txt": changed, "戊.txt": "戊县\n\n戊县无核桃。\n"}, remove=["丁.txt", "没有"])
    store = place.open()
    kind = "milvus" if isinstance(place.location, str) else "embedded"
    anew = Place(KINDS[kind](tmp_path / "anew"), tmp_path, place.embedder)
    documents = {**DOCUMENTS, "乙.txt": changed, "戊.txt": "戊县\n\n戊县无核桃。\n"}
    anew.write(documents)
    fresh = anew.open()
    assert store.documents() == fresh.documents()
    assert store.document("乙.txt") == fresh.document("乙.txt")
    assert store.size == fresh.size
    assert store.words() == fresh.words()
    assert store.weights("恐龙和核桃和修路") == fresh.weights("恐龙和核桃和修路")
    for question in ("核桃树有多少棵", "乙县修路多少公里", "恐龙化石在哪里", "脱贫人口"):
        assert scores(store, question, place.embedder) == scores(fresh, question, place.embedder)
    store.close()
    fresh.close()


def test_an_open_store_is_a_snapshot(place: Place) -> None:
    first = place.write(DOCUMENTS)
    before = place.open()
    asked = scores(before, "核桃树有多少棵", place.embedder)
    words, documents = before.words(), before.documents()
    second = place.write({"甲.txt": "甲县全变了，核桃也种了。\n"}, remove=["丙/丙.txt"])
    assert second > first
    assert before.generation == first
    assert scores(before, "核桃树有多少棵", place.embedder) == asked
    assert before.words() == words
    assert before.documents() == documents
    assert before.document("丙/丙.txt").original == DOCUMENTS["丙/丙.txt"]
    after = place.open()
    assert after.generation == second
    assert {source for source, _ in texts(after)} == {"甲.txt", "乙.txt"}
    assert "恐龙" not in after.held(["恐龙"])
    before.close()
    after.close()


def test_nothing_changed_means_no_new_generation(place: Place) -> None:
    first = place.write(DOCUMENTS)
    assert place.write({}) == first


def test_a_build_that_breaks_off_shows_nothing_and_is_taken_up(place: Place) -> None:
    first = place.write({"甲.txt": DOCUMENTS["甲.txt"], "己.txt": "己县报告\n"})
    with pytest.raises(ZeroDivisionError), open_writer(place.location, place.embedder) as writer:
        writer.add(*place.entries({"乙.txt": DOCUMENTS["乙.txt"], "甲.txt": "甲县变了。\n"}))
        writer.remove(["己.txt"])
        raise ZeroDivisionError
    store = place.open()
    assert store.generation == first
    assert [info.source for info in store.documents()] == ["己.txt", "甲.txt"]
    assert store.document("甲.txt").original == DOCUMENTS["甲.txt"]
    assert {source for source, _ in texts(store)} == {"己.txt", "甲.txt"}
    store.close()
    with open_writer(place.location, place.embedder) as writer:
        assert writer.fingerprints().get("乙.txt") == fingerprint(DOCUMENTS["乙.txt"])
        writer.remove(["己.txt"])
        writer.add(*place.entries({"丙/丙.txt": DOCUMENTS["丙/丙.txt"]}))
        assert writer.publish() > first
    store = place.open()
    assert {info.source for info in store.documents()} == {"甲.txt", "乙.txt", "丙/丙.txt"}
    assert store.document("甲.txt").original == "甲县变了。\n"
    assert "脱贫" not in store.held(["脱贫"])
    store.close()


_KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_store_conformance as suite
from index.opening import open_writer

place = suite.Place(suite.KINDS[{kind!r}](Path({folder!r})), Path({folder!r}), suite.Characters())
with open_writer(place.location, place.embedder) as writer:
    writer.add(*place.entries({{"乙.txt": suite.DOCUMENTS["乙.txt"]}}))
    os._exit(9)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_build_keeps_what_was_added(kind: str, tmp_path: Path) -> None:
    place = Place(KINDS[kind](tmp_path), tmp_path, Characters())
    code = _KILLED.format(tests=str(Path(__file__).parent), kind=kind, folder=str(tmp_path))
    killed = subprocess.run([sys.executable, "-c", code], timeout=60, check=False)
    assert killed.returncode == 9
    with pytest.raises(WenjinError):
        place.open()
    with open_writer(place.location, place.embedder) as writer:
        assert writer.fingerprints() == {"乙.txt": fingerprint(DOCUMENTS["乙.txt"])}
        writer.add(*place.entries({"甲.txt": DOCUMENTS["甲.txt"]}))
        writer.publish()
    store = place.open()
    assert {source for source, _ in texts(store)} == {"甲.txt", "乙.txt"}
    store.close()


def test_one_writer_at_a_time(place: Place) -> None:
    with open_writer(place.location, place.embedder) as writer:
        writer.add(*place.entries({"甲.txt": DOCUMENTS["甲.txt"]}))
        with pytest.raises(IndexBusy), open_writer(place.location, place.embedder):
            pass
        writer.publish()
    place.write({"乙.txt": DOCUMENTS["乙.txt"]})


def test_another_model_is_refused(place: Place) -> None:
    place.write(DOCUMENTS)
    with pytest.raises(OtherModel), open_writer(place.location, Characters("other")):
        pass


def test_where_nothing_was_built_there_is_nothing_to_open(place: Place) -> None:
    with pytest.raises(NoIndex, match="wenjin index"):
        place.open()


def test_sources_may_hold_quotes_and_any_character(place: Place) -> None:
    sources = ["a\"b'c\\d.txt", "100%_[县] (1).txt", "🌾/😀 é.txt", "in ('x') or 1 == 1.txt"]
    place.write({source: f"{source} 里说核桃{i}棵。\n" for i, source in enumerate(sources)})
    store = place.open()
    for source in sources:
        assert store.document(source).info.source == source
        found = scores(store, "核桃有几棵", place.embedder, [source])
        assert {name for name, _ in found} == {source}
    store.close()
    place.write({}, remove=sources[:3])
    store = place.open()
    assert [info.source for info in store.documents()] == sources[3:]
    store.close()


def test_originals_of_any_length_are_kept(place: Place) -> None:
    long = "".join(f"第{i}村有核桃{i}棵，𠮷家村𝟘。\n\n" for i in range(1_700))
    assert len(long.encode()) > 65_535
    place.write({"长.md": long})
    store = place.open()
    assert store.document("长.md").original == long
    found = store.search(place.embedder.question("核桃"), "第1600村有核桃1600棵", 3)
    assert any("1600" in item.passage.text for item in store.passages([c.number for c in found]))
    store.close()


def test_a_passage_of_any_length_is_kept(place: Place) -> None:
    text = "".join(f"{i}村有核桃{i}棵，𠮷家村𝟘。" for i in range(2_000))
    assert len(text.encode()) > 65_535
    [entry], _ = place.entries({"长.txt": "核桃\n"})
    whole = Alignment(np.arange(len(text)), np.arange(1, len(text) + 1))
    passage = Passage("长文", text, whole, (), ((0, Role.BODY),))
    document = replace(entry.document, original=text)
    with open_writer(place.location, place.embedder) as writer:
        writer.add(*place.entries(DOCUMENTS))
        vectors = place.embedder.passages([passage.indexed])
        writer.add([Entry(entry.fingerprint, document, [passage])], vectors)
        writer.publish()
    store = place.open()
    [number] = store.holding(["家村"])["家村"]
    [stored] = store.passages([int(number)])
    assert (stored.passage.context, stored.passage.text) == ("长文", text)
    assert stored.passage.spans(70_00, 70_10) == ((70_00, 70_10),)
    assert len(store.holding(["核桃"])["核桃"]) > 1
    found = store.search(vectors[0], "1999村有核桃", 3)
    assert max(found, key=lambda candidate: candidate.lexical).number == number
    store.close()
    place.write({}, remove=["长.txt"])
    store = place.open()
    assert "家村" not in store.holding(["家村"])
    store.close()


def test_a_passage_without_terms_is_stored_and_found(place: Place) -> None:
    place.write({"空.txt": "ⅠⅡⅢ\n\nж\n", "甲.txt": DOCUMENTS["甲.txt"]})
    store = place.open()
    assert any(source == "空.txt" for source, _ in texts(store))
    assert store.search(place.embedder.question("ж"), "ж", 3)
    store.close()


def test_a_store_can_be_emptied(place: Place) -> None:
    place.write(DOCUMENTS)
    place.write({}, remove=list(DOCUMENTS))
    store = place.open()
    assert (store.size, store.documents(), store.words()) == (0, [], {})
    assert store.search(place.embedder.question("核桃"), "核桃", 3) == []
    assert store.holding(["核桃"]) == {}
    store.close()
    place.write(DOCUMENTS)


@dataclass
class Seeds:
    """The seeds in a store of each kind, with the model that made their vectors."""

    stores: Mapping[str, PassageStore]
    embedder: Embedder


@pytest.fixture(scope="module")
def both(seeds: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeds]:
    embedder = open_embedder("multilingual-e5-small", home / "models")
    entries = []
    for file in sorted(seeds.glob("*.txt")):
        stored, passages = to_stored(read_document(file, file.name))
        entries.append(Entry(file.name, stored, passages))
    vectors = embedder.passages([p.indexed for entry in entries for p in entry.passages])
    stores = {}
    for kind, where in KINDS.items():
        location = where(tmp_path_factory.mktemp(kind))
        with open_writer(location, embedder) as writer:
            # two additions, so that the mean length changes under the first one's vectors
            first = len(entries[0].passages)
            writer.add(entries[:1], vectors[:first])
            writer.publish()
            writer.add(entries[1:], vectors[first:])
            writer.publish()
        stores[kind] = open_store(location)[0]
    yield Seeds(stores, embedder)
    for store in stores.values():
        store.close()


def _questions(count: int) -> list[str]:
    path = Path(__file__).resolve().parents[2] / "eval" / "seeds.jsonl"
    with path.open(encoding="utf-8") as file:
        asked = [json.loads(line) for line in file]
    tuned = [fold(one["question"]).text for one in asked if one["split"] == "tune"]
    return tuned[:: len(tuned) // count][:count]


def test_both_stores_find_the_same_on_the_seeds(both: Seeds) -> None:
    embedded, milvus = both.stores["embedded"], both.stores["milvus"]
    for question in _questions(_QUESTIONS):
        vector = both.embedder.question(question)
        found = {kind: _best(store, vector, question) for kind, store in both.stores.items()}
        assert [name for name, _ in found["milvus"]] == [name for name, _ in found["embedded"]]
        for (_, one), (_, other) in zip(found["milvus"], found["embedded"], strict=True):
            assert one == pytest.approx(other, abs=1e-4)
        assert milvus.weights(question) == pytest.approx(embedded.weights(question))


def test_both_stores_hold_the_same_words_of_the_seeds(both: Seeds) -> None:
    embedded, milvus = both.stores["embedded"], both.stores["milvus"]
    assert milvus.words() == embedded.words()
    words = ["搬迁", "脱贫", "人口", "防火墙", "不存在", "一"]
    sizes = {
        kind: {word: len(numbers) for word, numbers in store.holding(words).items()}
        for kind, store in both.stores.items()
    }
    assert sizes["milvus"] == sizes["embedded"]
    assert milvus.documents() == embedded.documents()


def _best(
    store: PassageStore, vector: Vector, question: str
) -> list[tuple[tuple[str, str], tuple[float, float]]]:
    """The ten best by the sum of both scores, with these."""
    found = store.search(vector, question, 100)
    stored = store.passages([candidate.number for candidate in found])
    named = [
        ((item.source, item.passage.text), (candidate.dense, candidate.lexical))
        for item, candidate in zip(stored, found, strict=True)
    ]
    # rounded, so that a difference in the last bit changes no order
    return sorted(named, key=lambda hit: (-round(sum(hit[1]), 3), hit[0]))[:10]

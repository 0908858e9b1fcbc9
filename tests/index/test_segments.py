"""Whatever the segments and however they came about, an index answers as one built at once."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import embedded_writer, generations
from index.document import Document, to_stored
from index.embedded_store import EmbeddedStore
from index.embedded_writer import EmbeddedWriter, compact
from index.facts import find_facts
from index.file_text import FileText
from index.generations import Model, UnusableIndex
from index.opening import open_embedded
from index.reading_text import read
from index.segment_policy import plan
from index.store import Entry, Vector
from index.structure import find_blocks

MODEL = Model("hashed", "f" * 32, 24)
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
QUESTIONS = ["沁县搬迁了多少人", "脱贫人口", "产业扶贫合作社", "2018年贫困发生率是多少", "吕梁山"]
NAMES = st.integers(0, 11)


def vector(text: str) -> Vector:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "little")
    found = np.random.default_rng(seed).standard_normal(MODEL.dimension).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found), dtype=np.float32)


def make_entry(source: str, text: str) -> Entry:
    reading = read(text)
    blocks = find_blocks(reading.text)
    facts = find_facts(reading.text, blocks)
    stored, passages = to_stored(Document(source, FileText(text), reading, blocks, facts))
    return Entry(hashlib.sha256(text.encode("utf-8")).hexdigest(), stored, passages)


@cache
def entry(number: int, version: int) -> Entry:
    """A short document from the seeds; versions of one name have different texts, and some
    documents of different names the same."""
    files = sorted(SEEDS.glob("*.txt"))
    text = files[number % len(files)].read_text(encoding="utf-8")
    start = 300 * (number // 2 + 3 * version) % max(1, len(text) - 700)
    return make_entry(f"d{number:02d}.txt", text[start : start + 600])


def add(writer: EmbeddedWriter, entries: Sequence[Entry]) -> None:
    texts = [passage.indexed for item in entries for passage in item.passages]
    writer.add(entries, np.array([vector(text) for text in texts]).reshape(-1, MODEL.dimension))


@contextmanager
def writing(index: Path, resume: bool = True) -> Iterator[EmbeddedWriter]:
    with generations.writer(index):
        yield EmbeddedWriter(index, MODEL, resume)


def opened(index: Path) -> EmbeddedStore:
    return open_embedded(index)[0]


def expect_equal(ours: EmbeddedStore, theirs: EmbeddedStore) -> None:
    """That two stores cannot be told apart but by the numbers of their passages."""
    assert ours.documents() == theirs.documents()
    assert ours.fingerprints() == theirs.fingerprints()
    assert ours.size == theirs.size
    assert ours.words() == theirs.words()
    sources = [info.source for info in theirs.documents()]
    for question in QUESTIONS:
        assert ours.weights(question) == theirs.weights(question)
        terms = theirs._words.terms(question)
        assert ours._words.terms(question) == terms
        assert ours.held(terms) == theirs.held(terms)
        for within in (None, sources[::2]):
            one, two = (
                [
                    (stored.source, stored.passage.text, round(c.dense, 6), round(c.lexical, 5))
                    for c, stored in zip(
                        found, store.passages([c.number for c in found]), strict=True
                    )
                ]
                for store in (ours, theirs)
                for found in [store.search(vector(question), question, 7, within)]
            )
            assert one == two
    held = [
        {
            word: sorted(
                (stored.source, stored.passage.text) for stored in store.passages(numbers.tolist())
            )
            for word, numbers in store.holding(["搬迁", "脱贫攻坚", "永和", "没有的词"]).items()
        }
        for store in (ours, theirs)
    ]
    assert held[0] == held[1]


STEPS = st.lists(
    st.tuples(st.dictionaries(NAMES, st.integers(0, 1), max_size=4), st.sets(NAMES, max_size=3)),
    min_size=2,
    max_size=5,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, data=st.data())
def test_any_history_answers_as_one_fresh_build(
    steps: list[tuple[dict[int, int], set[int]]],
    data: st.DataObject,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def merge_some(sizes: Sequence[object], budget: int | None = None) -> list[list[int]]:
        kept_apart = data.draw(st.integers(1, len(sizes) or 1))
        groups = [list(range(len(sizes)))[start::kept_apart] for start in range(kept_apart)]
        return [group for group in groups if group][: data.draw(st.integers(0, 2))]

    monkeypatch.setattr(embedded_writer, "plan", merge_some)
    held: dict[int, int] = {0: 0}
    folder = Path(tempfile.mkdtemp(prefix="wenjin-"))
    try:
        with writing(folder / "one") as writer:
            add(writer, [entry(0, 0)])
            for added, removed in steps:
                gone = removed - {0}
                writer.remove([f"d{number:02d}.txt" for number in gone])
                held = {number: v for number, v in held.items() if number not in gone} | added
                add(writer, [entry(number, version) for number, version in added.items()])
                if data.draw(st.booleans()):
                    writer.publish()
            writer.publish()
        if data.draw(st.booleans()):
            compact(folder / "one", into_one=data.draw(st.booleans()))
        with writing(folder / "two") as writer:
            add(writer, [entry(number, held[number]) for number in sorted(held)])
            writer.publish()
        one, two = opened(folder / "one"), opened(folder / "two")
        expect_equal(one, two)
        one.close()
        two.close()
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is merged when it is published."""
    monkeypatch.setattr(embedded_writer, "plan", lambda sizes, budget=None: [])


def build(index: Path, *numbers: int) -> None:
    with writing(index) as writer:
        add(writer, [entry(number, 0) for number in numbers])
        writer.publish()


def sources(index: Path) -> list[str]:
    store = opened(index)
    found = [info.source for info in store.documents()]
    store.close()
    return found


def test_what_was_finished_and_not_published_is_taken_up(tmp_path: Path, apart: None) -> None:
    build(tmp_path, 0)
    with writing(tmp_path) as writer:
        add(writer, [entry(1, 0)])
        add(writer, [entry(2, 0)])
    assert sources(tmp_path) == ["d00.txt"]
    with writing(tmp_path) as writer:
        assert set(writer.fingerprints()) == {"d00.txt", "d01.txt", "d02.txt"}
        writer.publish()
    assert sources(tmp_path) == ["d00.txt", "d01.txt", "d02.txt"]


def test_much_that_is_taken_up_is_merged_as_what_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.segment_policy.SMALL", 1)
    monkeypatch.setattr(embedded_writer, "_ALWAYS", 0)
    with writing(tmp_path) as writer:
        for number in range(6):
            add(writer, [entry(number, 0)])
    with writing(tmp_path) as writer:
        writer.publish()
    store = opened(tmp_path)
    assert len(store.opened()) < 4 and len(store.documents()) == 6
    store.close()


def test_a_small_change_leaves_unfinished_work_aside(tmp_path: Path, apart: None) -> None:
    build(tmp_path, 0)
    with writing(tmp_path) as writer:
        add(writer, [entry(1, 0)])
    with writing(tmp_path, resume=False) as writer:
        assert set(writer.fingerprints()) == {"d00.txt"}
        add(writer, [entry(2, 0)])
        writer.publish()
    assert sources(tmp_path) == ["d00.txt", "d02.txt"]
    compact(tmp_path, into_one=True)
    with writing(tmp_path) as writer:
        assert set(writer.fingerprints()) == {"d00.txt", "d01.txt", "d02.txt"}


def test_what_was_taken_out_does_not_come_back(tmp_path: Path, apart: None) -> None:
    build(tmp_path, 0)
    build(tmp_path, 1)
    for source in ("d00.txt", "d01.txt"):
        with writing(tmp_path) as writer:
            add(writer, [entry(2, 0)])
            writer.remove([source])
            writer.publish()
    with writing(tmp_path) as writer:
        assert set(writer.fingerprints()) == {"d02.txt"}


def test_a_damaged_segment_is_left_out_by_a_build_and_refused_by_a_small_change(
    tmp_path: Path, apart: None
) -> None:
    build(tmp_path, 0, 1)
    with writing(tmp_path) as writer:
        add(writer, [entry(2, 0)])
        writer.publish()
    first = generations.segment_folder(tmp_path, generations.segment_names(tmp_path)[0])
    rows = first / "store.sqlite"
    rows.write_bytes(rows.read_bytes()[:-1] + b"x")
    with pytest.raises(UnusableIndex, match="store.sqlite"):
        opened(tmp_path)
    with pytest.raises(UnusableIndex, match="store.sqlite"), writing(tmp_path, resume=False):
        pass
    with writing(tmp_path) as writer:
        assert set(writer.fingerprints()) == {"d02.txt"}
        add(writer, [entry(0, 0), entry(1, 0)])
        writer.publish()
    assert sources(tmp_path) == ["d00.txt", "d01.txt", "d02.txt"]


def test_segments_are_shared_and_stay_open_for_whoever_uses_them(
    tmp_path: Path, apart: None
) -> None:
    build(tmp_path, 0)
    before = opened(tmp_path)
    build(tmp_path, 1)
    after, _ = open_embedded(tmp_path, before)
    assert after.opened()[0][0] is before.opened()[0][0]
    before.close()
    assert after.document("d00.txt").info == entry(0, 0).document.info
    assert len(after.search(vector("县"), "沁县", 3)) > 0
    after.close()


def test_a_snapshot_does_not_change(tmp_path: Path, apart: None) -> None:
    build(tmp_path, 0, 1)
    before = opened(tmp_path)
    with writing(tmp_path) as writer:
        writer.remove(["d00.txt"])
        writer.publish()
    assert sources(tmp_path) == ["d01.txt"]
    assert before.document("d00.txt").original == entry(0, 0).document.original
    before.close()


def test_segments_that_are_of_no_use_any_more_go(tmp_path: Path) -> None:
    for number in range(6):
        build(tmp_path, number)
    named = {
        ref.name for manifest in generations.kept_manifests(tmp_path) for ref in manifest.segments
    }
    assert set(generations.segment_names(tmp_path)) == named
    assert len(generations.generation_names(tmp_path)) == 2


Change = Callable[[EmbeddedWriter], None]


@pytest.mark.parametrize(
    ("meanwhile", "left"),
    [
        (lambda writer: writer.remove(["d01.txt"]), ["d00.txt", "d02.txt"]),
        (lambda writer: add(writer, [entry(3, 0)]), ["d00.txt", "d01.txt", "d02.txt", "d03.txt"]),
        (lambda writer: add(writer, [entry(1, 1)]), ["d00.txt", "d01.txt", "d02.txt"]),
    ],
    ids=["removed", "added", "replaced"],
)
def test_what_changes_during_a_compaction_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: Change, left: list[str]
) -> None:
    monkeypatch.setattr(embedded_writer, "plan", lambda sizes, budget=None: [])
    build(tmp_path, 0, 1)
    build(tmp_path, 2)
    merge = embedded_writer.merge_segments

    def merge_and_change(*arguments: object) -> tuple[int, int]:
        done = merge(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(embedded_writer, "merge_segments", merge)
        with writing(tmp_path, resume=False) as writer:
            meanwhile(writer)
            writer.publish()
        return done

    monkeypatch.setattr(embedded_writer, "merge_segments", merge_and_change)
    assert compact(tmp_path, into_one=True)
    assert sources(tmp_path) == left
    versions = opened(tmp_path).fingerprints()
    replaced = any(versions.get("d01.txt") == entry(1, 1).fingerprint for _ in versions)
    assert replaced == (left == ["d00.txt", "d01.txt", "d02.txt"])
    monkeypatch.setattr(embedded_writer, "plan", plan)
    compact(tmp_path)
    assert sources(tmp_path) == left


def test_one_document_more_or_less_leaves_the_large_segments_as_they_are(
    tmp_path: Path, apart: None
) -> None:
    build(tmp_path, *range(8))
    (_, first), *_ = opened(tmp_path).opened()
    with writing(tmp_path, resume=False) as writer:
        add(writer, [entry(9, 0)])
        writer.remove(["d03.txt"])
        writer.publish()
    (_, again), *_ = opened(tmp_path).opened()
    assert (again.name, again.seal, again.removed) == (first.name, first.seal, (3,))

"""What only a store in Milvus does; what every store does is in test_store_conformance.py."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from characters_embedder import Characters

import index.milvus_connection
import index.milvus_store
import index.milvus_writer
from index.document import read_document, to_stored
from index.errors import UsageError, WenjinError
from index.generations import IndexBusy, UnusableIndex
from index.milvus_connection import MilvusMissing, StoreUnreachable, connect, disconnect
from index.milvus_location import is_milvus, parse_location
from index.milvus_schema import find_sets
from index.milvus_store import GenerationGone, MilvusStore, milvus_generation, open_milvus
from index.milvus_terms import dimension, passage_terms, score, sparse_vector, underestimate
from index.milvus_writer import MilvusWriter, Unfinished, open_milvus_writer
from index.store import Entry, Vector
from index.words import Dictionary

EMBEDDER = Characters()
DOCUMENTS = {
    "甲.txt": "甲县脱贫报告\n\n甲县脱贫人口100人，全部搬迁。\n",
    "乙.txt": "乙县修路报告\n\n乙县修路30公里，花了200万元。\n",
}


def entries(folder: Path, documents: Mapping[str, str]) -> tuple[list[Entry], Vector]:
    made = []
    for source, text in documents.items():
        file = folder / "file.txt"
        file.write_text(text, encoding="utf-8")
        stored, passages = to_stored(read_document(file, source))
        made.append(Entry(hashlib.sha256(text.encode()).hexdigest(), stored, passages))
    return made, EMBEDDER.passages([p.indexed for entry in made for p in entry.passages])


def write(
    location: str,
    folder: Path,
    documents: Mapping[str, str],
    remove: Sequence[str] = (),
    *,
    rebuild: bool = False,
) -> str:
    with open_milvus_writer(location, EMBEDDER, rebuild=rebuild) as writer:
        writer.add(*entries(folder, documents))
        writer.remove(remove)
        return writer.publish()


def opened(location: str) -> MilvusStore:
    return open_milvus(location)[0]


def found(store: MilvusStore, question: str, limit: int = 50) -> list[tuple[str, str, float]]:
    candidates = store.search(EMBEDDER.question(question), question, limit)
    stored = store.passages([candidate.number for candidate in candidates])
    return sorted(
        (item.source, item.passage.text, round(candidate.lexical, 3))
        for item, candidate in zip(stored, candidates, strict=True)
    )


@pytest.fixture
def location(tmp_path: Path) -> str:
    return f"milvus:{tmp_path / 'store.db'}/wenjin"


def test_locations_of_a_server_and_of_a_file() -> None:
    server = parse_location("milvus://db.example:19531/news/articles")
    assert (server.uri, server.database, server.collection, server.file) == (
        "http://db.example:19531", "news", "articles", None,
    )  # fmt: skip
    assert parse_location("milvus+tls://h/c").uri == "https://h:19530"
    assert parse_location("milvus://[::1]:7/c").uri == "http://[::1]:7"
    lite = parse_location("milvus:some/where/a.db/c")
    assert (lite.file, lite.collection) == (Path("some/where/a.db"), "c")
    assert is_milvus("milvus:a.db/c") and not is_milvus("milvus") and not is_milvus(Path("a"))
    with pytest.raises(UsageError):
        parse_location("milvus://h:1/c?x=1")


def test_the_product_of_sparse_vectors_bounds_the_score() -> None:
    dictionary = Dictionary()
    weights = {"核桃": 2.0, "脱贫": 1.5, "没有": 3.0}
    for text in ("核桃", "脱贫" * 3 + "核桃很多，都很好" * 9, "今天天气好" * 5):
        terms = passage_terms(text, dictionary)
        for old, true in ((5.0, 40.0), (40.0, 5.0), (20.0, 20.0)):
            vector = sparse_vector(terms, old)
            product = sum(
                weight * vector.get(dimension(term), 0.0) for term, weight in weights.items()
            )
            exact = score(weights, terms, true)
            assert exact <= product * underestimate(old, true) + 1e-5
            if old == true:
                assert exact == pytest.approx(product, abs=1e-5)


def test_the_best_are_found_though_the_mean_length_has_changed(
    location: str, tmp_path: Path
) -> None:
    short = {f"{i}.txt": f"核桃{i}棵。\n" for i in range(12)}
    long = {f"长{i}.txt": f"核桃与{'枣树梨树桃树' * i}有{i}棵。\n" for i in range(1, 20)}
    write(location, tmp_path, short)
    write(location, tmp_path, long)
    anew = f"milvus:{tmp_path / 'store.db'}/anew"
    write(anew, tmp_path, {**short, **long})
    store, fresh = opened(location), opened(anew)
    assert store._statistics.mean > 1.5 * store._statistics.lowest_mean
    for question in ("核桃与枣树有几棵", "核桃7棵", "梨树桃树"):
        assert found(store, question, 4) == found(fresh, question, 4)
    store.close()
    fresh.close()


def test_a_rebuild_lies_beside_until_the_alias_is_swapped(location: str, tmp_path: Path) -> None:
    first = write(location, tmp_path, DOCUMENTS)
    old = opened(location)
    before = found(old, "修路")
    with open_milvus_writer(location, EMBEDDER, rebuild=True) as writer:
        assert writer.fingerprints() == {}
        writer.add(*entries(tmp_path, {"丙.txt": "丙县修路9公里。\n"}))
        assert opened_and_closed(location) == first
        second = writer.publish()
    assert second > first
    assert milvus_generation(location) == second
    store = opened(location)
    assert [info.source for info in store.documents()] == ["丙.txt"]
    assert found(old, "修路") == before
    old.close()
    store.close()
    write(location, tmp_path, DOCUMENTS, rebuild=True)
    place = parse_location(location)
    connection = connect(place)
    assert [names.set for names in find_sets(connection, "wenjin")] == [2, 3]
    disconnect(connection)


def opened_and_closed(location: str) -> str:
    store = opened(location)
    store.close()
    return store.generation


def test_a_generation_that_is_no_longer_kept_says_so(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.milvus_store, "_CHECKED", 0.0)
    write(location, tmp_path, DOCUMENTS)
    store = opened(location)
    write(location, tmp_path, {"丙.txt": "丙县。\n"})
    assert found(store, "修路")
    write(location, tmp_path, {}, ["乙.txt"])
    with pytest.raises(GenerationGone):
        found(store, "修路")
    store.close()


class Broken(Exception):
    pass


def breaks(*_: object, **__: object) -> None:
    raise Broken


def test_a_document_broken_off_in_the_middle_is_swept(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(location, tmp_path, DOCUMENTS)
    with monkeypatch.context() as patch:
        # the passages are written, the document's own row is not
        original = index.milvus_connection.MilvusConnection.insert
        patch.setattr(
            index.milvus_connection.MilvusConnection,
            "insert",
            lambda self, name, rows: (
                breaks() if name.endswith("_documents") else original(self, name, rows)
            ),
        )
        with pytest.raises(Broken):
            write(location, tmp_path, {"丙.txt": "丙县修路9公里，核桃多。\n"})
    write(location, tmp_path, {"丁.txt": "丁县。\n"})
    store = opened(location)
    assert {source for source, _, _ in found(store, "县")} == {"甲.txt", "乙.txt", "丁.txt"}
    assert "核桃" not in store.held(["核桃"])
    assert store.size == len(found(store, "县"))
    store.close()


def test_a_removal_broken_off_in_the_middle_is_finished(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(location, tmp_path, DOCUMENTS)
    with monkeypatch.context() as patch:
        # the document's own row is marked, its passages are not
        patch.setattr(
            MilvusWriter, "_mark_gone", lambda self, documents: breaks() if documents else None
        )
        with pytest.raises(Broken):
            write(location, tmp_path, {}, ["乙.txt"])
    store = opened(location)
    assert len(store.documents()) == 2
    store.close()
    write(location, tmp_path, {})
    store = opened(location)
    assert {source for source, _, _ in found(store, "修路")} == {"甲.txt"}
    assert "修路" not in store.held(["修路"])
    assert store.size == len(found(store, "县"))
    store.close()


def test_a_publication_broken_off_in_the_middle_can_be_repeated(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(location, tmp_path, DOCUMENTS)
    with monkeypatch.context() as patch:
        patch.setattr(index.milvus_writer, "write_state", breaks)
        with pytest.raises(Broken):
            write(location, tmp_path, {"丙.txt": "丙县修路9公里，核桃多。\n"})
    store = opened(location)
    assert "核桃" not in store.held(["核桃"])
    store.close()
    # what the broken run had counted is not in this one
    write(location, tmp_path, {"丁.txt": "丁县修路。\n"}, ["丙.txt"])
    anew = f"milvus:{tmp_path / 'store.db'}/anew"
    write(anew, tmp_path, {**DOCUMENTS, "丁.txt": "丁县修路。\n"})
    store, fresh = opened(location), opened(anew)
    assert store.words() == fresh.words()
    assert found(store, "修路多少公里") == found(fresh, "修路多少公里")
    store.close()
    fresh.close()


def test_a_small_update_leaves_unpublished_work_to_the_build(location: str, tmp_path: Path) -> None:
    with open_milvus_writer(location, EMBEDDER) as writer:
        writer.add(*entries(tmp_path, DOCUMENTS))
    with (
        pytest.raises(Unfinished, match="wenjin index"),
        open_milvus_writer(location, EMBEDDER, resume=False),
    ):
        pass


def test_a_collection_of_someone_else_is_left_alone(location: str, tmp_path: Path) -> None:
    from pymilvus import MilvusClient

    MilvusClient(str(tmp_path / "store.db")).create_collection("wenjin", dimension=4)
    with pytest.raises(UnusableIndex, match="wenjin"):
        opened(location)
    with pytest.raises(WenjinError):
        write(location, tmp_path, DOCUMENTS)
    connection = connect(parse_location(location))
    assert "wenjin" in connection.collections()
    disconnect(connection)


def test_a_missing_package_is_named_with_the_command_that_installs_it(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(MilvusMissing, match=r"pip install 'wenjin\[milvus\]'"):
        opened(location)


def test_a_server_out_of_reach_is_told_in_a_line_without_the_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.milvus_connection, "PATIENCE", 0.5)
    monkeypatch.setenv("WENJIN_MILVUS_TOKEN", "root:geheim")
    with pytest.raises(StoreUnreachable, match=r"127\.0\.0\.1:1\b") as refused:
        opened("milvus://127.0.0.1:1/wenjin")
    for language in ("zh", "en"):
        told = refused.value.message(language)
        assert "\n" not in told and "geheim" not in told


_HOLDER = """
import sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def test_a_file_in_use_by_another_process_is_told_in_a_line(location: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLDER, str(tmp_path / "store.db")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, **pipes) as holder:  # type: ignore[call-overload]
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreUnreachable, match="另一个进程"):
            opened(location)
        holder.stdin.close()


_SERVER = """
import sys, threading
from milvus_lite.adapter.grpc.server import start_server_in_thread
server, database, port = start_server_in_thread(data_dir=sys.argv[1], host="127.0.0.1", port=0)
print(port, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A server in a process of its own; milvus-lite speaks the protocol of Milvus."""
    command = [sys.executable, "-c", _SERVER, str(tmp_path / "served")]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        port = int(process.stdout.readline())
        yield f"milvus://127.0.0.1:{port}/wenjin"
        process.stdin.close()


_WRITING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import test_milvus_store as suite
with suite.open_milvus_writer(sys.argv[2], suite.EMBEDDER) as writer:
    writer.add(*suite.entries(Path(sys.argv[3]), {"丙.txt": "丙县修路9公里。\\n"}))
    print("added", flush=True)
    sys.stdin.read()
    print(writer.publish(), flush=True)
"""


def test_a_server_is_written_by_one_process_and_followed_by_another(
    server: str, tmp_path: Path
) -> None:
    first = write(server, tmp_path, DOCUMENTS)
    store = opened(server)
    assert {source for source, _, _ in found(store, "修路多少公里")} >= {"乙.txt"}
    command = [
        sys.executable, "-c", _WRITING, str(Path(__file__).parent), server, str(tmp_path),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as other:
        assert other.stdin is not None and other.stdout is not None
        assert other.stdout.readline() == "added\n"
        with pytest.raises(IndexBusy):
            write(server, tmp_path, {})
        assert milvus_generation(server) == first
        assert len(store.documents()) == 2
        other.stdin.close()
        second = other.stdout.readline().strip()
    assert milvus_generation(server) == second > first
    assert len(store.documents()) == 2
    after = opened(server)
    assert "丙.txt" in {info.source for info in after.documents()}
    store.close()
    after.close()

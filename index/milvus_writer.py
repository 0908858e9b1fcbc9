"""Writing a store in Milvus: documents in and out, and the next generation published.

Rows of the next generation lie beside those of the current one, and readers pass them over by
number until :meth:`MilvusWriter.publish` writes the one row that says which generation is current.
A set of collections of another format is not changed: its successor is built beside it, and the
alias that readers open by is swapped.

What is killed in the middle leaves no half document: a document's own row is written last and
removed first, and passages without one are swept at the next start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import WenjinError
from index.generations import Model
from index.milvus_changes import Changes, drop_unheld
from index.milvus_connection import BATCH, MilvusConnection, Row, connect, disconnect, listed
from index.milvus_location import MilvusLocation, parse_location
from index.milvus_rows import (
    TERM_FIELDS,
    document_rows,
    passage_rows,
    piece_keys,
    terms_from_row,
)
from index.milvus_schema import (
    FORMAT,
    Names,
    create_set,
    drop_set,
    find_sets,
    published_set,
    visible,
)
from index.milvus_state import (
    Lease,
    State,
    read_plan,
    read_state,
    write_plan,
    write_state,
)
from index.milvus_terms import passage_terms
from index.opening import OtherModel
from index.whole_dictionary import whole_dictionary

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.store import Entry, Vector


class Unfinished(WenjinError):
    """An earlier run left work that was not published."""


@contextmanager
def open_milvus_writer(
    location: str, embedder: Embedder, *, resume: bool = True, rebuild: bool = False
) -> Iterator[MilvusWriter]:
    """A store for writing, held against other writers until the block ends.

    :param resume: Go on with what an earlier run left unpublished; otherwise refuse to.
    :param rebuild: Make a new set of collections beside the one in use, and empty.
    :raises WenjinError: Milvus cannot be reached, another process is writing, the index was made
        with another model, or (without `resume`) there is unpublished work.
    """
    place = parse_location(location)
    connection = connect(place)
    try:
        names = _set_to_write(connection, place, embedder.model, rebuild)
        lease = Lease(connection, names)
        try:
            writer = MilvusWriter(connection, names, embedder.model, lease)
            if not resume and writer.has_unpublished:
                raise _unfinished(place)
            yield writer
        finally:
            lease.release()
    finally:
        disconnect(connection)


class MilvusWriter:
    """A `StoreWriter` on Milvus. Get one from :func:`open_milvus_writer`."""

    def __init__(
        self, connection: MilvusConnection, names: Names, model: Model, lease: Lease
    ) -> None:
        self._connection = connection
        self._names = names
        self._model = model
        self._lease = lease
        state = read_state(connection, names)
        plan = read_plan(connection, names)
        self._published = state.current if state else None
        after = int(plan["after"]) if plan else 0
        self._before = self._published.number if self._published else after
        self._start()

    def _start(self) -> None:
        """Takes up what an earlier run left beside the published generation."""
        self._draft = self._before + 1
        self._changes = Changes()
        self._fingerprints: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        self._published_numbers: set[int] = set()
        largest = 0
        fields = ("number", "born", "gone", "source", "fingerprint")
        for rows in self._connection.every(self._names.of("documents"), "number >= 0", fields):
            for row in rows:
                largest = max(largest, int(row["number"]))
                self._take_up(row)
        self._next_document = largest + 1
        self._next_passage = self._published.next_passage if self._published else 0
        self._sweep()

    def _take_up(self, row: Row) -> None:
        number, born, gone = int(row["number"]), int(row["born"]), int(row["gone"])
        if born <= self._before and gone > self._before:
            self._published_numbers.add(number)
        if born <= self._draft and gone > self._draft:
            self._fingerprints[row["source"]] = row["fingerprint"]
            self._numbers[row["source"]] = number
        if born == self._draft:
            self._changes.documents += 1
        elif gone == self._draft:
            self._changes.documents -= 1

    def _sweep(self) -> None:
        """Finishes removals, takes away passages whose document was never finished, and counts
        what is left of the earlier run."""
        known = set(self._numbers.values()) | self._published_numbers
        self._mark_gone(sorted(self._published_numbers - set(self._numbers.values())))
        lost: set[int] = set()
        condition = f"born == {self._draft} or gone == {self._draft}"
        fields = ("document", "born", *TERM_FIELDS)
        for rows in self._connection.every(self._names.of("passages"), condition, fields):
            for row in rows:
                self._next_passage = max(self._next_passage, int(row["number"]) + 1)
                if int(row["document"]) not in known:
                    lost.add(int(row["document"]))
                elif int(row["born"]) == self._draft:
                    self._changes.add(self._terms(row), float(row["mean"]))
                else:
                    self._changes.take(self._terms(row))
        self._delete_rest(sorted(lost))

    @property
    def has_unpublished(self) -> bool:
        """Whether an earlier run left work that was not published, or this one did some."""
        current = set(self._numbers.values())
        return current != self._published_numbers

    def fingerprints(self) -> dict[str, str]:
        return dict(self._fingerprints)

    def add(self, entries: Sequence[Entry], vectors: Vector) -> None:
        self._lease.renew()
        self.remove([entry.document.info.source for entry in entries])
        terms = [
            [passage_terms(passage.indexed, whole_dictionary()) for passage in entry.passages]
            for entry in entries
        ]
        mean = self._mean([found.length for several in terms for found in several])
        passages: list[Row] = []
        pieces: list[Row] = []
        documents: list[Row] = []
        start = 0
        for entry, several in zip(entries, terms, strict=True):
            number = self._next_document
            self._next_document += 1
            for passage, found in zip(entry.passages, several, strict=True):
                made = passage_rows(
                    self._next_passage,
                    number,
                    entry.document.info,
                    passage,
                    vectors[start],
                    found,
                    mean,
                    self._draft,
                )
                self._next_passage += 1
                start += 1
                passages.append(made.row)
                pieces += made.pieces
            whole = document_rows(number, entry.fingerprint, entry.document, self._draft)
            documents.append(whole.row)
            pieces += whole.pieces
        # a document's own row is what makes it count, so it comes last
        self._connection.insert(self._names.of("passages"), passages)
        self._connection.upsert(self._names.of("pieces"), pieces)
        self._connection.insert(self._names.of("documents"), documents)
        for row in documents:
            self._fingerprints[row["source"]] = row["fingerprint"]
            self._numbers[row["source"]] = row["number"]
        self._changes.documents += len(documents)
        for several in terms:
            for found in several:
                self._changes.add(found, mean)

    def remove(self, sources: Collection[str]) -> None:
        self._lease.renew()
        numbers = [
            self._numbers[source] for source in dict.fromkeys(sources) if source in self._numbers
        ]
        for start in range(0, len(numbers), BATCH):
            self._remove(numbers[start : start + BATCH])
        for source in sources:
            self._numbers.pop(source, None)
            self._fingerprints.pop(source, None)

    def publish(self) -> str:
        self._lease.check()
        if self._published is not None and not self.has_unpublished:
            self._show()
            return self._published.name
        self._changes.write(self._connection, self._names, self._before, self._draft)
        statistics = self._changes.after(self._published, self._draft, self._next_passage)
        self._connection.settle(self._names.all)
        # it may have taken long enough for another to think this writer dead
        self._lease.check()
        state = State(FORMAT, self._model, statistics, self._published)
        write_state(self._connection, self._names, state)
        self._show()
        self._forget_old(statistics.number)
        self._published = statistics
        self._before = statistics.number
        self._draft = self._before + 1
        self._changes = Changes()
        self._published_numbers = set(self._numbers.values())
        return statistics.name

    def _show(self) -> None:
        if published_set(self._connection, self._names.store) != self._names:
            self._connection.point(self._names.store, self._names.of("passages"))

    def _forget_old(self, current: int) -> None:
        """Drops the rows that neither the current generation has nor the one before it."""
        drop_unheld(self._connection, self._names, current)
        condition = f"gone < {current}"
        gone = [
            int(row["number"])
            for rows in self._connection.every(self._names.of("documents"), condition, ("number",))
            for row in rows
        ]
        self._delete(gone)
        for names in find_sets(self._connection, self._names.store)[:-1]:
            if names.set < self._names.set - 1:
                drop_set(self._connection, names)

    def _mean(self, lengths: Sequence[int]) -> float:
        """The mean number of terms of all passages, those about to be added among them."""
        now = self._changes.after(self._published, self._draft, 0)
        passages = now.passages + len(lengths)
        return (now.terms + sum(lengths)) / passages or 1.0 if passages else 1.0

    def _remove(self, numbers: Sequence[int]) -> None:
        among = f"document in {listed(numbers)} and {visible(self._draft)}"
        for rows in self._connection.every(self._names.of("passages"), among, TERM_FIELDS):
            for row in rows:
                self._changes.take(self._terms(row))
        self._changes.documents -= len(numbers)
        # readers of the published generation still have these
        shown = [number for number in numbers if number in self._published_numbers]
        self._connection.upsert(
            self._names.of("documents"),
            [{"number": number, "gone": self._draft} for number in shown],
            partial=True,
        )
        self._mark_gone(shown)
        self._delete([number for number in numbers if number not in self._published_numbers])

    def _mark_gone(self, documents: Sequence[int]) -> None:
        """Has the passages of documents go with the generation being written."""
        for start in range(0, len(documents), BATCH):
            among = f"document in {listed(documents[start : start + BATCH])}"
            condition = f"{among} and gone > {self._draft}"
            marked = [
                {"number": int(row["number"]), "gone": self._draft}
                for rows in self._connection.every(
                    self._names.of("passages"), condition, ("number",)
                )
                for row in rows
            ]
            self._connection.upsert(self._names.of("passages"), marked, partial=True)

    def _delete(self, numbers: Sequence[int]) -> None:
        """Removes documents for good, their own rows first."""
        for start in range(0, len(numbers), BATCH):
            among = listed(numbers[start : start + BATCH])
            self._connection.delete(self._names.of("documents"), f"number in {among}")
        self._delete_rest(numbers)

    def _delete_rest(self, numbers: Sequence[int]) -> None:
        for start in range(0, len(numbers), BATCH):
            among = listed(numbers[start : start + BATCH])
            # passages last: while any is there, the next start knows of the rest
            for kind in ("pieces", "passages"):
                self._connection.delete(self._names.of(kind), f"document in {among}")

    def _terms(self, row: Row) -> Any:
        return terms_from_row(row, self._pieces)

    def _pieces(self, name: str, count: int) -> str:
        keys = piece_keys(name, count)
        rows = self._connection.by_key(self._names.of("pieces"), "key", keys, ("key", "data"))
        parts = {str(row["key"]): str(row["data"]) for row in rows}
        return "".join(parts[key] for key in keys)


def _set_to_write(
    connection: MilvusConnection, place: MilvusLocation, model: Model, rebuild: bool
) -> Names:
    """The set of collections to write: the published one, or one beside it that is not yet."""
    current = published_set(connection, place.collection)
    if current is not None:
        connection.load(current.of("state"))
    state = read_state(connection, current) if current else None
    if current and state and state.format == FORMAT and not rebuild:
        _check_model(state.model, model, place)
        return _loaded(connection, current)
    sets = find_sets(connection, place.collection)
    if sets and (current is None or sets[-1].set > current.set):
        plan = read_plan(connection, _loaded(connection, sets[-1]))
        if plan and plan["format"] == FORMAT and plan["model"]["fingerprint"] == model.fingerprint:
            return sets[-1]
    names = Names(place.collection, sets[-1].set + 1 if sets else 1)
    create_set(connection, names, model.dimension)
    write_plan(connection, names, model, state.current.number if state else 0)
    return names


def _loaded(connection: MilvusConnection, names: Names) -> Names:
    for name in names.all:
        connection.load(name)
    return names


def _check_model(made: Model, used: Model, place: MilvusLocation) -> None:
    if made.fingerprint != used.fingerprint:
        raise OtherModel(
            f"索引 {place.text} 是用模型 {made.name} 建的，现在用的是 {used.name}。"
            f"请设 WENJIN_MODEL={made.name}，或用 --store 指定另一个集合重新建立索引",
            f"the index {place.text} was made with the model {made.name}, the one in use is "
            f"{used.name}. Set WENJIN_MODEL={made.name}, or index again into another --store",
        )


def _unfinished(place: MilvusLocation) -> Unfinished:
    return Unfinished(
        f"索引 {place.text} 上次没有建完。请先重新运行 wenjin index 把它建完",
        f"an earlier build of the index {place.text} was not finished. "
        "Run wenjin index again to finish it",
    )

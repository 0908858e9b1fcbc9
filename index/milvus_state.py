"""The state of a Milvus store: its generations and who is writing, as rows of one collection."""

from __future__ import annotations

import json
import os
import platform
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any

from index.errors import WenjinError
from index.generations import IndexBusy, Manifest, Model, NoIndex, UnusableIndex
from index.milvus_connection import MilvusConnection
from index.milvus_location import MilvusLocation
from index.milvus_schema import FORMAT, UNUSED, Names, published_set

LEASE = 600.0
"""Seconds after its last sign of life when a writer on another machine counts as dead."""
_RENEWED = 20.0
_held_here: set[str] = set()
"""The leases that writers of this process hold."""


@dataclass(frozen=True)
class Statistics:
    """A generation: its number and contents.

    `terms` counts the search terms of all passages, with repetitions; `lowest_mean` is the lowest
    mean length that a sparse vector was made with; `next_passage` is higher than any passage's
    number so far.
    """

    number: int
    documents: int
    passages: int
    terms: int
    lowest_mean: float
    next_passage: int

    @property
    def name(self) -> str:
        """The name of the generation."""
        return f"g{self.number:08d}"

    @property
    def mean(self) -> float:
        """The mean number of terms of a passage."""
        return self.terms / self.passages if self.passages else 1.0


@dataclass(frozen=True)
class State:
    """What was published in a set of collections: the format, the model and two generations."""

    format: int
    model: Model
    current: Statistics
    previous: Statistics | None

    def manifest(self) -> Manifest:
        """The current generation as an embedded index describes its own."""
        current = self.current
        return Manifest(self.format, current.name, self.model, current.documents, current.passages)


def read_published(connection: MilvusConnection, location: MilvusLocation) -> tuple[Names, State]:
    """The set of collections that readers see, and its state.

    :raises NoIndex: Nothing was published there.
    :raises UnusableIndex: It has another format, or its state cannot be read.
    """
    names = published_set(connection, location.collection)
    if names is None:
        if location.collection in connection.collections():
            raise UnusableIndex(
                f"Milvus 里已有一个不是问津建的集合 {location.collection}。请换一个名字",
                f"{location.collection} is a collection that WenJin did not make. "
                "Choose another name",
            )
        raise NoIndex(
            f"Milvus 里没有这个索引：{location.text}。"
            f"请先运行 wenjin index 文件夹 --store {location.text}",
            f"there is no index {location.text} in Milvus. "
            f"Build one: wenjin index FOLDER --store {location.text}",
        )
    connection.load(names.of("state"))
    state = read_state(connection, names)
    if state is None:
        raise UnusableIndex(
            f"Milvus 里的索引不完整：{location.text}。请重新运行 wenjin index 建立索引",
            f"the index {location.text} in Milvus is not whole. Run wenjin index again",
        )
    if state.format != FORMAT:
        raise UnusableIndex(
            f"索引 {location.text} 的格式是第 {state.format} 版，本程序用第 {FORMAT} 版。"
            "请重新运行 wenjin index 建立索引",
            f"the index {location.text} has format {state.format}, this program uses {FORMAT}. "
            "Run wenjin index again to rebuild it",
        )
    return names, state


def read_state(connection: MilvusConnection, names: Names) -> State | None:
    """What was published in a set of collections, None where nothing was."""
    data = _read(connection, names, "published")
    if data is None:
        return None
    previous = data["previous"]
    try:
        return State(
            data["format"],
            Model(**data["model"]),
            Statistics(**data["current"]),
            Statistics(**previous) if previous else None,
        )
    except TypeError:  # another format has other fields
        return State(data["format"], Model("", "", 0), Statistics(0, 0, 0, 0, 0.0, 0), None)


def write_state(connection: MilvusConnection, names: Names, state: State) -> None:
    """Publishes a generation: one row, so that readers see the one before or this one."""
    _write(connection, names, "published", asdict(state))


def read_plan(connection: MilvusConnection, names: Names) -> dict[str, Any] | None:
    """What a set of collections was created for: its `format`, `model` and `after`, the number of
    the generation that was current then."""
    return _read(connection, names, "plan")


def write_plan(connection: MilvusConnection, names: Names, model: Model, after: int) -> None:
    """Records what a set of collections is created for."""
    plan = {"format": FORMAT, "model": asdict(model), "after": after}
    _write(connection, names, "plan", plan)


class Lease:
    """The right to write a store, for one writer at a time.

    Milvus has no locks: a writer leaves a row with its name and a time, which it renews. One that
    died is followed at once by another of the same machine, and after :data:`LEASE` by any.
    """

    def __init__(self, connection: MilvusConnection, names: Names) -> None:
        """
        :raises IndexBusy: Another writer holds it.
        """
        self._connection = connection
        self._names = names
        self._token = secrets.token_hex(8)
        self._renewed = 0.0
        held = _read(connection, names, "writer")
        if held is not None and self._is_alive(held):
            raise self._busy(held)
        self.renew()
        self.check()
        _held_here.add(self._token)

    def renew(self) -> None:
        """A sign of life; call it often."""
        if time.monotonic() - self._renewed > _RENEWED:
            mine = {
                "token": self._token,
                "host": platform.node(),
                "pid": os.getpid(),
                "time": time.time(),
            }
            _write(self._connection, self._names, "writer", mine)
            self._renewed = time.monotonic()

    def check(self) -> None:
        """Makes sure that nobody else took the lease.

        :raises IndexBusy: Somebody did.
        """
        held = _read(self._connection, self._names, "writer")
        if held is None or held["token"] != self._token:
            raise self._busy(held or {})

    def release(self) -> None:
        """Gives the lease back."""
        _held_here.discard(self._token)
        held = _read(self._connection, self._names, "writer")
        if held is not None and held["token"] == self._token:
            self._connection.delete(self._names.of("state"), 'key in ["writer"]')

    def _is_alive(self, held: dict[str, Any]) -> bool:
        if held["token"] in _held_here:
            return True
        if self._connection.location.file is not None:
            return False  # the file is open in this process, so no other can be writing
        if held["host"] == platform.node():
            return held["pid"] != os.getpid() and _runs(held["pid"])
        return time.time() - float(held["time"]) < LEASE

    def _busy(self, held: dict[str, Any]) -> IndexBusy:
        where = self._connection.location.text
        who = f"{held['host']}，{held['pid']}" if held else "?"
        minutes = int(LEASE // 60)
        return IndexBusy(
            f"另一个进程正在写这个索引：{where}（{who}）。请等它结束；"
            f"如果它已经中断，{minutes} 分钟后可以重试",
            f"another process is writing the index {where} ({who.replace('，', ', ')}). "
            f"Wait until it is done; if it died, try again in {minutes} minutes",
        )


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # it is another user's
    return True


def _read(connection: MilvusConnection, names: Names, key: str) -> dict[str, Any] | None:
    rows = connection.by_key(names.of("state"), "key", [key], ("key", "value"))
    if not rows:
        return None
    try:
        return dict(json.loads(rows[0]["value"]))
    except ValueError as error:
        raise WenjinError(
            f"Milvus 里 {names.of('state')} 的 {key} 读不出来。请删去这个集合后重新建立索引",
            f"{key} in {names.of('state')} cannot be read. Drop the collection and index again",
        ) from error


def _write(connection: MilvusConnection, names: Names, key: str, data: dict[str, Any]) -> None:
    value = json.dumps(data, ensure_ascii=False)
    connection.upsert(names.of("state"), [{"key": key, "value": value, "unused": UNUSED}])

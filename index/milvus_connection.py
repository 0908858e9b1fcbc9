"""Connections to Milvus: opened once for each place, and their errors in a line for people."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from index.errors import WenjinError
from index.milvus_location import MilvusLocation

TOKEN = "WENJIN_MILVUS_TOKEN"
"""The environment variable with the server's token, or `user:password`."""
PATIENCE = 10.0
"""Seconds after which a server that does not answer counts as out of reach."""
BATCH = 500
"""Rows of one request; well below the 64 MiB that a server takes."""
MOST = 16384
"""The most rows that Milvus gives for one search or query."""

Row = dict[str, Any]
_P = ParamSpec("_P")
_T = TypeVar("_T")


class MilvusMissing(WenjinError):
    """The optional packages for Milvus are not installed."""


class StoreUnreachable(WenjinError):
    """The server does not answer, refuses us, or the file is held by another process."""


class StoreFailed(WenjinError):
    """Milvus refused a request; the line holds what it said."""


def _told(method: Callable[_P, _T]) -> Callable[_P, _T]:
    """Has a method of :class:`MilvusConnection` raise what people can read."""

    @wraps(method)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        from grpc import RpcError
        from pymilvus.exceptions import MilvusException

        try:
            return method(*args, **kwargs)
        except (MilvusException, RpcError) as error:
            connection: Any = args[0]
            raise _failure(connection.location, error) from error

    return call


class MilvusConnection:
    """What WenJin asks of Milvus. It may be used from several threads.

    Get one from :func:`connect`; all stores and writers of a place share it.
    """

    def __init__(self, location: MilvusLocation) -> None:
        """
        :raises WenjinError: The packages are missing, or the place cannot be reached.
        """
        self.location = location
        self._client = _open(location)

    @_told
    def collections(self) -> list[str]:
        """The names of all collections."""
        return [str(name) for name in self._client.list_collections()]

    @_told
    def alias(self, name: str) -> str | None:
        """The collection that an alias stands for, None where there is no such alias."""
        from pymilvus.exceptions import MilvusException

        try:
            return str(self._client.describe_alias(name)["collection_name"])
        except MilvusException as error:
            # there is no other way to ask for one without listing all
            if re.search(r"not (?:found|exist)", str(error.message)):
                return None
            raise

    @_told
    def point(self, alias: str, collection: str) -> None:
        """Makes an alias stand for a collection, in one step where it stood for another."""
        if self.alias(alias) is None:
            self._client.create_alias(collection, alias)
        else:
            self._client.alter_alias(collection, alias)

    @_told
    def create(self, name: str, schema: Any, indexes: Any) -> None:
        """Creates and loads a collection."""
        self._client.create_collection(name, schema=schema, consistency_level="Bounded")
        # loading waits for the indexes, which pymilvus would ask after every half a second
        self._client.create_index(name, indexes, sync=False)
        self._client.load_collection(name)

    @_told
    def load(self, name: str) -> None:
        """Makes a collection ready for searching; nothing where it is."""
        self._client.load_collection(name)

    @_told
    def drop(self, name: str) -> None:
        """Removes a collection with all its rows."""
        self._client.drop_collection(name)

    @_told
    def settle(self, names: Sequence[str]) -> None:
        """Writes what milvus-lite holds in memory to its files; a server does so by itself."""
        if self.location.file is not None:
            for name in names:
                self._client.flush(name)

    @_told
    def insert(self, name: str, rows: Sequence[Row]) -> None:
        """Adds rows of new keys."""
        for start in range(0, len(rows), BATCH):
            self._client.insert(name, list(rows[start : start + BATCH]))

    @_told
    def upsert(self, name: str, rows: Sequence[Row], *, partial: bool = False) -> None:
        """Adds rows or replaces those of the same keys.

        :param partial: The rows name only the fields that change.
        """
        for start in range(0, len(rows), BATCH):
            batch = list(rows[start : start + BATCH])
            self._client.upsert(name, batch, partial_update=partial)

    @_told
    def delete(self, name: str, condition: str) -> None:
        """Removes the rows that meet a condition."""
        self._client.delete(name, filter=condition)

    @_told
    def rows(
        self, name: str, condition: str, fields: Sequence[str], *, strong: bool = True
    ) -> list[Row]:
        """The rows that meet a condition, at most :data:`MOST`."""
        found = self._client.query(
            name,
            filter=condition,
            output_fields=list(fields),
            limit=MOST,
            **self._reading(strong),
        )
        return [dict(row) for row in found]

    @_told
    def by_key(
        self, name: str, key: str, values: Sequence[str | int], fields: Sequence[str],
        *, strong: bool = True,
    ) -> list[Row]:  # fmt: skip
        """The rows whose primary key `key` is among some values."""
        found: list[Row] = []
        for start in range(0, len(values), BATCH):
            among = listed(values[start : start + BATCH])
            found += self.rows(name, f"{key} in {among}", fields, strong=strong)
        return found

    def every(self, name: str, condition: str, fields: Sequence[str]) -> Iterator[list[Row]]:
        """All rows that meet a condition, however many, in batches."""
        if self.location.file is not None:
            # milvus-lite has no clock for iterators, and no limit to what it gives
            if found := self._all(name, condition, list(fields)):
                yield found
            return
        iterator = self._iterator(name, condition, list(fields))
        while batch := self._next(iterator):
            yield batch
        iterator.close()

    @_told
    def _all(self, name: str, condition: str, fields: list[str]) -> list[Row]:
        found = self._client.query(name, filter=condition, output_fields=fields)
        return [dict(row) for row in found]

    @_told
    def _iterator(self, name: str, condition: str, fields: list[str]) -> Any:
        return self._client.query_iterator(
            name,
            batch_size=BATCH,
            filter=condition,
            output_fields=fields,
            **self._reading(True),
        )

    @_told
    def _next(self, iterator: Any) -> list[Row]:
        return [dict(row) for row in iterator.next()]

    @_told
    def search(
        self,
        name: str,
        field: str,
        query: Sequence[float] | Mapping[int, float],
        limit: int,
        condition: str,
        fields: Sequence[str],
        *,
        strong: bool,
    ) -> list[tuple[float, Row]]:
        """The rows nearest to a vector by a field's measure, nearest first, each with its score."""
        found = self._client.search(
            name,
            data=[query],
            anns_field=field,
            limit=min(limit, MOST),
            filter=condition,
            output_fields=list(fields),
            **self._reading(strong),
        )
        return [(float(hit["distance"]), dict(hit["entity"])) for hit in found[0]]

    def _reading(self, strong: bool) -> dict[str, str]:
        """How current a read must be; milvus-lite is always, and knows no clock to ask by."""
        if self.location.file is not None:
            return {}
        return {"consistency_level": "Strong" if strong else "Bounded"}

    def shut(self) -> None:
        """Ends the connection; milvus-lite lets go of its file."""
        self._client.close()
        if self.location.file is not None:
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(self.location.uri)


def listed(values: Sequence[str | int]) -> str:
    """Values as a condition has them in brackets, whatever quotes they hold."""
    return json.dumps(list(values), ensure_ascii=False)


_lock = threading.RLock()
_open_connections: dict[tuple[str, str], tuple[MilvusConnection, int]] = {}


def connect(location: MilvusLocation) -> MilvusConnection:
    """The connection to a place. Give it back with :func:`disconnect`.

    :raises WenjinError: See :class:`MilvusConnection`.
    """
    place = (location.uri, location.database)
    with _lock:
        connection, users = _open_connections.get(place, (None, 0))
        connection = connection or MilvusConnection(location)
        _open_connections[place] = (connection, users + 1)
        return connection


def disconnect(connection: MilvusConnection) -> None:
    """Gives a connection back; the last one to do so ends it."""
    place = (connection.location.uri, connection.location.database)
    with _lock:
        _, users = _open_connections[place]
        if users > 1:
            _open_connections[place] = (connection, users - 1)
        else:
            del _open_connections[place]
            connection.shut()


def _open(location: MilvusLocation) -> Any:
    try:
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException

        if location.file is not None:
            import milvus_lite  # noqa: F401
    except ImportError as error:
        raise MilvusMissing(
            "没有安装 Milvus 所需的包。请运行 pip install 'wenjin[milvus]'",
            "the packages for Milvus are not installed. Run pip install 'wenjin[milvus]'",
        ) from error
    for name in ("pymilvus", "milvus_lite"):
        # what fails is raised and told in a line; their own report of it is a page long
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if location.file is not None:
        location.file.absolute().parent.mkdir(parents=True, exist_ok=True)
    try:
        return MilvusClient(
            uri=location.uri,
            token=os.environ.get(TOKEN, ""),
            db_name=location.database,
            timeout=PATIENCE,
        )
    except MilvusException as error:
        raise _unreachable(location, error) from error


def _unreachable(location: MilvusLocation, error: Exception) -> StoreUnreachable:
    if location.file is not None:
        return StoreUnreachable(
            f"打不开 {location.file}：可能有另一个进程正在用它（milvus-lite 一次只许一个进程），"
            "或不能写入。请先结束那个进程，或改用 Milvus 服务器",
            f"cannot open {location.file}: another process may be using it (milvus-lite lets in "
            "one at a time), or it cannot be written. End that process, or use a Milvus server",
        )
    said = _said(error)
    if "auth" in said.lower() or "permission" in said.lower():
        return StoreUnreachable(
            f"Milvus 服务器拒绝了登录：{location.uri}。请检查环境变量 {TOKEN}",
            f"the Milvus server {location.uri} refuses us. Check {TOKEN} in the environment",
        )
    return StoreUnreachable(
        f"连不上 Milvus 服务器 {location.uri}（{said}）。请检查地址，以及服务器是否在运行",
        f"cannot reach the Milvus server {location.uri} ({said}). "
        "Check the address, and that the server is running",
    )


def _failure(location: MilvusLocation, error: Exception) -> WenjinError:
    from grpc import RpcError
    from pymilvus.exceptions import ConnectError, MilvusUnavailableException

    lost = (RpcError, ConnectError, MilvusUnavailableException)
    said = _said(error)
    if isinstance(error, lost) or "auth" in said.lower() or "unavailable" in said.lower():
        return _unreachable(location, error)
    return StoreFailed(
        f"Milvus（{location.text}）没有完成请求：{said}",
        f"Milvus ({location.text}) did not do what was asked: {said}",
    )


def _said(error: Exception) -> str:
    """The first line of what pymilvus says, short, without the token."""
    text = str(getattr(error, "message", "") or error)
    token = os.environ.get(TOKEN)
    if token:
        text = text.replace(token, "***")
    return (text.strip().splitlines() or [type(error).__name__])[0][:200]

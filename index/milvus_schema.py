"""The collections of a Milvus store and their fields.

A store NAME is an alias of NAME_<n>_passages, where <n> counts the sets of collections that were
built beside each other; the alias decides which one readers open.

    NAME_<n>_passages   vectors, terms and text of a passage a row
    NAME_<n>_documents  what is known of a document a row
    NAME_<n>_pieces     originals and whatever else is longer than a field may be, cut up
    NAME_<n>_terms      a search term a row: how many passages hold it
    NAME_<n>_state      which generation is current, and who is writing
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from index.lazy_pattern import lazy_pattern
from index.milvus_connection import MilvusConnection

FORMAT = 1
"""Raised whenever an older WenJin could not read what this one writes, or the reverse."""
FOREVER = 2**62
"""The generation in which what is still there goes."""
LONGEST = 65_535
"""The most bytes of a text field."""
KEY = 512
"""The most bytes of a text that is a primary key."""

KINDS = ("passages", "documents", "pieces", "terms", "state")


@dataclass(frozen=True)
class Names:
    """The names of one set of collections."""

    store: str
    set: int

    def of(self, kind: str) -> str:
        """The name of one of :data:`KINDS`."""
        return f"{self.store}_{self.set}_{kind}"

    @property
    def all(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(map(self.of, KINDS))


def find_sets(connection: MilvusConnection, store: str) -> list[Names]:
    """The sets of a store's collections that are whole, oldest first; readers may see none."""
    there = set(connection.collections())
    form = lazy_pattern(rf"{re.escape(store)}_([0-9]+)_passages")
    numbers = sorted(int(found[1]) for name in there if (found := form.fullmatch(name)))
    sets = [Names(store, number) for number in numbers]
    return [names for names in sets if there.issuperset(names.all)]


def published_set(connection: MilvusConnection, store: str) -> Names | None:
    """The set of collections that readers see, None where nothing was published."""
    target = connection.alias(store)
    found = re.fullmatch(rf"{re.escape(store)}_([0-9]+)_passages", target or "")
    return Names(store, int(found[1])) if found else None


def create_set(connection: MilvusConnection, names: Names, dimension: int) -> None:
    """Creates a set of empty collections; what a killed run left of it goes first.

    :param dimension: Of the dense vectors.
    """
    for name in set(connection.collections()).intersection(names.all):
        connection.drop(name)
    for kind in KINDS:
        schema, indexes = _SCHEMAS[kind](connection, dimension)
        connection.create(names.of(kind), schema, indexes)


def drop_set(connection: MilvusConnection, names: Names) -> None:
    """Removes a set of collections."""
    for name in names.all:
        connection.drop(name)


def visible(generation: int) -> str:
    """The condition that a row is part of a generation."""
    return f"born <= {generation} and gone > {generation}"


def _passages(connection: MilvusConnection, dimension: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, indexes = _versioned()
    schema.add_field("number", DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.INT64)
    for name in ("source", "place", "date", "indexed", "alignment", "layout", "terms"):
        schema.add_field(name, DataType.VARCHAR, max_length=LONGEST)
    schema.add_field("context", DataType.INT64)
    schema.add_field("length", DataType.INT64)
    schema.add_field("mean", DataType.DOUBLE)
    schema.add_field("pieces", DataType.INT64)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimension)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    # milvus-lite is for few passages, where exact search is the fastest too
    kind = "FLAT" if connection.location.file is not None else "AUTOINDEX"
    indexes.add_index("dense", index_type=kind, metric_type="COSINE")
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return schema, indexes


def _documents(connection: MilvusConnection, dimension: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, indexes = _versioned()
    schema.add_field("number", DataType.INT64, is_primary=True)
    for name in ("source", "fingerprint", "place", "date", "info"):
        schema.add_field(name, DataType.VARCHAR, max_length=LONGEST)
    schema.add_field("pieces", DataType.INT64)
    _add_unused(schema, indexes)
    return schema, indexes


def _pieces(connection: MilvusConnection, dimension: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, indexes = _plain()
    schema.add_field("key", DataType.VARCHAR, max_length=KEY, is_primary=True)
    schema.add_field("document", DataType.INT64)
    schema.add_field("data", DataType.VARCHAR, max_length=LONGEST)
    _add_unused(schema, indexes)
    return schema, indexes


def _terms(connection: MilvusConnection, dimension: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, indexes = _plain()
    schema.add_field("term", DataType.VARCHAR, max_length=KEY, is_primary=True)
    for name in ("frequency", "chinese", "since", "held", "seen", "held_before", "seen_before"):
        schema.add_field(name, DataType.INT64)
    _add_unused(schema, indexes)
    return schema, indexes


def _state(connection: MilvusConnection, dimension: int) -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, indexes = _plain()
    schema.add_field("key", DataType.VARCHAR, max_length=KEY, is_primary=True)
    schema.add_field("value", DataType.VARCHAR, max_length=LONGEST)
    _add_unused(schema, indexes)
    return schema, indexes


def _versioned() -> tuple[Any, Any]:
    from pymilvus import DataType

    schema, indexes = _plain()
    schema.add_field("born", DataType.INT64)
    schema.add_field("gone", DataType.INT64)
    return schema, indexes


def _plain() -> tuple[Any, Any]:
    from pymilvus import MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    return schema, MilvusClient.prepare_index_params()


UNUSED = [0.0, 0.0]
"""What the field `unused` holds: Milvus has no collections without a vector."""


def _add_unused(schema: Any, indexes: Any) -> None:
    from pymilvus import DataType

    schema.add_field("unused", DataType.FLOAT_VECTOR, dim=len(UNUSED))
    indexes.add_index("unused", index_type="FLAT", metric_type="L2")


_SCHEMAS = {
    "passages": _passages,
    "documents": _documents,
    "pieces": _pieces,
    "terms": _terms,
    "state": _state,
}

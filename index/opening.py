"""Opening an index, for searching or for writing: a folder, or a collection in Milvus."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index import generations
from index.embedded_store import EmbeddedStore
from index.embedding import Embedder
from index.errors import WenjinError
from index.generations import Manifest
from index.milvus_location import is_milvus
from index.store import PassageStore, StoreWriter

Location = Path | str
"""An index folder, or what `index.milvus_location` describes."""


class OtherModel(WenjinError):
    """The index was made with another model than the one in use."""


def open_store(
    location: Location, sharing: PassageStore | None = None
) -> tuple[PassageStore, Manifest]:
    """The current generation of an index, for searching, and what it is.

    :param sharing: An open store of the index: what it has open is neither checked nor opened
        again, so that a small change of a large index is taken up at once.
    :raises WenjinError: There is none that can be used; see `index.generations.open_current`.
    """
    if is_milvus(location):
        from index.milvus_store import open_milvus

        return open_milvus(str(location))
    return open_embedded(Path(location), sharing)


def open_embedded(
    index: Path, sharing: PassageStore | None = None
) -> tuple[EmbeddedStore, Manifest]:
    """The current generation of an index in a folder; see :func:`open_store`."""
    shared = sharing if isinstance(sharing, EmbeddedStore) else None
    opened = [ref for _, ref in shared.opened()] if shared is not None else []
    _, manifest = generations.open_current(index, opened)
    return EmbeddedStore.open(index, manifest, shared), manifest


@contextmanager
def open_writer(
    location: Location, embedder: Embedder, resume: bool = True
) -> Iterator[StoreWriter]:
    """An index for writing, locked until the block ends.

    :param embedder: What makes the vectors.
    :param resume: Whether the run says what all of the index is to be, and so takes up what an
        earlier one finished and did not publish; one that adds and removes some leaves it aside.
    :raises IndexBusy: Another process is writing it.
    :raises OtherModel: It was made with another model.
    :raises UnusableIndex: It is damaged, and the run would only add and remove some.
    """
    # what is imported here takes longer than what searching needs
    if is_milvus(location):
        from index.milvus_writer import open_milvus_writer

        with open_milvus_writer(str(location), embedder, resume=resume) as milvus:
            yield milvus
        return
    from index.embedded_writer import EmbeddedWriter

    index = Path(location)
    with generations.writer(index):
        manifest = generations.newest_manifest(index)
        if manifest is not None:
            check_model(manifest, embedder, index)
        yield EmbeddedWriter(index, embedder.model, resume)


def describe(location: Location) -> Manifest:
    """What the current generation of an index is, without opening it for searching.

    :raises WenjinError: There is none that can be used.
    """
    if is_milvus(location):
        store, manifest = open_store(location)
        store.close()
        return manifest
    index = Path(location)
    return generations.newest_manifest(index) or generations.open_current(index)[1]


def current_name(location: Location) -> str:
    """The name of the current generation; empty where that cannot be found out."""
    if is_milvus(location):
        from index.milvus_store import milvus_generation

        try:
            return milvus_generation(str(location))
        except WenjinError:
            return ""
    return generations.read_pointer(Path(location)) or ""


def current_mark(location: Location) -> Hashable | None:
    """What is another whenever another generation is current; None where it cannot be told."""
    if is_milvus(location):
        return current_name(location) or None
    try:
        state = (Path(location) / "CURRENT").stat()
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns, state.st_size


def check_model(manifest: Manifest, embedder: Embedder, index: Location) -> None:
    """Refuses an index made with another model than `embedder`'s.

    :raises OtherModel: It was.
    """
    made, used = manifest.model, embedder.model
    if made.fingerprint != used.fingerprint:
        raise OtherModel(
            f"索引 {index} 是用模型 {made.name} 建的，现在用的是 {used.name}。"
            f"请设 WENJIN_MODEL={made.name}，或换一个 --index 文件夹重新建立索引",
            f"the index {index} was made with the model {made.name}, the one in use is "
            f"{used.name}. Set WENJIN_MODEL={made.name}, or index again into another --index folder",
        )

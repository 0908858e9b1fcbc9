"""Opening an index for searching. Kept apart from building, whose imports take longer."""

from __future__ import annotations

from pathlib import Path

from index import generations
from index.embedded_store import EmbeddedStore
from index.embedding import Embedder
from index.errors import WenjinError
from index.generations import Manifest


class OtherModel(WenjinError):
    """The index was made with another model than the one in use."""


def open_store(index: Path) -> tuple[EmbeddedStore, Manifest]:
    """The current generation of an index, for searching, and its manifest.

    :raises WenjinError: There is none that can be used; see `index.generations.open_current`.
    """
    folder, manifest = generations.open_current(index)
    return EmbeddedStore(folder), manifest


def check_model(manifest: Manifest, embedder: Embedder, index: Path) -> None:
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

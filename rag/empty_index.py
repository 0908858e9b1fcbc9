"""An index without documents, for a server that is to be filled from its page."""

from __future__ import annotations

from index.embedding import open_embedder
from index.generations import NoIndex
from index.opening import describe, open_writer
from rag.settings import Settings
from rag.shelf import open_library


def ensure_index(settings: Settings) -> bool:
    """Begins an index without documents where there is none, and says whether it did.

    :raises WenjinError: There is one that cannot be used, or none can be written.
    """
    try:
        describe(settings.location)
        return False
    except NoIndex:
        embedder = open_embedder(settings.model, settings.models)
        with open_writer(settings.location, embedder) as writer:
            writer.publish()
        open_library(settings).remember(())
        return True

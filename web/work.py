"""What goes on in the background of a server: builds of the index and runs of question sets."""

from __future__ import annotations

from rag.settings import Settings
from rag.shelf import Library, open_library
from rag.shelf_build import LibraryBuilder
from web.desk import Desk
from web.run_job import RunJob


class Work:
    """One library with its builder, and one evaluation at a time, for all open pages."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        """
        :param desk: What answers.
        :param settings: The index, the model and where runs are kept.
        """
        self.shelf: Library = open_library(settings)
        self.builder = LibraryBuilder(self.shelf, settings)
        self.run = RunJob(desk, settings)

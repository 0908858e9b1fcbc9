"""What all fuzzing shares, and how many inputs there were."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "faults"))
sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("OMP_NUM_THREADS", "1")

from corpus import with_small_embedder, write_documents
from small_embedder import SmallEmbedder

from index.build import build_index
from rag.assistant import Assistant
from rag.settings import Settings

_COUNTS: Counter[str] = Counter()


@pytest.fixture(scope="session")
def inputs() -> Callable[[str], None]:
    """Counts an input."""

    def one(what: str) -> None:
        _COUNTS[what] += 1

    return one


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a few documents, made with the small model."""
    folder = tmp_path_factory.mktemp("fuzzed")
    build_index([write_documents(folder / "documents", 0)], folder / "index", SmallEmbedder())
    return folder / "index"


@pytest.fixture(scope="session")
def assistant(small_index: Path) -> Iterator[Assistant]:
    with with_small_embedder():
        assistant = Assistant(small_index, Settings(small_index.parent, small_index))
    yield assistant
    assistant.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _COUNTS:
        terminalreporter.section("fuzz")
        for what, number in sorted(_COUNTS.items()):
            terminalreporter.write_line(f"{number:8} {what}")

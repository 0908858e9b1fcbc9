"""Makes the helpers of this folder importable by their name; what all of its tests share."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("OMP_NUM_THREADS", "1")

from corpus import answers, write_documents
from fault_cases import STATES, Library
from indexer import Indexer

_COUNTS: Counter[str] = Counter()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    indexer = Indexer()
    folder = tmp_path_factory.mktemp("library")
    documents = tuple(write_documents(folder / f"state{n}", n) for n in range(STATES))
    expected = []
    base = folder / "base"
    for state in (1, 2, 0):
        end = indexer.build(documents[state], base)
        if end.code:
            pytest.fail(f"the index cannot be built: {end.problem}")
        expected.append((state, answers(base)[1]))
    yield Library(indexer, base, documents, tuple(found for _, found in sorted(expected)))
    indexer.close()


@pytest.fixture(scope="session")
def count() -> Callable[[str], None]:
    """Counts what was done, for the report at the end."""

    def one(what: str) -> None:
        _COUNTS[what] += 1

    return one


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _COUNTS:
        terminalreporter.section("faults")
        for what, number in sorted(_COUNTS.items()):
            terminalreporter.write_line(f"{number:6} {what}")

"""Two builds at once, and a clock that goes back."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from corpus import answers, leftovers
from fault_cases import Library
from indexer import End, Indexer


def test_of_two_builds_one_is_refused(tmp_path: Path, library: Library) -> None:
    index = library.copied(tmp_path / "index")
    first: list[End] = []
    other = Indexer()
    try:
        other.build(library.documents[1], tmp_path / "warm")
        thread = threading.Thread(
            target=lambda: first.append(other.build(library.documents[1], index, hold=2))
        )
        thread.start()
        time.sleep(0.7)
        refused = library.indexer.build(library.documents[2], index)
        assert refused.was_refused and "IndexBusy" in refused.problem
        assert library.state_of(answers(index)[1]) == 0
        thread.join(60)
    finally:
        other.close()
    assert first[0].code == 0, first[0]
    assert library.state_of(answers(index)[1]) == 1
    assert leftovers(index) == []


def test_a_clock_set_back_makes_no_index_look_old(tmp_path: Path, library: Library) -> None:
    index = library.copied(tmp_path / "index")
    before, _ = answers(index)
    for state, clock in ((1, 4e9), (2, 0.0), (0, 1.0), (1, 3e8)):
        assert library.indexer.build(library.documents[state], index, clock=clock).code == 0
        name, found = answers(index)
        assert library.state_of(found) == state
        assert name > before
        before = name
        current = index / "CURRENT"
        pointer = current.read_bytes()
        current.unlink()
        assert library.state_of(answers(index)[1]) == state, "the newest is known without pointer"
        current.write_bytes(pointer)
    assert leftovers(index) == []

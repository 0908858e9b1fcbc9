"""The child processes of `wenjin bench scale`: one builds an index, one answers from it.

A task is read as JSON from the standard input; what was found goes to the standard output, the last
line of it.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.statistics import percentile
from index.document import read_document, to_stored
from index.embedding import Embedder, open_embedder
from index.errors import WenjinError
from index.folding import fold
from index.opening import open_store, open_writer
from index.store import Entry
from rag.assistant import Assistant
from rag.indexing import index_with_progress
from rag.settings import Settings, load_settings

_CANDIDATES = 100
_WARM = 5
_ADDED = "added-by-the-benchmark.txt"
_TEXT = "测试县修通高山公路\n\n测试县修通了第一条高山公路，全长三十七公里，总投资五百万元。\n"


def build(task: dict[str, Any]) -> dict[str, Any]:
    """Builds an index, or finishes one that was broken off."""
    report = index_with_progress([Path(task["source"])], _settings(task))
    # in KiB everywhere but on macOS, where it is bytes
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return {"documents": report.documents, "passages": report.passages, "peak": peak}


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Answers questions from an index, then adds a document to it and takes it out again."""
    settings = _settings(task)
    questions = task["questions"]
    started = time.perf_counter()
    assistant = Assistant.open(settings=settings)
    assistant.warm_up()
    opened = time.perf_counter() - started
    answer = _times(assistant.ask, questions)
    resident = _resident()
    assistant.close()
    embedder = open_embedder(settings.model, settings.models)
    search = _search(settings.index, embedder, questions)
    _change(settings.index, embedder)  # loads what a running server has loaded
    added, removed = _change(settings.index, embedder)
    return {
        "open": 1000 * opened,
        "resident": resident,
        "answer": answer,
        "search": search,
        "add": 1000 * added,
        "remove": 1000 * removed,
    }


def _settings(task: dict[str, Any]) -> Settings:
    return load_settings({"home": task["home"], "model": task["model"], "index": task["index"]}, {})


def _times(asks: Callable[[Any], object], questions: Sequence[Any]) -> dict[str, float]:
    """Milliseconds of each call, after some that warm it up."""
    for question in questions[:_WARM]:
        asks(question)
    taken = []
    for question in questions:
        started = time.perf_counter()
        asks(question)
        taken.append(1000 * (time.perf_counter() - started))
    return {f"p{share}": percentile(taken, share) for share in (50, 95)}


def _search(index: Path, embedder: Embedder, questions: Sequence[str]) -> dict[str, float]:
    store, _ = open_store(index)
    texts = [fold(question).text for question in questions]
    asked = [(embedder.question(text), text) for text in texts]
    try:
        return _times(lambda one: store.search(one[0], one[1], _CANDIDATES), asked)
    finally:
        store.close()


def _change(index: Path, embedder: Embedder) -> tuple[float, float]:
    """Seconds until one more document can be searched, and until it is gone again."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _ADDED
        file.write_text(_TEXT, encoding="utf-8")
        started = time.perf_counter()
        stored, passages = to_stored(read_document(file, _ADDED))
        vectors = embedder.passages([passage.indexed for passage in passages])
        with open_writer(index, embedder, resume=False) as writer:
            writer.add([Entry("benchmark", stored, passages)], vectors)
            writer.publish()
        _find(index, present=True)
        added = time.perf_counter() - started
    started = time.perf_counter()
    with open_writer(index, embedder, resume=False) as writer:
        writer.remove([_ADDED])
        writer.publish()
    _find(index, present=False)
    return added, time.perf_counter() - started


def _find(index: Path, *, present: bool) -> None:
    store, _ = open_store(index)
    try:
        try:
            store.document(_ADDED)
            there = True
        except KeyError:
            there = False
    finally:
        store.close()
    if there is not present:
        raise WenjinError(
            "加入或移除的文章没有生效", "an article that was added or removed still is not"
        )


def _resident() -> int:
    """Bytes of this process in memory now; its peak where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return pages * resource.getpagesize()


_TASKS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "build": build,
    "measure": measure,
}


def main() -> int:
    """Does the task named on the command line."""
    try:
        found = _TASKS[sys.argv[1]](json.load(sys.stdin))
    except WenjinError as error:
        print(error.message("zh"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())

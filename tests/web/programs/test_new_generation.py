"""A running server goes over to a new generation of its index between two questions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from conftest import Programs

QUESTION = "沁县搬迁了多少人"


def ask(http: httpx.Client) -> tuple[str, str]:
    answer = http.post("/api/ask", json={"question": QUESTION}).json()
    return answer["generation"], answer["quotes"][0]["title"]


def test_each_answer_is_of_one_generation_the_newest_that_is_whole(
    programs: Programs, http: httpx.Client, publish: Callable[[Path, str], str]
) -> None:
    old, title = ask(http)
    new = publish(programs.index, "新")
    assert ask(http) == (new, f"新{title}")
    assert new > old

    broken = publish(programs.index, "坏")
    newest = max((programs.index / "segments").iterdir(), key=lambda folder: folder.name)
    path = next(newest.glob("*.npy"))
    path.write_bytes(path.read_bytes()[:-1])
    assert ask(http)[0] == new
    state = http.get("/healthz", headers={"Accept-Language": "en"}).json()
    assert state["status"] == "ok"
    assert broken in state["problem"] and "wenjin index" in state["problem"]

    mended = publish(programs.index, "好")
    assert ask(http)[0] == mended
    assert http.get("/healthz").json()["problem"] is None


def test_the_api_alone_loads_neither_gradio_nor_torch() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, web.server, web.programs; "
            "print([name for name in ('gradio', 'torch', 'mcp') if name in sys.modules])",
        ],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert told.stdout.strip() == "[]"

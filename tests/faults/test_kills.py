"""A build that is killed loses nothing: the generation before answers, or the new one does."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus import QUESTIONS, answers, leftovers, live_answers, living
from fault_cases import STATES, Library

LONG = bool(os.environ.get("WENJIN_TORTURE"))
MOMENTS = 200 if LONG else 10
BETWEEN = 5
"""After so many kills a build is let through."""


def test_killed_at_random_moments(
    tmp_path: Path, library: Library, count: Callable[[str], None]
) -> None:
    chance = random.Random() if LONG else random.Random(7)
    index = library.copied(tmp_path / "index")
    whole = library.indexer.build(library.documents[1], tmp_path / "other").seconds
    state = 0
    with living(index) as live:
        for number in range(1, MOMENTS + 1):
            target = chance.choice([other for other in range(STATES) if other != state])
            end = library.indexer.build(
                library.documents[target], index, after=chance.uniform(0, 1.1 * whole)
            )
            assert end.was_killed or end.code == 0, end
            count("builds killed at a random moment" if end.was_killed else "builds too quick")
            found = library.state_of(answers(index)[1])
            assert found == target if end.code == 0 else found in (state, target)
            count(f"of them, the {'new' if found == target else 'old'} generation answers")
            assert library.state_of(live_answers(live)[1]) == found
            state = found
            if number % BETWEEN == 0:
                state = chance.randrange(STATES)
                assert library.indexer.build(library.documents[state], index).code == 0
                assert library.state_of(answers(index)[1]) == state
                assert leftovers(index) == []


def test_killed_at_each_step_in_the_file_system(
    tmp_path: Path, library: Library, count: Callable[[str], None]
) -> None:
    steps = library.indexer.build(library.documents[1], library.copied(tmp_path / "try")).steps
    assert steps > 10
    went_over = None
    for step in range(1, steps + 1) if LONG else (*range(1, steps, 13), steps):
        index = library.copied(tmp_path / "index")
        end = library.indexer.build(library.documents[1], index, step=step)
        assert end.was_killed, (step, end)
        count("builds killed at a step in the file system")
        found = library.state_of(answers(index)[1])
        assert found in (0, 1)
        if found == 1 and went_over is None:
            went_over = step
        assert went_over is None or found == 1, "an earlier step had brought the new generation"
        assert library.indexer.build(library.documents[1], index).code == 0
        assert library.state_of(answers(index)[1]) == 1
        assert leftovers(index) == []
    assert went_over is not None


def test_a_first_build_that_is_killed_leaves_nothing_that_answers_wrongly(
    tmp_path: Path, library: Library, count: Callable[[str], None]
) -> None:
    from index.errors import WenjinError

    steps = library.indexer.build(library.documents[0], tmp_path / "try").steps
    for step in range(1, steps + 1, 1 if LONG else 19):
        index = tmp_path / f"index{step}"
        assert library.indexer.build(library.documents[0], index, step=step).was_killed
        count("first builds killed at a step in the file system")
        try:
            assert library.state_of(answers(index)[1]) == 0
        except WenjinError as error:
            assert "\n" not in str(error)
        assert library.indexer.build(library.documents[0], index).code == 0
        assert library.state_of(answers(index)[1]) == 0
        assert leftovers(index) == []


def test_the_command_with_the_real_model_is_killed(
    tmp_path: Path, home: Path, library: Library, count: Callable[[str], None]
) -> None:
    chance = random.Random()
    environment = {
        **os.environ,
        "WENJIN_HOME": str(tmp_path),
        "WENJIN_MODEL": str(home / "models" / "multilingual-e5-small"),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "rag.cli", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, env=environment, stdout=pipe, stderr=pipe, encoding="utf-8"
        )

    def run(*arguments: str) -> str:
        process = start(*arguments)
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, err
        return out

    def asked() -> object:
        answer = json.loads(run("ask", "--json", QUESTIONS[3]))
        return answer["outcome"], answer["answer"], answer["quotes"][0]["text"]

    begin = time.monotonic()
    run("index", str(library.documents[0]))
    whole = time.monotonic() - begin
    old = asked()
    for _ in range(5 if LONG else 1):
        build = start("index", str(library.documents[1]))
        time.sleep(chance.uniform(0.3, 1) * whole)
        build.kill()
        build.communicate()
        count("commands with the real model killed")
        found = asked()
        if found != old:
            break
    run("index", str(library.documents[1]))
    new = asked()
    assert new != old and found in (old, new)
    assert leftovers(tmp_path / "index") == []

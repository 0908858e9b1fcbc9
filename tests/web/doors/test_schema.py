"""The API keeps to its own OpenAPI description, whatever is sent to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Doors

HERE = Path(__file__).parent
SEED = "20260101"
EXAMPLES = os.environ.get("WENJIN_SCHEMA_EXAMPLES", "8")
"""How many requests are made up for each operation; many more by `make torture`."""


def test_the_api_is_as_it_describes_itself(
    serve_doors: Callable[..., AbstractContextManager[Doors]], tmp_path: Path
) -> None:
    with serve_doors("--api-only") as server:
        command = [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", f"{server.url}/openapi.json"),
            *("--header", f"Authorization: Bearer {server.tokens['change']}"),
            *("--seed", SEED, "--max-examples", EXAMPLES, "--checks", "all"),
            *("--request-timeout", "30", "--max-response-time", "20"),
        ]
        root = str(HERE.parents[2])
        run = subprocess.run(
            command,
            cwd=tmp_path,
            env={
                **os.environ,
                "NO_PROXY": "*",
                "SCHEMATHESIS_HOOKS": "schema_hooks",
                "PYTHONPATH": os.pathsep.join([root, str(HERE)]),
                "PYTHONUTF8": "1",
            },
            capture_output=True,
            encoding="utf-8",
            timeout=3600,
        )
    found = "\n".join(line[:300] for line in run.stdout.splitlines())
    assert run.returncode == 0, f"{found[-6000:]}\n{run.stderr[-2000:]}"
    tested = re.search(r"Tested: (\d+)", found)
    assert tested is not None and int(tested[1]) >= 7, found[-3000:]


def test_the_description_says_how_to_show_a_token(doors: Doors) -> None:
    with doors.client("ask") as client:
        described = client.get("/openapi.json").json()
    assert described["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert {"401", "403", "421"} <= operation["responses"].keys()
            assert operation.get("security") == ([] if path == "/healthz" else None)

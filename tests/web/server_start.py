from __future__ import annotations

import subprocess
import time
from pathlib import Path

import httpx
import pytest


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns once a server answers; fails with its log where it ended, or after a minute."""
    for _ in range(400):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text(encoding='utf-8')}")
        try:
            if httpx.get(f"{url}/healthz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.15)
    pytest.fail("the server did not come up within a minute")

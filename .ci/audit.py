"""Known vulnerabilities in the locked dependencies, by pip-audit.

What could not be looked up counts as not checked, and never as free of faults: that is told in a
line, and is an error with STRICT=1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
_SECONDS = 300


def judge(found: Mapping[str, Any] | None, is_strict: bool) -> tuple[int, list[str]]:
    """The exit code, and what to say.

    :param found: What pip-audit wrote as JSON; None where it wrote nothing.
    :param is_strict: Whether what was not checked is an error.
    """
    dependencies: Sequence[Mapping[str, Any]] = found["dependencies"] if found else ()
    lines = [
        f"audit: {item['name']} {item['version']}: {fault['id']}, "
        f"mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for item in dependencies
        for fault in item.get("vulns", ())
    ]
    if lines:
        return 1, lines
    unchecked = sum("skip_reason" in item for item in dependencies)
    if unchecked or not dependencies:
        what = f"{unchecked} of {len(dependencies)}" if dependencies else "none of the"
        state = "were not checked" if dependencies else "was checked"
        line = f"audit: {what} dependencies {state}: the vulnerability service is out of reach"
        return int(is_strict), [line]
    return 0, [f"audit: no known vulnerability in {len(dependencies)} dependencies"]


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--no-deps"]
    command += ["--disable-pip", "--progress-spinner", "off", "--timeout", "10", "--format", "json"]
    found = None
    try:
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=_SECONDS)
        found = json.loads(ran.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        pass
    code, lines = judge(found, os.environ.get("STRICT") == "1")
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return code


if __name__ == "__main__":
    sys.exit(main())

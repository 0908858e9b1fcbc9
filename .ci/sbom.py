"""The software bill of materials of requirements.lock as CycloneDX: `sbom.py FILE`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def write_sbom(path: Path, validate: bool = True) -> None:
    """Writes it, the same bytes for the same lock file, valid by the format's own schema.

    :param validate: Whether to hold it against that schema, which takes most of the time.
    :raises subprocess.CalledProcessError: It is not valid, or could not be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.lock"]
    command += ["--pyproject", "pyproject.toml", "--mc-type", "application"]
    command += ["--output-reproducible", "--spec-version", "1.6"]
    command += ["--validate" if validate else "--no-validate"]
    command += ["--output-format", "JSON", "--output-file", str(path.resolve())]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")


if __name__ == "__main__":
    write_sbom(Path(sys.argv[1]))

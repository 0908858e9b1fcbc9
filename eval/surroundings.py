"""What a run was made with: the set, the index and its model, the machine, the versions."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from index.opening import Location, describe

PACKAGES = ("wenjin", "numpy", "faiss-cpu", "jieba", "onnxruntime", "OpenCC", "torch", "tokenizers")


def surroundings(set_path: Path, split: str, index: Location) -> dict[str, Any]:
    """All that could explain a difference between two runs, without naming a folder or a user.

    :param split: The half that was asked, or `all`.
    """
    manifest = describe(index)
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "set": {
            "name": set_path.name,
            "sha256": hashlib.sha256(set_path.read_bytes()).hexdigest(),
            "split": split,
        },
        "index": {
            "generation": manifest.generation,
            "documents": manifest.documents,
            "passages": manifest.passages,
        },
        "model": {
            "name": Path(manifest.model.name).name,
            "fingerprint": manifest.model.fingerprint,
        },
        "machine": {
            "system": platform.system(),
            "machine": platform.machine(),
            "processor": processor(),
            "cores": os.cpu_count(),
        },
        "versions": {"python": platform.python_version(), **versions(PACKAGES)},
    }


def versions(packages: Iterable[str]) -> dict[str, str]:
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
